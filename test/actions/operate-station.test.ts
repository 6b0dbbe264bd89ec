/** What is asked of stations never touches somebody's session, is asked once however often one presses, and is never lost. */

import { readWork } from "@barq/actions/note-work";
import type { OperationRequest } from "@barq/actions/operate-station";
import { operateStation, showAct } from "@barq/actions/operate-station";
import { showConnector } from "@barq/actions/show-connector";
import { effectOf, listActs } from "@barq/actions/station-act";
import { stopSession } from "@barq/actions/stop-session";
import { takeCommandOutcome } from "@barq/actions/take-outcome";
import { Fault } from "@barq/domain/fault";
import { minute, second } from "@barq/domain/instant";
import type { CommandOutcome } from "@barq/stations/port";
import { describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargingSession, createWorld, Lost, paidSession, station, tenant } from "./world.ts";

const unlock = { kind: "unlock", connector: 1 } as const;
const reset = { kind: "reset", how: "hard" } as const;

const ask = (world: World, of: Partial<OperationRequest> = {}) => {
  const { command = unlock } = of;
  return operateStation(world.ports, tenant, {
    station,
    command,
    reason: "the cable is stuck",
    actor: "agent-1",
    session: null,
    inSession: false,
    key: "key-1",
    body: { command },
    ...of,
  });
};
const sentKinds = (world: World): readonly string[] =>
  world.hardware.sent.map(({ command }) => command.kind).filter((kind) => !kind.startsWith("remote"));
const faultOf = async (work: Promise<unknown>): Promise<Fault> => {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Fault)) throw new Error("nothing was refused");
  return thrown;
};
/** The station answers what was sent last. */
const answers = (world: World, outcome: CommandOutcome, again = false): Promise<void> => {
  const effect = world.hardware.sent.at(-1)?.effect ?? null;
  return takeCommandOutcome(world.ports, tenant, station, { session: null, effect, again }, outcome);
};

describe("somebody's session", () => {
  it("keeps its cable: an unlock is refused with the state it is in, and nothing goes out", async () => {
    const world = await createWorld();
    const paid = await paidSession(world);
    expect(await faultOf(ask(world))).toMatchObject({
      code: "state_conflict",
      details: { state: paid.state },
    });
    await world.status("Preparing");
    await world.settleDown();
    await world.begin(paid.id);
    const refusal = await faultOf(ask(world));
    expect(refusal).toMatchObject({ code: "state_conflict", details: { state: "charging" } });
    expect(refusal.details.reference).toBe(paid.reference);
    expect(sentKinds(world)).toEqual([]);
    expect((await listActs(world.ports, tenant, station, undefined)).rows).toEqual([]);
  });

  it("lets its own cable go after its stop, never before, and never another session's", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    expect(await faultOf(ask(world, { session: session.id }))).toMatchObject({
      details: { state: "charging" },
    });
    await stopSession(world.ports, tenant, session.id);
    expect(await faultOf(ask(world, { session: "ses_another" }))).toMatchObject({
      details: { state: "stopping" },
    });
    expect(await ask(world, { session: session.id })).toMatchObject({ state: "sent", session: session.id });
    expect(sentKinds(world)).toEqual(["unlock"]);
  });

  it("at the other connector is nobody's business", async () => {
    const world = await createWorld();
    await chargingSession(world);
    expect(await ask(world, { command: { ...unlock, connector: 2 } })).toMatchObject({ state: "sent" });
  });

  it("is not restarted by accident: a reset in its middle has to be meant", async () => {
    const world = await createWorld();
    await chargingSession(world);
    expect(await faultOf(ask(world, { command: reset }))).toMatchObject({ details: { state: "charging" } });
    expect(await ask(world, { command: reset, inSession: true })).toMatchObject({ state: "sent" });
  });

  it("that begins while the rules are asked is seen: the unlock is refused", async () => {
    const world = await createWorld();
    const { store } = world.ports;
    let raced = false;
    const racing = {
      ...world.ports,
      store: {
        ...store,
        read: store.read.bind(store),
        list: store.list.bind(store),
        overdue: store.overdue.bind(store),
        async commit(changes: Parameters<typeof store.commit>[0]) {
          if (!raced && changes.some((change) => "check" in change)) {
            raced = true;
            await paidSession(world);
          }
          return store.commit(changes);
        },
      },
    };
    const request = {
      ...{ station, command: unlock, reason: "the cable is stuck", actor: "agent-1", session: null },
      ...{ inSession: false, key: "key-1", body: {} },
    };
    expect(await faultOf(operateStation(racing, tenant, request))).toMatchObject({ code: "state_conflict" });
    expect(sentKinds(world)).toEqual([]);
  });
});

