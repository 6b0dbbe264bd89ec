/** A reconciliation that was asked for is done once, whoever is killed or silent meanwhile, and each day follows by itself. */
import {
  askReconciliation,
  listReconciliations,
  planReconciliations,
  readResult,
  showReconciliation,
} from "@barq/actions/reconciliation-run";
import { day, hour, minute } from "@barq/domain/instant";
import { describe, expect, it } from "vitest";
import { chargeAndStop, chargingSession, createWorld, tenant } from "./world.ts";

const today = { from: "2026-11-24", to: "2026-11-24" };

async function soldWorld() {
  const world = await createWorld();
  const { session, transactionId } = await chargingSession(world);
  await chargeAndStop(world, transactionId, 20_000);
  return { world, session: await world.session(session.id) };
}

describe("asking for a reconciliation", () => {
  it("is refused for a day that has not begun, for days that are none, and under a key that asked for other days", async () => {
    const { world } = await soldWorld();
    const ask = (from: string, to: string, key = "k1") =>
      askReconciliation(world.ports, tenant, { from, to, key });
    await expect(ask("2026-11-25", "2026-11-25")).rejects.toMatchObject({ code: "invalid_request" });
    await expect(ask("2026-11-24", "2026-11-23")).rejects.toMatchObject({ code: "invalid_request" });
    await ask("2026-11-24", "2026-11-24");
    await expect(ask("2026-11-23", "2026-11-24")).rejects.toMatchObject({ code: "idempotency_key_reused" });
  });

  it("waits while the provider is silent, and is done when it answers again", async () => {
    const { world } = await soldWorld();
    world.provider.elsewhere.shut(true);
    const { id } = await askReconciliation(world.ports, tenant, { ...today, key: "k1" });
    const { failed } = await world.sweepBooks();
    expect(failed.map(({ error }) => String(error))).toEqual(["Error: the provider does not answer"]);
    expect((await showReconciliation(world.ports, tenant, id)).state).toBe("asked");
    world.provider.elsewhere.shut(false);
    world.advance(20 * minute);
    await world.sweepBooks();
    expect((await showReconciliation(world.ports, tenant, id)).state).toBe("done");
  });

  it("is the same one for a repeat of its key, and is done by the sweeper, once", async () => {
    const { world, session } = await soldWorld();
    const first = await askReconciliation(world.ports, tenant, { ...today, key: "k1" });
    expect(await askReconciliation(world.ports, tenant, { ...today, key: "k1" })).toEqual(first);
    await world.sweepBooks();
    const run = await showReconciliation(world.ports, tenant, first.id);
    expect(run).toMatchObject({ state: "done", rows: 0, first: null });
    expect(await readResult(world.ports, tenant, run)).toMatchObject({
      format: "barq.reconciliation/1",
      time_zone: "Africa/Casablanca",
      sums: [
        { book: "intents", currency: "MAD", state: "matched", count: 1, there: "90.00", here: "90.00" },
        { book: "movements", currency: "MAD", state: "matched", count: 1, there: "90.00", here: "90.00" },
      ],
      rows: [],
    });
    expect(session.captured).toBe(9_000n);
    // Nothing is due any more, and the same facts have the same file.
    expect((await world.sweepBooks()).done).toBe(0);
    const again = await askReconciliation(world.ports, tenant, { ...today, key: "k2" });
    await world.sweepBooks();
    expect((await showReconciliation(world.ports, tenant, again.id)).sha256).toBe(run.sha256);
  });

  it("names on its own item the first cent that does not fit", async () => {
    const { world, session } = await soldWorld();
    world.provider.elsewhere.miscount(session.hold?.page ?? null, 1n);
    const { id } = await askReconciliation(world.ports, tenant, { ...today, key: "k1" });
    await world.sweepBooks();
    const run = await showReconciliation(world.ports, tenant, id);
    expect(run.rows).toBe(1);
    expect(run.first).toContain("0.01 MAD apart");
  });
});

describe("the plan", () => {
  it("asks for each day in the night after it, and catches up on every day that nobody was there for", async () => {
    const { world } = await soldWorld();
    await planReconciliations(world.ports, tenant, "Africa/Casablanca");
    await planReconciliations(world.ports, tenant, "Africa/Casablanca");
    world.advance(10 * hour);
    await world.sweepBooks();
    expect((await listReconciliations(world.ports, tenant)).rows).toEqual([]);
    world.advance(3 * day);
    for (let round = 0; round < 8; round++) await world.sweepBooks();
    const { rows } = await listReconciliations(world.ports, tenant);
    expect(rows.map(({ from, to, state }) => `${from} ${to} ${state}`)).toEqual([
      "2026-11-24 2026-11-24 done",
      "2026-11-25 2026-11-25 done",
      "2026-11-26 2026-11-26 done",
    ]);
    expect(rows.every((run) => run.rows === 0)).toBe(true);
  });
});
