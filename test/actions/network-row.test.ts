/** The row of a station is what is true of it, however late, twice or at once it is written; and a page of a thousand is two reads. */
import { createLocation } from "@barq/actions/create-location";
import { alarmsOf, listAlarms } from "@barq/actions/list-alarms";
import { moveStation } from "@barq/actions/move-station";
import { noteNetwork } from "@barq/actions/network-row";
import type { StationRow } from "@barq/actions/network-row-text";
import { networkRowOf, networkRowText } from "@barq/actions/network-row-text";
import { closePlaces } from "@barq/actions/pause-starts";
import { showNetwork, sumNetwork } from "@barq/actions/show-network";
import { day, hour, minute } from "@barq/domain/instant";
import { stationKey } from "@barq/store/keys";
import { networkKey, networkPartition } from "@barq/store/network-keys";
import type { Store } from "@barq/store/port";
import { beforeEach, describe, expect, it } from "vitest";
import type { World } from "./world.ts";
import { chargeAndStop, chargingSession, createWorld, station, tenant } from "./world.ts";

let world: World;
const note = (): Promise<void> => noteNetwork(world.ports, tenant, station);
const row = async (): Promise<StationRow> => {
  const [item] = await world.store.read([networkKey(tenant, station)]);
  const read = item && networkRowOf(item);
  if (!read) throw new Error("there is no row");
  return read;
};
const commits = (store: Store): { readonly store: Store; readonly keys: string[] } => {
  const keys: string[] = [];
  return {
    keys,
    store: {
      ...store,
      commit: (changes) => {
        keys.push(...changes.map((change) => ("update" in change ? change.update.pk : "other")));
        return store.commit(changes);
      },
    },
  };
};

beforeEach(async () => {
  world = await createWorld();
});

describe("the row of a station", () => {
  it("changes twice in a session: a cable goes in, and comes out with what was sold", async () => {
    await world.status("Available");
    await note();
    const counted = commits(world.store);
    const told = { ...world.ports, store: counted.store };
    const { session, transactionId } = await chargingSession(world);
    for (const status of ["Preparing", "Charging", "SuspendedEV", "Charging"] as const) {
      await world.status(status);
      await noteNetwork(told, tenant, station);
    }
    expect((await row()).connectors[0]).toMatchObject({ use: "in_use", sold: null });
    await chargeAndStop(world, transactionId, 10_000);
    await noteNetwork(told, tenant, station);
    await noteNetwork(told, tenant, station);
    expect(counted.keys).toEqual([networkPartition(tenant), networkPartition(tenant)]);
    const { sealed } = await world.session(session.id);
    expect((await showNetwork(world.ports, tenant, { limit: 10 })).rows[0]?.sales).toEqual({
      sessions: 1,
      energyMwh: sealed?.energyMwh,
      money: new Map([["MAD", sealed?.total]]),
    });
    world.advance(day);
    expect((await showNetwork(world.ports, tenant, { limit: 10 })).rows[0]?.sales.sessions).toBe(0);
  });

  it("counts a sale once, where the cable is out before the session is sealed, too", async () => {
    const { transactionId } = await chargingSession(world);
    world.advance(10 * minute);
    await world.meter(transactionId, 1_010_000);
    await world.stop(transactionId, "1010000", "EVDisconnected");
    await world.status("Available");
    await world.settleDown();
    await world.status("Preparing");
    await world.status("Available");
    await note();
    expect((await row()).connectors[0]?.sold?.of).toMatchObject({ MAD: { sessions: 1, mwh: "10000000" } });
  });

  it("says what is true when it is written by several at once, and the late one takes nothing back", async () => {
    await world.status("Available");
    await Promise.all([note(), note(), note()]);
    const old = Promise.all([note(), world.status("Faulted").then(note), note()]);
    await old;
    expect((await row()).connectors[0]?.use).toBe("faulted");
    world.lose({ call: 2, where: "after" });
    await world.status("Available").catch(() => undefined);
    world.lose(null);
    await note();
    expect((await row()).connectors[0]?.use).toBe("free");
  });

  it("of another form than is known is left alone, and shown to nobody", async () => {
    await world.store.commit([{ put: { ...networkKey(tenant, station), json: "[9]" } }]);
    await note();
    expect((await showNetwork(world.ports, tenant, { limit: 10 })).rows).toEqual([]);
    expect(await world.store.read([networkKey(tenant, station)])).toMatchObject([{ json: "[9]" }]);
  });

  it("knows no password, and stays below the kilobyte of one write unit with four connectors", async () => {
    await world.status("Faulted");
    await note();
    const read = await row();
    const [connector] = read.connectors;
    if (!connector) throw new Error("there is no connector");
    const sold = { day: "2026-11-24", of: { MAD: { sessions: 99, mwh: "9999999999", minor: "9999999" } } };
    const full: StationRow = {
      ...read,
      ...{
        vendor: "a maker of stations".padEnd(20),
        model: "model".padEnd(20),
        firmware: "f".padEnd(50),
        serial: "s".padEnd(25),
      },
      connectors: [1, 2, 3, 4].map((number) => ({ ...connector, number, sold })),
    };
    const text = networkRowText(full);
    expect(text).not.toContain("scrypt");
    expect(networkRowOf({ ...networkKey(tenant, station), json: text })).toEqual(full);
    expect(Buffer.byteLength(text) + 60).toBeLessThan(1024);
  });
});

