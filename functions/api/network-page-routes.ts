/** The pages of whoever runs the network, and their forms: open to whom the same is open by the interface. */
import { get, post } from "./route-row.ts";
import type { Route } from "./routes.ts";

const people = ["operator", "technician", "support", "auditor"] as const;

export const networkPageRoutes = {
  stationsPage: get("sites", "/desk/stations", people),
  stationPage: get("sites", "/desk/stations/:station", people),
  operateForm: post("sites", "/desk/stations/:station/operations", ["operator", "technician", "support"]),
  placeForm: post("sites", "/desk/stations/:station/placements", ["operator"]),
  alarmsPage: get("sites", "/desk/alarms", people),
  pausesPage: get("sites", "/desk/pauses", people),
  pauseForm: post("sites", "/desk/pauses", ["operator"]),
  resumeForm: post("sites", "/desk/pauses/:pause/resume", ["operator"]),
  windowForm: post("sites", "/desk/maintenance-windows", ["operator"]),
  cancelForm: post("sites", "/desk/maintenance-windows/:window/cancel", ["operator"]),
} as const satisfies Readonly<Record<string, Route>>;