describe("pressed twice", () => {
  it("it is one act and one command, whatever has become of it meanwhile", async () => {
    const world = await createWorld();
    const [first, second_] = await Promise.all([ask(world), ask(world)]);
    expect(second_.id).toBe(first.id);
    await answers(world, { kind: "accepted", detail: { status: "Unlocked" } });
    expect(await ask(world)).toMatchObject({ id: first.id, state: "accepted", word: "Unlocked" });
    expect((await listActs(world.ports, tenant, station, undefined)).rows).toHaveLength(1);
    // The twin takes all that is said to it; that two of one name go out once is the port's own contract.
    expect(new Set(world.hardware.sent.map(({ effect }) => effect)).size).toBe(1);
  });

  it("with another wish under the same key it is refused, at another station too", async () => {
    const world = await createWorld();
    await ask(world);
    expect(await faultOf(ask(world, { command: { ...unlock, connector: 2 } }))).toMatchObject({
      code: "idempotency_key_reused",
    });
    expect(sentKinds(world)).toHaveLength(1);
  });

  it("after any call of ours was lost it ends as one act that was sent", async () => {
    for (let call = 1; call <= 9; call++) {
      for (const where of ["before", "after"] as const) {
        const world = await createWorld();
        world.lose({ call, where });
        await ask(world).catch((error: unknown) => {
          if (!(error instanceof Lost)) throw error;
        });
        world.lose(null);
        expect(await ask(world)).toMatchObject({ state: "sent" });
        expect((await listActs(world.ports, tenant, station, undefined)).rows).toHaveLength(1);
        expect(new Set(world.hardware.sent.map(({ effect }) => effect)).size).toBe(1);
      }
    }
  });
});

describe("what becomes of it", () => {
  it("a station that is away is said to be away, and nothing waits for it", async () => {
    const world = await createWorld();
    world.hardware.offline.add(station);
    const act = await ask(world);
    expect(act).toMatchObject({ state: "offline", reason: "the cable is stuck", by: "agent-1" });
    world.hardware.offline.clear();
    expect(await ask(world)).toMatchObject({ state: "offline" });
    expect(await ask(world, { key: "key-2" })).toMatchObject({ state: "sent" });
  });

  it("a refusal has the station's own word, and an answer that was heard twice changes nothing", async () => {
    const world = await createWorld();
    const { id } = await ask(world);
    await answers(world, { kind: "rejected", why: "UnlockFailed" });
    await answers(world, { kind: "accepted", detail: {} });
    expect(await showAct(world.ports, tenant, station, id)).toMatchObject({
      state: "rejected",
      word: "UnlockFailed",
      answeredAt: world.now(),
    });
  });

  it("silence is silence after the deadline, and an answer that comes late still counts", async () => {
    const world = await createWorld();
    const { id } = await ask(world);
    world.advance(29 * second);
    expect(await showAct(world.ports, tenant, station, id)).toMatchObject({ state: "sent" });
    world.advance(1 * second);
    expect(await showAct(world.ports, tenant, station, id)).toMatchObject({ state: "silent" });
    await answers(world, { kind: "accepted", detail: { status: "Unlocked" } });
    expect(await showAct(world.ports, tenant, station, id)).toMatchObject({ state: "accepted" });
  });

  it("an answer to a station's own call that belongs to no act is nobody's", async () => {
    const world = await createWorld();
    const act = await ask(world);
    const effect = effectOf({ ...act, id: "op_nobody" });
    const call = { session: null, effect, again: false };
    await takeCommandOutcome(world.ports, tenant, station, call, { kind: "rejected", why: "No" });
    expect(await showAct(world.ports, tenant, station, act.id)).toMatchObject({ state: "sent" });
  });

  it("nothing secret of an address and no card of a list is kept with the act", async () => {
    const world = await createWorld();
    const to = "ftp://user:secret@files.example/up";
    const upload = { kind: "get_diagnostics", request: 7, to, from: null, until: null } as const;
    expect(await ask(world, { command: upload })).toMatchObject({ asked: "files.example" });
    const tokens = [{ token: "04A1B2C3", accepted: true, until: null }];
    const list = { kind: "send_local_list", version: 3, update: "full", tokens } as const;
    expect(await ask(world, { command: list, key: "key-2" })).toMatchObject({
      asked: "version 3, full, 1 tokens",
    });
    const kept = JSON.stringify((await listActs(world.ports, tenant, station, undefined)).rows);
    expect(kept).not.toMatch(/secret|04A1B2C3/);
  });
});

