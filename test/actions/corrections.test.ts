/** A sealed CDR is never edited: it is taken back by a credit CDR, a new one stands in its place, and only ever downwards. */
import { correctSession } from "@barq/actions/correct-session";
import { judgeProof } from "@barq/actions/judge-proof";
import { approveRefund } from "@barq/actions/refund-approve";
import { sealedName } from "@barq/actions/sealed-files";
import { showProof, showReceipt } from "@barq/actions/sealed-session";
import { showCorrections } from "@barq/actions/show-corrections";
import { hour, minute, second } from "@barq/domain/instant";
import { balances, startingAccounts } from "@barq/domain/ledger";
import type { Session } from "@barq/domain/session";
import { canonicalBytes } from "@barq/evidence/canonical-json";
import { verifySeal } from "@barq/evidence/seal";
import { describe, expect, it } from "vitest";
import { actsOn, ask, creditNotes, give, isChained, refundsIn } from "./refunded.ts";
import type { World } from "./world.ts";
import { chargingSession, createWorld, Lost, tenant } from "./world.ts";

/** The last reading says 15 kWh, the Stop 20: 90.00 captured. */
async function settled(world: World, stopWh = 20_000): Promise<Session> {
  const { session, transactionId } = await chargingSession(world);
  for (let n = 1; n <= 3; n++) {
    world.advance(10 * minute);
    await world.meter(transactionId, 1_000_000 + (15_000 * n) / 3);
    await world.settleDown(1);
  }
  world.advance(Math.ceil((stopWh - 15_000) / 500) * minute);
  await world.stop(transactionId, `${1_000_000 + stopWh}`);
  await world.status("Available");
  await world.settleDown();
  return world.session(session.id);
}

const correct = (world: World, session: string, meterStop: string | null, key = "fix-1", who = "amina") =>
  correctSession(world.ports, tenant, {
    session,
    key,
    body: { meterStop },
    meterStop,
    endedAt: null,
    note: null,
    who,
  });
const shown = (world: World, session: string) => showCorrections(world.ports, tenant, session);

describe("a correction that cannot be", () => {
  it("never lets the driver pay more, nor the same again: nothing is sealed, and the person reads why", async () => {
    const world = await createWorld();
    const session = await settled(world);
    await correct(world, session.id, "1020000.001", "same");
    world.advance(second);
    await correct(world, session.id, "1021000", "more");
    world.advance(second);
    await correct(world, session.id, "1014000", "below what was read");
    await world.settleDown();
    const all = await shown(world, session.id);
    expect(all.map(({ correction: { state, why, due } }) => [state, why, due])).toEqual([
      ["refused", "comes_to_the_same", null],
      ["refused", "would_cost_more", null],
      ["refused", "readings_disagree", null],
    ]);
    expect(all.every(({ proof }) => proof === null)).toBe(true);
    expect(await refundsIn(world, session.id)).toEqual([]);
    expect(await world.session(session.id)).toEqual(session);
  });

  it("is refused at once where nothing was sealed, for garbage, and for an end that cannot be", async () => {
    const world = await createWorld();
    const { session: charging } = await chargingSession(world);
    await expect(correct(world, charging.id, "1")).rejects.toMatchObject({ code: "state_conflict" });
    const other = await createWorld();
    const session = await settled(other);
    for (const meterStop of ["", "-1", "ten", "1e9", "1.0000"])
      await expect(correct(other, session.id, meterStop)).rejects.toMatchObject({ code: "invalid_request" });
    const asked = { session: session.id, key: "k", body: {}, meterStop: null, note: null, who: "amina" };
    for (const endedAt of [0, other.now() + hour])
      await expect(correctSession(other.ports, tenant, { ...asked, endedAt })).rejects.toMatchObject({
        code: "invalid_request",
      });
    await expect(correct(other, "ses_aaaaaaaaaaaaaaaaaaaaaaaaaa", "1")).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await shown(other, session.id)).toEqual([]);
  });

  it("gives back no more than is left of what was captured", async () => {
    const world = await createWorld();
    const session = await settled(world);
    await ask(world, session.id, { text: "85.00" });
    await correct(world, session.id, "1018000");
    await world.settleDown();
    expect(await shown(world, session.id)).toMatchObject([
      { correction: { state: "refused", why: "more_than_is_left" } },
    ]);
  });
});

