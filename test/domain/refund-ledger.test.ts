/** Refunds on the books: each takes back its share of the tax, a failed one is undone to the centime, and all of them to zero. */
import type { JournalEntry } from "@barq/domain/ledger";
import { balances, refundEntry, reversalOf, settlementEntry, startingAccounts } from "@barq/domain/ledger";
import type { Refund } from "@barq/domain/refund";
import { countsAsRefunded, enterRefund, isOnBooks, lookAgainAt, refundStates } from "@barq/domain/refund";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const accounts = startingAccounts;
const mad = (minor: bigint) => ({ minor, currency: "MAD" });
const at = 0;
const session = "ses_1";

const moved = ({ postings }: JournalEntry): bigint => postings.reduce((sum, { minor }) => sum + minor, 0n);
const taxIn = ({ postings }: JournalEntry): bigint =>
  postings.filter(({ to }) => to === accounts.vat).reduce((sum, { minor }) => sum + minor, 0n);

describe("a refund's entry", () => {
  it("is a bug when it gives nothing back, or more than there was", () => {
    const of = { session, at, total: mad(9000n), tax: mad(1500n), refundedBefore: 4000n, accounts };
    for (const refunded of [0n, -1n, 5001n]) expect(() => refundEntry({ ...of, refunded })).toThrow();
    expect(moved(refundEntry({ ...of, refunded: 5000n }))).toBe(5000n);
  });

  it("takes back nothing negative, and after any refunds, failures and a last one for the rest nothing is left", () => {
    const story = fc.record({
      beforeTax: fc.bigInt({ min: 0n, max: 100_000n }),
      tax: fc.bigInt({ min: 0n, max: 30_000n }),
      steps: fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 40_000n }), fc.boolean()), { maxLength: 12 }),
    });
    fc.assert(
      fc.property(story, ({ beforeTax, tax, steps }) => {
        const total = beforeTax + tax;
        fc.pre(total > 0n);
        const entries: JournalEntry[] = [
          settlementEntry({
            ...{ session, at, beforeTax: mad(beforeTax), tax: mad(tax), accounts },
            ...{ captured: total, receivable: 0n, writtenOff: 0n },
          }),
        ];
        let standing: JournalEntry[] = [];
        const give = (refunded: bigint): JournalEntry => {
          const refundedBefore = standing.reduce((sum, entry) => sum + moved(entry), 0n);
          const taxBefore = standing.reduce((sum, entry) => sum + taxIn(entry), 0n);
          const of = { session, at, total: mad(total), tax: mad(tax), refundedBefore, taxBefore, accounts };
          const entry = refundEntry({ ...of, refunded });
          entries.push(entry);
          standing.push(entry);
          return entry;
        };
        const left = (): bigint => total - standing.reduce((sum, entry) => sum + moved(entry), 0n);
        for (const [wanted, fails] of steps) {
          if (left() === 0n) break;
          const entry = give(wanted < left() ? wanted : left());
          expect(entry.postings.every(({ minor }) => minor > 0n)).toBe(true);
          if (!fails) continue;
          entries.push(reversalOf(entry, "refund_failed", at));
          standing = standing.filter((one) => one !== entry);
        }
        if (left() > 0n) give(left());
        expect([...balances(entries).values()].every((minor) => minor === 0n)).toBe(true);
      }),
    );
  });
});

describe("a refund's states", () => {
  const refund = (state: Refund["state"]): Refund => ({
    ...{ tenant: "t", session, id: "ref_1", version: 1, state, since: 0, due: null, tries: 3 },
    ...{
      refundAmount: mad(1n),
      hold: 1,
      group: null,
      tax: null,
      reason: "other",
      fingerprint: "f",
      askedAt: 0,
    },
    ...{ askedBy: "a", approvedBy: null, attempt: 0, calledAt: null, providerId: null, why: null },
    ...{ creditNote: null, entry: null },
  });

  it("only go on: what failed or was refused is over, and what was given is never sent again", () => {
    const may = (from: Refund["state"]) =>
      refundStates.filter((to) => {
        if (to === from) return false;
        try {
          return enterRefund(refund(from), to, 1, {}).state === to;
        } catch {
          return false;
        }
      });
    expect(Object.fromEntries(refundStates.map((state) => [state, may(state)]))).toEqual({
      asked: ["approved", "refused"],
      approved: ["sending", "refused"],
      sending: ["pending", "given", "failed", "refused"],
      pending: ["given", "failed"],
      given: ["failed"],
      failed: [],
      refused: [],
    });
    expect(enterRefund(refund("asked"), "approved", 5, {})).toMatchObject({ since: 5, tries: 0 });
    expect(enterRefund(refund("asked"), "asked", 5, { why: "x" })).toMatchObject({
      since: 0,
      tries: 3,
      why: "x",
    });
  });

  it("count against what was captured until nothing can come of them, and are on the books once the provider has them", () => {
    expect(refundStates.filter((state) => !countsAsRefunded({ state }))).toEqual(["failed", "refused"]);
    expect(refundStates.filter((state) => isOnBooks({ state }))).toEqual(["pending", "given"]);
    for (const state of ["asked", "approved", "failed", "refused"] as const)
      expect(lookAgainAt({ state, since: 0 }, 0)).toBeNull();
  });
});
