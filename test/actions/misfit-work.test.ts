/** What a reconciliation finds waits for a person: once for each thing, with its age, until somebody or a later run ends it. */
import { listResolved } from "@barq/actions/list-work";
import { askReconciliation } from "@barq/actions/reconciliation-run";
import { hour, minute } from "@barq/domain/instant";
import { sessionKey, sessionPartition } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import { personIn } from "./resolving.ts";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, Lost, tenant } from "./world.ts";

const today = { from: "2026-11-24", to: "2026-11-24" };

async function soldWorld() {
  const world = await createWorld();
  const { session, transactionId } = await chargingSession(world);
  await chargeAndStop(world, transactionId, 20_000);
  return { world, session: await world.session(session.id) };
}

let asked = 0;
async function run(world: World): Promise<void> {
  await askReconciliation(world.ports, tenant, { ...today, key: `run-${++asked}` });
  const { failed } = await world.sweepBooks();
  if (failed.length > 0) throw failed[0]?.error;
}

/** A process that dies of the loss is followed by the next one. */
const onlyLost = (error: unknown): void => {
  if (!(error instanceof Lost)) throw error;
};

const resolved = async (world: World) => (await listResolved(world.ports, tenant)).rows;

describe("a misfit in the work queue", () => {
  it("is one row with its first age, amount, reason and next step, however often the reconciliation runs", async () => {
    const { world, session } = await soldWorld();
    const page = session.hold?.page ?? null;
    world.provider.elsewhere.miscount(page, 150n);
    await run(world);
    const [row, ...more] = await world.work();
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      why: "books_captured_differs",
      session: session.id,
      reference: session.reference,
      amount: { minor: 150n, currency: "MAD" },
      amountIs: "difference",
      acts: ["acknowledge"],
      facts: { day: "2026-11-24", book: "intents", there: "91.50", here: "90.00", state: "differs" },
    });
    expect(row?.nextStep).toContain("refund or collect the difference");
    world.advance(hour);
    await run(world);
    expect(await world.work()).toEqual([row]);
    // What it says now is told, and its age stays.
    world.provider.elsewhere.miscount(page, 200n);
    await run(world);
    expect(await world.work()).toMatchObject([{ at: row?.at, amount: { minor: 200n } }]);
  });

  it("that a person has seen stays away while it says the same, and comes back when it says something else", async () => {
    const { world, session } = await soldWorld();
    const page = session.hold?.page ?? null;
    world.provider.elsewhere.miscount(page, 150n);
    await run(world);
    const [row] = await world.work();
    await expect(personIn(world).resolve(row?.id ?? "", { act: "settle" })).rejects.toMatchObject({
      code: "state_conflict",
    });
    await personIn(world).resolve(row?.id ?? "", { act: "acknowledge", reason: "collected by hand" });
    expect(await resolved(world)).toMatchObject([
      {
        why: "books_captured_differs",
        amount: { minor: 150n },
        resolved: { by: "person-1", act: "acknowledge", reason: "collected by hand" },
      },
    ]);
    await run(world);
    expect(await world.work()).toEqual([]);
    world.provider.elsewhere.miscount(page, -1n);
    world.advance(minute);
    await run(world);
    expect(await world.work()).toMatchObject([{ at: world.ports.clock(), amount: { minor: 1n } }]);
  });

  it("is ended by the run that finds it matched, on record as such, and is another one if it comes again", async () => {
    const { world, session } = await soldWorld();
    const page = session.hold?.page ?? null;
    world.provider.elsewhere.miscount(page, 150n);
    await run(world);
    const [row] = await world.work();
    world.advance(hour);
    world.provider.elsewhere.miscount(page, 0n);
    await run(world);
    expect(await world.work()).toEqual([]);
    expect(await resolved(world)).toMatchObject([
      {
        id: row?.id,
        at: row?.at,
        resolved: { at: world.ports.clock(), by: "reconciliation", act: "matched" },
      },
    ]);
    expect((await resolved(world))[0]?.resolved?.reason).toMatch(/^2026-11-24_2026-11-24_/);
    world.advance(hour);
    world.provider.elsewhere.miscount(page, 150n);
    await run(world);
    expect(await world.work()).toMatchObject([{ id: row?.id, at: world.ports.clock() }]);
  });

  it("of the journal and of what nobody knows here end in the same way", async () => {
    const { world, session } = await soldWorld();
    const [entry] = await Array.fromAsync(
      world.store.list(sessionPartition(tenant, session.id), { prefix: "L#" }),
    );
    const [meta] = await world.store.read([sessionKey(tenant, session.id)]);
    if (!entry || !meta) throw new Error("nothing was written");
    await world.store.commit([{ delete: entry }]);
    await run(world);
    expect((await world.work()).map(({ why }) => why)).toEqual(["books_ledger_differs"]);
    await world.store.commit([{ put: entry }]);
    await run(world);
    expect(await world.work()).toEqual([]);
    await world.store.commit([{ delete: meta }]);
    await run(world);
    expect((await world.work()).map(({ why, session: of }) => [why, of])).toEqual([
      ["books_no_session", null],
      ["books_no_session", null],
    ]);
    await world.store.commit([{ put: meta }]);
    await run(world);
    expect(await world.work()).toEqual([]);
  });

  it("is neither made nor ended by a run that the provider left half done", async () => {
    const { world, session } = await soldWorld();
    const page = session.hold?.page ?? null;
    world.provider.elsewhere.miscount(page, 150n);
    await run(world);
    const rows = await world.work();
    world.provider.elsewhere.miscount(page, 0n);
    world.provider.elsewhere.shut(true);
    await expect(run(world)).rejects.toThrow("does not answer");
    expect(await world.work()).toEqual(rows);
  });

  it("is there once whatever call of the run is lost, and leaves once", async () => {
    for (const where of ["before", "after"] as const)
      for (let call = 1; call <= 14; call++) {
        const { world, session } = await soldWorld();
        const page = session.hold?.page ?? null;
        const lossy = async (key: string): Promise<void> => {
          await askReconciliation(world.ports, tenant, { ...today, key });
          world.lose({ call, where });
          await world.sweepBooks().catch(onlyLost);
          world.lose(null);
          world.advance(hour);
          expect((await world.sweepBooks()).failed).toEqual([]);
        };
        world.provider.elsewhere.miscount(page, 150n);
        await lossy("a");
        expect(await world.work()).toMatchObject([{ why: "books_captured_differs" }]);
        world.provider.elsewhere.miscount(page, 0n);
        await lossy("b");
        expect(await world.work()).toEqual([]);
        expect(await resolved(world)).toHaveLength(1);
      }
  });

  it("has one end when a person and a run come to it at once", async () => {
    const { world, session } = await soldWorld();
    const page = session.hold?.page ?? null;
    world.provider.elsewhere.miscount(page, 150n);
    await run(world);
    const [row] = await world.work();
    world.provider.elsewhere.miscount(page, 0n);
    const [person] = await Promise.allSettled([
      personIn(world).resolve(row?.id ?? "", { act: "acknowledge", reason: "seen" }),
      run(world),
    ]);
    expect(await world.work()).toEqual([]);
    const ends = await resolved(world);
    expect(ends).toHaveLength(1);
    expect(ends[0]?.resolved?.by).toBe(person.status === "fulfilled" ? "person-1" : "reconciliation");
  });
});
