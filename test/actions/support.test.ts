/** The 22:00 call: a driver on the phone, one field, the whole story, and what support may do, each of it once. */

import { bindSticker } from "@barq/actions/bind-sticker";
import { noteDispute } from "@barq/actions/note-dispute";
import { printStickers } from "@barq/actions/print-stickers";
import { sessionStory } from "@barq/actions/session-story";
import type { SupportAct } from "@barq/actions/support-acts";
import { noteSession, resendReceipt, stopForDriver, useMacro } from "@barq/actions/support-acts";
import { possibleActs } from "@barq/actions/support-possible";
import { releaseForDriver } from "@barq/actions/support-release";
import { searchSessions } from "@barq/actions/support-search";
import { tellStory } from "@barq/actions/tell-story";
import { day, hour, minute } from "@barq/domain/instant";
import { macrosOf } from "@barq/domain/macros";
import { stickerIdOf, typedCodeOf } from "@barq/domain/sticker";
import { ownerOf, sessionPartition, supportActPrefix } from "@barq/store/keys";
import type { Store } from "@barq/store/port";
import { describe, expect, it } from "vitest";
import { settledSession } from "./refunded.ts";
import { createGate } from "./sequential-calls.ts";
import type { World } from "./world.ts";
import { chargingSession, createWorld, paidSession, station } from "./world.ts";

const acting = (session: string, of: Partial<SupportAct> = {}): SupportAct => ({
  session,
  actor: "person-1",
  reason: "driver_asked",
  note: null,
  key: "press-1",
  body: { reason: of.reason ?? "driver_asked" },
  ...of,
});

const idsOf = async (world: World, said: string, tenant = world.tenant): Promise<readonly string[]> =>
  (await searchSessions(world.ports, tenant, said)).keys.map((key) => ownerOf(key).session);

const rowsOf = (world: World, session: string, prefix: string) =>
  Array.fromAsync(world.store.list(sessionPartition(world.tenant, session), { prefix }));

/** The store with every verb that reads counted. */
function counted(world: World): { readonly ports: World["ports"]; readonly count: () => number } {
  let reads = 0;
  const { store } = world.ports;
  const counting: Store = {
    ...store,
    read: (keys, options) => {
      reads++;
      return store.read(keys, options);
    },
    list: (partition, options) => {
      reads++;
      return store.list(partition, options);
    },
    overdue: store.overdue,
    commit: store.commit,
  };
  return { ports: { ...world.ports, store: counting }, count: () => reads };
}

