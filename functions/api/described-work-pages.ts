/** What is told about the pages of the work queue and of tariffs. */
import { draftForm, workForm } from "./bodies/work-form.ts";
import type { DescribedRoute } from "./described-routes.ts";
import type { RouteName } from "./routes.ts";
import { routes } from "./routes.ts";

export const describedWorkPages = {
  deskWork: {
    ...routes.deskWork,
    summary: "What waits for a person, the oldest first, with its next step; or what was resolved",
    query: ["list", "from", "lang"],
    answers: { 200: "The page" },
  },
  workForm: {
    ...routes.workForm,
    summary: "An act on a row of the work queue that moves no money: seen, or its step is tried again",
    body: workForm,
    answers: { 303: "Back to the queue, which says what became of it" },
  },
  deskTariffs: {
    ...routes.deskTariffs,
    summary: "Tariffs that are sold and planned, and drafts with their state",
    query: ["from", "drafts", "lang"],
    answers: { 200: "The page" },
  },
  deskDraft: {
    ...routes.deskDraft,
    summary: "A draft as a second person looks at it: its report, its price, and last month under it",
    query: ["lang"],
    answers: { 200: "The page" },
  },
  draftForm: {
    ...routes.draftForm,
    summary: "A second person's yes to a draft as it was seen, from an instant on; or its withdrawal",
    body: draftForm,
    answers: { 303: "Back to the draft, which says what became of it" },
  },
} as const satisfies Partial<Record<RouteName, DescribedRoute>>;
