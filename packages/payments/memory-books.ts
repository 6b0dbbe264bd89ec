/**
 * The twin of a provider's books, over the same holds and refunds as memory.ts and memory-refunds.ts. What is presented in
 * one currency is settled in euros, less a fee, and leaves for the bank at midnight two days later, as at the provider.
 * `elsewhere` is what others do behind our back: a person in the dashboard, another shop on the same account.
 */
import { day } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import type { TwinDispute } from "./memory-disputes.ts";
import type { TwinRefund } from "./memory-refunds.ts";
import type { TwinHold, TwinState } from "./memory-state.ts";
import { holdNews } from "./memory-state.ts";
import type {
  AccountBooks,
  BookRows,
  DisputeRow,
  EventRow,
  IntentRow,
  MovementRow,
  PayoutRow,
  RefundRow,
} from "./provider-books.ts";

export interface MemoryBooks {
  readonly books: AccountBooks;
  readonly elsewhere: {
    /** What is held is captured by a person, whatever we think of it. @throws when nothing is held there */
    capture(page: string | null, amountMinor: bigint): void;
    /** The provider's list says another amount than it told us. */
    miscount(page: string | null, byMinor: bigint): void;
    /** The provider's list has lost it. */
    lose(page: string | null): void;
    /** A row of any book that is none of our doing. */
    add(row: BookRows[keyof BookRows]): void;
    /** The provider answers no list until it is told to again. */
    shut(isShut: boolean): void;
  };
}

const settlementCurrency = "EUR";
/** settlement minor units for one presented minor unit, as text and in ten-thousandths */
const rateText = "0.0925";
const rateTenThousandths = 925n;
const feeBasisPoints = 290n;
const feeFixedMinor = 30n;
const availableAfterMs = 2 * day;
/** the provider's days are of UTC, and no business of legal time */
const payoutEveryMs = day;

