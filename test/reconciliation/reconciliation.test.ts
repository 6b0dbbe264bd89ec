/** The provider's books against ours: planted discrepancies are each named, and nothing else is, over ten thousand sessions with faults. */
import { reconcile } from "@barq/actions/reconcile";
import { keepReconciliation } from "@barq/actions/run-reconciliation";
import { day, minute } from "@barq/domain/instant";
import type { ReconciliationResult } from "@barq/domain/reconciliation-result";
import { canonicalJson } from "@barq/evidence/canonical-json";
import { readJournal } from "@barq/store/journal-item";
import { journalKey, sessionKey, sessionPartition } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import type { Town } from "./many-sessions.ts";
import { createTown, tenant } from "./many-sessions.ts";

const friday = { from: "2026-11-20", to: "2026-11-20" };

const rowsOf = (result: ReconciliationResult): readonly string[] =>
  result.rows.map(({ book, state, why, difference }) => `${book} ${state} ${why} ${difference}`);

/** One good session, then whatever is done to it, then the day held against the provider. */
async function spoilt(
  spoil: (town: Town, session: string, page: string) => unknown,
): Promise<ReconciliationResult> {
  const town = await createTown(1);
  const { id, hold } = await town.goodSession();
  await town.goodSession();
  town.advance(minute);
  await spoil(town, id, hold?.page ?? "");
  return reconcile(town.ports, tenant, friday);
}

describe("each planted discrepancy is named, with its amount and the next step", () => {
  it("a cent that the provider has more", async () => {
    const result = await spoilt((town, _, page) => town.provider.elsewhere.miscount(page, 1n));
    expect(rowsOf(result)).toEqual(["intents differs captured_differs 0.01"]);
    expect(result.first).toMatch(
      /^2026-11-20: intent_page_1, session AAAAA1: 90\.01 MAD there, 90\.00 MAD here, 0\.01 MAD apart/,
    );
    expect(result.unexplained).toEqual([{ book: "intents", currency: "MAD", amount: "0.01" }]);
  });

  it("a cent that our session has more", async () => {
    const result = await spoilt((town, session) =>
      town.store.commit([{ update: sessionKey(tenant, session), set: { cap: "9001" } }]),
    );
    expect(rowsOf(result)).toEqual([
      "intents differs captured_differs -0.01",
      "journal differs ledger_differs 0.01",
      "movements differs movement_differs -0.01",
    ]);
  });

  it("an intent that the provider does not know", async () => {
    const result = await spoilt((town, session) =>
      town.store.commit([
        {
          update: sessionKey(tenant, session),
          set: { h: { a: "25000", p: "page_1", i: "intent_gone", r: true } },
        },
      ]),
    );
    expect(rowsOf(result)).toEqual([
      "intents missing_there intent_not_there -90.00",
      "intents missing_here hold_unknown 90.00",
      "movements missing_here movement_without_record 90.00",
    ]);
  });

  it("an intent that no list has", async () => {
    const result = await spoilt((town, _, page) => town.provider.elsewhere.lose(page));
    expect(rowsOf(result)).toEqual(["intents missing_there intent_not_listed -90.00"]);
    expect(result.rows[0]).toMatchObject({ id: "intent_page_1", reference: "AAAAA1" });
  });

  it("an intent with our labels and no session", async () => {
    const result = await spoilt((town, session) =>
      town.store.commit([{ delete: sessionKey(tenant, session) }]),
    );
    expect(rowsOf(result)).toEqual([
      "intents missing_here no_session 90.00",
      "movements missing_here no_session 90.00",
    ]);
  });

  it("an intent of somebody else on the same account, of another tenant, of another environment: not ours, and no row", async () => {
    const result = await spoilt(({ provider, now }) => {
      const money = { minor: 500n, currency: "EUR" };
      for (const [id, labels] of [
        ["pi_shop", { tenant: null, session: null, environment: null }],
        ["pi_other_tenant", { tenant: "other", session: "ses_x", environment: "test" }],
        ["pi_production", { tenant, session: "ses_x", environment: "production" }],
      ] as const) {
        const amounts = { authorisedAmount: money, capturedAmount: money };
        const rest = { standing: "captured", hold: 1, movement: "m", createdAt: now(), ...amounts } as const;
        provider.elsewhere.add({ kind: "intent", id, ...labels, ...rest });
      }
    });
    expect(result.rows).toEqual([]);
    expect(result.not_ours.map(({ id }) => id)).toEqual(["pi_other_tenant", "pi_production", "pi_shop"]);
  });

  it("an entry that was written twice", async () => {
    const result = await spoilt(async (town, session) => {
      const items = await Array.fromAsync(
        town.store.list(sessionPartition(tenant, session), { prefix: "L#" }),
      );
      const [entry] = items;
      if (!entry) throw new Error("no entry");
      const { kind } = readJournal(entry);
      await town.store.commit([{ put: { ...entry, ...journalKey(tenant, session, 2, kind) } }]);
    });
    expect(rowsOf(result)).toEqual(["journal differs ledger_differs -90.00"]);
    expect(result.rows[0]).toMatchObject({ reference: "AAAAA1", there: "90.00", here: "180.00" });
  });

  it("a refund made in the dashboard", async () => {
    const result = await spoilt(async ({ provider }, _, page) => {
      const refund = { key: "k", refund: "unknown", tenant, session: "x", ref: { page, intent: null } };
      await provider.refunds.refund({ ...refund, refundAmount: { minor: 100n, currency: "MAD" } });
    });
    expect(rowsOf(result)).toEqual([
      "refunds missing_here refund_without_record 1.00",
      "movements missing_here movement_without_record 1.00",
    ]);
  });

  it("a hold that still stands though its session is over", async () => {
    const town = await createTown(1);
    const { id } = await town.goodSession();
    await town.provider.payments.open({
      key: "second",
      labels: { tenant, session: id, reference: "AAAAA1", hold: 2, attempt: 1, environment: "test" },
      holdAmount: { minor: 5_000n, currency: "MAD" },
      locale: "fr",
      description: "x",
      statement: "x",
      paidUrl: "https://x",
      abandonedUrl: "https://x",
      expiresAt: town.now() + 60 * minute,
    });
    town.provider.driver.pay("page_2");
    town.advance(minute);
    expect(rowsOf(await reconcile(town.ports, tenant, friday))).toEqual([
      "intents missing_here hold_unknown 50.00",
    ]);
  });

  it("every row says what to do next", async () => {
    const result = await spoilt((town, session) =>
      town.store.commit([{ delete: sessionKey(tenant, session) }]),
    );
    expect(result.rows.every(({ next_step }) => next_step.length > 20)).toBe(true);
  });
});

