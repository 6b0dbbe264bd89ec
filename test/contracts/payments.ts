/**
 * What every payment adapter guarantees, bad days first. The bench stands for the provider's own side: a driver who pays or
 * is declined, a clock that moves, answers that are lost. What needs an ability goes by the adapter's flag, never by its
 * name, and what an adapter without it does instead is said beside it.
 */
import type { Instant } from "@barq/domain/instant";
import { day, hour, minute, second } from "@barq/domain/instant";
import { money } from "@barq/domain/money";
import type { HoldRef, OpenHold, PaymentCapabilities, Payments } from "@barq/payments/port";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Beyond } from "./payments-beyond.ts";
import { describeBeyond } from "./payments-beyond.ts";

export type Verb = "open" | "read" | "find" | "capture" | "raise" | "release";

export interface PaymentsBench {
  readonly payments: Payments;
  readonly now: () => Instant;
  advance(ms: number): Promise<void>;
  pay(page: string, beyond?: Beyond): Promise<void>;
  decline(page: string): Promise<void>;
  /** The next call of the verb has no answer: nothing was done, it was done, or its failure is kept under the key. */
  silence(verb: Verb, where: "before" | "after" | "spent"): Promise<void>;
  /** The provider says a state nobody knows; false where that cannot be arranged. */
  confuse(page: string): Promise<boolean>;
  /** News as the provider sends it, signed at a time. */
  news(page: string, signedAt: Instant): Promise<{ readonly body: string; readonly signature: string }>;
  close(): Promise<void>;
}

