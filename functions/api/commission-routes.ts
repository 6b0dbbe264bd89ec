/** The addresses of commissioning: stations that wait, passwords, the steps of one station, its verdict, and the policy. */
import type { Route } from "./routes.ts";

const field = ["operator", "technician"] as const;
const people = ["operator", "technician", "support", "auditor"] as const;

export const commissionRoutes = {
  listWaitingStations: {
    method: "GET",
    path: "/v1/waiting-stations",
    door: "field",
    who: field,
  },
  rotatePassword: {
    method: "POST",
    path: "/v1/stations/:station/password",
    door: "field",
    who: field,
  },
  showCommissioning: {
    method: "GET",
    path: "/v1/stations/:station/commissioning",
    door: "field",
    who: people,
  },
  beginCommissioning: {
    method: "POST",
    path: "/v1/stations/:station/commissioning",
    door: "field",
    who: field,
  },
  configureStation: {
    method: "POST",
    path: "/v1/stations/:station/commissioning/configuration",
    door: "field",
    who: field,
  },
  scanStickerInPlace: {
    method: "POST",
    path: "/v1/stations/:station/commissioning/stickers",
    door: "field",
    who: field,
  },
  beginTest: {
    method: "POST",
    path: "/v1/stations/:station/commissioning/tests",
    door: "field",
    who: field,
  },
  stopTest: {
    method: "POST",
    path: "/v1/stations/:station/commissioning/tests/:connector/stop",
    door: "field",
    who: field,
  },
  typeDisplay: {
    method: "POST",
    path: "/v1/stations/:station/commissioning/tests/:connector/display",
    door: "field",
    who: field,
  },
  sealVerdict: {
    method: "POST",
    path: "/v1/stations/:station/commissioning/verdict",
    door: "field",
    who: field,
  },
  showVerdict: {
    method: "GET",
    path: "/v1/stations/:station/commissioning/verdict",
    door: "field",
    who: people,
  },
  printVerdict: {
    method: "GET",
    path: "/v1/stations/:station/commissioning/verdict/print",
    door: "field",
    who: people,
  },
  showCommissioningPolicy: {
    method: "GET",
    path: "/v1/commissioning-policy",
    door: "field",
    who: people,
  },
  setCommissioningPolicy: {
    method: "POST",
    path: "/v1/commissioning-policy",
    door: "field",
    who: ["operator"],
  },
} as const satisfies Readonly<Record<string, Route>>;
