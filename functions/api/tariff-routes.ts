/** The addresses of tariffs: sold at once, or written by one person and published by another. */
import type { Route } from "./routes.ts";

const people = ["operator", "finance", "auditor"] as const;
const operator = ["operator"] as const;
const deciding = ["operator", "finance"] as const;

export const tariffRoutes = {
  createTariff: { method: "POST", path: "/v1/tariffs", door: "network", who: operator },
  listTariffs: {
    method: "GET",
    path: "/v1/tariffs",
    door: "read",
    who: ["operator", "technician", "support", "finance", "auditor"],
  },
  draftTariff: { method: "POST", path: "/v1/tariff-drafts", door: "tariffs", who: operator },
  listTariffDrafts: { method: "GET", path: "/v1/tariff-drafts", door: "tariffs", who: people },
  showTariffDraft: { method: "GET", path: "/v1/tariff-drafts/:draft", door: "tariffs", who: people },
  changeTariffDraft: {
    method: "POST",
    path: "/v1/tariff-drafts/:draft/change",
    door: "tariffs",
    who: operator,
  },
  compareTariffDraft: {
    method: "GET",
    path: "/v1/tariff-drafts/:draft/comparison",
    door: "tariffs",
    who: people,
  },
  approveTariffDraft: {
    method: "POST",
    path: "/v1/tariff-drafts/:draft/approve",
    door: "tariffs",
    who: deciding,
  },
  withdrawTariffDraft: {
    method: "POST",
    path: "/v1/tariff-drafts/:draft/withdraw",
    door: "tariffs",
    who: deciding,
  },
} as const satisfies Readonly<Record<string, Route>>;
