/**
 * What every provider's books guarantee, bad days first: lists that are whole or throw, labels that are the intent's, and
 * payouts that are the sum of what they carry. The bench stands for the provider's own side.
 */
import type { Instant } from "@barq/domain/instant";
import { day, hour, minute, second } from "@barq/domain/instant";
import { money } from "@barq/domain/money";
import type { HoldRef, Payments } from "@barq/payments/port";
import type { AccountBooks, BookRows, MovementRow } from "@barq/payments/provider-books";
import type { Refunds } from "@barq/payments/refunds";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

export interface BooksBench {
  readonly payments: Payments;
  readonly refunds: Refunds;
  readonly books: AccountBooks;
  readonly now: () => Instant;
  advance(ms: number): Promise<void>;
  /** `late`: with a card whose refunds are sent back by the bank within some hours */
  pay(page: string, card?: "good" | "late"): Promise<void>;
  /** The refund, made to such a card, comes back within this call. */
  sendBack(refund: string): Promise<void>;
  /** From now on the released rest of a partial capture is shown as a refund, where the provider has that habit. */
  showRests(): Promise<void>;
  /** Somebody else on the same account takes money. */
  sellElsewhere(): Promise<void>;
  /** The next call of a list has no answer. */
  shutNext(): Promise<void>;
  close(): Promise<void>;
}

