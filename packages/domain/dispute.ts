/**
 * A dispute: the driver's bank asks for the money back, or only asks about it. It has a life of its own beside its session,
 * for months. What is on the books follows what the provider has taken or given back, not what the bank's verdict is called.
 */
import type { Instant } from "./instant.ts";
import type { JournalEntry } from "./ledger.ts";
import { transferEntry } from "./ledger.ts";
import type { Money } from "./money.ts";

export const disputeStandings = [
  /** the bank asks and has taken nothing */
  "inquiry",
  /** the money is taken; evidence may be given until the deadline */
  "open",
  /** the bank looks at the evidence */
  "under_review",
  "won",
  "lost",
  "inquiry_closed",
  "prevented",
  /** a word of the provider's that nobody here knows: a person looks */
  "unknown",
] as const;
export type DisputeStanding = (typeof disputeStandings)[number];

/** What our books say of the disputed amount. */
export const disputeBookings = ["nothing", "withdrawn", "lost"] as const;
export type DisputeBooked = (typeof disputeBookings)[number];

/** Who asked for the evidence to be given, and the hash of the key they asked with; the clock has neither. */
interface EvidenceAsked {
  readonly who: string;
  readonly at: Instant;
  readonly key: string;
}

export interface Dispute {
  readonly tenant: string;
  readonly session: string;
  /** the provider's name for it */
  readonly id: string;
  readonly version: number;
  readonly standing: DisputeStanding;
  /** the provider's own word for the standing */
  readonly said: string;
  readonly reason: string;
  readonly disputedAmount: Money;
  readonly booked: DisputeBooked;
  /** what was taken when it was booked, in minor units of the disputed amount's currency */
  readonly bookedMinor: bigint;
  /** the provider's own deadline for evidence; null where there is none */
  readonly evidenceDueBy: Instant | null;
  /** when we learnt that evidence was handed in */
  readonly givenAt: Instant | null;
  readonly asked: EvidenceAsked | null;
  /** of the key that evidence is given under; 0 while nothing was tried */
  readonly attempt: number;
  readonly openedAt: Instant;
  /** when we learnt of the verdict that stands; null while nothing is settled */
  readonly decidedAt: Instant | null;
  readonly due: Instant | null;
  readonly tries: number;
}

/** What the provider says of it now. */
export interface DisputeFacts {
  readonly standing: DisputeStanding;
  readonly said: string;
  readonly reason: string;
  readonly disputedAmount: Money;
  readonly isWithdrawn: boolean;
  readonly evidenceDueBy: Instant | null;
  readonly hasEvidence: boolean;
}

const closed: readonly DisputeStanding[] = ["won", "lost", "inquiry_closed", "prevented"];

/** The bank has decided and the money lies where the verdict put it: nothing is expected any more, and an appeal may follow. */
export const isSettled = ({ standing, booked }: Pick<Dispute, "standing" | "booked">): boolean =>
  closed.includes(standing) && booked !== "withdrawn";

/** Evidence may still be handed in: it can be done once. */
export const takesEvidence = ({ standing, givenAt }: Dispute): boolean =>
  givenAt === null && (standing === "open" || standing === "inquiry");

/**
 * Whether nothing may be refunded, and nothing collected a second time: the bank has the money or may have it. An inquiry
 * leaves both open, because a refund is one way to answer it.
 */
export const freezesMoney = ({ standing, booked }: Dispute): boolean =>
  booked !== "nothing" || standing === "open" || standing === "lost" || standing === "unknown";

interface BooksAccounts {
  readonly clearing: string;
  readonly disputed: string;
  readonly writeOff: string;
}

/**
 * The dispute with the provider's word folded in, and the entries that its money asks for: taken (clearing to disputed),
 * given back, or lost for good (disputed to write-off). Each is asked for once, however often the same word is folded.
 */
export function foldDispute(
  before: Dispute,
  facts: DisputeFacts,
  now: Instant,
  accounts: BooksAccounts,
): { readonly after: Dispute; readonly entries: readonly JournalEntry[] } {
  const entries: JournalEntry[] = [];
  let { booked, bookedMinor } = before;
  const { currency } = before.disputedAmount;
  const move = (kind: JournalEntry["kind"], from: string, to: string): void => {
    const moved = { minor: bookedMinor, currency };
    entries.push(transferEntry({ kind, session: before.session, at: now, moved, from, to }));
  };
  if (facts.isWithdrawn && booked === "nothing" && facts.disputedAmount.minor > 0n) {
    booked = "withdrawn";
    bookedMinor = facts.disputedAmount.minor;
    move("dispute", accounts.clearing, accounts.disputed);
  }
  if (!facts.isWithdrawn && booked !== "nothing") {
    move("dispute_won", booked === "lost" ? accounts.writeOff : accounts.disputed, accounts.clearing);
    booked = "nothing";
  }
  if (facts.standing === "lost" && booked === "withdrawn") {
    move("dispute_lost", accounts.disputed, accounts.writeOff);
    booked = "lost";
  }
  const { standing, said, reason, disputedAmount, evidenceDueBy, hasEvidence } = facts;
  const givenAt = before.givenAt ?? (hasEvidence ? now : null);
  const isAsBefore = before.said === said && before.booked === booked;
  const decidedAt = isSettled({ standing, booked }) ? ((isAsBefore ? before.decidedAt : null) ?? now) : null;
  const told = { standing, said, reason, disputedAmount, evidenceDueBy };
  return { after: { ...before, ...told, givenAt, decidedAt, booked, bookedMinor }, entries };
}
