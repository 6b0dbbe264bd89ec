/** The addresses of whoever runs the network: how it stands, what is wrong, what is paused, and where a station goes. */
import type { Route } from "./routes.ts";

const people = ["operator", "technician", "support", "auditor"] as const;

export const runningRoutes = {
  reportContinuity: {
    method: "GET",
    path: "/v1/reports/register-continuity",
    door: "network",
    who: ["operator", "finance", "auditor"],
  },
  showNetwork: {
    method: "GET",
    path: "/v1/network",
    door: "network",
    who: people,
  },
  networkSummary: {
    method: "GET",
    path: "/v1/network/summary",
    door: "network",
    who: people,
  },
  listAlarms: {
    method: "GET",
    path: "/v1/alarms",
    door: "network",
    who: people,
  },
  pauseStarts: {
    method: "POST",
    path: "/v1/pauses",
    door: "network",
    who: ["operator"],
  },
  listPauses: {
    method: "GET",
    path: "/v1/pauses",
    door: "network",
    who: people,
  },
  resumeStarts: {
    method: "POST",
    path: "/v1/pauses/:pause/resume",
    door: "network",
    who: ["operator"],
  },
  planMaintenance: {
    method: "POST",
    path: "/v1/maintenance-windows",
    door: "network",
    who: ["operator"],
  },
  listMaintenance: {
    method: "GET",
    path: "/v1/maintenance-windows",
    door: "network",
    who: people,
  },
  cancelMaintenance: {
    method: "POST",
    path: "/v1/maintenance-windows/:window/cancel",
    door: "network",
    who: ["operator"],
  },
  moveStation: {
    method: "POST",
    path: "/v1/stations/:station/placements",
    door: "network",
    who: ["operator"],
  },
  listPlacements: {
    method: "GET",
    path: "/v1/stations/:station/placements",
    door: "network",
    who: people,
  },
} as const satisfies Readonly<Record<string, Route>>;
