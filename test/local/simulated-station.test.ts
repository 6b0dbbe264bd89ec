/** The simulated stations keep what stations promise: what was said is kept, and what the meter did is told as it was. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Instant } from "@barq/domain/instant";
import { hour, isoText, minute, parseInstant, second } from "@barq/domain/instant";
import type { Knobs } from "@barq/local/stations/behaviour";
import { behaviourSchema } from "@barq/local/stations/behaviour";
import { usualCar } from "@barq/local/stations/car";
import { advance, begin, plugIn } from "@barq/local/stations/connector";
import { listStations, stationBehaviour, stationCommand } from "@barq/local/stations/control";
import type { StationState } from "@barq/local/stations/state";
import { openState } from "@barq/local/stations/state";
import { openStateFolder } from "@barq/local/stations/state-file";
import type { SimulatedStation, StationOptions } from "@barq/local/stations/station";
import { createSimulatedStation } from "@barq/local/stations/station";
import { readNews } from "@barq/stations/ocpp16/news";
import ocpp from "ocpp-rpc";
import * as v from "valibot";
import { afterEach, describe, expect, it, vi } from "vitest";

type Fields = Record<string, unknown>;
interface Said {
  readonly action: string;
  readonly payload: Fields;
}
type Answer = (said: Said) => Fields | Promise<Fields>;

const zero = Date.UTC(2026, 10, 24, 8);
const vanishing: (() => unknown)[] = [];
afterEach(async () => {
  for (const vanish of vanishing.splice(0).reverse()) await vanish();
});

/** A clock that stands until it is moved. */
function fakeClock() {
  let at = zero;
  return {
    now: (): Instant => at,
    move: (ms: number): void => {
      at += ms;
    },
    sleep: async (): Promise<void> => undefined,
  };
}

/** A small central system: as strict as the schemas of OCPP 1.6, and it forgets nothing. */
async function centralSystem(port = 0) {
  const said: Said[] = [];
  const illegal: string[] = [];
  const answers: Record<string, Answer> = {
    BootNotification: () => ({ currentTime: isoText(zero), interval: 86_400, status: "Accepted" }),
    Heartbeat: () => ({ currentTime: isoText(zero) }),
    Authorize: () => ({ idTagInfo: { status: "Accepted" } }),
    StartTransaction: ({ payload }) => ({
      transactionId: 1000 + Number(payload.connectorId),
      idTagInfo: { status: "Accepted" },
    }),
  };
  const server = new ocpp.RPCServer({ protocols: ["ocpp1.6"], strictMode: true });
  server.auth((accept, reject, { identity, password }) =>
    password?.toString() === `secret of ${identity}` ? accept() : reject(401, "no"),
  );
  let current: InstanceType<typeof ocpp.RPCClient> | undefined;
  server.on("client", (client) => {
    current = client;
    client.on("strictValidationFailure", ({ error }: { error: Error }) => illegal.push(String(error)));
    client.handle(async ({ method = "", params = {} }: { method?: string; params?: Fields }) => {
      said.push({ action: method, payload: params });
      return (await answers[method]?.({ action: method, payload: params })) ?? {};
    });
  });
  const http = await server.listen(port, "127.0.0.1");
  const address = http.address();
  const listening = typeof address === "object" && address ? address.port : 0;
  const close = (): Promise<void> => server.close({ force: true });
  vanishing.push(close);
  return {
    port: listening,
    endpoint: (): string => `ws://127.0.0.1:${listening}/ocpp`,
    said,
    illegal,
    answers,
    close,
    of: (action: string): Fields[] =>
      said.filter((one) => one.action === action).map(({ payload }) => payload),
    order: async (action: string, payload: Fields): Promise<unknown> => current?.call(action, payload),
  };
}
type Central = Awaited<ReturnType<typeof centralSystem>>;

const spec = {
  id: "CAS-DC-01",
  password: "secret of CAS-DC-01",
  vendor: "Barq",
  model: "Simulated",
  connectors: [
    { number: 1, kind: "AC", powerW: 22_000 },
    { number: 2, kind: "DC", powerW: 60_000 },
  ],
} as const;

