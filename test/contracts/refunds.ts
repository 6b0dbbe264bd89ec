/**
 * What every adapter of refunds guarantees, bad days first. The bench stands for the provider's own side: a driver who
 * paid, a bank that hesitates or sends back, answers that are lost, a clock that moves.
 */
import type { Instant } from "@barq/domain/instant";
import { day, hour, minute } from "@barq/domain/instant";
import { money } from "@barq/domain/money";
import type { HoldRef, PaymentCapabilities, Payments } from "@barq/payments/port";
import type { RefundRequest, Refunds } from "@barq/payments/refunds";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** How the driver's bank takes refunds. */
export type Bank = "prompt" | "hesitates" | "sends_back";

export interface RefundsBench {
  readonly payments: Payments;
  readonly refunds: Refunds;
  readonly now: () => Instant;
  advance(ms: number): Promise<void>;
  /** the page is paid with a card of such a bank */
  pay(page: string, bank: Bank): Promise<void>;
  /** what the bank has still to say is said now: hesitating refunds succeed, those sent back fail */
  turnOut(refund: string, bank: Bank): Promise<void>;
  /** The next call of the verb has no answer: nothing was done, it was done, or its failure is kept under the key. */
  silence(verb: "refund" | "find", where: "before" | "after" | "spent"): Promise<void>;
  /** how the provider shows the rest of a partial capture from now on */
  showRest(as: "plain" | "refund"): Promise<void>;
  /** every refund has a status that nobody knows, until it is set right */
  confuse(confused: boolean): Promise<void>;
  /** how many refunds of ours the provider has under this id */
  made(refund: string, ref: HoldRef): Promise<number>;
  close(): Promise<void>;
}