export function createMemoryBooks(
  state: TwinState,
  all: {
    readonly refunds: () => readonly Readonly<TwinRefund>[];
    readonly disputes: () => readonly Readonly<TwinDispute>[];
  },
): MemoryBooks {
  const added: BookRows[keyof BookRows][] = [];
  const lost = new Set<string>();
  const miscounted = new Map<string, bigint>();
  let shut = false;
  const euros = (minor: bigint): Money => ({ minor, currency: settlementCurrency });
  const holdAt = (page: string | null): TwinHold => {
    const hold = state.holdOf({ page, intent: null });
    if (!hold) throw new Error(`the twin knows no page ${page}`);
    return hold;
  };

  const known = (): readonly TwinHold[] =>
    [...state.holds.values()].filter((hold) => hold.intent !== null && !lost.has(hold.page));
  const labelsOf = ({ labels: { tenant, session, environment } }: TwinHold) => ({
    tenant,
    session,
    environment,
  });
  const capturedOf = (hold: TwinHold): bigint =>
    (hold.capturedAmount?.minor ?? 0n) + (miscounted.get(hold.page) ?? 0n);

  function* intents(): Iterable<IntentRow> {
    for (const { page } of known()) {
      const hold = holdAt(page);
      yield {
        kind: "intent",
        id: hold.intent ?? "",
        createdAt: hold.intentAt ?? hold.openedAt,
        ...labelsOf(hold),
        standing: standingOf(hold),
        authorisedAmount: hold.holdAmount,
        capturedAmount: { ...hold.holdAmount, minor: capturedOf(hold) },
        hold: hold.labels.hold,
        movement: hold.capturedAt === null ? null : `move_${hold.intent}`,
      };
    }
    for (const { intent, at, labels, collectAmount, declined } of state.collections.values()) {
      const { tenant, session, environment } = labels;
      yield {
        kind: "intent",
        id: intent,
        createdAt: at,
        tenant,
        session,
        environment,
        standing: declined ? "unpaid" : "captured",
        authorisedAmount: collectAmount,
        capturedAmount: { ...collectAmount, minor: declined ? 0n : collectAmount.minor },
        hold: null,
        movement: declined ? null : `move_${intent}`,
      };
    }
  }
  function* refunds(): Iterable<RefundRow> {
    for (const one of all.refunds()) {
      if (lost.has(one.page)) continue;
      const hold = holdAt(one.page);
      yield {
        kind: "refund",
        id: one.providerId,
        createdAt: one.at,
        ...labelsOf(hold),
        standing: one.standing,
        refund: one.refund,
        intent: hold.intent,
        refundAmount: one.refundAmount,
        isReleasedRest: false,
      };
    }
  }
  function* movements(): Iterable<MovementRow> {
    const row = (
      hold: TwinHold,
      of: Pick<MovementRow, "id" | "createdAt" | "type" | "source" | "refund">,
      presented: Money,
      { isTaken = false, intent = hold.intent }: { isTaken?: boolean; intent?: string | null } = {},
    ): MovementRow => {
      const sign = of.type === "refund" || isTaken ? -1n : 1n;
      const exact = (2n * presented.minor * rateTenThousandths + 10_000n) / 20_000n;
      const fee = of.type === "charge" ? (exact * feeBasisPoints) / 10_000n + feeFixedMinor : 0n;
      return {
        kind: "movement",
        ...of,
        ...labelsOf(hold),
        intent,
        isRepeated: false,
        presentedAmount: presented,
        gross: euros(sign * exact),
        fee: euros(fee),
        net: euros(sign * exact - fee),
        rateText,
      };
    };
    for (const { page } of known()) {
      const hold = holdAt(page);
      if (hold.capturedAt === null || !hold.capturedAmount) continue;
      const of = { type: "charge", source: `charge_${hold.intent}`, refund: null } as const;
      yield row(hold, { ...of, id: `move_${hold.intent}`, createdAt: hold.capturedAt }, hold.capturedAmount);
    }
    for (const { intent, page, at, collectAmount, declined } of state.collections.values()) {
      if (declined) continue;
      const of = { type: "charge", source: `charge_${intent}`, refund: null } as const;
      yield row(holdAt(page), { ...of, id: `move_${intent}`, createdAt: at }, collectAmount, { intent });
    }
    for (const one of all.refunds()) {
      if (lost.has(one.page)) continue;
      const hold = holdAt(one.page);
      const of = { source: one.providerId, refund: one.refund };
      yield row(
        hold,
        { ...of, id: `move_${one.providerId}`, createdAt: one.at, type: "refund" },
        one.refundAmount,
      );
      if (one.failedAt === null) continue;
      const back = { ...of, id: `move_${one.providerId}_back`, createdAt: one.failedAt } as const;
      yield row(hold, { ...back, type: "refund_failure" }, one.refundAmount);
    }
    for (const one of all.disputes()) {
      if (lost.has(one.page)) continue;
      const hold = holdAt(one.page);
      for (const [n, { at, isBack }] of one.moves.entries()) {
        const of = { type: "dispute", source: one.id, refund: null } as const;
        const id = `move_${one.id}_${n + 1}`;
        yield row(hold, { ...of, id, createdAt: at }, one.disputedAmount, { isTaken: !isBack });
      }
    }
    for (const one of added) if (one.kind === "movement") yield one;
  }
  function* disputes(): Iterable<DisputeRow> {
    for (const one of all.disputes()) {
      if (lost.has(one.page)) continue;
      const hold = holdAt(one.page);
      yield {
        kind: "dispute",
        id: one.id,
        createdAt: one.at,
        ...labelsOf(hold),
        standing: one.said,
        intent: hold.intent,
        disputedAmount: one.disputedAmount,
      };
    }
  }
  /** Payouts follow from the movements: at each midnight whatever is available leaves, if it is more than nothing. */
  function* carried(): Iterable<{ readonly payout: PayoutRow; readonly rows: readonly MovementRow[] }> {
    const now = state.clock();
    const midnights = Map.groupBy(movements(), ({ createdAt }) =>
      Math.ceil((createdAt + availableAfterMs) / payoutEveryMs),
    );
    let waiting: MovementRow[] = [];
    for (const midnight of [...midnights.keys()].sort((a, b) => a - b)) {
      const at = midnight * payoutEveryMs;
      if (at > now) return;
      waiting = [...waiting, ...(midnights.get(midnight) ?? []).filter(({ type }) => type !== "payout")];
      const sum = waiting.reduce((all, { net }) => all + net.minor, 0n);
      if (sum <= 0n) continue;
      const isThere = now >= at + day;
      const payout: PayoutRow = {
        kind: "payout",
        id: `payout_${midnight}`,
        createdAt: at,
        arrivesAt: at + day,
        standing: isThere ? "paid" : "pending",
        payoutAmount: euros(sum),
        itemised: isThere ? "yes" : "not_yet",
      };
      yield { payout, rows: waiting };
      waiting = [];
    }
  }
  function* payouts(): Iterable<PayoutRow> {
    for (const { payout } of carried()) yield payout;
  }
  function* withPayouts(): Iterable<MovementRow> {
    yield* movements();
    for (const { payout } of carried()) yield payoutMovement(payout);
  }
  const own: { readonly [B in keyof BookRows]: () => Iterable<BookRows[B]> } = {
    intents: function* () {
      yield* intents();
      for (const one of added) if (one.kind === "intent") yield one;
    },
    refunds: function* () {
      yield* refunds();
      for (const one of added) if (one.kind === "refund") yield one;
    },
    disputes: function* (): Iterable<DisputeRow> {
      yield* disputes();
      for (const one of added) if (one.kind === "dispute") yield one;
    },
    movements: withPayouts,
    payouts,
    events: function* (): Iterable<EventRow> {
      // Pages end and holds lapse by the clock: whoever lists has let time act first.
      for (const page of state.holds.keys()) state.holdOf({ page, intent: null });
      for (const news of [...state.events].reverse())
        yield { kind: "event", id: news.event, createdAt: news.at, news };
      for (const one of added) if (one.kind === "event") yield one;
    },
  };
  const answering = (): void => {
    if (shut) throw new Error("the provider does not answer");
  };

  return {
    books: {
      async *list(book, { from, to }) {
        answering();
        for (const row of own[book]()) if (row.createdAt >= from && row.createdAt < to) yield row;
      },
      async *carriedBy(payout) {
        answering();
        for (const one of carried()) if (one.payout.id === payout) yield* one.rows;
      },
      async whose(object) {
        const collection = state.collections.get(object);
        const hold = holdBehind(state, collection?.page ?? object);
        const intent = collection?.intent ?? hold?.intent ?? null;
        return hold ? { kind: "labelled", ...labelsOf(hold), intent } : { kind: "none" };
      },
    },
    elsewhere: {
      capture(page, amountMinor) {
        const hold = holdAt(page);
        if (hold.standing !== "held") throw new Error(`the hold is ${hold.standing}`);
        hold.standing = "captured";
        hold.capturedAmount = { ...hold.holdAmount, minor: amountMinor };
        hold.capturedAt = state.clock();
        state.announce(hold, holdNews(hold));
      },
      miscount(page, byMinor) {
        miscounted.set(holdAt(page).page, byMinor);
      },
      lose(page) {
        lost.add(holdAt(page).page);
      },
      add(row) {
        added.push(row);
      },
      shut(isShut) {
        shut = isShut;
      },
    },
  };
}

const standingOf = (hold: TwinHold): IntentRow["standing"] => {
  if (hold.confusion !== null) return "unknown";
  if (hold.standing === "open") return "unpaid";
  if (hold.standing === "held" || hold.standing === "captured") return hold.standing;
  return "gone";
};

const payoutMovement = ({ id, createdAt, payoutAmount }: PayoutRow): MovementRow => {
  const { minor, currency } = payoutAmount;
  return {
    kind: "movement",
    id: `move_${id}`,
    createdAt,
    tenant: null,
    session: null,
    environment: null,
    type: "payout",
    source: id,
    intent: null,
    refund: null,
    isRepeated: false,
    presentedAmount: null,
    gross: { minor: -minor, currency },
    fee: { minor: 0n, currency },
    net: { minor: -minor, currency },
    rateText: null,
  };
};

/** By the twin's own names; an event of something else has said which hold is behind it. */
function holdBehind(state: TwinState, object: string): TwinHold | undefined {
  const told = state.events.find((news) => news.object === object);
  return (
    state.holdOf({ page: object, intent: object }) ??
    state.holdOf({ page: null, intent: object }) ??
    (told && state.holdOf({ page: null, intent: told.intent }))
  );
}