/** 22 kW from the first second on: easy to calculate with. */
const steady: Knobs = { powerCurve: [{ afterS: 0, powerW: 22_000 }] };

function startStation(central: Central, more: Partial<StationOptions> = {}) {
  const clock = fakeClock();
  const station = createSimulatedStation({
    station: spec,
    endpoint: central.endpoint,
    clock,
    tickMs: 5,
    retryMs: 20,
    ...more,
  });
  vanishing.push(() => station.close());
  return { station, clock };
}

const soon = <T>(look: () => T): Promise<T> => vi.waitFor(look, { timeout: 4000, interval: 3 });
const quiet = (ms = 60): Promise<void> => new Promise((done) => setTimeout(done, ms));
const connector = (station: SimulatedStation, number = 1) => {
  const found = station.snapshot().connectors.find((one) => one.number === number);
  if (!found) throw new Error("no such connector");
  return found;
};

/** A cable in, a remote start accepted, the transaction acknowledged. */
async function plugAndStart(central: Central, station: SimulatedStation, number = 1): Promise<void> {
  await soon(() => expect(station.snapshot().connected).toBe(true));
  await station.plug(number);
  const answer = await central.order("RemoteStartTransaction", { connectorId: number, idTag: "tag" });
  expect(answer).toEqual({ status: "Accepted" });
  await soon(() => expect(connector(station, number).transaction?.id).toBe(1000 + number));
}

const statuses = (central: Central, number = 1): unknown[] =>
  central
    .of("StatusNotification")
    .filter(({ connectorId }) => connectorId === number)
    .map(({ status }) => status);

/** The readings of a message, as the product's own codec reads them. */
function readingsOf(action: "MeterValues" | "StopTransaction", payload: Fields) {
  const read = readNews(action, payload);
  if (read.kind !== "news" || !("readings" in read.news)) throw new Error("unreadable");
  return read.news.readings;
}
const times = (payloads: readonly Fields[]): number[] =>
  payloads.flatMap((payload) =>
    [...new Set(readingsOf("MeterValues", payload).map(({ at }) => at ?? 0))].map(
      (at) => (at - zero) / second,
    ),
  );

