/** What is looked up, and what a session is told, without money. */
import { driver, sealed, staff } from "../asking.ts";
import { get, post } from "../route-row.ts";
import type { Route } from "../routes.ts";

export const readRoutes = {
  health: get("read", "/health", "anybody"),
  keys: get("read", "/.well-known/jwks.json", "anybody"),
  showConnector: get("read", "/v1/connectors/:qr", "anybody"),
  moveSession: post("read", "/v1/sessions/:id/move", driver),
  findSessions: get("read", "/v1/sessions", staff),
  showSession: get("read", "/v1/sessions/:id", ["driver", ...staff]),
  stopSession: post("read", "/v1/sessions/:id/stop", ["driver", "operator", "support"]),
  showCdr: get("read", "/v1/sessions/:id/cdr", ["driver", "operator", "support", "finance", "auditor"]),
  showReceipt: get("read", "/v1/sessions/:id/receipt", sealed),
  showProof: get("read", "/v1/sessions/:id/proof", sealed),
  listLocations: get("read", "/v1/locations", staff),
  listStations: get("read", "/v1/stations", staff),
  listWork: get("read", "/v1/work-queue", staff),
  showWork: get("read", "/v1/work-queue/:row", staff),
  listTariffs: get("read", "/v1/tariffs", staff),
} as const satisfies Readonly<Record<string, Route>>;
