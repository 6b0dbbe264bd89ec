/**
 * What every adapter guarantees of disputes and of the provider's list of events, bad days first. The bench stands for the
 * driver's bank.
 */
import type { Instant } from "@barq/domain/instant";
import { day, hour, minute } from "@barq/domain/instant";
import { money } from "@barq/domain/money";
import type { Disputes, DisputeTruth, Evidence } from "@barq/payments/disputes";
import type { Payments } from "@barq/payments/port";
import type { EventRow, ProviderBooks } from "@barq/payments/provider-books";
import type { Refunds } from "@barq/payments/refunds";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

export interface DisputesBench {
  readonly payments: Payments;
  readonly refunds: Refunds;
  readonly disputes: Disputes;
  readonly books: ProviderBooks<"events">;
  readonly now: () => Instant;
  advance(ms: number): Promise<void>;
  pay(page: string): Promise<void>;
  /** The bank takes it back, or only asks; answers the provider's name for it. */
  dispute(of: {
    readonly page: string;
    readonly intent: string;
    readonly kind: "dispute" | "inquiry";
    readonly minor?: bigint;
  }): Promise<string>;
  decide(dispute: string, how: "won" | "lost"): Promise<void>;
  warn(of: { readonly page: string; readonly intent: string }): Promise<void>;
  /** The next call of the verb has no answer: nothing was done, or it was. */
  silence(verb: "read" | "give", where: "before" | "after"): Promise<void>;
  close(): Promise<void>;
}

const evidence: Evidence = {
  serviceDate: "2026-11-24",
  productDescription: "20.000 kWh at CAS-DC-01",
  activityLog: "09:00 register 1000.000 kWh\n10:00 register 1020.000 kWh",
  accessExplanation: "The driver plugged in the cable.",
};