export function describeProviderBooks(name: string, makeBench: () => Promise<BooksBench>): void {
  describe(`provider's books, ${name}`, () => {
    let bench: BooksBench;
    let count = 0;
    beforeAll(async () => {
      bench = await makeBench();
    });
    afterAll(() => bench.close());

    const rowsOf = async <B extends keyof BookRows>(
      book: B,
      from: Instant,
      to = bench.now() + second,
    ): Promise<BookRows[B][]> => Array.fromAsync(bench.books.list(book, { from, to }));

    const held = async (card: "good" | "late" = "good"): Promise<{ session: string; ref: HoldRef }> => {
      const session = `ses_b${++count}`;
      const opened = await bench.payments.open({
        key: `test#${session}#hold.1#1`,
        labels: { tenant: "t1", session, reference: "REF", hold: 1, attempt: 1, environment: "test" },
        holdAmount: money(20_000n, "MAD"),
        locale: "fr",
        description: "REF",
        statement: "REF",
        paidUrl: "http://localhost:1/paid",
        abandonedUrl: "http://localhost:1/back",
        expiresAt: bench.now() + hour,
      });
      if (opened.kind !== "opened") throw new Error(`not opened: ${JSON.stringify(opened)}`);
      await bench.pay(opened.ref.page ?? "", card);
      const truth = await bench.payments.read(opened.ref);
      if (truth.kind !== "held") throw new Error(`not held: ${JSON.stringify(truth)}`);
      return { session, ref: truth.ref };
    };
    const captured = async (minor: bigint, card: "good" | "late" = "good") => {
      const hold = await held(card);
      const captureAmount = money(minor, "MAD");
      const key = `test#${hold.session}#capture.1#1`;
      const answer = await bench.payments.capture({ key, ref: hold.ref, captureAmount });
      if (answer.kind !== "captured") throw new Error(`not captured: ${JSON.stringify(answer)}`);
      return hold;
    };
    const refunded = (of: { session: string; ref: HoldRef }, refund: string, minor: bigint) =>
      bench.refunds.refund({
        key: `test#${of.session}#refund.${refund}#1`,
        refund,
        tenant: "t1",
        session: of.session,
        ref: of.ref,
        refundAmount: money(minor, "MAD"),
      });
    /** A fresh second, so that what an earlier test made is not in the period; providers count in whole seconds. */
    const fresh = async (): Promise<Instant> => {
      await bench.advance(minute - (bench.now() % second));
      return bench.now();
    };

    it("throws when the provider does not answer: a list with a hole proves nothing", async () => {
      await held();
      await bench.shutNext();
      await expect(rowsOf("intents", bench.now() - day)).rejects.toThrow();
    });

    it("never takes the released rest of a partial capture for a refund of ours, and no money moved for it", async () => {
      const from = await fresh();
      await bench.showRests();
      const { ref } = await captured(15_000n);
      const refunds = (await rowsOf("refunds", from)).filter(({ intent }) => intent === ref.intent);
      expect(refunds.every(({ isReleasedRest, refund }) => isReleasedRest && refund === null)).toBe(true);
      const moved = (await rowsOf("movements", from)).filter(({ intent }) => intent === ref.intent);
      expect(moved.map(({ type }) => type)).toEqual(["charge"]);
    });

    it("keeps a refund and its coming back as two movements that sum to nothing", async () => {
      const from = await fresh();
      const hold = await captured(10_000n, "late");
      expect(await refunded(hold, "ref_back", 4_000n)).toMatchObject({ kind: "refund" });
      await bench.sendBack("ref_back");
      const [row] = await rowsOf("refunds", from);
      expect(row).toMatchObject({ refund: "ref_back", standing: "failed", isReleasedRest: false });
      const moved = (await rowsOf("movements", from)).filter(({ refund }) => refund === "ref_back");
      expect(moved.map(({ type }) => type).sort()).toEqual(["refund", "refund_failure"]);
      expect(moved.reduce((sum, { net }) => sum + net.minor, 0n)).toBe(0n);
    });

    it("labels intents, refunds and movements with what the intent was opened for, environment and all", async () => {
      const from = await fresh();
      const hold = await captured(12_345n);
      await refunded(hold, "ref_labels", 345n);
      const labels = { tenant: "t1", session: hold.session, environment: "test" };
      const { intent } = hold.ref;
      expect(await rowsOf("intents", from)).toMatchObject([
        {
          ...labels,
          id: intent,
          hold: 1,
          standing: "captured",
          authorisedAmount: money(20_000n, "MAD"),
          capturedAmount: money(12_345n, "MAD"),
        },
      ]);
      expect((await rowsOf("refunds", from)).filter(({ isReleasedRest }) => !isReleasedRest)).toMatchObject([
        { ...labels, intent, refund: "ref_labels", standing: "succeeded", refundAmount: money(345n, "MAD") },
      ]);
      const [intentRow] = await rowsOf("intents", from);
      const moved = (await rowsOf("movements", from)).sort((a, b) => (a.type < b.type ? -1 : 1));
      expect(moved).toMatchObject([
        {
          ...labels,
          intent,
          type: "charge",
          presentedAmount: money(12_345n, "MAD"),
          id: intentRow?.movement,
        },
        { ...labels, intent, type: "refund", presentedAmount: money(345n, "MAD"), refund: "ref_labels" },
      ]);
    });

    it("settles what was presented by the rate it names, and net is gross less fee", async () => {
      const from = await fresh();
      await captured(10_000n);
      const [moved] = await rowsOf("movements", from);
      if (!moved?.presentedAmount || moved.rateText === null) throw new Error("nothing was exchanged");
      expect(moved.net.minor).toBe(moved.gross.minor - moved.fee.minor);
      expect(moved.fee.minor).toBeGreaterThan(0n);
      expect(Number(moved.gross.minor)).toBe(Math.round(10_000 * Number(moved.rateText)));
    });

    it("shows what others did on the account without a label of ours", async () => {
      const from = await fresh();
      await bench.sellElsewhere();
      expect(await rowsOf("intents", from)).toMatchObject([
        { tenant: null, session: null, environment: null },
      ]);
    });

    it("takes the first instant of a period and not the last", async () => {
      const at = await fresh();
      const { ref } = await held();
      const ids = async (a: Instant, b: Instant): Promise<string[]> =>
        (await rowsOf("intents", a, b)).map(({ id }) => id);
      expect(await ids(at, at + second)).toEqual([ref.intent]);
      expect(await ids(at - minute, at)).not.toContain(ref.intent);
      expect(await ids(at + second, at + minute)).not.toContain(ref.intent);
    });

    it("pages to the end", async () => {
      const from = await fresh();
      const made: (string | null)[] = [];
      for (let n = 0; n < 120; n++) made.push((await held()).ref.intent);
      const listed = (await rowsOf("intents", from)).map(({ id }) => id);
      expect(new Set(listed)).toEqual(new Set(made));
      expect(listed).toHaveLength(120);
    });

    it("pays out daily, every movement once, and each payout is the sum of what it carries to the cent", async () => {
      for (let n = 0; n < 4; n++) {
        await captured(5_000n + BigInt(n));
        await bench.advance(day);
      }
      const before = (await rowsOf("payouts", 0)).find(({ itemised }) => itemised !== "yes");
      expect(before?.itemised).toBe("not_yet");
      await bench.advance(4 * day);
      const payouts = await rowsOf("payouts", 0);
      expect(payouts.length).toBeGreaterThanOrEqual(4);
      const carried = new Map<string, MovementRow>();
      for (const payout of payouts) {
        expect(payout).toMatchObject({ standing: "paid", itemised: "yes" });
        const rows = await Array.fromAsync(bench.books.carriedBy(payout.id));
        expect(rows.reduce((sum, { net }) => sum + net.minor, 0n)).toBe(payout.payoutAmount.minor);
        for (const row of rows) {
          expect(carried.has(row.id)).toBe(false);
          carried.set(row.id, row);
        }
      }
      const all = await rowsOf("movements", 0);
      expect(carried.size).toBe(all.filter(({ type }) => type !== "payout").length);
      // The account is empty again: what came in has left.
      expect(all.reduce((sum, { net }) => sum + net.minor, 0n)).toBe(0n);
    });
  });
}