describe("the network", () => {
  it("of a thousand stations is shown by two reads a page", async () => {
    await note();
    const made = await row();
    for (let n = 0; n < 1000; n++) {
      const id = `ST-${String(n).padStart(4, "0")}`;
      await world.store.commit([
        { put: { ...networkKey(tenant, id), json: networkRowText({ ...made, station: id, label: id }) } },
      ]);
    }
    let reads = 0;
    const counting: Store = {
      ...world.store,
      read: (...of) => {
        reads++;
        return world.store.read(...of);
      },
      list: (...of) => {
        reads++;
        return world.store.list(...of);
      },
    };
    const ports = { ...world.ports, store: counting };
    const first = await showNetwork(ports, tenant, { limit: 1000 });
    expect([first.rows.length, first.next, reads]).toEqual([1000, "ST-0999", 2]);
    const second = await showNetwork(ports, tenant, { from: "ST-0999", limit: 1000 });
    expect([second.rows.length, second.next, reads]).toEqual([1, null, 4]);
    expect(await sumNetwork(ports, tenant)).toMatchObject({ stations: 1001, connectors: { unknown: 2002 } });
    expect(reads).toBe(6);
  });

  it("shows a pause at the stations that it means, and no other", async () => {
    await note();
    const of = { scope: "location", of: "CAS-01", reason: "site", note: "closed", sentence: {} } as const;
    await closePlaces(world.ports, tenant, {
      ...{ ...of, kind: "pause", from: null, until: null, key: "a", by: "somebody" },
    });
    const { rows } = await showNetwork(world.ports, tenant, { limit: 10 });
    expect(rows[0]?.connectors.map(({ closed }) => closed?.scope)).toEqual(["location", "location"]);
    expect(await sumNetwork(world.ports, tenant)).toMatchObject({ paused: 2 });
  });
});

