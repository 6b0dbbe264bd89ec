/** What is told about the pages of whoever runs the network; described-routes.ts has them with all the others. */
import {
  moveFormBody,
  operateFormBody,
  pauseFormBody,
  reopenFormBody,
  windowFormBody,
} from "./bodies/network-forms.ts";
import type { DescribedRoute } from "./described-routes.ts";
import type { RouteName } from "./routes.ts";
import { routes } from "./routes.ts";

const back = { 303: "The page it stands on, which says what became of it" };

export const describedNetworkPages = {
  stationsPage: {
    ...routes.stationsPage,
    summary: "The stations on a map and in a table, by their state and by what is typed, page by page",
    query: ["lang", "find", "state", "cursor"],
    answers: { 200: "The page" },
  },
  stationPage: {
    ...routes.stationPage,
    summary: "One station: how it stands, what was asked of it, and what this role may ask",
    query: ["lang"],
    answers: { 200: "The page" },
  },
  operateForm: {
    ...routes.operateForm,
    summary: "Ask something of a station, from its page",
    body: operateFormBody,
    answers: back,
  },
  placeForm: {
    ...routes.placeForm,
    summary: "Move a station to another location from an instant on, from its page",
    body: moveFormBody,
    answers: back,
  },
  alarmsPage: {
    ...routes.alarmsPage,
    summary: "What is wrong at stations now, the oldest first, each with its next step",
    query: ["lang"],
    answers: { 200: "The page" },
  },
  pausesPage: {
    ...routes.pausesPage,
    summary: "Pauses and maintenance windows, and the forms that make and end them",
    query: ["lang", "scope", "id"],
    answers: { 200: "The page" },
  },
  pauseForm: {
    ...routes.pauseForm,
    summary: "Pause starts, from the page",
    body: pauseFormBody,
    answers: back,
  },
  resumeForm: {
    ...routes.resumeForm,
    summary: "End a pause, from the page",
    body: reopenFormBody,
    answers: back,
  },
  windowForm: {
    ...routes.windowForm,
    summary: "Plan a maintenance, from the page",
    body: windowFormBody,
    answers: back,
  },
  cancelForm: {
    ...routes.cancelForm,
    summary: "Cancel a maintenance window, from the page",
    body: reopenFormBody,
    answers: back,
  },
} as const satisfies Partial<Record<RouteName, DescribedRoute>>;