describe("bad input", () => {
  it("an unknown station or connector is not found, and another operator's is no other", async () => {
    const world = await createWorld();
    expect(await faultOf(ask(world, { station: "NO-SUCH" }))).toMatchObject({ code: "not_found" });
    expect(await faultOf(ask(world, { command: { ...unlock, connector: 3 } }))).toMatchObject({
      code: "not_found",
    });
    const { id } = await ask(world);
    expect(await faultOf(showAct(world.ports, "other", station, id))).toMatchObject({ code: "not_found" });
    expect(await faultOf(showAct(world.ports, tenant, "OTHER-01", id))).toMatchObject({ code: "not_found" });
    expect((await listActs(world.ports, "other", station, undefined)).rows).toEqual([]);
  });
});

describe("out of service", () => {
  it("a connector that took the order sells nothing, even if its station forgets it at a restart", async () => {
    const world = await createWorld();
    const out = { kind: "change_availability", connector: 1, operative: false } as const;
    await ask(world, { command: out });
    await answers(world, { kind: "accepted", detail: { status: "Accepted" } });
    world.advance(minute);
    await world.say({ kind: "booted", vendor: "V", model: "M", serial: null, firmware: null });
    await world.status("Available");
    const shown = await showConnector(world.ports, world.codeOf(1));
    expect(shown.availability).toBe("out_of_order");
    await expect(paidSession(world)).rejects.toMatchObject({ code: "connector_unavailable" });
    await ask(world, { command: { ...out, operative: true }, key: "key-2" });
    await answers(world, { kind: "accepted", detail: {} });
    expect((await showConnector(world.ports, world.codeOf(1))).availability).toBe("free");
  });

  it("the whole station is all its connectors, and a refusal changes none", async () => {
    const world = await createWorld();
    const out = { kind: "change_availability", connector: 0, operative: false } as const;
    await ask(world, { command: out });
    await answers(world, { kind: "rejected", why: "Rejected" });
    expect((await showConnector(world.ports, world.codeOf(2))).availability).toBe("free");
    await ask(world, { command: out, key: "key-2" });
    await answers(world, { kind: "accepted", detail: { status: "Scheduled" } });
    expect((await showConnector(world.ports, world.codeOf(2))).availability).toBe("out_of_order");
  });
});

it("the last word of each longer work is kept with the station, and not with any session", async () => {
  const world = await createWorld();
  expect(await readWork(world.ports, tenant, station)).toEqual({ diagnostics: null, firmware: null });
  await world.say({ kind: "work", work: "firmware", status: "Downloading", request: null });
  await world.say({ kind: "work", work: "firmware", status: "Installed", request: 8 });
  expect(await readWork(world.ports, tenant, station)).toEqual({
    diagnostics: null,
    firmware: { status: "Installed", at: world.now(), request: 8 },
  });
});
