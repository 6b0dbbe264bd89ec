/**
 * The Stripe adapter on the real SDK with a bad network below it. After every fault the answer is the right one (the SDK
 * has tried again under our key) or unknown, never a no; and whoever then goes on as the actions do, reading first, does
 * nothing twice.
 */
import { hour, minute } from "@barq/domain/instant";
import { money } from "@barq/domain/money";
import { cardProvider } from "@barq/payments/memory-abilities";
import type { HoldRef, OpenHold } from "@barq/payments/port";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { FaultyFetch, FetchFault } from "./faulty-fetch.ts";
import { createFaultyFetch, fetchFaults } from "./faulty-fetch.ts";
import type { Verb } from "./payments.ts";
import { describePayments } from "./payments.ts";
import type { StripeBench } from "./stripe-bench.ts";
import { stripeBench } from "./stripe-bench.ts";

// The SDK decides by itself whether it tries again, only it does not wait for long before it does.
vi.spyOn(Stripe.prototype, "getInitialNetworkRetryDelay").mockReturnValue(0.001);
vi.spyOn(Stripe.prototype, "getMaxNetworkRetryDelay").mockReturnValue(0.001);

const patience = { timeoutMs: 400, retries: 2 };
const triesOfOurs = patience.retries + 1;
/** Over before anything was done, or done under a key: the SDK's own repeats heal it. */
const healed: readonly FetchFault[] = [
  "lost_request",
  "lost_answer",
  "hang",
  "hang_after",
  "error500",
  "429_retry",
  "lock_timeout",
];
const requestOf: Readonly<Record<Verb | "refund" | "findRefund", RegExp>> = {
  open: /POST .*checkout\/sessions$/,
  read: /GET .*checkout\/sessions\/[^/]+$/,
  find: /GET .*checkout\/sessions$/,
  capture: /POST .*\/capture$/,
  raise: /POST .*\/increment_authorization$/,
  release: /POST .*\/(cancel|expire)$/,
  refund: /POST .*\/refunds$/,
  findRefund: /GET .*\/refunds$/,
};

describePayments("Stripe, of whose tries every third one fails", cardProvider, async () => {
  const network = createFaultyFetch();
  network.everyNth(
    3,
    healed.filter((fault) => !fault.startsWith("hang")),
  );
  const bench = await stripeBench({
    fetch: network.fetch,
    patience: { timeoutMs: 5000, retries: 2 },
    beyondHold: true,
  });
  const faultOf = { before: "lost_request", after: "lost_answer", spent: "kept500_before" } as const;
  return {
    ...bench,
    async silence(verb, where) {
      // A key that has kept a failure says it by itself from then on.
      const length = where === "spent" ? 1 : triesOfOurs;
      network.order(requestOf[verb], ...Array.from({ length }, () => faultOf[where]));
    },
  };
});

interface Case {
  readonly fault: FetchFault;
  readonly times: number;
  /** by the SDK's own repeats */
  readonly heals: boolean;
}

