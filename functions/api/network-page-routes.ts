/** The pages of whoever runs the network, and their forms: open to whom the same is open by the interface. */
import { get, post } from "./route-row.ts";
import type { Route } from "./routes.ts";

const people = ["operator", "technician", "support", "auditor"] as const;

export const networkPageRoutes = {
  stationsPage: get("office", "/desk/stations", people),
  stationPage: get("office", "/desk/stations/:station", people),
  operateForm: post("office", "/desk/stations/:station/operations", ["operator", "technician", "support"]),
  placeForm: post("office", "/desk/stations/:station/placements", ["operator"]),
  alarmsPage: get("office", "/desk/alarms", people),
  pausesPage: get("office", "/desk/pauses", people),
  pauseForm: post("office", "/desk/pauses", ["operator"]),
  resumeForm: post("office", "/desk/pauses/:pause/resume", ["operator"]),
  windowForm: post("office", "/desk/maintenance-windows", ["operator"]),
  cancelForm: post("office", "/desk/maintenance-windows/:window/cancel", ["operator"]),
} as const satisfies Readonly<Record<string, Route>>;