describe("garbage, strangers and what is not there", () => {
  it("in the field finds nothing and asks for what is missing", async () => {
    const world = await createWorld();
    await paidSession(world);
    for (const said of ["", "   ", "????", "4242", "85.40", "nobody@example.com", "ses_zzz", "ZZZZZ2"])
      expect({ said, ids: await idsOf(world, said) }).toEqual({
        said,
        ids: said === "ses_zzz" ? ["ses_zzz"] : [],
      });
    expect((await searchSessions(world.ports, world.tenant, "4242 250.00")).missing).toEqual([
      "station_or_day",
    ]);
    expect((await searchSessions(world.ports, world.tenant, "4242 2026-11-24")).missing).toEqual([
      "amount_or_station",
    ]);
  });

  it("of another operator are found by nothing, and their story is not told", async () => {
    const world = await createWorld();
    const session = await paidSession(world, { email: "a@example.com" });
    for (const said of [session.reference, `${station} 10:00`, station, "a@example.com"])
      expect(await idsOf(world, said, "rival")).toEqual([]);
    await expect(sessionStory(world.ports, "rival", session.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(noteSession(world.ports, "rival", acting(session.id))).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("a session is found by what its driver can say", () => {
  it("by reference, id, station and time, four digits and amount, e-mail, typed code and station", async () => {
    const world = await createWorld();
    const batch = (await printStickers(world.ports, world.tenant, { stickers: 1, key: "batch" })).id;
    await bindSticker(world.ports, world.tenant, {
      sticker: stickerIdOf({ id: batch, slug: null }, 1),
      station,
      connector: 1,
      actor: "person-1",
      reason: null,
      replaces: null,
    });
    const { id, reference } = await settledSession(world);
    const said = [
      reference.toLowerCase(),
      id,
      `${station} 10:05`,
      `aujourd'hui ${station} 10h05`,
      `4242 90.00 ${station}`,
      "4242 90.00 2026-11-24",
      "4242 250.00 2026-11-24",
      typedCodeOf(batch, 1),
      station,
    ];
    for (const one of said) expect({ one, ids: await idsOf(world, one) }).toEqual({ one, ids: [id] });
    expect(await idsOf(world, `${station} 15:00`)).toEqual([]);
    expect(await idsOf(world, `4243 90.00 ${station}`)).toEqual([]);
    // The next morning it was yesterday, and today there is none.
    world.advance(day - 2 * hour);
    expect(await idsOf(world, `hier ${station} 10:05`)).toEqual([id]);
    expect(await idsOf(world, `today ${station} 10:05`)).toEqual([]);
  });

  it("by an e-mail of any capitals, under a keyed hash alone, and no more when its life is over", async () => {
    const world = await createWorld();
    const { id } = await paidSession(world, { email: "Driver@Example.com" });
    expect(await idsOf(world, "driver@example.com")).toEqual([id]);
    const rows = [...world.items.all()].filter(({ pk }) => pk.includes("|EM#"));
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows).toLowerCase()).not.toContain("example");
    world.advance(world.ports.policy.foundByEmailMs);
    expect(await idsOf(world, "driver@example.com")).toEqual([]);
  });

  it("without an e-mail nothing is written for it", async () => {
    const world = await createWorld();
    await paidSession(world);
    expect([...world.items.all()].filter(({ pk }) => pk.includes("|EM#"))).toEqual([]);
  });
});

describe("from the field to the story", () => {
  it("takes three reads one after the other with a reference, and six in all at most", async () => {
    const world = await createWorld();
    const gate = createGate();
    const ports = { ...world.ports, store: gate.through(world.ports.store) };
    const walk = async (reference: string): Promise<void> => {
      const { keys } = await searchSessions(ports, world.tenant, reference);
      const [key] = keys;
      if (!key) throw new Error("it was not found");
      await sessionStory(ports, world.tenant, ownerOf(key).session);
    };
    const { session } = await chargingSession(world);
    world.advance(5 * minute);
    expect(await gate.rounds(() => walk(session.reference))).toBe(3);
    const other = await createWorld();
    const gone = await settledSession(other);
    const counts = counted(other);
    const found = await searchSessions(counts.ports, other.tenant, gone.reference);
    await sessionStory(counts.ports, other.tenant, ownerOf(found.keys[0] ?? { pk: "" }).session);
    // One by reference; the partition, its packs and its work together; then the station. The tariff may be kept already.
    expect(counts.count()).toBeLessThanOrEqual(6);
  });

  it("tells scan, page, hold, command, readings, price, money, people's acts and what is next", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world, { email: "driver@example.com" });
    world.advance(10 * minute);
    await world.meter(transactionId, 1_002_000);
    await world.meter(transactionId, -5);
    await world.pass(10 * minute);
    await world.meter(transactionId, 1_002_000);
    await world.settleDown();
    await noteSession(world.ports, world.tenant, acting(session.id, { note: "cable stuck" }));
    const story = await sessionStory(world.ports, world.tenant, session.id);
    expect(story.events.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["asked_for", "held", "began", "readings", "act", "state", "next_due"]),
    );
    expect(story.events[0]).toMatchObject({
      code: "asked_for",
      locale: "en",
      tariff: "KWH",
      tariffVersion: 1,
    });
    expect(story.readings.setAside).toMatchObject([{ value: "-5" }]);
    expect(story.email).toBe("d***@example.com");
    expect(story.tariff).toMatchObject({ id: "KWH" });
    expect(story.next).toMatchObject([{ code: "charging_goes_on" }]);
    expect(story.connector.lockedBy).toBe(session.id);
    const { lines } = await tellStory(world.ports, world.tenant, session.id);
    expect(lines.map(({ what }) => what)).toContain("support: note (driver_asked): cable stuck");
    await world.stop(transactionId, "1002000");
    await world.status("Available");
    await world.settleDown();
    const after = await sessionStory(world.ports, world.tenant, session.id);
    expect(after.price).toMatchObject({ after_tax: "9.00" });
    expect(after.journal.map(({ kind }) => kind)).toEqual(["capture"]);
    expect(after.next).toEqual([]);
  });
});

describe("the 22:00 call", () => {
  it("stops the station, says what the macro says with this session's facts, and sends the receipt again", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world, { email: "driver@example.com" });
    world.advance(10 * minute);
    await world.meter(transactionId, 1_002_000);
    const { ports, tenant } = world;
    const before = await sessionStory(ports, tenant, session.id);
    const can = possibleActs(ports, before, "support").filter(({ possible }) => possible);
    expect(can.map(({ kind }) => kind)).toEqual(["stop", "note", "macro"]);
    expect(macrosOf(before.session, before.email)).toContainEqual(
      expect.objectContaining({ code: "did_not_stop", likely: true }),
    );
    expect((await stopForDriver(ports, tenant, acting(session.id))).session.state).toBe("stopping");
    expect((await stopForDriver(ports, tenant, acting(session.id))).repeated).toBe(true);
    await useMacro(ports, tenant, {
      ...acting(session.id, { key: "m" }),
      macro: "cable_stuck",
      locale: "ar",
    });
    await world.wake(session.id);
    expect(world.hardware.sent.map(({ command }) => command.kind)).toContain("remote_stop");
    await world.stop(transactionId, "1002000");
    await world.status("Available");
    await world.settleDown();
    const after = await sessionStory(ports, tenant, session.id);
    expect(possibleActs(ports, after, "support").find(({ kind }) => kind === "refund")).toMatchObject({
      possible: true,
      left: { minor: 900n },
      alone: { minor: 900n },
    });
    const sent = acting(session.id, { key: "r" });
    expect((await resendReceipt(ports, tenant, sent)).repeated).toBe(false);
    expect((await resendReceipt(ports, tenant, sent)).repeated).toBe(true);
    const acts = await rowsOf(world, session.id, supportActPrefix);
    expect(acts.map(({ act, by }) => `${act} ${by}`).sort()).toEqual([
      "macro person-1",
      "resend person-1",
      "stop person-1",
    ]);
    const macro = macrosOf(after.session, after.email).find(({ code }) => code === "charged_twice");
    expect(macro).toMatchObject({
      likely: true,
      facts: { holdFate: "part_captured", captured: { minor: 900n }, rest: { minor: 24_100n } },
    });
  });

  it("of two agents at once one stops it, and the other is told how it stands", async () => {
    const world = await createWorld();
    const { session } = await chargingSession(world);
    const pressed = await Promise.allSettled(
      ["one", "two"].map((key) => stopForDriver(world.ports, world.tenant, acting(session.id, { key }))),
    );
    expect(pressed.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(pressed.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "state_conflict", details: { state: "stopping" } },
    });
    expect(await rowsOf(world, session.id, supportActPrefix)).toHaveLength(1);
  });

  it("pressed twice at the same moment is done once; the key for anything else is refused", async () => {
    const world = await createWorld();
    const { id } = await paidSession(world);
    const note = acting(id, { note: "called", body: { note: "called" } });
    const both = await Promise.all([1, 2].map(() => noteSession(world.ports, world.tenant, note)));
    expect(both.map(({ repeated }) => repeated).sort()).toEqual([false, true]);
    expect(await rowsOf(world, id, supportActPrefix)).toHaveLength(1);
    const other = { ...note, body: { note: "another" } };
    await expect(noteSession(world.ports, world.tenant, other)).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
    await expect(stopForDriver(world.ports, world.tenant, note)).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
  });
});

