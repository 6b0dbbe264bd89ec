/**
 * What every adapter of later collections guarantees, bad days first: by the card that paid a hold, once, as the driver agreed.
 * The bench stands for the provider's own side: cards and their banks, answers that are lost, a clock that moves.
 */
import type { Instant } from "@barq/domain/instant";
import { day, hour } from "@barq/domain/instant";
import { money } from "@barq/domain/money";
import type { Collecting, CollectRequest } from "@barq/payments/collecting";
import type { PaymentCapabilities, Payments } from "@barq/payments/port";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** What the card's bank says once its holder is away. */
export type LaterBank = "pays" | "asks_for_holder" | "declines";

export interface CollectingBench {
  readonly payments: Payments;
  readonly collecting: Collecting;
  readonly now: () => Instant;
  advance(ms: number): Promise<void>;
  /** the page is paid with a card of such a bank */
  pay(page: string, bank: LaterBank): Promise<void>;
  /** The next call of the verb has no answer: nothing was done, it was done, or its failure is kept under the key. */
  silence(verb: "collect" | "findCollection", where: "before" | "after" | "spent"): Promise<void>;
  /** how often the card of this session was asked, and how often it paid */
  asked(session: string): Promise<{ readonly tries: number; readonly paid: number }>;
  close(): Promise<void>;
}