describe("a session at a station", () => {
  it("goes from the plug through start, readings and stop to the unplugging, all of it legal OCPP 1.6", async () => {
    const central = await centralSystem();
    const { station, clock } = startStation(central, { behaviour: steady });
    await plugAndStart(central, station);
    expect(central.said[0]).toMatchObject({
      action: "BootNotification",
      payload: { chargePointVendor: "Barq", chargePointModel: "Simulated" },
    });
    for (let n = 0; n < 3; n++) {
      clock.move(minute);
      await soon(() => expect(central.of("MeterValues")).toHaveLength(n + 1));
    }
    expect(times(central.of("MeterValues"))).toEqual([60, 120, 180]);
    clock.move(27 * minute);
    await soon(() => expect(times(central.of("MeterValues"))).toHaveLength(30));
    expect(connector(station)).toMatchObject({ powerW: 22_000, status: "Charging", registerWh: 1_021_000 });
    expect(await central.order("RemoteStopTransaction", { transactionId: 1001 })).toEqual({
      status: "Accepted",
    });
    const [stop] = await soon(() => {
      expect(central.of("StopTransaction")).toHaveLength(1);
      return central.of("StopTransaction");
    });
    expect(stop).toMatchObject({
      transactionId: 1001,
      idTag: "tag",
      meterStop: 1_021_000,
      reason: "Remote",
      timestamp: isoText(zero + 30 * minute),
    });
    expect(
      readingsOf("StopTransaction", stop ?? {}).map(({ context, value, at }) => [context, value, at]),
    ).toEqual([
      ["Transaction.Begin", "1010000", zero],
      ["Transaction.End", "1021000", zero + 30 * minute],
    ]);
    await station.unplug(1);
    await soon(() =>
      expect(statuses(central)).toEqual(["Available", "Preparing", "Charging", "Finishing", "Available"]),
    );
    const order = central.said.map(({ action, payload }) => `${action} ${payload.status ?? ""}`.trim());
    expect(order.indexOf("StartTransaction")).toBeLessThan(order.indexOf("StatusNotification Charging"));
    expect(order.indexOf("StopTransaction")).toBeLessThan(order.indexOf("StatusNotification Finishing"));
    expect(central.illegal).toEqual([]);
  });

  it("begins when the cable comes after the remote start, and not at all when it comes too late", async () => {
    const central = await centralSystem();
    const { station, clock } = startStation(central);
    await soon(() => expect(statuses(central, 2)).toEqual(["Available"]));
    expect(await central.order("RemoteStartTransaction", { connectorId: 1, idTag: "early" })).toEqual({
      status: "Accepted",
    });
    expect(connector(station).waitingFor).toBe("early");
    clock.move(100 * second);
    await station.plug(1);
    await soon(() =>
      expect(central.of("StartTransaction")).toMatchObject([{ connectorId: 1, idTag: "early" }]),
    );
    await central.order("RemoteStartTransaction", { connectorId: 2, idTag: "late" });
    clock.move(121 * second);
    await station.plug(2);
    expect(connector(station, 2)).toMatchObject({ waitingFor: null, status: "Preparing" });
    expect(central.of("StartTransaction")).toHaveLength(1);
  });

  it("ends when the cable is pulled, when it breaks, and when the start is answered with a no", async () => {
    const central = await centralSystem();
    const { station } = startStation(central);
    await plugAndStart(central, station);
    await station.unplug(1);
    await plugAndStart(central, station, 2);
    await station.fault(2);
    await soon(() => expect(central.of("StopTransaction")).toHaveLength(2));
    expect(central.of("StopTransaction").map(({ reason }) => reason)).toEqual(["EVDisconnected", "Other"]);
    await station.clearFault(2);
    await soon(() => expect(statuses(central, 2).slice(-2)).toEqual(["Faulted", "Finishing"]));
    central.answers.StartTransaction = () => ({ transactionId: 7, idTagInfo: { status: "Invalid" } });
    await station.plug(1);
    await central.order("RemoteStartTransaction", { connectorId: 1, idTag: "nobody" });
    await soon(() =>
      expect(central.of("StopTransaction").at(-1)).toMatchObject({
        transactionId: 7,
        reason: "DeAuthorized",
      }),
    );
  });

  it("obeys configuration, triggers and availability, and asks first where it is told to", async () => {
    const central = await centralSystem();
    const { station, clock } = startStation(central, { behaviour: steady });
    await plugAndStart(central, station);
    const change = (key: string, value: string): Promise<unknown> =>
      central.order("ChangeConfiguration", { key, value });
    expect(await change("MeterValueSampleInterval", "10")).toEqual({ status: "Accepted" });
    expect(await change("MeterValueSampleInterval", "often")).toEqual({ status: "Rejected" });
    expect(await change("NumberOfConnectors", "9")).toEqual({ status: "Rejected" });
    expect(await change("Colour", "red")).toEqual({ status: "NotSupported" });
    expect(await central.order("GetConfiguration", { key: ["MeterValueSampleInterval", "Colour"] })).toEqual({
      configurationKey: [{ key: "MeterValueSampleInterval", readonly: false, value: "10" }],
      unknownKey: ["Colour"],
    });
    clock.move(25 * second);
    await soon(() => expect(times(central.of("MeterValues"))).toEqual([10, 20]));
    await central.order("TriggerMessage", { requestedMessage: "MeterValues", connectorId: 1 });
    await soon(() => expect(times(central.of("MeterValues"))).toEqual([10, 20, 25]));
    for (const requestedMessage of ["BootNotification", "Heartbeat", "StatusNotification"]) {
      const before = central.of(requestedMessage).length;
      await central.order("TriggerMessage", { requestedMessage });
      await soon(() => expect(central.of(requestedMessage).length).toBeGreaterThan(before));
    }
    expect(await central.order("TriggerMessage", { requestedMessage: "FirmwareStatusNotification" })).toEqual(
      {
        status: "NotImplemented",
      },
    );
    const availability = (connectorId: number, type: string): Promise<unknown> =>
      central.order("ChangeAvailability", { connectorId, type });
    expect(await availability(0, "Inoperative")).toEqual({ status: "Scheduled" });
    await soon(() => expect(statuses(central, 2).at(-1)).toBe("Unavailable"));
    expect(await central.order("RemoteStartTransaction", { connectorId: 2, idTag: "x" })).toEqual({
      status: "Rejected",
    });
    await availability(2, "Operative");
    await change("AuthorizeRemoteTxRequests", "true");
    central.answers.Authorize = ({ payload }) => ({
      idTagInfo: { status: payload.idTag === "good" ? "Accepted" : "Invalid" },
    });
    await station.plug(2);
    await central.order("RemoteStartTransaction", { connectorId: 2, idTag: "bad" });
    await soon(() => expect(connector(station, 2).waitingFor).toBeNull());
    await soon(async () =>
      expect(await central.order("RemoteStartTransaction", { connectorId: 2, idTag: "good" })).toEqual({
        status: "Accepted",
      }),
    );
    await soon(() => expect(connector(station, 2).transaction?.idTag).toBe("good"));
    expect(central.illegal).toEqual([]);
  });
});

