/** The addresses of tariffs: sold at once, or written by one person and published by another. */
import type { Route } from "./routes.ts";

const people = ["operator", "finance", "auditor"] as const;
const deciding = ["operator", "finance"] as const;

export const tariffRoutes = {
  createTariff: { method: "POST", path: "/v1/tariffs", door: "network", who: ["operator"] },
  listTariffs: {
    method: "GET",
    path: "/v1/tariffs",
    door: "read",
    who: ["operator", "technician", "support", "finance", "auditor"],
  },
  draftTariff: { method: "POST", path: "/v1/tariff-drafts", door: "network", who: ["operator"] },
  listTariffDrafts: { method: "GET", path: "/v1/tariff-drafts", door: "network", who: people },
  showTariffDraft: { method: "GET", path: "/v1/tariff-drafts/:draft", door: "network", who: people },
  changeTariffDraft: {
    method: "POST",
    path: "/v1/tariff-drafts/:draft/change",
    door: "network",
    who: ["operator"],
  },
  compareTariffDraft: {
    method: "GET",
    path: "/v1/tariff-drafts/:draft/comparison",
    door: "network",
    who: people,
  },
  approveTariffDraft: {
    method: "POST",
    path: "/v1/tariff-drafts/:draft/approve",
    door: "network",
    who: deciding,
  },
  withdrawTariffDraft: {
    method: "POST",
    path: "/v1/tariff-drafts/:draft/withdraw",
    door: "network",
    who: deciding,
  },
} as const satisfies Readonly<Record<string, Route>>;