describe("a correction", () => {
  it("credits what was sealed, seals a new CDR with its own proof, and gives the difference back", async () => {
    const world = await createWorld();
    const session = await settled(world);
    const original = await showProof(world.ports, tenant, session.id);
    // 18 kWh at 4.50: 81.00, and 9.00 go back.
    const { correction } = await correct(world, session.id, "1018000");
    await world.settleDown();
    const [one] = await shown(world, session.id);
    expect(one).toMatchObject({
      correction: {
        state: "sealed",
        corrected: { n: 1, energyMwh: 18_000_000n, total: 8_100n, tax: 1_350n },
      },
      proof: { cdr: { id: `${session.id}-2`, total_cost: { before_taxes: 67.5 } } },
      credit: {
        credit: {
          id: `${session.id}-CR`,
          credit: true,
          credit_reference_id: session.id,
          total_cost: { before_taxes: -75 },
        },
        credit_221: { credit: true, total_cost: { excl_vat: -75, incl_vat: -90 } },
      },
    });
    expect(await judgeProof(one?.proof, world.published)).toMatchObject({
      kind: "good",
      priceAfterTax: "81.00",
    });
    const { seal, ...credits } = one?.credit ?? {};
    const bytes = Object.fromEntries(
      Object.entries(credits).map(([name, part]) => [name, canonicalBytes(part)]),
    );
    expect(await verifySeal(bytes, seal, world.published)).toMatchObject({ kind: "good" });

    const [refund] = await refundsIn(world, session.id);
    expect(refund).toMatchObject({
      id: correction.id,
      state: "given",
      reason: "correction",
      refundAmount: { minor: 900n },
      creditNote: { number: "CN-E1-2026-000001", beforeTax: 750n, tax: 150n },
    });
    expect(world.provider.all()).toMatchObject([{ refundAmount: { minor: 900n } }]);
    const entries = await world.journal(session.id);
    expect(isChained(entries)).toBe(true);
    expect(balances(entries).get(`${startingAccounts.clearing} MAD`)).toBe(8_100n);

    // What was sealed first stands as it was, to the byte, and so does the receipt that was issued.
    expect(await showProof(world.ports, tenant, session.id)).toEqual(original);
    expect(await showReceipt(world.ports, tenant, session.id)).toMatchObject({
      number: session.receipt,
      after_tax: { amount: "90.00" },
      refunds: [{ amount: { amount: "9.00" } }],
      corrected: {
        cdr: `${session.id}-2`,
        credit_note: (await refundsIn(world, session.id))[0]?.creditNote?.number,
        energy_kwh: "18.000",
        before_tax: { amount: "67.50" },
        tax: { amount: "13.50" },
        after_tax: { amount: "81.00" },
        proof_sha256: (await shown(world, session.id))[0]?.correction.corrected?.sha256,
      },
    });
    expect((await actsOn(world, session.id)).map(({ sk }) => sk.split("#")[2]).sort()).toEqual([
      "correction_asked",
      "correction_sealed",
      "refund_asked",
      "refund_given",
    ]);
  });

  it("of a correction credits the corrected CDR, not the first one, and keeps what the first one knew better", async () => {
    const world = await createWorld();
    const session = await settled(world);
    await correct(world, session.id, "1018000");
    await world.settleDown();
    world.advance(second);
    await correct(world, session.id, "1016000", "fix-2");
    await world.settleDown();
    const [first, second_] = await shown(world, session.id);
    expect(second_).toMatchObject({
      correction: {
        state: "sealed",
        corrected: { n: 2, total: 7_200n, credits: first?.correction.corrected?.sha256 },
      },
      proof: { cdr: { id: `${session.id}-3` } },
      credit: { credit: { id: `${session.id}-2-CR`, credit_reference_id: `${session.id}-2` } },
    });
    expect(world.provider.all().map(({ refundAmount }) => refundAmount.minor)).toEqual([900n, 900n]);
    expect(await creditNotes(world)).toBe(2);
    world.advance(second);
    await correct(world, session.id, null, "nothing new");
    await world.settleDown();
    expect((await shown(world, session.id)).at(-1)).toMatchObject({
      correction: { state: "refused", why: "comes_to_the_same" },
    });
  });

  it("hears what came after the sealing: a late reading is part of the new proof and never of the old one", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(20 * minute);
    const readAt = world.now();
    world.advance(20 * minute);
    await world.stop(transactionId, "1020000");
    await world.status("Available");
    await world.settleDown();
    // The station sends a reading that it had kept: nothing more than 17 kWh had flowed by then.
    await world.meter(transactionId, 1_017_000, { at: readAt });
    await world.settleDown();
    await correct(world, session.id, "1017000");
    await world.settleDown();
    const [one] = await shown(world, session.id);
    const text = JSON.stringify(one?.proof);
    expect(text).toContain('"1017000"');
    expect(JSON.stringify(await showProof(world.ports, tenant, session.id))).not.toContain('"1017000"');
    expect(one).toMatchObject({ correction: { state: "sealed", corrected: { total: 7_650n } } });
  });

  it("is the same under the same key, and two at once are done one after the other", async () => {
    const world = await createWorld();
    const session = await settled(world);
    await Promise.all([correct(world, session.id, "1018000"), correct(world, session.id, "1018000")]);
    await correct(world, session.id, "1016000", "fix-2");
    await expect(correct(world, session.id, "1017000")).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
    await world.settleDown();
    const refunds = await refundsIn(world, session.id);
    const given = refunds.reduce((sum, { refundAmount }) => sum + refundAmount.minor, 0n);
    const last = (await shown(world, session.id)).flatMap(({ correction }) => correction.corrected ?? []);
    expect(9_000n - given).toBe(last.toSorted((a, b) => a.n - b.n).at(-1)?.total);
    expect((await world.session(session.id)).refunded).toBe(given);
  });

  it("above the limit waits for a second person as every refund does", async () => {
    const world = await createWorld();
    const session = await settled(world, 55_000);
    expect(session.captured).toBe(24_750n);
    await give(world, session.id, { key: "before", text: "160.00" });
    world.advance(second);
    await correct(world, session.id, "1046000");
    await world.settleDown();
    const [, refund] = await refundsIn(world, session.id);
    // 9 kWh are 40.50, and 160.00 went back before: more than one person gives alone.
    expect(refund).toMatchObject({ state: "asked", refundAmount: { minor: 4_050n } });
    expect(world.provider.all()).toHaveLength(1);
    await expect(approveRefund(world.ports, tenant, refund?.id ?? "", "amina")).rejects.toMatchObject({
      code: "forbidden",
    });
    await approveRefund(world.ports, tenant, refund?.id ?? "", "omar");
    await world.settleDown();
    expect(world.provider.all()).toHaveLength(2);
  });
});

