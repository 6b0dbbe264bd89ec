/** What is told about the routes of station operations; described-routes.ts has them with all the others. */
import { operationBody } from "./bodies/operation.ts";
import type { DescribedRoute } from "./described-routes.ts";
import type { RouteName } from "./routes.ts";
import { routes } from "./routes.ts";

export const describedOperations = {
  operateStation: {
    ...routes.operateStation,
    summary:
      "Let a cable go, restart a station, take it out of service and back, ask for its diagnostics, give it firmware or a list of tokens. Needs an Idempotency-Key; support may unlock and reset",
    body: operationBody,
    answers: { 202: "The act, written down and sent: look at its address for what became of it" },
  },
  listOperations: {
    ...routes.listOperations,
    summary: "What was asked of a station, newest first, and how far it is with diagnostics and firmware",
    query: ["cursor"],
    answers: { 200: "A page of acts" },
  },
  showOperation: {
    ...routes.showOperation,
    summary: "What became of something that was asked of a station, and what to do next",
    answers: { 200: "The act" },
  },
} as const satisfies Partial<Record<RouteName, DescribedRoute>>;
