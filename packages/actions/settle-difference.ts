/**
 * How a settlement goes by what the provider can do. Where a hold is taken whole or not at all, it is captured whole; where
 * nothing can be held, a deposit was taken before and capturing is nothing but the decision. What is beyond the price goes
 * back as a refund of its own (return-deposit.ts), and captured plus receivable plus written off is the CDR's total still.
 */
import type { Instant } from "@barq/domain/instant";
import { minute } from "@barq/domain/instant";
import { cardFloor } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import type { Holding, HoldTruth, PaymentCapabilities } from "@barq/payments/port";
import { cautiousHoldMs } from "./policy.ts";
import type { MoneyPorts } from "./ports.ts";

/** What the provider is asked to take of a hold from which so much is owed. */
export const askedOf = (
  { partialCapture }: Pick<PaymentCapabilities, "partialCapture">,
  heldMinor: bigint,
  owedMinor: bigint,
): bigint => (partialCapture ? (owedMinor < heldMinor ? owedMinor : heldMinor) : heldMinor);

/** Less than this is not taken from the driver: of a deposit, which was taken already, any amount may be kept. */
export const leastTaken = (payments: Pick<Holding, "capabilities" | "least">, currency: string): bigint =>
  payments.capabilities.hold ? payments.least(currency).minor : 1n;

/** The provider's own word is asked for before even the first try: nobody said how long the hold stands, or a repeat acts again. */
export const readsFirst = ({ hold, expiryKnown, idempotencyKeys }: PaymentCapabilities): boolean =>
  !hold || !expiryKnown || !idempotencyKeys;

/** A call without a key may be under way so long; until then nobody repeats it. */
const unkeyedCallMs = 2 * minute;

/** How long whoever has called, or is about to, keeps others from calling. */
export const patienceOf = ({ idempotencyKeys }: PaymentCapabilities, backOff: number): number =>
  idempotencyKeys ? backOff : Math.max(backOff, unkeyedCallMs);

/** When the hold is gone: the provider's own word, or a cautious life by policy where it says nothing. A deposit never lapses. */
export const captureBeforeOf = (
  { payments, policy, clock }: MoneyPorts,
  truth: Extract<HoldTruth, { kind: "held" }>,
): Instant | null => {
  const { hold, expiryKnown } = payments.capabilities;
  return hold && !expiryKnown ? clock() + cautiousHoldMs(policy, clock()) : truth.captureBefore;
};

/** What a card can pay of what is owed still. */
export const payable = ({ sealed, captured, currency }: Owing): bigint =>
  cardFloor({ minor: (sealed?.total ?? 0n) - (captured ?? 0n), currency }).minor;

type Owing = Pick<Session, "sealed" | "captured" | "currency">;

/** What of it is kept, and what was taken beyond the price. Where parts can be taken there is nothing beyond it. */
export function keptOf(session: Owing, takenMinor: bigint): { readonly kept: bigint; readonly over: bigint } {
  const owed = payable(session);
  const kept = takenMinor < owed ? takenMinor : owed;
  return { kept, over: takenMinor - kept };
}
