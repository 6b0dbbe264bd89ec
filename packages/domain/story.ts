/** What happened to a session, as typed events: whoever tells it builds the sentences, in their own language. */
import type { FurtherHoldState } from "./further-hold.ts";
import type { Instant } from "./instant.ts";
import type { JournalKind } from "./ledger.ts";
import type { Money } from "./money.ts";
import type { RefundReason, RefundState } from "./refund.ts";
import type { SessionState } from "./session.ts";

/** Who did something: support's own acts, what resolved the work queue, or everything else that people do. */
type ActOf = "support" | "work" | "money";

type Happening =
  /** the page was shown in this language, with the price of this version of the tariff, and its button pressed */
  | {
      readonly code: "asked_for";
      readonly station: string;
      readonly connector: number;
      readonly sticker: string;
      readonly location: string;
      readonly tariff: string;
      readonly tariffVersion: number;
      readonly locale: "ar" | "fr" | "en";
    }
  | {
      readonly code: "held";
      readonly amount: Money;
      readonly brand: string | null;
      readonly last4: string | null;
    }
  | {
      readonly code: "further_hold";
      readonly n: number;
      readonly amount: Money;
      readonly state: FurtherHoldState;
    }
  | { readonly code: "consent"; readonly most: Money }
  | {
      readonly code: "began";
      readonly register: string | null;
      readonly transaction: number | string | null;
    }
  /** late: after the sealing */
  | {
      readonly code: "readings";
      readonly count: number;
      readonly energyMwh: bigint | null;
      readonly late: boolean;
    }
  | { readonly code: "ended"; readonly reason: string | null; readonly register: string | null }
  | {
      readonly code: "act";
      readonly of: ActOf;
      readonly act: string;
      readonly by: string;
      readonly reason: string;
      readonly note: string | null;
      readonly facts: Readonly<Record<string, string>>;
    }
  | { readonly code: "journal"; readonly kind: JournalKind }
  | {
      readonly code: "state";
      readonly state: SessionState;
      readonly why: string | null;
      readonly receipt: string | null;
    }
  | {
      readonly code: "refund_asked";
      readonly id: string;
      readonly amount: Money;
      readonly reason: RefundReason;
    }
  | {
      readonly code: "refund";
      readonly id: string;
      readonly amount: Money;
      readonly state: RefundState;
      readonly why: string | null;
      readonly creditNote: string | null;
    }
  | { readonly code: "correction_asked"; readonly id: string }
  | {
      readonly code: "correction";
      readonly id: string;
      readonly state: string;
      readonly why: string | null;
      readonly total: Money | null;
    }
  | {
      readonly code: "dispute";
      readonly id: string;
      readonly amount: Money;
      readonly reason: string;
      readonly standing: string;
    }
  | { readonly code: "receivable"; readonly amount: Money; readonly state: string }
  /** the message with the receipt: sent, refused, on its way */
  | { readonly code: "receipt_mail"; readonly state: string }
  /** at: the last moment for its answer; answer: null while none came */
  | {
      readonly code: "command";
      readonly command: string;
      readonly answer: string | null;
      readonly why: string | null;
    }
  | { readonly code: "next_due"; readonly effect: string | null; readonly attempt: number | null };

export type StoryEvent = Happening & { readonly at: Instant };
export type StoryEventOf<C extends StoryEvent["code"]> = Extract<StoryEvent, { readonly code: C }>;

const ofMoney: ReadonlySet<StoryEvent["code"]> = new Set([
  "held",
  "further_hold",
  "consent",
  "journal",
  "refund_asked",
  "refund",
  "correction_asked",
  "correction",
  "dispute",
  "receivable",
  "receipt_mail",
] as const);

/** What whoever only mends stations is not told. */
export const isOfMoney = (event: StoryEvent): boolean =>
  ofMoney.has(event.code) || (event.code === "act" && event.of === "money");

/** What happens next by itself, or waits for somebody. */
export type NextStep =
  | "payment_expected"
  | "cable_expected"
  | "hold_goes_back"
  | "station_begins"
  | "charging_goes_on"
  | "station_stops"
  | "cable_leaves"
  | "price_is_sealed"
  | "money_is_taken"
  | "person_decides"
  | "hold_lapses"
  | "refund_waits_for_person"
  | "refund_is_sent"
  | "receivable_given_up";

/** at: the latest moment by policy or by the provider's word; null where none is set */
export interface Next {
  readonly code: NextStep;
  readonly at: Instant | null;
}

/** Why something cannot be done from a story now. */
export type WhyNot =
  | "not_your_role"
  | "not_charging"
  | "hold_is_needed"
  | "nothing_held"
  | "already_under_way"
  | "no_receipt_yet"
  | "no_email_given"
  | "not_settled"
  | "nothing_left"
  | "disputed";
