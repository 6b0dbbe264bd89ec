/** The addresses of what people ask of stations: who may ask at all; which kinds support may ask for is the handler's to say. */
import { get, post } from "./route-row.ts";
import type { Route } from "./routes.ts";

const path = "/v1/stations/:station/operations";
const people = ["operator", "technician", "support", "auditor"] as const;

export const operationRoutes = {
  operateStation: post("support", path, ["operator", "technician", "support"]),
  listOperations: get("support", path, people),
  showOperation: get("support", `${path}/:operation`, people),
} as const satisfies Readonly<Record<string, Route>>;
