/** Every word of the page behind a code, in one shape for the three languages; a door that shows no connector carries none of them. */
import type { Html } from "./html.ts";
import type { Locale } from "./locale.ts";
import { scanAr } from "./scan-words-ar.ts";
import { scanEn } from "./scan-words-en.ts";
import { scanFr } from "./scan-words-fr.ts";

/** What a driver may expect of a connector. */
export const availabilities = ["free", "plugged", "busy", "offline", "out_of_order", "paused"] as const;
export type Availability = (typeof availabilities)[number];
type Closed = Exclude<Availability, "free" | "plugged" | "paused">;

export interface ScanWords {
  readonly plate: string;
  readonly upTo: (power: Html) => Html;
  readonly availability: Readonly<Record<Availability, string>>;
  readonly closed: Readonly<Record<Closed, string>>;
  readonly others: string;
  readonly noOthers: string;
  readonly price: string;
  readonly free: string;
  readonly taxIncluded: (rate: Html) => Html;
  readonly taxAdded: (rate: Html) => Html;
  readonly noTax: string;
  readonly example: (energy: Html, time: Html, cost: Html) => Html;
  readonly hold: string;
  readonly holdMeans: string;
  readonly bankMayShow: string;
  readonly nothingHeld: string;
  readonly plugged: (plug: Html, since: Html | null) => Html;
  readonly yourCar: string;
  readonly notYourCar: string;
  readonly limit: string;
  readonly limitShort: string;
  readonly limitHint: string;
  readonly limitUnit: string;
  readonly email: string;
  readonly optional: string;
  readonly least: (least: Html) => Html;
  readonly toPayment: string;
  readonly paymentNote: string;
  readonly start: string;
  readonly tariff: (id: Html, version: Html) => Html;
}

const catalogue: Readonly<Record<Locale, ScanWords>> = { fr: scanFr, ar: scanAr, en: scanEn };

export const scanWordsOf = (locale: Locale): ScanWords => catalogue[locale];
