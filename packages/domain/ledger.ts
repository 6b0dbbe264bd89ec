/**
 * The ledger: append-only, double-entry. A posting is an arrow between two accounts, so an entry cannot be unbalanced;
 * one entry is one item with all its postings inside. Holds and releases are off the books.
 */
import { fraction, shares } from "./fraction.ts";
import type { Instant } from "./instant.ts";
import type { Money } from "./money.ts";
import { add } from "./money.ts";

interface Posting {
  /** the account that is credited */
  readonly from: string;
  /** the account that is debited */
  readonly to: string;
  /** minor units of the entry's currency, never negative */
  readonly minor: bigint;
}

export interface JournalEntry {
  readonly kind: "capture" | "receivable" | "write_off";
  readonly session: string;
  readonly at: Instant;
  readonly currency: string;
  readonly postings: readonly Posting[];
  /** the hash of the entry before it in the session; null for the first */
  readonly previous: string | null;
}

/** Which account takes what: dated configuration of the legal entity, by default the Moroccan chart (CGNC). */
interface Accounts {
  readonly clearing: string;
  readonly receivable: string;
  readonly revenue: string;
  readonly vat: string;
  readonly writeOff: string;
}

/** CGNC: 5141 banks and payment providers in transit, 3421 customers, 7124 services, 4455 VAT collected, 6585 bad debts written off. */
export const startingAccounts: Accounts = {
  clearing: "51410000",
  receivable: "34210000",
  revenue: "71240000",
  vat: "44550000",
  writeOff: "65850000",
};

/**
 * What a priced session puts on the books: revenue before tax and its VAT, against what was captured (clearing), what is
 * still owed (receivable) and what is given up (write-off). The parts must sum to the CDR's total; each carries its share
 * of the tax. @throws Error (a bug) when they do not, or when one of them is negative
 */
export function settlementEntry(of: {
  readonly session: string;
  readonly at: Instant;
  readonly beforeTax: Money;
  readonly tax: Money;
  readonly captured: bigint;
  readonly receivable: bigint;
  readonly writtenOff: bigint;
  readonly accounts: Accounts;
}): JournalEntry {
  const { accounts } = of;
  const total = add(of.beforeTax, of.tax).minor;
  if (of.captured + of.receivable + of.writtenOff !== total) {
    throw new Error("captured, receivable and write-off do not sum to the CDR's total");
  }
  const targets = [
    { to: accounts.clearing, minor: of.captured },
    { to: accounts.receivable, minor: of.receivable },
    { to: accounts.writeOff, minor: of.writtenOff },
  ];
  if ([of.beforeTax.minor, of.tax.minor, ...targets.map(({ minor }) => minor)].some((minor) => minor < 0n))
    throw new Error("a posting is never negative");
  const divisor = total > 0n ? total : 1n;
  const taxes = shares(
    of.tax.minor,
    targets.map(({ minor }) => fraction(of.tax.minor * minor, divisor)),
  );
  const postings = targets.flatMap(({ to, minor }, n): Posting[] => {
    const tax = taxes[n] ?? 0n;
    return [
      { from: accounts.revenue, to, minor: minor - tax },
      { from: accounts.vat, to, minor: tax },
    ].filter((posting) => posting.minor > 0n);
  });
  return {
    kind: of.captured > 0n ? "capture" : of.receivable > 0n ? "receivable" : "write_off",
    session: of.session,
    at: of.at,
    currency: of.beforeTax.currency,
    postings,
    previous: null,
  };
}

/** Debit less credit of every account; over any set of entries the sum of all is zero in each currency. */
export function balances(entries: readonly JournalEntry[]): ReadonlyMap<string, bigint> {
  const by = new Map<string, bigint>();
  const move = (account: string, currency: string, minor: bigint): void => {
    const key = `${account} ${currency}`;
    by.set(key, (by.get(key) ?? 0n) + minor);
  };
  for (const entry of entries) {
    for (const posting of entry.postings) {
      move(posting.to, entry.currency, posting.minor);
      move(posting.from, entry.currency, -posting.minor);
    }
  }
  return by;
}