describe("the meter", () => {
  const right = v.parse(behaviourSchema, {});
  const outlet = (kind: "AC" | "DC", powerW: number) => ({ number: 1, kind, powerW });
  const begun = (kind: "AC" | "DC", powerW: number, levelWh = 18_000) => {
    const built = outlet(kind, powerW);
    const [own] = openState([built], zero, undefined).connectors;
    if (!own) throw new Error("no connector");
    plugIn(own, { ...usualCar, levelWh });
    begin(own, built, { number: 1, idTag: "tag" }, right);
    return { own, built };
  };
  const rules = { readingIntervalS: 60, behaviour: right };

  it("gives the same energy, readings and statuses however often one looks", () => {
    const once = begun("DC", 60_000);
    const often = begun("DC", 60_000);
    const all = advance(once.own, once.built, zero + hour, rules);
    const parts = [];
    for (let at = zero; at < zero + hour; ) {
      at = Math.min(at + 1 + ((at * 7919) % 4787), zero + hour);
      parts.push(...advance(often.own, often.built, at, rules));
    }
    const plain = (told: typeof all) => told.map((one) => ({ ...one, transaction: null }));
    expect(plain(parts)).toEqual(plain(all));
    expect(often.own).toEqual(once.own);
  });

  it("ramps up, keeps to the lesser of car and connector, tapers, and stops for a full battery that stays connected", () => {
    const ac = begun("AC", 22_000, 18_000);
    const seen: number[] = [];
    for (let s = 1; s <= 30; s++) {
      advance(ac.own, ac.built, zero + s * second, rules);
      seen.push(ac.own.transaction?.powerW ?? -1);
    }
    expect(seen[0]).toBeLessThan(2000);
    expect(seen.at(-1)).toBe(11_000);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    const dc = begun("DC", 60_000, 18_000);
    const told = advance(dc.own, dc.built, zero + 10 * hour, rules);
    const readings = told.flatMap((one) => (one.kind === "reading" ? [one.reading] : []));
    expect(Math.max(...readings.map(({ powerW }) => powerW ?? 0))).toBe(60_000);
    const at85 = readings.find(({ percent }) => (percent ?? 0) >= 90)?.powerW ?? 0;
    expect(at85).toBeLessThan(40_000);
    expect(told.filter(({ kind }) => kind === "status")).toMatchObject([{ status: "SuspendedEV" }]);
    expect(readings.at(-1)).toMatchObject({ powerW: 0, percent: 100, at: zero + 10 * hour });
    expect(Math.floor(dc.own.meterMj / 3_600_000)).toBe(1_010_000 + 42_000);
    expect(dc.own.transaction).not.toBeNull();
  });

  it("goes on from what the clock says when the clock is set back, and never loses energy", () => {
    const { own, built } = begun("AC", 22_000);
    advance(own, built, zero + hour, rules);
    const { meterMj } = own;
    expect(advance(own, built, zero + minute, rules)).toEqual([]);
    expect(own.meterMj).toBe(meterMj);
    const told = advance(own, built, zero + 3 * minute, rules);
    expect(own.meterMj).toBe(meterMj + 11_000 * 2 * minute);
    expect(told).toMatchObject([
      { reading: { at: zero + 2 * minute } },
      { reading: { at: zero + 3 * minute } },
    ]);
  });

  it("stands still while the station holds the energy back", async () => {
    const central = await centralSystem();
    const { station, clock } = startStation(central, { behaviour: { ...steady, withhold: true } });
    await plugAndStart(central, station);
    clock.move(hour);
    expect(connector(station)).toMatchObject({ status: "SuspendedEVSE", registerWh: 1_010_000 });
    await station.behave({ withhold: false });
    clock.move(second + hour);
    expect(connector(station)).toMatchObject({ status: "Charging", registerWh: 1_032_000 });
  });
});

