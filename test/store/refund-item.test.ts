/** Refunds and corrections come back from their items as they went in, and change under their version alone. */
import type { Correction } from "@barq/domain/correction";
import { correctionStates } from "@barq/domain/correction";
import type { Refund } from "@barq/domain/refund";
import { refundReasons, refundStates } from "@barq/domain/refund";
import { correctionAsked, correctionChange, readCorrection } from "@barq/store/correction-item";
import { createMemoryStore } from "@barq/store/memory";
import { readRefund, refundChange, refundItem } from "@barq/store/refund-item";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const when = fc.integer({ min: 0, max: 4_102_444_800_000 });
const big = fc.bigInt({ min: 0n, max: 10n ** 18n });
const word = fc.stringMatching(/^[A-Za-z0-9_.:-]{1,36}$/);
const named = {
  tenant: fc.stringMatching(/^[a-z0-9-]{1,32}$/),
  session: fc.stringMatching(/^ses_[a-z2-7]{26}$/),
  id: fc.stringMatching(/^ref_[a-z2-7]{26}$/),
  version: fc.integer({ min: 1, max: 10_000 }),
  since: when,
  due: orNull(when),
  fingerprint: word,
  askedAt: when,
  askedBy: word,
  reason: fc.constantFrom(...refundReasons),
  why: orNull(word),
};

const anyRefund: fc.Arbitrary<Refund> = fc.record({
  ...named,
  state: fc.constantFrom(...refundStates),
  tries: fc.nat({ max: 99 }),
  refundAmount: fc.record({ minor: big, currency: fc.constantFrom("MAD", "TND", "JPY") }),
  hold: fc.integer({ min: 1, max: 9 }),
  group: orNull(word),
  tax: orNull(big),
  approvedBy: orNull(word),
  attempt: fc.nat({ max: 99 }),
  calledAt: orNull(when),
  providerId: orNull(word),
  creditNote: orNull(
    fc.record({ number: word, issuedAt: when, receipt: orNull(word), beforeTax: big, tax: big }),
  ),
  entry: orNull(fc.integer({ min: 1, max: 99 })),
});

const anyCorrection: fc.Arbitrary<Correction> = fc.record({
  ...named,
  state: fc.constantFrom(...correctionStates),
  meterStop: orNull(word),
  endedAt: orNull(when),
  corrected: orNull(
    fc.record({
      n: fc.integer({ min: 1, max: 99 }),
      sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
      energyMwh: big,
      beforeTax: big,
      tax: big,
      total: big,
      credits: fc.stringMatching(/^[0-9a-f]{64}$/),
    }),
  ),
});

describe("a refund item", () => {
  it("is read back as it was written, and after any step as the step left it, one version later", async () => {
    await fc.assert(
      fc.asyncProperty(anyRefund, anyRefund, async (before, other) => {
        const { tenant, session, id, version, fingerprint, askedAt, askedBy, reason } = before;
        const { refundAmount, hold, group, tax } = before;
        const frozen = { tenant, session, id, version, fingerprint, askedAt, askedBy, reason };
        const after = { ...other, ...frozen, refundAmount, hold, group, tax };
        const store = createMemoryStore();
        const item = refundItem(before);
        expect(readRefund(item)).toEqual(before);
        await store.commit([{ put: item }]);
        expect(await store.commit([refundChange(before, after)])).toEqual({ written: true });
        const [read] = await store.read([item]);
        expect(read && readRefund(read)).toEqual({ ...after, version: version + 1 });
        expect(await store.commit([refundChange(before, after)])).toMatchObject({ written: false });
      }),
    );
  });

  it("is in the index of what is due only while something is due", () => {
    fc.assert(
      fc.property(anyRefund, (refund) => {
        expect("d" in refundItem(refund)).toBe(refund.due !== null);
      }),
    );
  });
});

describe("a correction item", () => {
  it("is read back as it was written, and after any step as the step left it, one version later", async () => {
    await fc.assert(
      fc.asyncProperty(anyCorrection, anyCorrection, async (before, other) => {
        const { tenant, session, id, version } = before;
        const after = { ...other, tenant, session, id, version };
        const store = createMemoryStore();
        const put = correctionAsked(before);
        if (!("put" in put)) throw new Error("no put");
        expect(readCorrection(put.put)).toEqual(before);
        await store.commit([put]);
        expect(await store.commit([put])).toMatchObject({ written: false });
        expect(await store.commit([correctionChange(before, after)])).toEqual({ written: true });
        const [read] = await store.read([put.put]);
        expect(read && readCorrection(read)).toEqual({ ...after, version: version + 1 });
        expect(await store.commit([correctionChange(before, after)])).toMatchObject({ written: false });
      }),
    );
  });
});
