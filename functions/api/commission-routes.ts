/** The addresses of commissioning: stations that wait, passwords, the steps of one station, its verdict, and the policy. */
import { get, post } from "./route-row.ts";
import type { Route } from "./routes.ts";

const field = ["operator", "technician"] as const;
const people = ["operator", "technician", "support", "auditor"] as const;

const at = "/v1/stations/:station/commissioning";

export const commissionRoutes = {
  listWaitingStations: get("field", "/v1/waiting-stations", field),
  rotatePassword: post("field", "/v1/stations/:station/password", field),
  showCommissioning: get("field", at, people),
  beginCommissioning: post("field", at, field),
  configureStation: post("field", `${at}/configuration`, field),
  scanStickerInPlace: post("field", `${at}/stickers`, field),
  beginTest: post("field", `${at}/tests`, field),
  stopTest: post("field", `${at}/tests/:connector/stop`, field),
  typeDisplay: post("field", `${at}/tests/:connector/display`, field),
  sealVerdict: post("field", `${at}/verdict`, field),
  showVerdict: get("field", `${at}/verdict`, people),
  printVerdict: get("field", `${at}/verdict/print`, people),
  showCommissioningPolicy: get("field", "/v1/commissioning-policy", people),
  setCommissioningPolicy: post("field", "/v1/commissioning-policy", ["operator"]),
} as const satisfies Readonly<Record<string, Route>>;
