/** What a finding of commissioning is called on the technician's phone, and what to do about it: one shape, three languages. */
import type { Locale } from "../locale.ts";
import type { StateWords } from "../words.ts";
import { findingsAr } from "./finding-words-ar.ts";
import { findingsEn } from "./finding-words-en.ts";
import { findingsFr } from "./finding-words-fr.ts";

/** Every code that a finding can say; test/pages/finding-words.test.ts holds it against the domain. */
export const findingCodes = [
  "begin",
  "boot_missing",
  "boot_seen",
  "serial_not_said",
  "serial_undeclared",
  "serial_differs",
  "vendor_differs",
  "model_differs",
  "place_missing",
  "placed",
  "profile_known",
  "configure",
  "configuration_unanswered",
  "configuration_unknown",
  "configuration_not_there",
  "configuration_kept",
  "configuration_differs",
  "scan_sticker",
  "bind_sticker",
  "sticker_revoked",
  "sticker_elsewhere",
  "stickers_swapped",
  "sticker_in_place",
  "begin_test",
  "begin_test_again",
  "plug_in",
  "let_charge",
  "stopping",
  "type_display",
  "too_little_energy",
  "test_failed",
  "test_good",
  "evidence_missing",
  "begin_missing",
  "end_missing",
  "let_run_longer",
  "clock_unknown",
  "clock_hours_off",
  "clock_off",
  "display_backwards",
  "wrong_connector",
  "sign",
  "unit",
  "meter_still",
  "display_differs",
  "meter_missing",
  "meter_contradicts",
  "meter_too_much",
  "meter_above_power",
  "meter_below_power",
  "meter_unusable",
] as const;
type FindingCode = (typeof findingCodes)[number];

/** `title`: what is found, or the step; `text`: what to do. */
export type FindingCatalogue = Readonly<Record<FindingCode, StateWords>>;

const catalogue: Readonly<Record<Locale, FindingCatalogue>> = {
  fr: findingsFr,
  ar: findingsAr,
  en: findingsEn,
};

/** A code that nobody has words for is said as it is, so that it can be read out to whoever knows it. */
export function findingSaid(locale: Locale, say: string): StateWords {
  const found = Object.entries(catalogue[locale]).find(([code]) => code === say);
  return found?.[1] ?? { title: say, text: "" };
}
