/** What sessions of the past came to and would come to under another tariff: sums that can be added up from parts, exactly. */

export interface RepricedSession {
  readonly id: string;
  readonly reference: string;
  /** minor units, after tax */
  readonly thenMinor: bigint;
  readonly nowMinor: bigint;
}

export interface Repriced {
  readonly priced: number;
  readonly thenMinor: bigint;
  readonly nowMinor: bigint;
  readonly dearer: number;
  readonly cheaper: number;
  readonly same: number;
  /** the largest differences, either way; the largest first */
  readonly largest: readonly RepricedSession[];
  /** sessions that have no price here, by why: they are in none of the sums */
  readonly unpriced: Readonly<Record<string, number>>;
}

export const nothingRepriced: Repriced = {
  ...{ priced: 0, thenMinor: 0n, nowMinor: 0n, dearer: 0, cheaper: 0, same: 0 },
  largest: [],
  unpriced: {},
};

const mostLargest = 10;

export const oneRepriced = (session: RepricedSession): Repriced => {
  const { thenMinor, nowMinor } = session;
  return {
    ...{ priced: 1, thenMinor, nowMinor },
    dearer: nowMinor > thenMinor ? 1 : 0,
    cheaper: nowMinor < thenMinor ? 1 : 0,
    same: nowMinor === thenMinor ? 1 : 0,
    largest: nowMinor === thenMinor ? [] : [session],
    unpriced: {},
  };
};

export const oneUnpriced = (why: string): Repriced => ({ ...nothingRepriced, unpriced: { [why]: 1 } });

/** The sums of two parts; the order of parts does not matter. */
export function addRepriced(a: Repriced, b: Repriced): Repriced {
  const whys = [...new Set([...Object.keys(a.unpriced), ...Object.keys(b.unpriced)])].sort();
  return {
    priced: a.priced + b.priced,
    thenMinor: a.thenMinor + b.thenMinor,
    nowMinor: a.nowMinor + b.nowMinor,
    dearer: a.dearer + b.dearer,
    cheaper: a.cheaper + b.cheaper,
    same: a.same + b.same,
    largest: [...a.largest, ...b.largest].sort(byDifference).slice(0, mostLargest),
    unpriced: Object.fromEntries(whys.map((why) => [why, (a.unpriced[why] ?? 0) + (b.unpriced[why] ?? 0)])),
  };
}

const apart = ({ thenMinor, nowMinor }: RepricedSession): bigint =>
  nowMinor > thenMinor ? nowMinor - thenMinor : thenMinor - nowMinor;

function byDifference(a: RepricedSession, b: RepricedSession): number {
  const [one, other] = [apart(a), apart(b)];
  if (one !== other) return one > other ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