export function describeRefunds(
  name: string,
  can: PaymentCapabilities,
  makeBench: () => Promise<RefundsBench>,
): void {
  describe(`refunds, ${name}`, () => {
    let bench: RefundsBench;
    let count = 0;
    beforeAll(async () => {
      bench = await makeBench();
    });
    afterAll(() => bench.close());

    /** Of which 90.00 are taken: a part of it, or all where no part can be taken. */
    const holdAmount = money(can.partialCapture ? 25_000n : 9_000n, "MAD");

    /** 90.00 taken, and the request that gives a part of it back. */
    const captured = async (
      of: { readonly bank?: Bank; readonly minor?: bigint } = {},
    ): Promise<RefundRequest> => {
      const session = `ses_${++count}`;
      const opened = await bench.payments.open({
        key: `test#${session}#hold.1#1`,
        labels: { tenant: "t1", session, reference: "REF", hold: 1, attempt: 1, environment: "test" },
        holdAmount,
        locale: "fr",
        description: "REF",
        statement: "REF",
        paidUrl: "http://localhost:1/paid",
        abandonedUrl: "http://localhost:1/abandoned",
        expiresAt: bench.now() + hour,
      });
      if (opened.kind !== "opened") throw new Error("not opened");
      await bench.pay(opened.ref.page ?? "", of.bank ?? "prompt");
      const held = await bench.payments.read(opened.ref);
      if (held.kind !== "held") throw new Error("not held");
      // A deposit was taken when it was paid.
      if (can.hold) {
        const answer = await bench.payments.capture({
          key: `test#${session}#capture.1#1`,
          ref: held.ref,
          captureAmount: money(9_000n, "MAD"),
        });
        if (answer.kind !== "captured") throw new Error("not captured");
      }
      const refund = `ref_${count}`;
      return {
        key: `test#${session}#refund.${refund}#1`,
        refund,
        tenant: "t1",
        session,
        ref: held.ref,
        refundAmount: money(of.minor ?? 4_000n, "MAD"),
      };
    };
    const attempt = (request: RefundRequest, n: number): RefundRequest => ({
      ...request,
      key: request.key.replace(/#1$/, `#${n}`),
    });
    const find = ({ refund, ref }: RefundRequest) => bench.refunds.find({ refund, ref });

    describe("a bad day", () => {
      it.skipIf(!can.idempotencyKeys)(
        "an answer that was lost: the refund is found by our id, and a repeat of the key is the same refund",
        async () => {
          const request = await captured();
          await bench.silence("refund", "after");
          expect(await bench.refunds.refund(request)).toMatchObject({ kind: "unknown" });
          const found = await find(request);
          expect(found).toMatchObject({
            kind: "refund",
            standing: "succeeded",
            refundAmount: { minor: 4_000n },
          });
          expect(await bench.refunds.refund(request)).toEqual(found);
          expect(await bench.made(request.refund, request.ref)).toBe(1);
        },
      );

      it.skipIf(can.idempotencyKeys)(
        "without keys an answer that was lost is found by our id, and a repeat would give back again",
        async () => {
          const request = await captured();
          await bench.silence("refund", "after");
          expect(await bench.refunds.refund(request)).toMatchObject({ kind: "unknown" });
          expect(await find(request)).toMatchObject({ kind: "refund", standing: "succeeded" });
          expect(await bench.refunds.refund(request)).toMatchObject({ kind: "refund" });
          expect(await bench.made(request.refund, request.ref)).toBe(2);
        },
      );

      it("a call that never arrived gives nothing back, and the repeat does", async () => {
        const request = await captured();
        await bench.silence("refund", "before");
        expect(await bench.refunds.refund(request)).toMatchObject({ kind: "unknown" });
        expect(await find(request)).toEqual({ kind: "none" });
        expect(await bench.refunds.refund(request)).toMatchObject({ kind: "refund" });
        expect(await bench.made(request.refund, request.ref)).toBe(1);
      });

      it.skipIf(!can.idempotencyKeys)(
        "a failure kept under the key is unknown as often as it is asked; the next attempt gives the money back once",
        async () => {
          const request = await captured();
          await bench.silence("refund", "spent");
          expect(await bench.refunds.refund(request)).toMatchObject({ kind: "unknown" });
          expect(await bench.refunds.refund(request)).toMatchObject({ kind: "unknown" });
          expect(await find(request)).toEqual({ kind: "none" });
          expect(await bench.refunds.refund(attempt(request, 2))).toMatchObject({ kind: "refund" });
          expect(await bench.made(request.refund, request.ref)).toBe(1);
        },
      );

      it("a look that has no answer is unknown, never none", async () => {
        const request = await captured();
        await bench.refunds.refund(request);
        await bench.silence("find", "before");
        expect(await find(request)).toMatchObject({ kind: "unknown" });
        expect(await find(request)).toMatchObject({ kind: "refund" });
      });

      it("the key is forgotten after a day, so whoever looks first finds the refund that a repeat would make again", async () => {
        const request = await captured();
        await bench.silence("refund", "after");
        await bench.refunds.refund(request);
        await bench.advance(25 * hour);
        expect(await find(request)).toMatchObject({ kind: "refund", standing: "succeeded" });
        await bench.advance(90 * day);
        expect(await find(request)).toMatchObject({ kind: "refund", standing: "succeeded" });
        // What the look is for: the old key is as good as new, and the money would go back twice.
        expect(await bench.refunds.refund(request)).toMatchObject({ kind: "refund" });
        expect(await bench.made(request.refund, request.ref)).toBe(2);
      });

      it("a status that nobody knows is unknown, in the answer and in the look", async () => {
        const request = await captured();
        await bench.confuse(true);
        expect(await bench.refunds.refund(request)).toMatchObject({ kind: "unknown" });
        expect(await find(request)).toMatchObject({ kind: "unknown" });
        await bench.confuse(false);
        expect(await find(request)).toMatchObject({ kind: "refund" });
        expect(await bench.made(request.refund, request.ref)).toBe(1);
      });
    });

    describe("never more than was captured", () => {
      it.skipIf(!can.idempotencyKeys)("the key of one refund is refused for another amount", async () => {
        const request = await captured();
        await bench.refunds.refund(request);
        const other = await bench.refunds.refund({ ...request, refundAmount: money(4_001n, "MAD") });
        expect(other).toMatchObject({ kind: "refused", code: "idempotency_error" });
        expect(await bench.made(request.refund, request.ref)).toBe(1);
      });

      it("several refunds stop at what was captured, to the centime", async () => {
        const first = await captured();
        expect(await bench.refunds.refund(first)).toMatchObject({ kind: "refund" });
        const next = (n: number, minor: bigint): RefundRequest => ({
          ...first,
          refund: `${first.refund}_${n}`,
          key: `${first.key}_${n}`,
          refundAmount: money(minor, "MAD"),
        });
        expect(await bench.refunds.refund(next(2, 5_001n))).toMatchObject({ kind: "refused" });
        expect(await bench.refunds.refund(next(3, 5_000n))).toMatchObject({ kind: "refund" });
        expect(await bench.refunds.refund(next(4, 1n))).toMatchObject({
          kind: "refused",
          code: "charge_already_refunded",
        });
        expect(await bench.refunds.find(next(2, 5_001n))).toEqual({ kind: "none" });
      });

      it.skipIf(!can.hold)("what was only held is not given back as a refund", async () => {
        const request = await captured();
        const session = `ses_${++count}`;
        const opened = await bench.payments.open({
          key: `test#${session}#hold.1#1`,
          labels: { tenant: "t1", session, reference: "REF", hold: 1, attempt: 1, environment: "test" },
          holdAmount,
          locale: "fr",
          description: "REF",
          statement: "REF",
          paidUrl: "http://localhost:1/paid",
          abandonedUrl: "http://localhost:1/abandoned",
          expiresAt: bench.now() + hour,
        });
        const page = opened.kind === "opened" ? opened.ref : { page: null, intent: null };
        await bench.pay(page.page ?? "", "prompt");
        const held = await bench.payments.read(page);
        if (held.kind !== "held") throw new Error("not held");
        const answer = await bench.refunds.refund({
          ...request,
          session,
          key: `${session}#r`,
          ref: held.ref,
        });
        expect(answer).toMatchObject({ kind: "refused" });
      });

      for (const shape of ["plain", "refund"] as const) {
        it.skipIf(!can.partialCapture)(
          `the released rest of a partial capture is never one of ours (shown as ${shape})`,
          async () => {
            await bench.showRest(shape);
            const request = await captured({ minor: 9_000n });
            await bench.showRest("plain");
            expect(await find(request)).toEqual({ kind: "none" });
            expect(await bench.payments.read(request.ref)).toMatchObject({
              kind: "captured",
              capturedAmount: { minor: 9_000n },
            });
            const made = await bench.refunds.refund(request);
            expect(made).toMatchObject({ kind: "refund", refundAmount: { minor: 9_000n } });
            expect(await find(request)).toEqual(made);
          },
        );
      }
    });

    describe("the bank", () => {
      it("may hesitate: pending, then succeeded", async () => {
        const request = await captured({ bank: "hesitates" });
        const made = await bench.refunds.refund(request);
        expect(made).toMatchObject({ kind: "refund", standing: "pending", why: null });
        await bench.turnOut(request.refund, "hesitates");
        expect(await find(request)).toEqual({ ...made, standing: "succeeded" });
      });

      it("may send back what had succeeded: failed, with the reason, and the money can be given back again", async () => {
        const request = await captured({ bank: "sends_back", minor: 9_000n });
        const made = await bench.refunds.refund(request);
        expect(made).toMatchObject({ kind: "refund", standing: "succeeded" });
        await bench.turnOut(request.refund, "sends_back");
        expect(await find(request)).toEqual({ ...made, standing: "failed", why: "expired_or_canceled_card" });
        await bench.advance(minute);
        const again = { ...request, refund: `${request.refund}_again`, key: `${request.key}_again` };
        expect(await bench.refunds.refund(again)).toMatchObject({ kind: "refund" });
      });
    });

    it("a refund that was never asked for is none", async () => {
      const request = await captured();
      expect(await find(request)).toEqual({ kind: "none" });
    });
  });
}
