/** The books balance: every entry moves as much out of accounts as into them, and says where the tax went. */
import { balances, settlementEntry, startingAccounts } from "@barq/domain/ledger";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const mad = (minor: bigint) => ({ minor, currency: "MAD" });
const accounts = startingAccounts;

const entryOf = (of: {
  beforeTax: bigint;
  tax: bigint;
  captured?: bigint;
  receivable?: bigint;
  writtenOff?: bigint;
}) =>
  settlementEntry({
    session: "ses_1",
    at: 0,
    beforeTax: mad(of.beforeTax),
    tax: mad(of.tax),
    captured: of.captured ?? 0n,
    receivable: of.receivable ?? 0n,
    writtenOff: of.writtenOff ?? 0n,
    accounts,
  });

/** Any total, cut into the three parts that it can end as. */
const anySettlement = fc
  .tuple(
    fc.bigInt({ min: 0n, max: 10n ** 9n }),
    fc.bigInt({ min: 0n, max: 10n ** 9n }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([beforeTax, tax, first, second]) => {
    const total = beforeTax + tax;
    const share = (of: bigint, part: number): bigint => (of * BigInt(Math.round(part * 10 ** 6))) / 10n ** 6n;
    const captured = share(total, first);
    const receivable = share(total - captured, second);
    return { beforeTax, tax, captured, receivable, writtenOff: total - captured - receivable };
  });

describe("an entry", () => {
  it("of a capture is revenue and its tax against the provider's account", () => {
    expect(entryOf({ beforeTax: 8333n, tax: 1666n, captured: 9999n })).toMatchObject({
      kind: "capture",
      postings: [
        { from: accounts.revenue, to: accounts.clearing, minor: 8333n },
        { from: accounts.vat, to: accounts.clearing, minor: 1666n },
      ],
    });
  });

  it("of a lapsed hold is a receivable, of a sum too small to take a write-off", () => {
    expect(entryOf({ beforeTax: 100n, tax: 20n, receivable: 120n })).toMatchObject({
      kind: "receivable",
      postings: [{ to: accounts.receivable }, { to: accounts.receivable }],
    });
    expect(entryOf({ beforeTax: 100n, tax: 0n, writtenOff: 100n })).toMatchObject({
      kind: "write_off",
      postings: [{ from: accounts.revenue, to: accounts.writeOff, minor: 100n }],
    });
  });

  it("leaves every account with exactly its part, and all of them with nothing together", () => {
    fc.assert(
      fc.property(anySettlement, (settlement) => {
        const entry = entryOf(settlement);
        const left = balances([entry]);
        const on = (account: string): bigint => left.get(`${account} MAD`) ?? 0n;
        expect(on(accounts.clearing)).toBe(settlement.captured);
        expect(on(accounts.receivable)).toBe(settlement.receivable);
        expect(on(accounts.writeOff)).toBe(settlement.writtenOff);
        expect(on(accounts.revenue)).toBe(-settlement.beforeTax);
        expect(on(accounts.vat)).toBe(-settlement.tax);
        expect([...left.values()].reduce((a, b) => a + b, 0n)).toBe(0n);
        expect(entry.postings.every(({ minor }) => minor > 0n)).toBe(true);
      }),
    );
  });

  it("gives no part more tax than it holds", () => {
    // By rounding down part by part two units would be left for a part of one.
    const entry = entryOf({ beforeTax: 83n, tax: 17n, captured: 23n, receivable: 76n, writtenOff: 1n });
    expect(balances([entry]).get(`${accounts.writeOff} MAD`)).toBe(1n);
    expect(entry.postings.filter(({ from }) => from === accounts.vat).map(({ minor }) => minor)).toEqual([
      4n,
      13n,
    ]);
  });

  it("whose parts are not the total is never made", () => {
    for (const captured of [9998n, 10_000n, 0n])
      expect(() => entryOf({ beforeTax: 8333n, tax: 1666n, captured })).toThrow(/do not sum/);
  });

  it("with a part below zero is never made, nor one of two currencies", () => {
    expect(() => entryOf({ beforeTax: 100n, tax: 0n, captured: 200n, receivable: -100n })).toThrow(
      /negative/,
    );
    expect(() => entryOf({ beforeTax: 120n, tax: -20n, captured: 100n })).toThrow(/negative/);
    const tax = { minor: 1n, currency: "EUR" };
    const whole = { session: "s", at: 0, captured: 2n, receivable: 0n, writtenOff: 0n, accounts };
    expect(() => settlementEntry({ ...whole, beforeTax: mad(1n), tax })).toThrow(/currencies/);
  });
});

it("balances keep currencies apart", () => {
  const entries = ["MAD", "EUR"].map((currency) => ({
    ...entryOf({ beforeTax: 5n, tax: 0n, captured: 5n }),
    currency,
  }));
  expect(balances(entries)).toEqual(
    new Map([
      [`${accounts.clearing} MAD`, 5n],
      [`${accounts.revenue} MAD`, -5n],
      [`${accounts.clearing} EUR`, 5n],
      [`${accounts.revenue} EUR`, -5n],
    ]),
  );
});