export function describeDisputes(name: string, makeBench: () => Promise<DisputesBench>): void {
  describe(`disputes, ${name}`, () => {
    let bench: DisputesBench;
    let count = 0;
    beforeAll(async () => {
      bench = await makeBench();
    });
    afterAll(() => bench.close());

    const captured = async (minor = 9_000n) => {
      const session = `ses_d${++count}`;
      const labels = {
        tenant: "t1",
        session,
        reference: `R${count}`,
        hold: 1,
        attempt: 1,
        environment: "test",
      };
      const opened = await bench.payments.open({
        key: `test#${session}#hold.1#1`,
        labels,
        holdAmount: money(20_000n, "MAD"),
        locale: "fr",
        description: `R${count}`,
        statement: `R${count}`,
        paidUrl: "http://localhost:1/paid",
        abandonedUrl: "http://localhost:1/back",
        expiresAt: bench.now() + hour,
      });
      if (opened.kind !== "opened") throw new Error(JSON.stringify(opened));
      const page = opened.ref.page ?? "";
      await bench.pay(page);
      const truth = await bench.payments.read(opened.ref);
      if (truth.kind !== "held") throw new Error(JSON.stringify(truth));
      const taken = await bench.payments.capture({
        key: `test#${session}#capture.1#1`,
        ref: truth.ref,
        captureAmount: money(minor, "MAD"),
      });
      expect(taken.kind).toBe("captured");
      return { session, page, intent: truth.ref.intent ?? "", ref: truth.ref };
    };
    const read = async (id: string): Promise<Extract<DisputeTruth, { kind: "dispute" }>> => {
      const truth = await bench.disputes.read(id);
      if (truth.kind !== "dispute") throw new Error(JSON.stringify(truth));
      return truth;
    };
    const listed = async (from: Instant): Promise<readonly EventRow[]> => {
      const rows: EventRow[] = [];
      for await (const row of bench.books.list("events", { from, to: bench.now() + minute })) rows.push(row);
      return rows;
    };

    it("are none where nobody knows them, and unknown where the provider is silent: the two are never the same", async () => {
      expect(await bench.disputes.read("du_nobody")).toEqual({ kind: "none" });
      const hold = await captured();
      const id = await bench.dispute({ ...hold, kind: "dispute" });
      await bench.silence("read", "before");
      expect(await bench.disputes.read(id)).toMatchObject({ kind: "unknown" });
    });

    it("say what was taken, until when evidence may be given, and whose hold it was", async () => {
      const hold = await captured();
      const id = await bench.dispute({ ...hold, kind: "dispute" });
      const truth = await read(id);
      expect(truth).toMatchObject({
        standing: "open",
        said: "needs_response",
        disputedAmount: { minor: 9_000n, currency: "MAD" },
        isWithdrawn: true,
        hasEvidence: false,
        intent: hold.intent,
        tenant: "t1",
        session: hold.session,
      });
      expect(truth.evidenceDueBy ?? 0).toBeGreaterThan(bench.now() + 7 * day);
    });

    it("take nothing while the bank only asks", async () => {
      const hold = await captured();
      const id = await bench.dispute({ ...hold, kind: "inquiry" });
      expect(await read(id)).toMatchObject({ standing: "inquiry", isWithdrawn: false });
    });

    it("take evidence once: a repeat under the key is the same, another key is refused", async () => {
      const hold = await captured();
      const dispute = await bench.dispute({ ...hold, kind: "dispute" });
      const first = { key: `test#${hold.session}#evidence.${dispute}#1`, dispute, evidence };
      expect(await bench.disputes.give(first)).toEqual({ kind: "given" });
      expect(await bench.disputes.give(first)).toEqual({ kind: "given" });
      const second = await bench.disputes.give({ ...first, key: `${first.key}2` });
      expect(second).toMatchObject({ kind: "refused" });
      expect(await read(dispute)).toMatchObject({ standing: "under_review", hasEvidence: true });
    });

    it("whose evidence was handed in and never answered for say so when they are read", async () => {
      const hold = await captured();
      const dispute = await bench.dispute({ ...hold, kind: "dispute" });
      await bench.silence("give", "after");
      const key = `test#${hold.session}#evidence.${dispute}#1`;
      expect(await bench.disputes.give({ key, dispute, evidence })).toMatchObject({ kind: "unknown" });
      expect(await read(dispute)).toMatchObject({ hasEvidence: true });
    });

    it("give back what was taken when they are won, and keep it when they are lost", async () => {
      const [one, two] = [await captured(), await captured()];
      const won = await bench.dispute({ ...one, kind: "dispute" });
      const lost = await bench.dispute({ ...two, kind: "dispute" });
      await bench.decide(won, "won");
      await bench.decide(lost, "lost");
      expect(await read(won)).toMatchObject({ standing: "won", isWithdrawn: false });
      expect(await read(lost)).toMatchObject({ standing: "lost", isWithdrawn: true });
    });

    it("are lost when their deadline passes without evidence, and none is taken any more", async () => {
      const hold = await captured();
      const dispute = await bench.dispute({ ...hold, kind: "dispute" });
      await bench.advance(10 * day);
      expect(await read(dispute)).toMatchObject({ standing: "lost", isWithdrawn: true });
      const key = `test#${hold.session}#evidence.${dispute}#1`;
      expect(await bench.disputes.give({ key, dispute, evidence })).toMatchObject({ kind: "refused" });
    });

    it("may be several for one hold, each of a part", async () => {
      const hold = await captured();
      const one = await bench.dispute({ ...hold, kind: "dispute", minor: 4_000n });
      const two = await bench.dispute({ ...hold, kind: "dispute", minor: 5_000n });
      expect(one).not.toBe(two);
      expect((await read(one)).disputedAmount.minor + (await read(two)).disputedAmount.minor).toBe(9_000n);
    });

    it("are in the list of events, whose object leads to the hold's labels", async () => {
      const since = bench.now();
      const hold = await captured();
      const dispute = await bench.dispute({ ...hold, kind: "dispute" });
      await bench.warn(hold);
      await bench.decide(dispute, "lost");
      const own = (await listed(since)).filter(
        ({ news }) => news.intent === hold.intent || news.object === hold.intent,
      );
      const kinds = own.map(({ news }) => news.kind);
      expect(kinds.filter((kind) => kind === "dispute").length).toBeGreaterThanOrEqual(2);
      expect(kinds).toContain("warning");
      expect(own.some(({ news }) => news.kind === "hold" && news.isOver)).toBe(true);
      expect(new Set(own.map(({ id }) => id)).size).toBe(own.length);
      const objects = new Set(own.map(({ news }) => news.object ?? ""));
      for (const object of [...objects, hold.intent]) {
        expect(await bench.books.whose(object)).toMatchObject({
          kind: "labelled",
          tenant: "t1",
          session: hold.session,
          environment: "test",
          intent: hold.intent,
        });
      }
      expect(await bench.books.whose("du_nobody")).toEqual({ kind: "none" });
    });

    it("are listed by the time they came about: nothing from outside the period, everything inside it", async () => {
      const before = await captured();
      await bench.advance(2 * hour);
      const from = bench.now() - minute;
      const after = await captured();
      const intents = (await listed(from)).map(({ news }) => news.intent ?? news.object);
      expect(intents).toContain(after.intent);
      expect(intents).not.toContain(before.intent);
    });
  });
}