export function describePayments(
  name: string,
  can: PaymentCapabilities,
  makeBench: () => Promise<PaymentsBench>,
): void {
  describe(`payments, ${name}`, () => {
    let bench: PaymentsBench;
    let payments: Payments;
    let count = 0;
    beforeAll(async () => {
      bench = await makeBench();
      payments = bench.payments;
    });
    afterAll(() => bench.close());

    it("says what it can do, and it is what is expected of it", () => {
      expect(payments.capabilities).toEqual(can);
    });

    /** What is owed of a hold of 200.00: any part of it, or all of it where no part can be taken. */
    const owed = money(can.partialCapture ? 9_900n : 20_000n, "MAD");

    const asked = (changes: Partial<OpenHold> = {}): OpenHold => {
      const session = `ses_${++count}`;
      return {
        key: `test#${session}#hold.1#1`,
        labels: {
          tenant: "t1",
          session,
          reference: `REF${count}`,
          hold: 1,
          attempt: 1,
          environment: "test",
        },
        holdAmount: money(20_000n, "MAD"),
        locale: "ar",
        description: `REF${count}`,
        statement: `REF${count}`,
        paidUrl: `http://localhost:1/s/${session}/paid`,
        abandonedUrl: `http://localhost:1/s/${session}`,
        expiresAt: bench.now() + hour,
        ...changes,
      };
    };
    const opened = async (request = asked()): Promise<{ request: OpenHold; ref: HoldRef; page: string }> => {
      const answer = await payments.open(request);
      if (answer.kind !== "opened") throw new Error(`not opened: ${JSON.stringify(answer)}`);
      return { request, ref: answer.ref, page: answer.ref.page ?? "" };
    };
    const held = async (
      request = asked(),
      beyond?: Beyond,
    ): Promise<{ request: OpenHold; ref: HoldRef; page: string }> => {
      const { page, ref } = await opened(request);
      await bench.pay(page, beyond);
      const truth = await payments.read(ref);
      if (truth.kind !== "held") throw new Error(`not held: ${JSON.stringify(truth)}`);
      return { request, ref: truth.ref, page };
    };
    const captureKey = (request: OpenHold, attempt = 1): string =>
      `test#${request.labels.session}#capture.1#${attempt}`;
    const releaseKey = (request: OpenHold): string => `test#${request.labels.session}#release.1#1`;

    describe("opening", () => {
      it.skipIf(!can.idempotencyKeys)(
        "finds by its labels the page whose answer was lost after it was made, and a repeat is the same page",
        async () => {
          const request = asked();
          await bench.silence("open", "after");
          expect(await payments.open(request)).toMatchObject({ kind: "unknown" });
          const found = await payments.find(request.labels, bench.now() - minute);
          expect(found).toMatchObject({ kind: "open" });
          const again = await payments.open(request);
          expect(again).toMatchObject({
            kind: "opened",
            ref: { page: found.kind === "open" ? found.ref.page : "" },
          });
        },
      );

      it("makes nothing when the call never arrived, and the repeat opens the page", async () => {
        const request = asked();
        await bench.silence("open", "before");
        expect(await payments.open(request)).toMatchObject({ kind: "unknown" });
        expect(await payments.find(request.labels, bench.now() - minute)).toEqual({ kind: "none" });
        expect(await payments.open(request)).toMatchObject({ kind: "opened" });
      });

      it.skipIf(!can.idempotencyKeys)(
        "takes a stored failure for unknown as often as it is asked, and a further attempt has a key of its own",
        async () => {
          const request = asked();
          await bench.silence("open", "spent");
          expect(await payments.open(request)).toMatchObject({ kind: "unknown" });
          expect(await payments.open(request)).toMatchObject({ kind: "unknown" });
          expect(await payments.find(request.labels, bench.now() - minute)).toEqual({ kind: "none" });
          const key = `test#${request.labels.session}#hold.1#2`;
          const second = { ...request, key, labels: { ...request.labels, attempt: 2 } };
          expect(await payments.open(second)).toMatchObject({ kind: "opened" });
        },
      );

      it.skipIf(!can.idempotencyKeys)("gives the same page for the same key, minutes later too", async () => {
        const { request, page } = await opened(asked({ expiresAt: bench.now() + 31 * minute }));
        await bench.advance(5 * minute);
        expect(await payments.open(request)).toMatchObject({ kind: "opened", ref: { page } });
      });

      it("refuses what no bank could print on a statement", async () => {
        for (const statement of ["BARQ*X", "<b>", "\u0628\u0631\u0642"])
          expect(await payments.open(asked({ statement }))).toMatchObject({ kind: "refused" });
      });

      it.skipIf(!can.idempotencyKeys)("refuses the key of one hold for another amount", async () => {
        const { request } = await opened();
        const other = await payments.open({ ...request, holdAmount: money(30_000n, "MAD") });
        expect(other).toMatchObject({ kind: "refused", code: "idempotency_error" });
      });

      it("refuses a page that would be over at once", async () => {
        const late = await payments.open(asked({ expiresAt: bench.now() - 1 }));
        expect(late).toMatchObject({ kind: "refused", code: "expires_at_invalid" });
      });

      it("answers the address of a page as long as it is open", async () => {
        const { ref, page } = await opened();
        expect(await payments.read(ref)).toMatchObject({ kind: "open", ref: { page } });
      });
    });

    describe.skipIf(can.idempotencyKeys)("opening without keys", () => {
      it("finds by its labels the page whose answer was lost, so that nobody has to ask for another one", async () => {
        const request = asked();
        await bench.silence("open", "after");
        expect(await payments.open(request)).toMatchObject({ kind: "unknown" });
        expect(await payments.find(request.labels, bench.now() - minute)).toMatchObject({ kind: "open" });
      });

      it("makes a second page of a repeat, and finds the one that was paid on", async () => {
        const { request, ref, page } = await opened();
        const second = await opened(request);
        expect(second.page).not.toBe(page);
        await bench.pay(page);
        expect(await payments.read(ref)).toMatchObject({ kind: "held" });
        const since = bench.now() - minute;
        expect(await payments.find(request.labels, since)).toMatchObject({ kind: "held", ref: { page } });
      });
    });

    describe("the driver", () => {
      it("whose card is declined may try again: the page stays open, then the hold stands", async () => {
        const { ref, page } = await opened();
        await bench.decline(page);
        expect(await payments.read(ref)).toMatchObject({ kind: "open" });
        await bench.pay(page);
        expect(await payments.read(ref)).toMatchObject({ kind: "held" });
      });

      it("who never pays leaves nothing behind when the page has expired", async () => {
        const { ref } = await opened(asked({ expiresAt: bench.now() + 31 * minute }));
        await bench.advance(32 * minute);
        expect(await payments.read(ref)).toMatchObject({ kind: "gone", why: "expired" });
      });

      it.skipIf(!can.expiryKnown)(
        "who pays is held with the amount, the card and the last instant of capture",
        async () => {
          const { ref, page } = await opened();
          const paidAt = bench.now();
          await bench.pay(page);
          const truth = await payments.read(ref);
          expect(truth).toMatchObject({
            kind: "held",
            heldAmount: money(20_000n, "MAD"),
            card: { brand: "visa", last4: "4242" },
          });
          const before = truth.kind === "held" ? truth.captureBefore : null;
          expect(before).toBeGreaterThan(paidAt + 6 * day);
          expect(before).toBeLessThanOrEqual(paidAt + 7 * day);
          expect(truth.kind === "held" && truth.ref.intent).toBeTruthy();
        },
      );

      it.skipIf(can.expiryKnown)(
        "who pays is held with the amount and the card, and nobody says for how long",
        async () => {
          const { ref } = await held();
          expect(await payments.read(ref)).toMatchObject({
            kind: "held",
            heldAmount: money(20_000n, "MAD"),
            captureBefore: null,
            card: { brand: "visa", last4: "4242" },
          });
        },
      );

      it("is found as held by our labels alone, and by nobody else's", async () => {
        const { request, ref } = await held();
        const { labels } = request;
        const since = bench.now() - minute;
        expect(await payments.find(labels, since)).toMatchObject({
          kind: "held",
          ref: { intent: ref.intent },
        });
        expect(await payments.find({ ...labels, tenant: "t2" }, since)).toEqual({ kind: "none" });
        expect(await payments.find({ ...labels, hold: 2 }, since)).toEqual({ kind: "none" });
        expect(await payments.find({ ...labels, environment: "preview" }, since)).toEqual({ kind: "none" });
      });
    });

    describe("capturing", () => {
      it.skipIf(!can.partialCapture || !can.idempotencyKeys)(
        "takes exactly the part that is owed, and once",
        async () => {
          const { request, ref } = await held();
          const capture = { key: captureKey(request), ref, captureAmount: money(12_540n, "MAD") };
          const captured = { kind: "captured", capturedAmount: money(12_540n, "MAD") };
          expect(await payments.capture(capture)).toEqual(captured);
          expect(await payments.capture(capture)).toEqual(captured);
          expect(await payments.read(ref)).toMatchObject(captured);
        },
      );

      it.skipIf(!can.idempotencyKeys)(
        "whose answer was lost after it was made is read as captured, and the same key says so",
        async () => {
          const { request, ref } = await held();
          const capture = { key: captureKey(request), ref, captureAmount: owed };
          await bench.silence("capture", "after");
          expect(await payments.capture(capture)).toMatchObject({ kind: "unknown" });
          expect(await payments.read(ref)).toMatchObject({
            kind: "captured",
            capturedAmount: owed,
          });
          expect(await payments.capture(capture)).toMatchObject({ kind: "captured" });
        },
      );

      it.skipIf(!can.hold)("that never arrived leaves the hold standing", async () => {
        const { request, ref } = await held();
        const capture = { key: captureKey(request), ref, captureAmount: owed };
        await bench.silence("capture", "before");
        expect(await payments.capture(capture)).toMatchObject({ kind: "unknown" });
        expect(await payments.read(ref)).toMatchObject({ kind: "held" });
        expect(await payments.capture(capture)).toMatchObject({ kind: "captured" });
      });

      it.skipIf(!can.idempotencyKeys)(
        "under a key that stored a failure stays unknown; a read shows the hold, and the next attempt takes it",
        async () => {
          const { request, ref } = await held();
          const captureAmount = owed;
          await bench.silence("capture", "spent");
          const first = { key: captureKey(request), ref, captureAmount };
          expect(await payments.capture(first)).toMatchObject({ kind: "unknown" });
          expect(await payments.capture(first)).toMatchObject({ kind: "unknown" });
          expect(await payments.read(ref)).toMatchObject({ kind: "held" });
          const next = await payments.capture({ ...first, key: captureKey(request, 2) });
          expect(next).toMatchObject({ kind: "captured", capturedAmount: captureAmount });
        },
      );

      it.skipIf(!can.idempotencyKeys)(
        "again, when the key is long forgotten, takes nothing twice",
        async () => {
          const { request, ref } = await held();
          const capture = { key: captureKey(request), ref, captureAmount: owed };
          await payments.capture(capture);
          await bench.advance(25 * hour);
          expect(await payments.capture(capture)).toEqual({
            kind: "captured",
            capturedAmount: owed,
          });
        },
      );

      it.skipIf(!can.idempotencyKeys)(
        "the same key with another amount is refused, and nothing more is taken",
        async () => {
          const { request, ref } = await held();
          const capture = { key: captureKey(request), ref, captureAmount: owed };
          await payments.capture(capture);
          expect(await payments.capture({ ...capture, captureAmount: money(10_000n, "MAD") })).toMatchObject({
            kind: "refused",
            code: "idempotency_error",
          });
          expect(await payments.read(ref)).toMatchObject({ capturedAmount: owed });
        },
      );

      it.skipIf(!can.hold)("of more than is held is refused", async () => {
        const { request, ref } = await held();
        const capture = { key: captureKey(request), ref, captureAmount: money(30_000n, "MAD") };
        expect(await payments.capture(capture)).toMatchObject({ kind: "refused", code: "amount_too_large" });
        expect(await payments.read(ref)).toMatchObject({ kind: "held" });
      });

      it.skipIf(!can.hold)("of a hold that has lapsed is refused, and reads as lapsed", async () => {
        const { request, ref } = await held();
        await bench.advance(7 * day + minute);
        const capture = { key: captureKey(request), ref, captureAmount: owed };
        expect(await payments.capture(capture)).toMatchObject({ kind: "refused" });
        expect(await payments.read(ref)).toMatchObject({ kind: "gone", why: "lapsed" });
      });

      it.skipIf(!can.hold)("after a release is refused in an unexpected state", async () => {
        const { request, ref } = await held();
        await payments.release({ key: releaseKey(request), ref });
        const capture = { key: captureKey(request), ref, captureAmount: owed };
        expect(await payments.capture(capture)).toMatchObject({
          kind: "refused",
          code: "payment_intent_unexpected_state",
        });
      });

      it.skipIf(!can.idempotencyKeys)(
        "by two workers at once takes the amount once, and nobody is told no",
        async () => {
          const { request, ref } = await held();
          const capture = { key: captureKey(request), ref, captureAmount: owed };
          const answers = await Promise.all([payments.capture(capture), payments.capture(capture)]);
          expect(answers.map((answer) => answer.kind)).toContain("captured");
          expect(answers.map((answer) => answer.kind)).not.toContain("refused");
          expect(await payments.read(ref)).toMatchObject({ capturedAmount: owed });
        },
      );

      it("on a page that nobody paid on is refused", async () => {
        const { request, ref } = await opened();
        const capture = { key: captureKey(request), ref, captureAmount: owed };
        expect(await payments.capture(capture)).toMatchObject({ kind: "refused", code: "no_hold" });
      });
    });

    describeBeyond(
      can,
      () => bench,
      (beyond) => held(asked(), beyond).then(({ ref }) => ref),
    );

    describe.skipIf(!can.hold || can.partialCapture)("capturing no parts", () => {
      it("refuses a part of the hold, and takes it whole", async () => {
        const { request, ref } = await held();
        const capture = { key: captureKey(request), ref, captureAmount: money(12_540n, "MAD") };
        expect(await payments.capture(capture)).toMatchObject({ kind: "refused", code: "amount_differs" });
        expect(await payments.read(ref)).toMatchObject({ kind: "held" });
        const captured = { kind: "captured", capturedAmount: money(20_000n, "MAD") };
        expect(await payments.capture({ ...capture, captureAmount: captured.capturedAmount })).toEqual(
          captured,
        );
        expect(await payments.read(ref)).toMatchObject(captured);
      });
    });

    describe.skipIf(!can.hold || can.idempotencyKeys)("without keys", () => {
      it("a second capture is refused, and what was taken stays what it was", async () => {
        const { request, ref } = await held();
        const capture = { key: captureKey(request), ref, captureAmount: owed };
        const answers = await Promise.all([payments.capture(capture), payments.capture(capture)]);
        expect(answers.map(({ kind }) => kind).sort()).toEqual(["captured", "refused"]);
        expect(await payments.read(ref)).toMatchObject({ kind: "captured", capturedAmount: owed });
      });

      it("a capture whose answer was lost is read as captured before anything is asked again", async () => {
        const { request, ref } = await held();
        await bench.silence("capture", "after");
        const capture = { key: captureKey(request), ref, captureAmount: owed };
        expect(await payments.capture(capture)).toMatchObject({ kind: "unknown" });
        expect(await payments.read(ref)).toMatchObject({ kind: "captured", capturedAmount: owed });
      });

      it("a second release is refused, and what was given back stays given back", async () => {
        const { request, ref } = await held();
        const release = { key: releaseKey(request), ref };
        expect(await payments.release(release)).toEqual({ kind: "released" });
        expect(await payments.release(release)).toMatchObject({ kind: "refused" });
        expect(await payments.read(ref)).toMatchObject({ kind: "gone", why: "released" });
      });
    });

    describe.skipIf(can.hold)("a deposit", () => {
      it("is neither captured nor released: it was taken, and stands until it goes back as a refund", async () => {
        const { request, ref } = await held();
        const capture = { key: captureKey(request), ref, captureAmount: money(20_000n, "MAD") };
        expect(await payments.capture(capture)).toMatchObject({ kind: "refused", code: "no_capture" });
        expect(await payments.release({ key: releaseKey(request), ref })).toMatchObject({
          kind: "refused",
          code: "deposit_taken",
        });
        await bench.advance(60 * day);
        expect(await payments.read(ref)).toMatchObject({ kind: "held", heldAmount: money(20_000n, "MAD") });
      });
    });

    describe("releasing", () => {
      it("ends the page before anybody has paid", async () => {
        const { request, ref } = await opened();
        expect(await payments.release({ key: releaseKey(request), ref })).toEqual({ kind: "released" });
        expect(await payments.read(ref)).toMatchObject({ kind: "gone", why: "expired" });
      });

      it("ends the page after a declined card too", async () => {
        const { request, ref, page } = await opened();
        await bench.decline(page);
        expect(await payments.release({ key: releaseKey(request), ref })).toEqual({ kind: "released" });
        expect(await payments.read(ref)).toMatchObject({ kind: "gone" });
      });

      it.skipIf(!can.idempotencyKeys)("gives a hold back, as often as it is asked", async () => {
        const { request, ref } = await held();
        const release = { key: releaseKey(request), ref };
        expect(await payments.release(release)).toEqual({ kind: "released" });
        expect(await payments.release(release)).toEqual({ kind: "released" });
        expect(await payments.read(ref)).toMatchObject({ kind: "gone", why: "released" });
      });

      it.skipIf(!can.hold)("with only the page known gives back the hold that stands by now", async () => {
        const { request, ref, page } = await opened();
        await bench.pay(page);
        expect(await payments.release({ key: releaseKey(request), ref })).toEqual({ kind: "released" });
        expect(await payments.read(ref)).toMatchObject({ kind: "gone", why: "released" });
      });

      it.skipIf(!can.hold)("never says no to a lost answer, and the repeat ends it", async () => {
        const { request, ref } = await held();
        const release = { key: releaseKey(request), ref };
        await bench.silence("release", "before");
        expect(await payments.release(release)).toMatchObject({ kind: "unknown" });
        expect(await payments.release(release)).toEqual({ kind: "released" });
      });

      it.skipIf(!can.hold)("after the capture is refused, and the money stays captured", async () => {
        const { request, ref } = await held();
        await payments.capture({ key: captureKey(request), ref, captureAmount: owed });
        expect(await payments.release({ key: releaseKey(request), ref })).toMatchObject({
          kind: "refused",
          code: "already_captured",
        });
        expect(await payments.read(ref)).toMatchObject({ kind: "captured" });
      });
    });

    describe("reading", () => {
      it("is unknown, never no, while the provider is silent", async () => {
        const { request, ref } = await held();
        await bench.silence("read", "before");
        expect(await payments.read(ref)).toMatchObject({ kind: "unknown" });
        await bench.silence("find", "before");
        expect(await payments.find(request.labels, bench.now() - minute)).toMatchObject({ kind: "unknown" });
        expect(await payments.read(ref)).toMatchObject({ kind: "held" });
      });

      it("is unknown for a state that nobody knows", async ({ skip }) => {
        const { ref, page } = await held();
        if (!(await bench.confuse(page))) skip();
        expect(await payments.read(ref)).toMatchObject({ kind: "unknown" });
      });

      it("is unknown for a page that the provider does not know", async () => {
        expect(await payments.read({ page: "cs_test_nobody", intent: null })).toMatchObject({
          kind: "unknown",
        });
      });
    });

    describe("news", () => {
      it("is believed when it is signed and recent, and names tenant and session", async () => {
        const { request, page } = await held();
        const { body, signature } = await bench.news(page, bench.now());
        const verified = await payments.verifyNews(body, signature);
        expect(verified).toMatchObject({
          kind: "news",
          news: { kind: "hold", tenant: "t1", session: request.labels.session },
        });
        // Twice is the same news: deduplication is by the event's name.
        expect(await payments.verifyNews(body, signature)).toEqual(verified);
      });

      it("is forged when a byte, the signature or the header is not the provider's", async () => {
        const { page } = await held();
        const { body, signature } = await bench.news(page, bench.now());
        const last = signature.slice(-1) === "0" ? "1" : "0";
        expect(await payments.verifyNews(`${body} `, signature)).toMatchObject({ kind: "forged" });
        expect(await payments.verifyNews(body, signature.slice(0, -1) + last)).toMatchObject({
          kind: "forged",
        });
        for (const header of [null, "", "t=,v1=", "v1=abc", "t=1,t=2,v1=abc"]) {
          expect(await payments.verifyNews(body, header)).toMatchObject({ kind: "forged" });
        }
      });

      it("is old beyond 300 seconds, into the past and into the future", async () => {
        const { page } = await held();
        for (const ms of [-301 * second, 302 * second]) {
          const { body, signature } = await bench.news(page, bench.now() + ms);
          expect(await payments.verifyNews(body, signature)).toMatchObject({ kind: "old" });
        }
        for (const ms of [-299 * second, 299 * second]) {
          const { body, signature } = await bench.news(page, bench.now() + ms);
          expect(await payments.verifyNews(body, signature)).toMatchObject({ kind: "news" });
        }
      });
    });
  });
}
