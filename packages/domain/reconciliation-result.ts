/**
 * What a reconciliation comes to: counts and sums by day, book, currency and state, the provider's fees, the legs of every
 * exchange, and a row for each thing that does not match. It grows with days and misfits, never with what matched, and the
 * same facts give the same result in whatever order they came.
 */
import type { Money } from "./money.ts";
import { amountText, isCurrency } from "./money.ts";
import type { BookName, MatchState, MovementThere, Verdict } from "./reconciliation.ts";
import { bookNames, matchStates } from "./reconciliation.ts";
import { nextStepOf } from "./reconciliation-steps.ts";

interface Sum {
  readonly book: BookName;
  readonly currency: string;
  readonly state: MatchState;
  readonly count: number;
  readonly there: string;
  readonly here: string;
}

export interface MisfitRow {
  readonly day: string;
  readonly book: BookName;
  readonly state: MatchState;
  readonly id: string;
  readonly session: string | null;
  readonly reference: string | null;
  readonly currency: string;
  readonly there: string;
  readonly here: string;
  /** there less here */
  readonly difference: string;
  readonly why: string;
  readonly next_step: string;
}

export interface ReconciliationResult {
  readonly format: "barq.reconciliation/1";
  readonly tenant: string;
  readonly environment: string;
  readonly time_zone: string;
  readonly from: string;
  readonly to: string;
  readonly sums: readonly Sum[];
  readonly days: readonly { readonly day: string; readonly sums: readonly Sum[] }[];
  /** what moved on the account at the provider, in the currency it settles in; ours alone, payouts and its own fees beside */
  readonly movements: readonly {
    readonly type: string;
    readonly currency: string;
    readonly count: number;
    readonly gross: string;
    readonly fee: string;
    readonly net: string;
  }[];
  readonly exchange: readonly {
    readonly presented: string;
    readonly presented_currency: string;
    readonly settled: string;
    readonly settled_currency: string;
    readonly least_rate: string;
    readonly most_rate: string;
  }[];
  readonly payouts: readonly {
    readonly day: string;
    readonly id: string;
    readonly currency: string;
    readonly amount: string;
    readonly carried: string;
    readonly carried_count: number;
  }[];
  /** rests of holds that the provider shows as refunds: no money of ours moved */
  readonly released_rests: readonly {
    readonly currency: string;
    readonly count: number;
    readonly sum: string;
  }[];
  readonly not_ours_count: number;
  readonly not_ours: readonly {
    readonly day: string;
    readonly book: BookName;
    readonly id: string;
    readonly currency: string;
    readonly there: string;
  }[];
  readonly rows_count: number;
  readonly rows: readonly MisfitRow[];
  /** what lies between the two sides of the rows, without signs: a cent that is missing may be missing in several books */
  readonly unexplained: readonly {
    readonly book: BookName;
    readonly currency: string;
    readonly amount: string;
  }[];
  /** the first cent that does not fit, in one sentence; null where all of them do */
  readonly first: string | null;
}

/** Rows beyond that are counted and not listed: whoever has so many has another trouble than the rows. */
const mostRows = 5_000;

interface Line {
  count: number;
  there: bigint;
  here: bigint;
}
interface Moved {
  count: number;
  gross: bigint;
  fee: bigint;
  net: bigint;
}
interface Leg {
  presented: bigint;
  settled: bigint;
  least: string;
  most: string;
}

export interface Tally {
  add(day: string, verdict: Verdict): void;
  move(movement: MovementThere & { readonly fee: Money; readonly net: Money }): void;
  payout(day: string, id: string, amount: Money, carriedMinor: bigint, carriedCount: number): void;
  releasedRest(amount: Money): void;
  notOurs(day: string, book: BookName, id: string, amount: Money): void;
  result(
    head: Pick<ReconciliationResult, "tenant" | "environment" | "time_zone" | "from" | "to">,
  ): ReconciliationResult;
}