describe("a station that is moved", () => {
  const move = (location: string, from: number | null, by = "somebody") =>
    moveStation(world.ports, tenant, station, { location, from, reason: "the market moves", by });

  beforeEach(async () => {
    const place = { address: "1 quai", city: "Rabat", country: "MAR", time_zone: "Africa/Casablanca" };
    for (const id of ["RBA-01", "RBA-02"])
      await createLocation(world.ports, tenant, {
        ...place,
        id,
        ...{ coordinates: { latitude: "34.02", longitude: "-6.84" } },
      });
  });

  it("now is pressed twice and moves once; sessions that began keep their place, the next has the new one", async () => {
    const { session, transactionId } = await chargingSession(world);
    const moved = await move("RBA-01", null);
    expect(moved.map(({ location }) => location)).toEqual(["CAS-01", "RBA-01"]);
    world.advance(minute);
    expect(await move("RBA-01", null)).toEqual(moved);
    expect((await showNetwork(world.ports, tenant, { limit: 1 })).rows[0]?.place).toMatchObject({
      ...{ location: "RBA-01", city: "Rabat", latitude: "34.02" },
    });
    await chargeAndStop(world, transactionId, 10_000);
    expect((await world.session(session.id)).receipt).toMatch(/^CAS-01-/);
    const next = await world.start({ key: "in Rabat", connector: 2 });
    expect(next.session.pinned.location).toBe("RBA-01");
  });

  it("from an instant on stands there then, and not before", async () => {
    await move("RBA-01", world.now() + hour);
    expect((await world.start({ key: "before" })).session.pinned.location).toBe("CAS-01");
    world.advance(hour);
    expect((await world.start({ key: "after", connector: 2 })).session.pinned.location).toBe("RBA-01");
  });

  it("by two people at one instant goes where the first one put it, and the other is told", async () => {
    world.advance(minute);
    const outcomes = await Promise.allSettled([move("RBA-01", null, "one"), move("RBA-02", null, "two")]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = outcomes.find(({ status }) => status === "rejected");
    expect(lost).toMatchObject({ reason: { code: "state_conflict" } });
  });

  it("is not moved in the past, nor to what is not there", async () => {
    await expect(move("RBA-01", world.now() - hour)).rejects.toMatchObject({ code: "invalid_request" });
    await expect(move("NONE", null)).rejects.toMatchObject({ code: "not_found" });
    await expect(
      moveStation(world.ports, "rival", station, { location: "RBA-01", from: null, reason: "x", by: "y" }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("an alarm", () => {
  const codes = async (): Promise<readonly string[]> =>
    (await listAlarms(world.ports, tenant)).map(({ code }) => code);

  it("says that a station is silent with a cable in it, then for a day, and is gone when it is back", async () => {
    await world.status("Preparing");
    await note();
    await world.goOffline();
    await note();
    world.advance(9 * minute);
    expect(await codes()).toEqual([]);
    world.advance(minute);
    expect(await codes()).toEqual(["silent_in_use"]);
    world.advance(day);
    expect((await codes()).toSorted()).toEqual(["silent", "silent_in_use"]);
    await world.store.commit([{ update: stationKey(tenant, station), set: { conn: "c2" } }]);
    await note();
    expect(await codes()).toEqual([]);
  });

  it("says that a connector is at fault, since when, and is told once however often it is said", async () => {
    const since = world.now();
    for (let n = 0; n < 3; n++) {
      await world.status("Faulted", 2);
      await note();
      world.advance(minute);
    }
    const alarms = await listAlarms(world.ports, tenant);
    expect(alarms).toMatchObject([{ code: "connector_faulted", connector: 2, since, work: null }]);
    expect(alarms[0]?.nextStep).toMatch(/reset/);
    await world.status("Available", 2);
    await note();
    expect(await codes()).toEqual([]);
  });

  it("says that a post is used and no more scanned, and is gone with the next start there", async () => {
    for (let n = 0; n < 5; n++) {
      await world.status("Available");
      await world.status("Preparing");
      await note();
      expect(await codes()).toEqual(n < 4 ? [] : ["used_not_scanned"]);
    }
    await world.status("Available");
    await chargingSession(world);
    await world.status("Charging");
    await note();
    expect(await codes()).toEqual([]);
  });

  it("counts cables of one day alone", async () => {
    for (let n = 0; n < 8; n++) {
      await world.status("Available");
      await world.status("Preparing");
      world.advance(6 * hour);
      await note();
    }
    expect(await codes()).toEqual([]);
  });

  it("goes by the policy of its own time", async () => {
    await world.status("Preparing");
    await note();
    await world.goOffline();
    await note();
    const later = {
      stationAlarms: [{ from: world.now() + hour, silentInUseMs: 0, silentMs: day, unscanned: 1 }],
    };
    const read = await row();
    expect(alarmsOf(read, later, world.now() + minute)).toEqual([]);
    expect(alarmsOf(read, later, world.now() + hour).map(({ code }) => code)).toEqual(["silent_in_use"]);
  });
});
