/** The addresses of what people ask of stations: who may ask at all; which kinds support may ask for is the handler's to say. */
import type { Route } from "./routes.ts";

const people = ["operator", "technician", "support", "auditor"] as const;

export const operationRoutes = {
  operateStation: {
    method: "POST",
    path: "/v1/stations/:station/operations",
    door: "network",
    who: ["operator", "technician", "support"],
  },
  listOperations: {
    method: "GET",
    path: "/v1/stations/:station/operations",
    door: "network",
    who: people,
  },
  showOperation: {
    method: "GET",
    path: "/v1/stations/:station/operations/:operation",
    door: "network",
    who: people,
  },
} as const satisfies Readonly<Record<string, Route>>;
