/** The words of tariffs and their drafts at the desk, as one shape with three fillings. */

import type { ReportRow } from "@barq/domain/report-row";
import type { DraftState } from "@barq/domain/tariff-draft";
import type { Html } from "../html.ts";
import type { Locale } from "../locale.ts";
import { tariffsAr } from "./tariff-words-ar.ts";
import { tariffsEn } from "./tariff-words-en.ts";
import { tariffsFr } from "./tariff-words-fr.ts";

export interface TariffWords {
  readonly title: string;
  readonly sold: string;
  readonly drafts: string;
  readonly none: string;
  readonly noDrafts: string;
  readonly more: string;
  readonly version: string;
  readonly planned: (version: number, when: Html) => Html;
  readonly states: Readonly<Record<DraftState, string>>;
  readonly draftOf: string;
  readonly why: string;
  readonly written: string;
  readonly inForce: string;
  readonly price: string;
  readonly noPrice: string;
  readonly wrong: string;
  readonly unusual: string;
  readonly nothingUnusual: string;
  /** null: the row's own English says it */
  readonly report: Readonly<Record<ReportRow["code"], string>> | null;
  readonly comparison: string;
  readonly comparedDays: (from: string, to: string) => string;
  readonly noSessions: string;
  readonly partly: string;
  readonly was: string;
  readonly wouldBe: string;
  readonly difference: string;
  readonly counts: Readonly<Record<"sessions" | "dearer" | "cheaper" | "same" | "unpriced", string>>;
  readonly largest: string;
  readonly session: string;
  readonly approve: string;
  readonly approveMeans: string;
  readonly from: string;
  readonly fromHint: string;
  readonly withdraw: string;
  readonly withdrawMeans: string;
  readonly reason: string;
  readonly notYours: string;
  readonly notWhole: string;
  readonly whoMay: string;
}

const catalogue: Readonly<Record<Locale, TariffWords>> = { fr: tariffsFr, ar: tariffsAr, en: tariffsEn };
export const tariffWords = (locale: Locale): TariffWords => catalogue[locale];
