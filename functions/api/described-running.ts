/** What is told about the routes of whoever runs the network; described-routes.ts has them with all the others. */
import { maintenanceBody, networkQuery, noteBody, pauseBody, placementBody } from "./bodies/running.ts";
import type { DescribedRoute } from "./described-routes.ts";
import type { RouteName } from "./routes.ts";
import { routes } from "./routes.ts";

export const describedRunning = {
  reportContinuity: {
    ...routes.reportContinuity,
    summary:
      "What a station's registers counted between its sessions: every gap with its energy and its cause",
    query: ["station", "from", "to"],
    answers: { 200: "The gaps of each connector" },
  },
  showNetwork: {
    ...routes.showNetwork,
    summary:
      "Every station with what its connectors do, where it stands, what was said of it last, and its sales of the day, page by page",
    query: Object.keys(networkQuery.entries),
    answers: { 200: "A page of stations, at most a thousand" },
  },
  networkSummary: {
    ...routes.networkSummary,
    summary: "How many stations are there and connected, what their connectors do, and the sales of the day",
    answers: { 200: "The sums" },
  },
  listAlarms: {
    ...routes.listAlarms,
    summary: "What is wrong at stations now, the oldest first, each with its age and a next step",
    answers: { 200: "The alarms" },
  },
  pauseStarts: {
    ...routes.pauseStarts,
    summary:
      "Let no session begin for now: everywhere, at a place, at a station, by a tariff, where money is held, or with a batch of stickers. What has begun goes on",
    body: pauseBody,
    answers: { 201: "The pause, or the one that the same key made before" },
  },
  listPauses: {
    ...routes.listPauses,
    summary: "Pauses with who and why, those that stand first",
    query: ["cursor"],
    answers: { 200: "A page of pauses" },
  },
  resumeStarts: {
    ...routes.resumeStarts,
    summary: "End a pause; one that is over is answered as it is",
    body: noteBody,
    answers: { 200: "The pause" },
  },
  planMaintenance: {
    ...routes.planMaintenance,
    summary:
      "Plan a maintenance at a place or a station: drivers are told before, and no session begins inside it",
    body: maintenanceBody,
    answers: { 201: "The window, or the one that the same key made before" },
  },
  listMaintenance: {
    ...routes.listMaintenance,
    summary: "Maintenance windows with who and why, those that are not over first",
    query: ["cursor"],
    answers: { 200: "A page of windows" },
  },
  cancelMaintenance: {
    ...routes.cancelMaintenance,
    summary: "End a maintenance window, or take it back; one that is over is answered as it is",
    body: noteBody,
    answers: { 200: "The window" },
  },
  moveStation: {
    ...routes.moveStation,
    summary: "A station goes to another location, now or from an instant on; sessions under way keep theirs",
    body: placementBody,
    answers: { 200: "Every place of the station" },
  },
  listPlacements: {
    ...routes.listPlacements,
    summary: "Where a station stood, stands and will stand, with who moved it and why",
    answers: { 200: "Every place of the station" },
  },
} as const satisfies Partial<Record<RouteName, DescribedRoute>>;
