/** What a session's story says to whoever helps a driver, as one shape with three fillings. */
import type { RefundReason } from "@barq/domain/refund";
import type { SessionState } from "@barq/domain/session";
import type { NextStep, WhyNot } from "@barq/domain/story";
import type { Html } from "../html.ts";
import type { Locale } from "../locale.ts";
import { storyAr } from "./story-words-ar.ts";
import { storyEn } from "./story-words-en.ts";
import { storyFr } from "./story-words-fr.ts";

/** What may be done from the story. */
export type StoryAct = "stop" | "release" | "resend" | "refund" | "note" | "macro" | "unlock" | "reset";

/** Why somebody acts: a code for the record, said in their language. */
export const actReasons = ["driver_asked", "station_fault", "test", "other"] as const;
export type ActReason = (typeof actReasons)[number];

export interface StoryWords {
  readonly search: {
    readonly title: string;
    readonly none: string;
    readonly noneSaid: string;
    readonly more: string;
    readonly missing: Readonly<
      Record<"station_or_day" | "station" | "amount_or_station" | "something_known", string>
    >;
    readonly examples: string;
  };
  readonly titles: Readonly<
    Record<"now" | "next" | "story" | "price" | "readings" | "money" | "acts" | "macros" | "work", string>
  >;
  readonly facts: Readonly<
    Record<
      | "reference"
      | "station"
      | "connector"
      | "began"
      | "ended"
      | "energy"
      | "held"
      | "captured"
      | "refunded"
      | "owed"
      | "card"
      | "receipt"
      | "language"
      | "email"
      | "online"
      | "price",
      string
    >
  >;
  readonly states: Readonly<Record<SessionState, string>>;
  readonly nothingNext: string;
  readonly next: Readonly<Record<NextStep, string>>;
  readonly by: (time: Html) => Html;
  readonly act: Readonly<Record<StoryAct, string>>;
  readonly actMeans: Readonly<Record<StoryAct, string>>;
  readonly whyNot: Readonly<Record<WhyNot, string>>;
  readonly reason: string;
  readonly reasons: Readonly<Record<ActReason, string>>;
  readonly refundReasons: Readonly<Record<RefundReason, string>>;
  readonly amount: string;
  readonly all: string;
  readonly alone: (amount: Html) => Html;
  readonly note: string;
  readonly noteHint: string;
  readonly inSession: string;
  readonly driverLanguage: string;
  readonly used: string;
  readonly likely: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<"what" | "quantity" | "unitPrice" | "amount", string>>;
  readonly total: string;
  readonly noReadings: string;
  readonly readings: (count: Html) => Html;
  readonly setAside: string;
  readonly yes: string;
  readonly no: string;
  readonly you: string;
  readonly colleague: string;
  readonly policy: string;
  readonly events: {
    readonly asked_for: (station: Html, connector: Html, language: string) => Html;
    readonly held: (amount: Html, card: Html) => Html;
    readonly further_hold: (amount: Html, state: Html) => Html;
    readonly consent: (amount: Html) => Html;
    readonly began: (register: Html) => Html;
    readonly readings: (count: Html, energy: Html | null, late: boolean) => Html;
    readonly ended: (register: Html, reason: Html) => Html;
    readonly act: (what: Html, who: string, reason: Html) => Html;
    readonly journal: (kind: Html) => Html;
    readonly state: (state: string, why: Html | null) => Html;
    readonly refund_asked: (amount: Html, reason: string) => Html;
    readonly refund: (amount: Html, state: Html) => Html;
    readonly correction_asked: () => Html;
    readonly correction: (state: Html) => Html;
    readonly dispute: (amount: Html, state: Html) => Html;
    readonly receivable: (amount: Html, state: Html) => Html;
    readonly receipt_mail: (state: Html) => Html;
    readonly command: (command: Html, answer: Html | null) => Html;
    readonly next_due: () => Html;
  };
}

const catalogue: Readonly<Record<Locale, StoryWords>> = { fr: storyFr, ar: storyAr, en: storyEn };

export const storyWords = (locale: Locale): StoryWords => catalogue[locale];