describe("what was said is kept", () => {
  it("offline: readings and stop wait in order, with the times at which they were, and come when the line is back", async () => {
    const central = await centralSystem();
    const { station, clock } = startStation(central, { behaviour: steady });
    await plugAndStart(central, station);
    await station.goOffline();
    for (let n = 0; n < 3; n++) {
      clock.move(minute);
      station.snapshot();
    }
    await station.unplug(1);
    clock.move(hour);
    expect(station.snapshot()).toMatchObject({ connected: false, offline: true, queued: 4 });
    const before = central.said.length;
    await station.goOnline();
    await soon(() => expect(station.snapshot().queued).toBe(0));
    const late = central.said.slice(before);
    expect(late.map(({ action }) => action)).toEqual([
      "BootNotification",
      "StatusNotification",
      "StatusNotification",
      "MeterValues",
      "MeterValues",
      "MeterValues",
      "StopTransaction",
    ]);
    expect(
      times(late.filter(({ action }) => action === "MeterValues").map(({ payload }) => payload)),
    ).toEqual([60, 120, 180]);
    expect(late.at(-1)?.payload).toMatchObject({
      transactionId: 1001,
      timestamp: isoText(zero + 3 * minute),
      reason: "EVDisconnected",
    });
  });

  it("unanswered or refused: the same message is said again until it is acknowledged, and nothing overtakes it", async () => {
    const central = await centralSystem();
    const { station, clock } = startStation(central, { callTimeoutMs: 40, behaviour: steady });
    const right = central.answers.StartTransaction;
    let tries = 0;
    central.answers.StartTransaction = (said) => {
      tries++;
      if (tries === 1) return new Promise(() => undefined);
      if (tries === 2) throw new Error("not now");
      return right?.(said) ?? {};
    };
    await soon(() => expect(station.snapshot().connected).toBe(true));
    await station.plug(1);
    await central.order("RemoteStartTransaction", { connectorId: 1, idTag: "tag" });
    await soon(() => expect(connector(station).transaction).not.toBeNull());
    clock.move(2 * minute);
    await soon(() => expect(central.of("MeterValues")).toHaveLength(1));
    const starts = central.of("StartTransaction");
    expect(starts).toHaveLength(3);
    expect(new Set(starts.map((start) => JSON.stringify(start))).size).toBe(1);
    expect(central.of("MeterValues")[0]).toMatchObject({ transactionId: 1001 });
  });

  it("killed at any moment: the next process goes on with transaction, queue, registers, cable and knobs", async () => {
    const central = await centralSystem();
    let kept = "";
    const save = async (state: StationState): Promise<void> => {
      kept = JSON.stringify(state);
    };
    const first = startStation(central, { save, behaviour: { ...steady, dialect: "kWh" } });
    await plugAndStart(central, first.station);
    await first.station.goOffline();
    first.clock.move(5 * minute);
    first.station.snapshot();
    await first.station.plug(2);
    const atKill = kept;
    await first.station.close();
    const { clock, station } = startStation(central, { state: JSON.parse(atKill) });
    clock.move(10 * minute);
    expect(station.snapshot()).toMatchObject({ connected: false, offline: true });
    await station.goOnline();
    await soon(() => expect(station.snapshot()).toMatchObject({ queued: 0, connected: true }));
    expect(times(central.of("MeterValues"))).toEqual([60, 120, 180, 240, 300, 360, 420, 480, 540, 600]);
    expect(connector(station, 2).status).toBe("Preparing");
    expect(await central.order("RemoteStopTransaction", { transactionId: 1001 })).toEqual({
      status: "Accepted",
    });
    await soon(() => expect(central.of("StopTransaction")).toMatchObject([{ meterStop: 1_013_666 }]));
    const [end] = readingsOf("StopTransaction", central.of("StopTransaction")[0] ?? {}).slice(-1);
    expect(end).toMatchObject({ value: "1013.666", unit: "kWh" });
  });

  it("is on disk before it is said, answers to commands too", async () => {
    const central = await centralSystem();
    let onDisk = "";
    const save = async (state: StationState): Promise<void> => {
      const copy = JSON.stringify(state);
      await quiet(10);
      onDisk = copy;
    };
    const missing: string[] = [];
    const start = central.answers.StartTransaction;
    central.answers.StartTransaction = (said) => {
      if (!onDisk.includes('"action":"StartTransaction"')) missing.push("start");
      return start?.(said) ?? {};
    };
    central.answers.MeterValues = () => {
      if (!onDisk.includes('"action":"MeterValues"') || !onDisk.includes('"id":1001'))
        missing.push("reading");
      return {};
    };
    const { station, clock } = startStation(central, { save, behaviour: { neverBegin: true } });
    await soon(() => expect(station.snapshot().connected).toBe(true));
    await station.plug(1);
    expect(onDisk).toContain('"status":"Preparing"');
    await central.order("RemoteStartTransaction", { connectorId: 1, idTag: "promised" });
    expect(onDisk).toContain('"idTag":"promised"');
    await station.behave({ neverBegin: false });
    await soon(() => expect(central.of("StartTransaction")).toHaveLength(1));
    clock.move(minute);
    await soon(() => expect(central.of("MeterValues")).toHaveLength(1));
    expect(missing).toEqual([]);
  });

  it("many saves at once share a write, and each resolves when its own change is in the file", async () => {
    const data = mkdtempSync(join(tmpdir(), "barq-states-"));
    vanishing.push(() => rmSync(data, { recursive: true }));
    const folder = openStateFolder(data);
    const state = openState(spec.connectors, zero, undefined);
    await Promise.all(
      Array.from({ length: 50 }, async (_, n) => {
        state.lastTurn = n;
        await folder.save("A/1", state);
        expect(folder.load("A/1")?.lastTurn).toBeGreaterThanOrEqual(n);
      }),
    );
    expect(folder.load("A/1")).toEqual(state);
    expect(folder.load("B")).toBeUndefined();
  });

  it("comes back within two seconds, wherever the central system is by then", async () => {
    const central = await centralSystem();
    let endpoint = central.endpoint;
    const { station } = startStation(central, { endpoint: () => endpoint(), retryMs: 400 });
    await soon(() => expect(station.snapshot().connected).toBe(true));
    await central.close();
    await soon(() => expect(station.snapshot().connected).toBe(false));
    const other = await centralSystem();
    endpoint = other.endpoint;
    const from = performance.now();
    await soon(() => expect(other.of("StatusNotification")).toHaveLength(2));
    expect(performance.now() - from).toBeLessThan(2000);
  });
});

