/** The twin of a provider's refunds: over the same holds as memory.ts, with our own ids kept for ever. */
import type { Instant } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import { cardFloor } from "@barq/domain/money";
import type { TwinHold, TwinState } from "./memory-state.ts";
import { lost } from "./memory-state.ts";
import type { Refunded, Refunds, RefundTruth } from "./refunds.ts";

export interface TwinRefund {
  readonly providerId: string;
  readonly at: Instant;
  failedAt: Instant | null;
  readonly refund: string;
  readonly page: string;
  readonly refundAmount: Money;
  standing: "pending" | "succeeded" | "failed";
  why: string | null;
}

export interface MemoryRefunds {
  readonly refunds: Refunds;
  readonly bank: {
    /** The next refunds stay pending until `turnOut` says how they end. */
    hesitate(hesitates: boolean): void;
    /** A refund ends well, or fails after all, perhaps weeks after it succeeded. @throws when there is none */
    turnOut(refund: string, standing: "succeeded" | "failed"): void;
    /** Every refund has a status that nobody knows, until it is set right with null. */
    confuse(status: string | null): void;
  };
  /** everything the provider ever gave back, failed ones apart */
  readonly all: () => readonly Readonly<TwinRefund>[];
}

export function createMemoryRefunds(state: TwinState): MemoryRefunds {
  const made = new Map<string, TwinRefund>();
  const keyed = state.keyed<Refunded>("refund");
  let hesitating = false;
  let confusion: string | null = null;

  const truthOf = (
    refund: TwinRefund,
  ): Extract<RefundTruth, { kind: "refund" }> | { readonly kind: "unknown"; readonly why: string } =>
    confusion !== null
      ? { kind: "unknown", why: confusion }
      : {
          kind: "refund",
          standing: refund.standing,
          providerId: refund.providerId,
          refundAmount: refund.refundAmount,
          why: refund.why,
        };
  /** Of a deposit that was taken everything may go back, of a hold what was captured. */
  const takenOf = (hold: TwinHold): Money | null =>
    !state.abilities.hold && (hold.standing === "held" || hold.standing === "released")
      ? hold.holdAmount
      : hold.capturedAmount;
  /** A deposit that has gone back whole is over. */
  const noteDeposit = (hold: TwinHold | undefined): void => {
    if (!hold || state.abilities.hold) return;
    hold.standing = givenBack(hold.page) === hold.holdAmount.minor ? "released" : "held";
  };
  const givenBack = (page: string): bigint =>
    [...made.values()]
      .filter((refund) => refund.page === page && refund.standing !== "failed")
      .reduce((sum, { refundAmount }) => sum + refundAmount.minor, 0n);

  return {
    all: () => [...made.values()],
    bank: {
      hesitate(hesitates) {
        hesitating = hesitates;
      },
      turnOut(refund, standing) {
        const known = [...made.values()].findLast((one) => one.refund === refund);
        if (!known) throw new Error(`the twin knows no refund ${refund}`);
        known.standing = standing;
        known.failedAt = standing === "failed" ? state.clock() : null;
        known.why = standing === "failed" ? "expired_or_canceled_card" : null;
        const hold = state.holds.get(known.page);
        noteDeposit(hold);
        const news = { type: `refund.${standing}`, kind: "refund", isOver: false } as const;
        if (hold) state.announce(hold, { ...news, object: known.providerId });
      },
      confuse(status) {
        confusion = status;
      },
    },
    refunds: {
      async refund({ key, refund, ref, refundAmount }) {
        return keyed(key, [refund, ref.intent ?? ref.page, refundAmount], (): Refunded => {
          const hold = state.holdOf(ref);
          const taken = hold ? takenOf(hold) : null;
          if (!hold || !taken) {
            return { kind: "refused", code: "charge_not_refundable", why: "Nothing was captured." };
          }
          if (cardFloor(refundAmount).minor !== refundAmount.minor)
            return { kind: "refused", code: "amount_invalid", why: "No card could be given it." };
          if (state.disputed.has(hold.page)) {
            return { kind: "refused", code: "charge_disputed", why: "A bank has taken the money back." };
          }
          const leftMinor = taken.minor - givenBack(hold.page);
          if (refundAmount.minor <= 0n || refundAmount.minor > leftMinor) {
            const code = leftMinor === 0n ? "charge_already_refunded" : "amount_too_large";
            return { kind: "refused", code, why: "More than is left to give back." };
          }
          const one: TwinRefund = {
            providerId: `refund_${made.size + 1}`,
            at: state.clock(),
            failedAt: null,
            refund,
            page: hold.page,
            refundAmount,
            standing: hesitating ? "pending" : "succeeded",
            why: null,
          };
          made.set(one.providerId, one);
          noteDeposit(hold);
          return truthOf(one);
        });
      },
      async find({ refund, ref }) {
        if (state.silenceOf("findRefund") !== null) return lost;
        const hold = state.holdOf(ref);
        const known = [...made.values()].findLast((one) => one.refund === refund && one.page === hold?.page);
        return known ? truthOf(known) : { kind: "none" };
      },
    },
  };
}
