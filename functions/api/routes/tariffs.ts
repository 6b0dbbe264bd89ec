/** Tariffs that are not sold yet: written by one person, published by another. */
import { books, deciding, operator } from "../asking.ts";
import { get, post } from "../route-row.ts";
import type { Route } from "../routes.ts";

export const tariffsRoutes = {
  draftTariff: post("tariffs", "/v1/tariff-drafts", operator),
  listTariffDrafts: get("tariffs", "/v1/tariff-drafts", books),
  showTariffDraft: get("tariffs", "/v1/tariff-drafts/:draft", books),
  changeTariffDraft: post("tariffs", "/v1/tariff-drafts/:draft/change", operator),
  compareTariffDraft: get("tariffs", "/v1/tariff-drafts/:draft/comparison", books),
  approveTariffDraft: post("tariffs", "/v1/tariff-drafts/:draft/approve", deciding),
  withdrawTariffDraft: post("tariffs", "/v1/tariff-drafts/:draft/withdraw", deciding),
} as const satisfies Readonly<Record<string, Route>>;