describe("a station that misbehaves", () => {
  const orderStart = (central: Central): Promise<unknown> =>
    central.order("RemoteStartTransaction", { connectorId: 1, idTag: "tag" });

  it("refuses, keeps silent, answers late, or accepts and never begins, as it is told", async () => {
    const central = await centralSystem();
    const { station } = startStation(central, { behaviour: { refuseStart: true } });
    await soon(() => expect(station.snapshot().connected).toBe(true));
    await station.plug(1);
    expect(await orderStart(central)).toEqual({ status: "Rejected" });
    await station.behave({ refuseStart: false, ignoreCommands: true });
    const silent = orderStart(central).catch(() => "cut");
    expect(await Promise.race([silent, quiet().then(() => "nothing")])).toBe("nothing");
    await station.goOffline();
    await station.behave({ ignoreCommands: false, neverBegin: true, answerLateMs: 80 });
    await station.goOnline();
    await soon(() => expect(station.snapshot().connected).toBe(true));
    const from = performance.now();
    expect(await orderStart(central)).toEqual({ status: "Accepted" });
    expect(performance.now() - from).toBeGreaterThan(75);
    await quiet();
    expect(central.of("StartTransaction")).toEqual([]);
    expect(await silent).toBe("cut");
  });

  it("says the start twice, the stop twice or never, with the same content", async () => {
    const central = await centralSystem();
    const { station } = startStation(central, { behaviour: { repeatStart: true, stopMessages: "twice" } });
    await plugAndStart(central, station);
    await station.unplug(1);
    await soon(() => expect(central.of("StopTransaction")).toHaveLength(2));
    for (const action of ["StartTransaction", "StopTransaction"]) {
      const [one, two] = central.of(action);
      expect(two).toEqual(one);
      expect(central.of(action)).toHaveLength(2);
    }
    await station.behave({ stopMessages: "never" });
    await plugAndStart(central, station, 2);
    await station.unplug(2);
    await soon(() => expect(statuses(central, 2).at(-1)).toBe("Available"));
    expect(central.of("StopTransaction")).toHaveLength(2);
  });

  const stops: readonly (readonly [string, Knobs, number])[] = [
    ["as it is", {}, 1_010_366],
    ["as unknown", { meterStop: "unknown", transactionData: false }, -1],
    ["below the start", { meterStop: "below_start" }, 1_009_000],
  ];
  it.each(stops)("tells meterStop %s", async (_, knobs, meterStop) => {
    const central = await centralSystem();
    const { station, clock } = startStation(central, { behaviour: { ...steady, ...knobs } });
    await plugAndStart(central, station);
    clock.move(minute);
    await station.unplug(1);
    await soon(() => expect(central.of("StopTransaction")).toMatchObject([{ meterStop }]));
    expect("transactionData" in (central.of("StopTransaction")[0] ?? {})).toBe(
      knobs.transactionData !== false,
    );
  });

  it("runs fast or slow by its own clock, in its timestamps alone", async () => {
    const central = await centralSystem();
    const { station, clock } = startStation(central, { behaviour: { ...steady, clockSkewMs: -7 * minute } });
    await plugAndStart(central, station);
    clock.move(minute);
    await soon(() => expect(times(central.of("MeterValues"))).toEqual([-6 * 60]));
    expect(central.of("StartTransaction")[0]).toMatchObject({ timestamp: isoText(zero - 7 * minute) });
    expect(connector(station).registerWh).toBe(1_010_366);
  });
});