export function describeCollecting(
  name: string,
  can: PaymentCapabilities,
  makeBench: () => Promise<CollectingBench>,
): void {
  describe(`later collections, ${name}`, () => {
    let bench: CollectingBench;
    let count = 0;
    beforeAll(async () => {
      bench = await makeBench();
    });
    afterAll(() => bench.close());

    /** A hold of 90.00 that stands, and the request that takes 40.00 beyond it. */
    const held = async (
      of: { readonly bank?: LaterBank; readonly savesCard?: boolean } = {},
    ): Promise<CollectRequest> => {
      const session = `ses_${++count}`;
      const labels = { tenant: "t1", session, reference: "REF", attempt: 1, environment: "test" };
      const opened = await bench.payments.open({
        key: `test#${session}#hold.1#1`,
        labels: { ...labels, hold: 1 },
        holdAmount: money(9_000n, "MAD"),
        locale: "fr",
        description: "REF",
        statement: "REF",
        savesCard: of.savesCard ?? true,
        paidUrl: "http://localhost:1/paid",
        abandonedUrl: "http://localhost:1/abandoned",
        expiresAt: bench.now() + hour,
      });
      if (opened.kind !== "opened") throw new Error("not opened");
      await bench.pay(opened.ref.page ?? "", of.bank ?? "pays");
      const truth = await bench.payments.read(opened.ref);
      if (truth.kind !== "held") throw new Error("not held");
      return {
        key: `test#${session}#collect.1#1`,
        labels,
        ref: truth.ref,
        collectAmount: money(4_000n, "MAD"),
        statement: "REF",
      };
    };
    const find = ({ labels, ref }: CollectRequest) => bench.collecting.findCollection({ labels, ref });
    const asked = ({ labels }: CollectRequest) => bench.asked(labels.session);

    if (!can.savedCard) {
      it("a provider that keeps no cards is asked for nothing, and says so", async () => {
        const request = await held({ savesCard: false });
        expect(await bench.collecting.collect(request)).toMatchObject({
          kind: "refused",
          code: "no_saved_card",
        });
        expect(await asked(request)).toEqual({ tries: 0, paid: 0 });
      });
      return;
    }

    describe("a bad day", () => {
      it("an answer that was lost: what was taken is found by our labels, and a repeat of the key takes nothing more", async () => {
        const request = await held();
        await bench.silence("collect", "after");
        expect(await bench.collecting.collect(request)).toMatchObject({ kind: "unknown" });
        const found = await find(request);
        expect(found).toMatchObject({ kind: "collected", collectedAmount: { minor: 4_000n } });
        expect(await bench.collecting.collect(request)).toEqual(found);
        expect(await asked(request)).toEqual({ tries: 1, paid: 1 });
      });

      it("a call that never arrived takes nothing, and the repeat does", async () => {
        const request = await held();
        await bench.silence("collect", "before");
        expect(await bench.collecting.collect(request)).toMatchObject({ kind: "unknown" });
        expect(await find(request)).toEqual({ kind: "none" });
        expect(await bench.collecting.collect(request)).toMatchObject({ kind: "collected" });
        expect(await asked(request)).toEqual({ tries: 1, paid: 1 });
      });

      it("a failure kept under the key is unknown for a day; the key is good again when it is forgotten", async () => {
        const request = await held();
        await bench.silence("collect", "spent");
        expect(await bench.collecting.collect(request)).toMatchObject({ kind: "unknown" });
        expect(await bench.collecting.collect(request)).toMatchObject({ kind: "unknown" });
        expect(await find(request)).toEqual({ kind: "none" });
        await bench.advance(25 * hour);
        expect(await bench.collecting.collect(request)).toMatchObject({ kind: "collected" });
        expect(await asked(request)).toEqual({ tries: 1, paid: 1 });
      });

      it("a look that has no answer is unknown, never none", async () => {
        const request = await held();
        await bench.collecting.collect(request);
        await bench.silence("findCollection", "before");
        expect(await find(request)).toMatchObject({ kind: "unknown" });
        expect(await find(request)).toMatchObject({ kind: "collected" });
      });

      it("the key is forgotten after a day, so whoever looks first finds what a repeat would take again", async () => {
        const request = await held();
        await bench.silence("collect", "after");
        await bench.collecting.collect(request);
        await bench.advance(90 * day);
        expect(await find(request)).toMatchObject({ kind: "collected" });
        // What the look is for: the old key is as good as new.
        expect(await bench.collecting.collect(request)).toMatchObject({ kind: "collected" });
        expect(await asked(request)).toEqual({ tries: 2, paid: 2 });
        expect(await find(request)).toMatchObject({ kind: "collected", collectedAmount: { minor: 4_000n } });
      });

      it("the key of one collection is refused for another amount", async () => {
        const request = await held();
        await bench.collecting.collect(request);
        const other = await bench.collecting.collect({ ...request, collectAmount: money(4_001n, "MAD") });
        expect(other).toMatchObject({ kind: "refused", code: "idempotency_error" });
        expect(await asked(request)).toEqual({ tries: 1, paid: 1 });
      });
    });

    describe("the bank", () => {
      it("that wants its customer there declines, and nothing is taken, however often it is asked under the key", async () => {
        const request = await held({ bank: "asks_for_holder" });
        const declined = { kind: "declined", code: "authentication_required" };
        expect(await bench.collecting.collect(request)).toMatchObject(declined);
        expect(await bench.collecting.collect(request)).toMatchObject(declined);
        expect(await find(request)).toMatchObject(declined);
        expect(await asked(request)).toEqual({ tries: 1, paid: 0 });
      });

      it("that declines says why, in the answer and in the look", async () => {
        const request = await held({ bank: "declines" });
        const declined = { kind: "declined", code: "card_declined", why: "insufficient_funds" };
        expect(await bench.collecting.collect(request)).toEqual(declined);
        expect(await find(request)).toEqual(declined);
      });

      it("a decline whose answer was lost is found as one", async () => {
        const request = await held({ bank: "declines" });
        await bench.silence("collect", "after");
        expect(await bench.collecting.collect(request)).toMatchObject({ kind: "unknown" });
        expect(await find(request)).toMatchObject({ kind: "declined", code: "card_declined" });
        expect(await asked(request)).toEqual({ tries: 1, paid: 0 });
      });
    });

    it("a card stays kept when its hold was captured, released or has lapsed", async () => {
      const [captured, released, lapsed] = [await held(), await held(), await held()];
      const captureAmount = money(9_000n, "MAD");
      await bench.payments.capture({ key: `${captured.key}#c`, ref: captured.ref, captureAmount });
      await bench.payments.release({ key: `${released.key}#r`, ref: released.ref });
      await bench.advance(8 * day);
      expect(await bench.payments.read(lapsed.ref)).toMatchObject({ kind: "gone", why: "lapsed" });
      for (const request of [captured, released, lapsed])
        expect(await bench.collecting.collect(request)).toMatchObject({ kind: "collected" });
      expect(await bench.payments.read(captured.ref)).toMatchObject({ capturedAmount: { minor: 9_000n } });
    });

    it("a driver who did not agree has no card kept, and none is asked", async () => {
      const request = await held({ savesCard: false });
      expect(await bench.collecting.collect(request)).toMatchObject({
        kind: "refused",
        code: "no_saved_card",
      });
      expect(await find(request)).toEqual({ kind: "none" });
      expect(await asked(request)).toEqual({ tries: 0, paid: 0 });
    });

    it("the collection of one session is none of another's", async () => {
      const [one, other] = [await held(), await held()];
      await bench.collecting.collect(one);
      expect(await find(other)).toEqual({ kind: "none" });
    });

    it("less than the provider takes is refused, and the card is not asked", async () => {
      const request = await held();
      const answer = await bench.collecting.collect({ ...request, collectAmount: money(1n, "MAD") });
      expect(answer).toMatchObject({ kind: "refused", code: "amount_too_small" });
      expect(await asked(request)).toEqual({ tries: 0, paid: 0 });
    });
  });
}
