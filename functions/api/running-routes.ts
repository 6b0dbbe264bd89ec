/** The addresses of whoever runs the network: how it stands, what is wrong, what is paused, and where a station goes. */
import { get, post } from "./route-row.ts";
import type { Route } from "./routes.ts";

const people = ["operator", "technician", "support", "auditor"] as const;

export const runningRoutes = {
  reportContinuity: get("network", "/v1/reports/register-continuity", ["operator", "finance", "auditor"]),
  showNetwork: get("network", "/v1/network", people),
  networkSummary: get("network", "/v1/network/summary", people),
  listAlarms: get("network", "/v1/alarms", people),
  pauseStarts: post("network", "/v1/pauses", ["operator"]),
  listPauses: get("network", "/v1/pauses", people),
  resumeStarts: post("network", "/v1/pauses/:pause/resume", ["operator"]),
  planMaintenance: post("network", "/v1/maintenance-windows", ["operator"]),
  listMaintenance: get("network", "/v1/maintenance-windows", people),
  cancelMaintenance: post("network", "/v1/maintenance-windows/:window/cancel", ["operator"]),
  moveStation: post("network", "/v1/stations/:station/placements", ["operator"]),
  listPlacements: get("network", "/v1/stations/:station/placements", people),
} as const satisfies Readonly<Record<string, Route>>;
