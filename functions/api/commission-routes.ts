/** The addresses of commissioning: stations that wait, passwords, the steps of one station, its verdict, and the policy. */
import { routeAt } from "./route-at.ts";

const field = ["operator", "technician"] as const;
const people = ["operator", "technician", "support", "auditor"] as const;

const asked = routeAt("field");
const atStation = <const M extends "GET" | "POST", const P extends string, const W>(
  method: M,
  path: P,
  who: W,
) => asked(method, `stations/:station/${path}`, who);
const step = <const P extends string>(path: P) => atStation("POST", `commissioning${path}`, field);

export const commissionRoutes = {
  listWaitingStations: asked("GET", "waiting-stations", field),
  rotatePassword: atStation("POST", "password", field),
  showCommissioning: atStation("GET", "commissioning", people),
  beginCommissioning: step(""),
  configureStation: step("/configuration"),
  scanStickerInPlace: step("/stickers"),
  beginTest: step("/tests"),
  stopTest: step("/tests/:connector/stop"),
  typeDisplay: step("/tests/:connector/display"),
  sealVerdict: step("/verdict"),
  showVerdict: atStation("GET", "commissioning/verdict", people),
  printVerdict: atStation("GET", "commissioning/verdict/print", people),
  showCommissioningPolicy: asked("GET", "commissioning-policy", people),
  setCommissioningPolicy: asked("POST", "commissioning-policy", ["operator"]),
} as const;