describe("a reconciliation", () => {
  it("ends without a result when the provider is silent", async () => {
    const town = await createTown(1);
    await town.goodSession();
    town.provider.elsewhere.shut(true);
    await expect(reconcile(town.ports, tenant, friday)).rejects.toThrow("does not answer");
  });

  it("is no reconciliation of a day that is none, of days the wrong way round, or of more than a hundred", async () => {
    const { ports } = await createTown(1);
    for (const days of [
      { from: "2026-02-30", to: "2026-02-30" },
      { from: "2026-11-21", to: "2026-11-20" },
      { from: "2026-01-01", to: "2026-12-31" },
    ])
      await expect(reconcile(ports, tenant, days)).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("finds a session whose driver paid after midnight, and judges it on the day of its intent alone", async () => {
    const town = await createTown(1);
    town.advance(day - 30_000);
    await town.goodSession();
    town.advance(day);
    const both = await reconcile(town.ports, tenant, { from: "2026-11-20", to: "2026-11-21" });
    expect(both.rows).toEqual([]);
    expect(
      both.days.map(({ day: of, sums }) => [of, sums.map(({ book, count }) => `${book} ${count}`)]),
    ).toEqual([["2026-11-21", ["intents 1", "movements 1"]]]);
  });

  it("matches all of ten thousand sessions with faults, with no cent unexplained, and gives the same bytes twice", async () => {
    const town = await createTown(20);
    await town.live(10_000, 5);
    const period = { from: "2026-11-20", to: "2026-11-30" };
    const result = await reconcile(town.ports, tenant, period);
    expect(result.rows.slice(0, 5)).toEqual([]);
    expect(result.unexplained).toEqual([]);
    expect(result.first).toBeNull();
    const count = (book: string): number =>
      result.sums.reduce((sum, row) => (row.book === book ? sum + row.count : sum), 0);
    expect(count("intents")).toBeGreaterThan(9_500);
    expect(count("refunds")).toBeGreaterThan(400);
    expect(count("disputes")).toBeGreaterThan(30);
    expect(new Set(result.movements.map(({ type }) => type))).toEqual(
      new Set(["charge", "dispute", "payout", "refund", "refund_failure"]),
    );
    expect(result.not_ours_count).toBeGreaterThan(50);
    // What came in has gone to the bank, to the cent.
    expect(result.movements.reduce((sum, { net }) => sum + Math.round(Number(net) * 100), 0)).toBe(0);
    const once = await reconcile(town.ports, tenant, friday);
    const again = await reconcile(town.ports, tenant, friday);
    expect(canonicalJson(again)).toBe(canonicalJson(once));
    const kept = await keepReconciliation(town.ports, tenant, once);
    expect((await keepReconciliation(town.ports, tenant, again)).sha256).toBe(kept.sha256);
  }, 90_000);
});
