/** What could not be taken is owed until somebody pays, gives it up, or policy does: in the journal, once, and never forgotten. */
import { startingPolicy } from "@barq/actions/policy";
import { sweep } from "@barq/actions/sweep";
import { day, hour, minute } from "@barq/domain/instant";
import { balances, startingAccounts } from "@barq/domain/ledger";
import type { Session } from "@barq/domain/session";
import { NewerItem } from "@barq/store/item-format";
import { receivableKey } from "@barq/store/keys";
import { describe, expect, it } from "vitest";
import { actsOf, charge, openRow, personIn, resolvedRows } from "./resolving.ts";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, station } from "./world.ts";

async function owing(): Promise<{ readonly world: World; readonly session: Session }> {
  const world = await createWorld();
  const { session, transactionId } = await chargingSession(world);
  world.provider.faults.lapse(session.hold?.page ?? null);
  await chargeAndStop(world, transactionId, 20_000);
  await world.pass(minute);
  return { world, session: await world.session(session.id) };
}

const balanceOf = async (world: World, session: Session, account: string): Promise<bigint> =>
  balances(await world.journal(session.id)).get(`${account} MAD`) ?? 0n;

describe("a receivable", () => {
  it("waits in the queue with its amount, and is an item with the day on which policy gives it up", async () => {
    const { world, session } = await owing();
    expect(await openRow(world, session, "receivable_open")).toMatchObject({
      acts: ["collect", "give_up"],
      amount: { minor: 9000n, currency: "MAD" },
      amountIs: "owed",
      sessionState: "settled",
    });
    const [item] = await world.store.read([receivableKey(world.tenant, session.id)]);
    expect(item).toMatchObject({ st: "open", minor: "9000" });
    expect(item?.due).toBe(Number(item?.at) + startingPolicy.receivableMs);
  });

  it("that was paid is collected: the account is even, and the entry chained behind the first", async () => {
    const { world, session } = await owing();
    const { id } = await openRow(world, session, "receivable_open");
    const row = await personIn(world).resolve(id, { act: "collect", note: "transfer 4711" });
    expect(row.resolved).toMatchObject({ amount: { minor: 9000n }, note: "transfer 4711" });
    const entries = await world.journal(session.id);
    expect(entries.map(({ kind }) => kind)).toEqual(["receivable", "collected"]);
    expect(entries[1]?.previous).not.toBeNull();
    expect(await balanceOf(world, session, startingAccounts.receivable)).toBe(0n);
    expect(await balanceOf(world, session, startingAccounts.clearing)).toBe(9000n);
    // What the receipt and the session say of the settlement stays as it was issued.
    expect(await world.session(session.id)).toMatchObject({ receivable: 9000n, captured: 0n });
    await world.pass(100 * day, 10 * day);
    expect(await world.journal(session.id)).toHaveLength(2);
  });

  it("that a person gives up is a write-off, and cannot be collected afterwards", async () => {
    const { world, session } = await owing();
    const { id } = await openRow(world, session, "receivable_open");
    const person = personIn(world);
    await person.resolve(id, { act: "give_up", reason: "the driver was wronged" });
    expect(await balanceOf(world, session, startingAccounts.writeOff)).toBe(9000n);
    await expect(person.resolve(id, { act: "collect" })).rejects.toMatchObject({
      code: "state_conflict",
      details: { state: "resolved", act: "give_up" },
    });
    expect(await world.journal(session.id)).toHaveLength(2);
  });

  it("that nobody pays is given up by policy on its day, not before, and policy is who did it", async () => {
    const { world, session } = await owing();
    await world.pass(startingPolicy.receivableMs - day, day);
    expect(await world.journal(session.id)).toHaveLength(1);
    await world.pass(2 * day, day);
    expect((await world.journal(session.id)).map(({ kind }) => kind)).toEqual(["receivable", "given_up"]);
    expect(await world.work()).toEqual([]);
    expect((await resolvedRows(world))[0]?.resolved).toMatchObject({ by: "policy", reason: "too_old" });
    const [act] = await actsOf(world, session.id);
    expect(act).toMatchObject({ by: "policy", act: "give_up" });
  });

  it("in a format that only a newer version knows is left to that version, by people and by policy", async () => {
    const { world, session } = await owing();
    const { id } = await openRow(world, session, "receivable_open");
    const key = receivableKey(world.tenant, session.id);
    await world.store.commit([{ update: key, set: { fm: 2 } }]);
    await expect(personIn(world).resolve(id, { act: "collect" })).rejects.toMatchObject({ code: "busy" });
    world.advance(startingPolicy.receivableMs);
    const { failed } = await sweep(world.ports);
    expect(failed.map(({ error }) => error)).toContainEqual(expect.any(NewerItem));
    expect(await world.journal(session.id)).toHaveLength(1);
  });

  it("of less than is worth asking for is written off at once", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world, {
      limit: { kind: "amount", text: "90.00" },
    });
    await chargeAndStop(world, transactionId, 20_500);
    await world.pass(minute);
    expect(await world.session(session.id)).toMatchObject({
      state: "settled",
      captured: 9000n,
      receivable: null,
      writtenOff: 225n,
    });
    expect(await balanceOf(world, session, startingAccounts.writeOff)).toBe(225n);
    expect(await world.work()).toEqual([]);
  });

  it("that two people and policy end at once ends once", async () => {
    const { world, session } = await owing();
    const { id } = await openRow(world, session, "receivable_open");
    world.advance(startingPolicy.receivableMs);
    const answers = await Promise.allSettled([
      personIn(world, "one").resolve(id, { act: "collect" }),
      personIn(world, "two").resolve(id, { act: "give_up" }),
      world.sweep(),
    ]);
    expect(answers.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
    expect(await world.journal(session.id)).toHaveLength(2);
    expect(await actsOf(world, session.id)).toHaveLength(1);
    expect(await resolvedRows(world)).toHaveLength(1);
  });
});

describe("sessions that owe nothing", () => {
  it("beyond the budget of their connector are told to a person once, and one connector is not another", async () => {
    const world = await createWorld();
    const { most } = startingPolicy.owedNothing;
    const oneFree = async (connector: number, n: number): Promise<void> => {
      await world.status("Available", connector);
      const { transactionId } = await chargingSession(world, { key: `${connector}-${n}`, connector });
      world.advance(minute);
      await world.stop(transactionId, "1000000");
      await world.settleDown();
      await world.status("Available", connector);
      await world.settleDown();
    };
    for (let n = 0; n < most; n++) {
      await oneFree(1, n);
      await oneFree(2, n);
    }
    expect(await world.work()).toEqual([]);
    await oneFree(1, most);
    await oneFree(1, most + 1);
    expect((await world.work()).map(({ why, station: at, facts }) => [why, at, facts.connector])).toEqual([
      ["many_owe_nothing", station, "1"],
    ]);
    world.advance(2 * startingPolicy.owedNothing.windowMs);
    await oneFree(2, most);
    expect(await world.work()).toHaveLength(1);
  });

  it("write nothing more than before where something is owed", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    await charge(world, transactionId, 12_000);
    const keys: string[] = [];
    const { store } = world.ports;
    const commit = store.commit.bind(store);
    store.commit = (changes) => {
      for (const change of changes) if ("update" in change) keys.push(change.update.sk);
      return commit(changes);
    };
    await world.stop(transactionId, "1012000");
    await world.pass(hour, 10 * minute);
    expect((await world.session(session.id)).state).toBe("settled");
    expect(keys.filter((sk) => sk.startsWith("NIL#"))).toEqual([]);
  });
});