describe("the dialects of its meter", () => {
  /** Three minutes of 22 kW: what was sent, message by message, and all its registers by time. */
  async function speak(dialect: NonNullable<Knobs["dialect"]>) {
    const central = await centralSystem();
    const { station, clock } = startStation(central, { behaviour: { ...steady, dialect } });
    await plugAndStart(central, station, 2);
    clock.move(4 * minute);
    await soon(() => expect(station.snapshot().queued).toBe(0));
    await station.unplug(2);
    await soon(() => expect(central.of("StopTransaction")).toHaveLength(1));
    expect(central.illegal).toEqual([]);
    const messages = central.of("MeterValues").map((payload) => readingsOf("MeterValues", payload));
    const energy = messages.flat().filter(({ measurand }) => measurand === "Energy.Active.Import.Register");
    return {
      messages,
      energy: energy.map(({ at, value, unit, phase }) => [((at ?? 0) - zero) / second, value, unit, phase]),
      raw: central.of("MeterValues"),
      stop: readingsOf("StopTransaction", central.of("StopTransaction")[0] ?? {}),
    };
  }
  const whole = [
    [60, "1020366", "Wh", null],
    [120, "1020733", "Wh", null],
    [180, "1021100", "Wh", null],
    [240, "1021466", "Wh", null],
  ];

  it("Wh: whole Wh, with power and, at DC, the battery's level", async () => {
    const { energy, messages } = await speak("Wh");
    expect(energy).toEqual(whole);
    expect(messages.flat().slice(0, 3)).toMatchObject([
      { context: "Sample.Periodic", location: "Outlet" },
      { measurand: "Power.Active.Import", value: "22000", unit: "W" },
      { measurand: "SoC", value: "30", unit: "Percent" },
    ]);
  });
  it("kWh: the same in kWh", async () => {
    expect((await speak("kWh")).energy[0]).toEqual([60, "1020.366", "kWh", null]);
  });
  it("phases: L1, L2 and L3 alone, which add up", async () => {
    const { energy, stop } = await speak("phases");
    expect(energy).toHaveLength(12);
    expect(energy.slice(0, 3).map(([, , , phase]) => phase)).toEqual(["L1", "L2", "L3"]);
    expect(energy.slice(0, 3).reduce((sum, [, value]) => sum + Number(value), 0)).toBe(1_020_366);
    expect(stop.every(({ phase }) => phase !== null)).toBe(true);
  });
  it("strings: other digits, another offset, members left out, and the same register at the same time", async () => {
    const { raw, energy } = await speak("strings");
    expect(raw[0]?.meterValue).toMatchObject([
      { timestamp: "2026-11-24T09:01:00.000+01:00", sampledValue: [{ value: "000001020366.000" }, {}, {}] },
      {},
      {},
      {},
    ]);
    expect(energy.map(([at, value]) => [at, Number(value)])).toEqual(
      whole.map(([at, value]) => [at, Number(value)]),
    );
    expect(parseInstant("2026-11-24T09:01:00.000+01:00")).toBe(zero + minute);
  });
  it("duplicated: every reading twice", async () => {
    expect((await speak("duplicated")).energy).toEqual(whole.flatMap((one) => [one, one]));
  });
  it("shuffled: three to a message and out of order, the rest before the stop", async () => {
    const { energy, messages, stop } = await speak("shuffled");
    expect(messages).toHaveLength(2);
    expect(energy.map(([at]) => at)).toEqual([180, 60, 120, 240]);
    expect(stop.map(({ context }) => context)).toEqual(["Transaction.End", "Transaction.Begin"]);
  });
  it("outside: a reading from before the start, and one from after the stop", async () => {
    const { energy, stop } = await speak("outside");
    expect(energy).toEqual([[-300, "1019000", "Wh", null], ...whole]);
    expect(stop.at(-1)).toMatchObject({
      at: zero + 9 * minute,
      value: "1022466",
      context: "Sample.Periodic",
    });
  });
});