describe("one fault, and a network that is gone", () => {
  let bench: StripeBench;
  let network: FaultyFetch;
  let count = 0;
  beforeAll(async () => {
    network = createFaultyFetch();
    bench = await stripeBench({ fetch: network.fetch, patience });
  });
  afterAll(() => bench.close());

  const asked = (): OpenHold => {
    const session = `ses_fault_${++count}`;
    return {
      key: `test#${session}#hold.1#1`,
      labels: { tenant: "t1", session, reference: "K7M2PQ", hold: 1, attempt: 1, environment: "test" },
      holdAmount: money(20_000n, "MAD"),
      locale: "fr",
      description: "K7M2PQ",
      statement: "K7M2PQ",
      paidUrl: "http://localhost:1/paid",
      abandonedUrl: "http://localhost:1/",
      expiresAt: bench.now() + hour,
    };
  };
  const key = (request: OpenHold, effect: string, attempt = 1): string =>
    `test#${request.labels.session}#${effect}#${attempt}`;
  const held = async (): Promise<{ request: OpenHold; ref: HoldRef }> => {
    const request = asked();
    const opened = await bench.payments.open(request);
    if (opened.kind !== "opened") throw new Error(opened.why);
    await bench.pay(opened.ref.page ?? "");
    const truth = await bench.payments.read(opened.ref);
    if (truth.kind !== "held") throw new Error(truth.kind);
    return { request, ref: truth.ref };
  };
  const owed = money(12_540n, "MAD");
  const captured = async (): Promise<{ request: OpenHold; ref: HoldRef }> => {
    const of = await held();
    await bench.payments.capture({ key: key(of.request, "capture.1"), ref: of.ref, captureAmount: owed });
    return of;
  };
  const pagesOf = async ({ labels }: OpenHold): Promise<number> =>
    (await bench.list("/v1/checkout/sessions?limit=100")).filter(
      ({ client_reference_id }) => client_reference_id === labels.session,
    ).length;
  const refundsOf = async ({ intent }: HoldRef): Promise<readonly unknown[]> =>
    (await bench.list(`/v1/refunds?limit=100&payment_intent=${intent}`)).map(({ amount }) => amount);

  /** A call whose first tries fail; afterwards the network is good again. */
  const badly = async <T>(verb: keyof typeof requestOf, of: Case, call: () => Promise<T>): Promise<T> => {
    network.order(requestOf[verb], ...Array.from({ length: of.times }, () => of.fault));
    const answer = await call();
    network.forget();
    return answer;
  };
  const cases: readonly Case[] = fetchFaults.flatMap((fault) => [
    { fault, times: 1, heals: healed.includes(fault) },
    // Three times the SDK's whole patience is the same to it as three broken connections, and takes longer.
    ...(fault.startsWith("hang") ? [] : [{ fault, times: triesOfOurs, heals: false }]),
  ]);

  describe.each(cases)("$fault in $times of the tries", (of) => {
    const { fault, times, heals } = of;
    it("opens one page, which is the one that is found", async () => {
      const request = asked();
      const answer = await badly("open", of, () => bench.payments.open(request));
      expect(answer.kind).toBe(heals ? "opened" : "unknown");
      const since = bench.now() - minute;
      const found = await bench.payments.find(request.labels, since);
      expect(["open", "none"]).toContain(found.kind);
      const again = await bench.payments.open(request);
      // A key that keeps a failure is spent; a further attempt is made only when nothing is found.
      if (again.kind === "unknown" && found.kind === "none") {
        const next = {
          ...request,
          key: key(request, "hold.1", 2),
          labels: { ...request.labels, attempt: 2 },
        };
        expect(await bench.payments.open(next)).toMatchObject({ kind: "opened" });
      } else expect(again.kind === "opened" || found.kind === "open").toBe(true);
      expect(await bench.payments.find(request.labels, since)).toMatchObject({ kind: "open" });
      expect(await pagesOf(request)).toBe(1);
    });

    it("captures once, and exactly", async () => {
      const { request, ref } = await held();
      const capture = { key: key(request, "capture.1"), ref, captureAmount: owed };
      const answer = await badly("capture", of, () => bench.payments.capture(capture));
      expect(answer).toMatchObject(heals ? { kind: "captured", capturedAmount: owed } : { kind: "unknown" });
      const truth = await bench.payments.read(ref);
      if (truth.kind === "held") {
        const again = await bench.payments.capture(capture);
        if (again.kind === "unknown") {
          const next = await bench.payments.capture({ ...capture, key: key(request, "capture.1", 2) });
          expect(next).toMatchObject({ kind: "captured" });
        }
      }
      expect(await bench.payments.read(ref)).toMatchObject({ kind: "captured", capturedAmount: owed });
    });

    it("releases once, and says so only when nothing stands", async () => {
      const { request, ref } = await held();
      const answer = await badly("release", of, () =>
        bench.payments.release({ key: key(request, "release.1"), ref }),
      );
      const truth = await bench.payments.read(ref);
      expect(answer.kind).toBe(truth.kind === "gone" ? "released" : "unknown");
      if (heals) expect(answer.kind).toBe("released");
      for (const attempt of [1, 2])
        if ((await bench.payments.read(ref)).kind === "held")
          await bench.payments.release({ key: key(request, "release.1", attempt), ref });
      expect(await bench.payments.read(ref)).toMatchObject({ kind: "gone", why: "released" });
    });

    it("gives back once", async () => {
      const { request, ref } = await captured();
      const refund = { refund: `ref_${request.labels.session}`, ref };
      const order = {
        ...refund,
        key: key(request, "refund.1"),
        tenant: "t1",
        session: request.labels.session,
        refundAmount: money(2_540n, "MAD"),
      };
      const answer = await badly("refund", of, () => bench.refunds.refund(order));
      expect(answer.kind).toBe(heals ? "refund" : "unknown");
      for (const attempt of [1, 2])
        if ((await bench.refunds.find(refund)).kind === "none")
          await bench.refunds.refund({ ...order, key: key(request, "refund.1", attempt) });
      expect(await bench.refunds.find(refund)).toMatchObject({ kind: "refund", standing: "succeeded" });
      expect(await refundsOf(ref)).toEqual([2_540]);
    });

    it("never takes a read that failed for a hold that is gone", async () => {
      const { request, ref } = await held();
      // A read has no key, so nothing is kept of its failure: a further try is answered.
      const readHeals = heals || (times === 1 && fault.startsWith("kept500"));
      expect((await badly("read", of, () => bench.payments.read(ref))).kind).toBe(
        readHeals ? "held" : "unknown",
      );
      const found = await badly("find", of, () => bench.payments.find(request.labels, bench.now() - minute));
      expect(found.kind).toBe(readHeals ? "held" : "unknown");
      expect(
        (await badly("findRefund", of, () => bench.refunds.find({ refund: "ref_none", ref }))).kind,
      ).toBe(readHeals ? "none" : "unknown");
    });
  });
});
