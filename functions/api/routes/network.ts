/** The network is made here, and run. */
import { operator } from "../asking.ts";
import { post } from "../route-row.ts";
import type { Route } from "../routes.ts";
import { runningRoutes } from "../running-routes.ts";

export const networkRoutes = {
  createLocation: post("network", "/v1/locations", operator),
  createStation: post("network", "/v1/stations", operator),
  // With a meter comes the key by which its records are believed: whoever makes stations, and nobody else.
  exchangeMeter: post("network", "/v1/stations/:station/meters", operator),
  createTariff: post("network", "/v1/tariffs", operator),
  ...runningRoutes,
} as const satisfies Readonly<Record<string, Route>>;