export function createTally(): Tally {
  const lines = new Map<string, Line>();
  const moved = new Map<string, Moved>();
  const legs = new Map<string, Leg>();
  const rests = new Map<string, Line>();
  const payouts: ReconciliationResult["payouts"][number][] = [];
  const rows: { readonly day: string; readonly verdict: Verdict }[] = [];
  const foreign: ReconciliationResult["not_ours"][number][] = [];
  const unexplained = new Map<string, Line>();
  let rowsCount = 0;
  let foreignCount = 0;

  return {
    add(day, verdict) {
      const { book, state, there, here } = verdict;
      const line = kept(lines, [day, book, there.currency, state].join("|"), nothing);
      line.count++;
      line.there += there.minor;
      line.here += here.minor;
      if (state === "matched") return;
      rowsCount++;
      if (rows.length < mostRows) rows.push({ day, verdict });
      const apart = there.minor > here.minor ? there.minor - here.minor : here.minor - there.minor;
      kept(unexplained, `${book}|${there.currency}`, nothing).there += apart;
    },
    move({ type, gross, fee, net, presentedAmount, rateText }) {
      const line = kept(moved, `${type}|${gross.currency}`, () => ({
        count: 0,
        gross: 0n,
        fee: 0n,
        net: 0n,
      }));
      line.count++;
      line.gross += gross.minor;
      line.fee += fee.minor;
      line.net += net.minor;
      if (presentedAmount === null || rateText === null) return;
      const leg = kept(legs, `${presentedAmount.currency}|${gross.currency}`, () => ({
        presented: 0n,
        settled: 0n,
        least: rateText,
        most: rateText,
      }));
      leg.presented += gross.minor < 0n ? -presentedAmount.minor : presentedAmount.minor;
      leg.settled += gross.minor;
      if (rateOf(rateText) < rateOf(leg.least)) leg.least = rateText;
      if (rateOf(rateText) > rateOf(leg.most)) leg.most = rateText;
    },
    payout(day, id, amount, carriedMinor, carriedCount) {
      payouts.push({
        day,
        id,
        currency: amount.currency,
        amount: textOf(amount),
        carried: textOf({ ...amount, minor: carriedMinor }),
        carried_count: carriedCount,
      });
    },
    releasedRest({ currency, minor }) {
      const line = kept(rests, currency, nothing);
      line.count++;
      line.there += minor;
    },
    notOurs(day, book, id, amount) {
      foreignCount++;
      if (foreign.length < mostRows)
        foreign.push({ day, book, id, currency: amount.currency, there: textOf(amount) });
    },
    result(head) {
      const sorted = rows.map(rowOf).sort(byPlace);
      const byDay = Map.groupBy(lines, ([key]) => key.split("|")[0] ?? "");
      return {
        format: "barq.reconciliation/1",
        ...head,
        sums: sumsOf(lines),
        days: [...byDay]
          .sort(([a], [b]) => compare(a, b))
          .map(([day, entries]) => ({ day, sums: sumsOf(new Map(entries)) })),
        movements: inOrder(moved).map(([key, { count, gross, fee, net }]) => {
          const [type = "", currency = ""] = key.split("|");
          const text = (minor: bigint): string => textOf({ minor, currency });
          return { type, currency, count, gross: text(gross), fee: text(fee), net: text(net) };
        }),
        exchange: inOrder(legs).map(([key, { presented, settled, least, most }]) => {
          const [from = "", to = ""] = key.split("|");
          return {
            presented: textOf({ minor: presented, currency: from }),
            presented_currency: from,
            settled: textOf({ minor: settled, currency: to }),
            settled_currency: to,
            least_rate: least,
            most_rate: most,
          };
        }),
        payouts: payouts.sort((a, b) => compare(a.day, b.day) || compare(a.id, b.id)),
        released_rests: inOrder(rests).map(([currency, { count, there }]) => ({
          currency,
          count,
          sum: textOf({ minor: there, currency }),
        })),
        not_ours_count: foreignCount,
        not_ours: foreign.sort(byPlace),
        rows_count: rowsCount,
        rows: sorted,
        unexplained: bookNames.flatMap((book) =>
          inOrder(unexplained).flatMap(([key, { there: minor }]) => {
            const [of, currency = ""] = key.split("|");
            return of === book && minor > 0n ? [{ book, currency, amount: textOf({ minor, currency }) }] : [];
          }),
        ),
        first: firstOf(sorted),
      };
    },
  };
}

const nothing = (): Line => ({ count: 0, there: 0n, here: 0n });
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function kept<V>(map: Map<string, V>, key: string, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

const inOrder = <V>(map: ReadonlyMap<string, V>): readonly (readonly [string, V])[] =>
  [...map].sort(([a], [b]) => compare(a, b));

/** Whatever others sell in, its minor units can be said. */
const textOf = (value: Money): string =>
  isCurrency(value.currency) ? amountText(value) : `${value.minor} minor units`;

/** 18 decimals are more than any provider names. */
const rateOf = (text: string): bigint => {
  const [whole = "0", digits = ""] = text.split(".");
  return BigInt(`${whole}${digits.slice(0, 18).padEnd(18, "0")}`);
};

interface Placed {
  readonly day: string;
  readonly book: BookName;
  readonly id: string;
}
const byPlace = (a: Placed, b: Placed): number =>
  compare(a.day, b.day) || bookNames.indexOf(a.book) - bookNames.indexOf(b.book) || compare(a.id, b.id);

/** Over all days, in the order in which they are read: book, currency, state. */
function sumsOf(lines: ReadonlyMap<string, Line>): readonly Sum[] {
  const all = new Map<string, Line>();
  for (const [key, { count, there, here }] of lines) {
    const line = kept(all, key.slice(key.indexOf("|") + 1), nothing);
    line.count += count;
    line.there += there;
    line.here += here;
  }
  const currencies = [...new Set([...all.keys()].map((key) => key.split("|")[1] ?? ""))].sort(compare);
  return bookNames.flatMap((book) =>
    currencies.flatMap((currency) =>
      matchStates.flatMap((state): Sum[] => {
        const line = all.get(`${book}|${currency}|${state}`);
        const text = (minor: bigint): string => textOf({ minor, currency });
        return line
          ? [{ book, currency, state, count: line.count, there: text(line.there), here: text(line.here) }]
          : [];
      }),
    ),
  );
}

function rowOf({ day, verdict }: { readonly day: string; readonly verdict: Verdict }): MisfitRow {
  const { book, state, id, session, reference, there, here, why } = verdict;
  return {
    day,
    book,
    state,
    id,
    session,
    reference,
    currency: there.currency,
    there: textOf(there),
    here: textOf(here),
    difference: textOf({ ...there, minor: there.minor - here.minor }),
    why: why ?? "unknown",
    next_step: nextStepOf(why),
  };
}

function firstOf(rows: readonly MisfitRow[]): string | null {
  const row = rows.find(({ there, here }) => there !== here) ?? rows[0];
  if (!row) return null;
  const whose = row.reference === null ? "" : `, session ${row.reference}`;
  const { day, id, there, here, currency, difference, why } = row;
  return `${day}: ${id}${whose}: ${there} ${currency} there, ${here} ${currency} here, ${difference} ${currency} apart (${why})`;
}
