/** The addresses of tariffs: sold at once, or written by one person and published by another. */
import { get, post } from "./route-row.ts";
import type { Route } from "./routes.ts";

const people = ["operator", "finance", "auditor"] as const;
const operator = ["operator"] as const;
const deciding = ["operator", "finance"] as const;

export const tariffRoutes = {
  createTariff: post("network", "/v1/tariffs", operator),
  listTariffs: get("read", "/v1/tariffs", ["operator", "technician", "support", "finance", "auditor"]),
  draftTariff: post("tariffs", "/v1/tariff-drafts", operator),
  listTariffDrafts: get("tariffs", "/v1/tariff-drafts", people),
  showTariffDraft: get("tariffs", "/v1/tariff-drafts/:draft", people),
  changeTariffDraft: post("tariffs", "/v1/tariff-drafts/:draft/change", operator),
  compareTariffDraft: get("tariffs", "/v1/tariff-drafts/:draft/comparison", people),
  approveTariffDraft: post("tariffs", "/v1/tariff-drafts/:draft/approve", deciding),
  withdrawTariffDraft: post("tariffs", "/v1/tariff-drafts/:draft/withdraw", deciding),
} as const satisfies Readonly<Record<string, Route>>;