describe("the process of the stations", () => {
  it("runs the stations of the list, is steered by command, and goes on after a kill", async () => {
    const central = await centralSystem();
    const data = mkdtempSync(join(tmpdir(), "barq-stations-"));
    vanishing.push(() => rmSync(data, { recursive: true }));
    const main = join(import.meta.dirname, "../../packages/local/stations/main.ts");
    const list = (ids: readonly string[]): void =>
      writeFileSync(
        join(data, "stations", "stations.json"),
        JSON.stringify(ids.map((id) => ({ ...spec, id, password: `secret of ${id}` }))),
      );
    const run = async () => {
      const child = fork(main, [JSON.stringify({ data, ocpp: central.endpoint() })], { stdio: "inherit" });
      vanishing.push(() => child.kill("SIGKILL"));
      const [message] = await once(child, "message");
      return { child, message };
    };
    await expect(stationCommand(data, "A", "plug")).rejects.toThrow(/No simulated stations run/);
    const first = await run();
    expect(first.message).toEqual({ ready: expect.any(Number) });
    list(["A", "B"]);
    await soon(async () =>
      expect(await listStations(data)).toMatchObject([{ connected: true }, { id: "B" }]),
    );
    expect(await stationCommand(data, "B", "plug", 2)).toMatchObject({
      connectors: [{ status: "Available" }, { status: "Preparing" }],
    });
    await expect(stationCommand(data, "C", "plug")).rejects.toThrow(/no simulated station C/);
    await expect(stationCommand(data, "A", "plug", 3)).rejects.toThrow(/no connector 3/);
    await stationBehaviour(data, "B", { dialect: "phases" });
    const { port } = JSON.parse(readFileSync(join(data, "stations", "running.json"), "utf8"));
    expect((await fetch(`http://127.0.0.1:${port}/stations`)).status).toBe(401);
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    const second = await run();
    expect((await listStations(data))[1]?.connectors[1]).toMatchObject({
      status: "Preparing",
      plugged: true,
    });
    second.child.kill("SIGTERM");
    const [code] = await once(second.child, "exit");
    expect(code).toBe(0);
    await expect(listStations(data)).rejects.toThrow(/No simulated stations run/);
  });
});