describe("a hold is given back by support", () => {
  it("while the session waits for its cable, once; and never while energy flows", async () => {
    const world = await createWorld();
    await world.status("Available");
    const { id } = await paidSession(world);
    const { ports, tenant } = world;
    expect((await releaseForDriver(ports, tenant, acting(id))).session.effect?.name).toBe("release.1");
    expect((await releaseForDriver(ports, tenant, acting(id))).repeated).toBe(true);
    await world.settleDown();
    expect((await world.session(id)).state).toBe("released");
    expect((await releaseForDriver(ports, tenant, acting(id))).repeated).toBe(true);
    const { session } = await chargingSession(world, { key: "second" });
    await expect(releaseForDriver(ports, tenant, acting(session.id))).rejects.toMatchObject({
      code: "state_conflict",
    });
  });

  it("from review by its row in the queue, which ends with it, for a reason of the list alone", async () => {
    const world = await createWorld();
    const { session, transactionId } = await chargingSession(world);
    world.advance(30 * minute);
    await world.stop(transactionId, "900000");
    await world.status("Available");
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("review");
    const { ports, tenant } = world;
    const story = await sessionStory(ports, tenant, session.id);
    expect(story.readings.review ?? story.session.why).toBe("meter_backwards");
    expect(possibleActs(ports, story, "support").find(({ kind }) => kind === "release")?.possible).toBe(true);
    await expect(releaseForDriver(ports, tenant, acting(session.id))).rejects.toMatchObject({
      code: "invalid_request",
    });
    const act = acting(session.id, { reason: "driver_wronged" });
    expect((await releaseForDriver(ports, tenant, act)).repeated).toBe(false);
    expect((await releaseForDriver(ports, tenant, act)).repeated).toBe(true);
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("released");
    expect(await world.work()).toEqual([]);
  });
});

describe("what cannot be done says why", () => {
  it("to a technician, an auditor, of a disputed session and where no e-mail was given", async () => {
    const world = await createWorld();
    const session = await settledSession(world);
    const { ports, tenant } = world;
    const whyNot = async (role: string) =>
      Object.fromEntries(
        possibleActs(ports, await sessionStory(ports, tenant, session.id), role).map((act) => [
          act.kind,
          act.whyNot,
        ]),
      );
    expect(await whyNot("support")).toEqual({
      stop: "not_charging",
      release: "nothing_held",
      resend: "no_email_given",
      refund: null,
      note: null,
      macro: null,
    });
    for (const role of ["technician", "auditor"])
      expect(new Set(Object.values(await whyNot(role)))).toEqual(new Set(["not_your_role"]));
    await expect(resendReceipt(ports, tenant, acting(session.id))).rejects.toMatchObject({
      code: "state_conflict",
    });
    const dispute = world.provider.issuer.dispute(session.hold?.page ?? null);
    await noteDispute(ports, session, dispute, []);
    expect((await whyNot("support")).refund).toBe("disputed");
  });
});
