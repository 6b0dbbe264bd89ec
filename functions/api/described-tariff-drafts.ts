/** What is told about the routes of drafts of tariffs; described-routes.ts has them with all the others. */
import {
  approveDraftBody,
  changeDraftBody,
  tariffDraftBody,
  withdrawDraftBody,
} from "./bodies/tariff-draft.ts";
import type { DescribedRoute } from "./described-routes.ts";
import { tariffsRoutes as routes } from "./routes/tariffs.ts";

const asItStands = { 200: "The draft as it stands" };

export const describedTariffDrafts: Readonly<Record<keyof typeof routes, DescribedRoute>> = {
  draftTariff: {
    ...routes.draftTariff,
    summary:
      "Write down a tariff, or the next version of one, that is not sold yet, and why. Needs an Idempotency-Key",
    body: tariffDraftBody,
    answers: { 201: "The draft with its report", 200: "The draft that the same key made before" },
  },
  listTariffDrafts: {
    ...routes.listTariffDrafts,
    summary: "Drafts of tariffs, page by page",
    query: ["cursor"],
    answers: { 200: "A page of drafts, without their bodies" },
  },
  showTariffDraft: {
    ...routes.showTariffDraft,
    summary:
      "A draft: what is wrong with it, what is unusual beside the version that is sold, and its price in plain terms in three languages",
    answers: { 200: "The draft with its report; an approval names its `seen`" },
  },
  changeTariffDraft: {
    ...routes.changeTariffDraft,
    summary: "Another body in the place of the one that was looked at, and why",
    body: changeDraftBody,
    answers: asItStands,
  },
  compareTariffDraft: {
    ...routes.compareTariffDraft,
    summary:
      "What the sessions of a month, or of so many days, would have cost under it; page by page, and the pages add up",
    query: ["month", "days", "most", "cursor"],
    answers: { 200: "Sums then and now, the largest differences, and why some sessions are in neither" },
  },
  approveTariffDraft: {
    ...routes.approveTariffDraft,
    summary:
      "Another person's yes to what was seen: it is the tariff's next version, at once or from an instant on",
    body: approveDraftBody,
    answers: asItStands,
  },
  withdrawTariffDraft: {
    ...routes.withdrawTariffDraft,
    summary: "Give up a draft, or take back a version that is not in force yet, and why",
    body: withdrawDraftBody,
    answers: asItStands,
  },
};