describe("a crash at any call of a correction", () => {
  it("leaves one credit, one new CDR, one refund and one number", async () => {
    const insist = async (work: () => Promise<unknown>): Promise<void> => {
      for (let n = 0; n < 3; n++) {
        try {
          await work();
          return;
        } catch (error) {
          if (!(error instanceof Lost)) throw error;
        }
      }
    };
    const live = async (world: World, session: string): Promise<void> => {
      await insist(() => correct(world, session, "1018000"));
      await world.settleDown(3);
      await world.pass(10 * minute, 30 * second);
    };
    const assertWhole = async (world: World, session: Session): Promise<void> => {
      const [one, another] = await shown(world, session.id);
      expect(another).toBeUndefined();
      expect(one).toMatchObject({ correction: { state: "sealed", corrected: { total: 8_100n } } });
      expect(await judgeProof(one?.proof, world.published)).toMatchObject({ kind: "good" });
      expect(world.provider.all()).toMatchObject([{ refundAmount: { minor: 900n } }]);
      expect(await creditNotes(world)).toBe(1);
      expect((await world.journal(session.id)).map(({ kind }) => kind)).toEqual(["capture", "refund"]);
      const name = sealedName(tenant, session.id, "cdr", session.sealed?.sha256 ?? "");
      expect(await world.archive.get(name)).toBeDefined();
    };
    const calm = await createWorld();
    const first = await settled(calm);
    calm.lose(null);
    await live(calm, first.id);
    await assertWhole(calm, first);
    const all = calm.calls;
    expect(all).toBeGreaterThan(20);
    for (const where of ["before", "after"] as const) {
      for (let call = 1; call <= all; call++) {
        const world = await createWorld();
        const session = await settled(world);
        world.lose({ call, where });
        await live(world, session.id);
        world.lose(null);
        await assertWhole(world, session).catch((error: unknown) => {
          throw new Error(`call ${call} lost ${where} it was done`, { cause: error });
        });
      }
    }
  });
});
