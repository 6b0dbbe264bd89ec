/** Pages of a comparison as the interface answers them, added up to one: exactly, in minor units. */
import { amountOf, parseAmount } from "@barq/domain/money";
import type { Repriced } from "@barq/domain/repriced";
import { addRepriced } from "@barq/domain/repriced";
import * as v from "valibot";

const amount = v.object({ amount: v.string(), currency: v.string() });

export const comparison = v.object({
  from: v.string(),
  to: v.string(),
  sessions: v.number(),
  was: amount,
  would_be: amount,
  difference: amount,
  dearer: v.number(),
  cheaper: v.number(),
  same: v.number(),
  largest: v.array(
    v.object({
      session: v.string(),
      reference: v.string(),
      was: amount,
      would_be: amount,
      difference: amount,
    }),
  ),
  unpriced: v.record(v.string(), v.number()),
  next_cursor: v.nullable(v.string()),
});
export type Comparison = v.InferOutput<typeof comparison>;

const minorOf = (of: v.InferOutput<typeof amount>): bigint => parseAmount(of.amount, of.currency).minor;

const sumsOf = (page: Comparison): Repriced => ({
  priced: page.sessions,
  thenMinor: minorOf(page.was),
  nowMinor: minorOf(page.would_be),
  dearer: page.dearer,
  cheaper: page.cheaper,
  same: page.same,
  largest: page.largest.map(({ session, reference, was, would_be }) => ({
    ...{ id: session, reference },
    thenMinor: minorOf(was),
    nowMinor: minorOf(would_be),
  })),
  unpriced: page.unpriced,
});

/** @param later the next page, whose cursor is the sum's */
export function addedUp(page: Comparison, later: Comparison): Comparison {
  const sum = addRepriced(sumsOf(page), sumsOf(later));
  const money = (minor: bigint) => amountOf({ minor, currency: page.was.currency });
  const amounts = (thenMinor: bigint, nowMinor: bigint) => ({
    was: money(thenMinor),
    would_be: money(nowMinor),
    difference: money(nowMinor - thenMinor),
  });
  return {
    ...{ from: page.from, to: page.to, sessions: sum.priced },
    ...amounts(sum.thenMinor, sum.nowMinor),
    ...{ dearer: sum.dearer, cheaper: sum.cheaper, same: sum.same },
    largest: sum.largest.map(({ id, reference, thenMinor, nowMinor }) => ({
      ...{ session: id, reference },
      ...amounts(thenMinor, nowMinor),
    })),
    unpriced: sum.unpriced,
    next_cursor: later.next_cursor,
  };
}
