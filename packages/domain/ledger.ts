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

export const journalKinds = [
  /** the price of a session: what was captured, what is still owed, what is given up */
  "capture",
  "receivable",
  "write_off",
  /** taken before anything was owed, given back beyond the price, and sent back by the bank all the same */
  "deposit",
  "deposit_returned",
  "deposit_return_failed",
  /** money given back, and a refund that the bank sent back after all */
  "refund",
  "refund_failed",
  /** what a bank has taken from us while it looks, what it gave back, and what stays lost */
  "dispute",
  "dispute_won",
  "dispute_lost",
  /** a receivable that was paid after all, or that nobody will pay */
  "collected",
  "given_up",
] as const;
export type JournalKind = (typeof journalKinds)[number];

export interface JournalEntry {
  readonly kind: JournalKind;
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
  readonly disputed: string;
  /** what is a driver's until it is owed, and was taken all the same */
  readonly deposits: string;
}

/**
 * CGNC: 5141 banks and payment providers in transit, 3421 customers, 3488 sundry debtors (what a bank holds back), 4421
 * advances of customers, 7124 services, 4455 VAT collected, 6585 bad debts written off.
 */
export const startingAccounts: Accounts = {
  clearing: "51410000",
  receivable: "34210000",
  revenue: "71240000",
  vat: "44550000",
  writeOff: "65850000",
  disputed: "34880000",
  deposits: "44210000",
};

/**
 * What a priced session puts on the books: revenue before tax and its VAT, against what was captured (clearing), what is
 * still owed (receivable) and what is given up (write-off). The parts must sum to the CDR's total; each carries its share
 * of the tax. Where a deposit was taken before, what is kept comes out of that debt to the driver and not from the provider;
 * where a provider could take the hold only whole, what it took beyond the price is such a debt from now on (`over`).
 * @throws Error (a bug) when the parts do not sum to the total, or when one of them is negative
 */
export function settlementEntry(of: {
  readonly session: string;
  readonly at: Instant;
  readonly beforeTax: Money;
  readonly tax: Money;
  readonly captured: bigint;
  readonly receivable: bigint;
  readonly writtenOff: bigint;
  readonly isOfDeposit?: boolean;
  readonly over?: bigint;
  readonly accounts: Accounts;
}): JournalEntry {
  const { accounts, over = 0n } = of;
  const total = add(of.beforeTax, of.tax).minor;
  if (of.captured + of.receivable + of.writtenOff !== total) {
    throw new Error("captured, receivable and write-off do not sum to the CDR's total");
  }
  const targets = [
    { to: of.isOfDeposit ? accounts.deposits : accounts.clearing, minor: of.captured },
    { to: accounts.receivable, minor: of.receivable },
    { to: accounts.writeOff, minor: of.writtenOff },
  ];
  if (
    [of.beforeTax.minor, of.tax.minor, over, ...targets.map(({ minor }) => minor)].some((minor) => minor < 0n)
  )
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
    postings:
      over > 0n ? [...postings, { from: accounts.deposits, to: accounts.clearing, minor: over }] : postings,
    previous: null,
  };
}

/**
 * Money given back to a driver: revenue and its VAT are taken back, and the provider's account pays. Of several refunds of
 * one session each carries the tax that is due after it less the tax that was due before it, so that together they carry
 * exactly the tax of the whole. `refundedBefore` is the sum of the refunds that stand, `taxBefore` the tax that they carry:
 * it differs by a rounding from what would be due where one between them was undone, and the next refund sets that right.
 * @throws Error (a bug) for a refund that is not positive or passes what the CDR came to
 */
export function refundEntry(of: {
  readonly session: string;
  readonly at: Instant;
  readonly total: Money;
  readonly tax: Money;
  readonly refunded: bigint;
  readonly refundedBefore: bigint;
  readonly taxBefore?: bigint;
  /** the tax of this refund, where it was computed from its own facts: a correction's */
  readonly ownTax?: bigint;
  readonly accounts: Accounts;
}): JournalEntry {
  const { accounts, total } = of;
  const after = of.refundedBefore + of.refunded;
  if (of.refunded <= 0n || of.refundedBefore < 0n || after > total.minor)
    throw new Error("a refund is positive and never more than the CDR's total");
  const taxOf = (minor: bigint): bigint => (2n * of.tax.minor * minor + total.minor) / (2n * total.minor);
  const due = of.ownTax ?? taxOf(after) - (of.taxBefore ?? taxOf(of.refundedBefore));
  const tax = due < 0n ? 0n : due > of.refunded ? of.refunded : due;
  return {
    kind: "refund",
    session: of.session,
    at: of.at,
    currency: total.currency,
    postings: [
      { from: accounts.clearing, to: accounts.revenue, minor: of.refunded - tax },
      { from: accounts.clearing, to: accounts.vat, minor: tax },
    ].filter(({ minor }) => minor > 0n),
    previous: null,
  };
}

/** The same arrows the other way round: an entry is never changed, it is undone by another one. */
export const reversalOf = (entry: JournalEntry, kind: JournalKind, at: Instant): JournalEntry => ({
  ...entry,
  kind,
  at,
  postings: entry.postings.map(({ from, to, minor }) => ({ from: to, to: from, minor })),
  previous: null,
});

/** An amount moved from one account to another, with no tax of its own. @throws Error (a bug) when it is not positive */
export function transferEntry(of: {
  readonly kind: JournalKind;
  readonly session: string;
  readonly at: Instant;
  readonly moved: Money;
  readonly from: string;
  readonly to: string;
}): JournalEntry {
  if (of.moved.minor <= 0n) throw new Error("a posting is never negative, and an entry of nothing is none");
  return {
    kind: of.kind,
    session: of.session,
    at: of.at,
    currency: of.moved.currency,
    postings: [{ from: of.from, to: of.to, minor: of.moved.minor }],
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
