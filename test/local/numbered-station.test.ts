/** Simulated stations that speak OCPP 2.0.1: every event numbered and kept, all of it legal, whatever happens on the way. */
import type { Instant } from "@barq/domain/instant";
import { isoText, minute, second } from "@barq/domain/instant";
import type { Knobs } from "@barq/local/stations/behaviour";
import type { StationState } from "@barq/local/stations/state";
import type { SimulatedStation, StationOptions } from "@barq/local/stations/station";
import { createSimulatedStation } from "@barq/local/stations/station";
import { readFrame } from "@barq/stations/frame";
import type { StationNews, TransactionNews } from "@barq/stations/port";
import { codecOf } from "@barq/stations/protocols";
import ocpp from "ocpp-rpc";
import { OCPP20 } from "typed-ocpp";
import { afterEach, describe, expect, it, vi } from "vitest";

type Fields = Record<string, unknown>;
interface Said {
  readonly action: string;
  readonly payload: Fields;
}

const zero = Date.UTC(2026, 10, 24, 8);
const id = "CAS-DC-02";
const vanishing: (() => unknown)[] = [];
afterEach(async () => {
  for (const vanish of vanishing.splice(0).reverse()) await vanish();
});
const soon = <T>(look: () => T): Promise<T> => vi.waitFor(look, { timeout: 4000, interval: 3 });

/** A small central system that judges by schemas of its own, and what it heard as the product's codec reads it. */
async function centralSystem(port = 0) {
  const said: Said[] = [];
  const illegal: unknown[] = [];
  const answers: Record<string, (payload: Fields) => Fields> = {
    BootNotification: () => ({ currentTime: isoText(zero), interval: 86_400, status: "Accepted" }),
    Heartbeat: () => ({ currentTime: isoText(zero) }),
    Authorize: () => ({ idTokenInfo: { status: "Accepted" } }),
    TransactionEvent: ({ idToken }) => (idToken ? { idTokenInfo: { status: "Accepted" } } : {}),
  };
  const server = new ocpp.RPCServer({ protocols: ["ocpp2.0.1"], strictMode: true });
  server.auth((accept) => accept());
  let current: InstanceType<typeof ocpp.RPCClient> | undefined;
  server.on("client", (client) => {
    current = client;
    client.on("strictValidationFailure", ({ error }: { error: Error }) => illegal.push(String(error)));
    client.handle(async ({ method = "", params = {} }: { method?: string; params?: Fields }) => {
      said.push({ action: method, payload: params });
      const call = [2, "m1", method, params];
      if (!OCPP20.validate(call)) illegal.push([method, OCPP20.validate.errors]);
      return answers[method]?.(params) ?? {};
    });
  });
  const http = await server.listen(port, "127.0.0.1");
  const address = http.address();
  const listening = typeof address === "object" && address ? address.port : 0;
  vanishing.push(() => server.close({ force: true }));
  const layout = [1, 2].map((evse) => ({ evse, connector: 1 }));
  const news = (): readonly StationNews[] =>
    said.map(({ action, payload }) => {
      const frame = readFrame(JSON.stringify([2, "m1", action, payload]));
      const read = codecOf("ocpp2.0.1").readNews(
        action,
        frame.kind === "call" ? frame.payload : null,
        layout,
      );
      if (read.kind === "refused") throw new Error(`${action}: ${read.why}`);
      return read.news;
    });
  return {
    endpoint: () => `ws://127.0.0.1:${listening}/ocpp`,
    said,
    illegal,
    answers,
    news,
    events: (): readonly TransactionNews[] => news().filter((one) => one.kind === "transaction"),
    order: async (action: string, payload: Fields): Promise<unknown> => current?.call(action, payload),
  };
}
type Central = Awaited<ReturnType<typeof centralSystem>>;

/** 22 kW from the first second on. */
const steady: Knobs = { powerCurve: [{ afterS: 0, powerW: 22_000 }] };

function startStation(central: Central, more: Partial<StationOptions> = {}) {
  let at = zero;
  const clock = {
    now: (): Instant => at,
    move: (ms: number): void => {
      at += ms;
    },
    sleep: async (): Promise<void> => undefined,
  };
  const station = createSimulatedStation({
    station: {
      ...{ id, password: "secret", vendor: "Barq", model: "Simulated", protocol: "ocpp2.0.1" },
      connectors: [
        { number: 1, kind: "AC", powerW: 22_000 },
        { number: 2, kind: "DC", powerW: 60_000 },
      ],
    },
    endpoint: central.endpoint,
    clock,
    tickMs: 5,
    retryMs: 20,
    behaviour: steady,
    ...more,
  });
  vanishing.push(() => station.close());
  return { station, clock };
}

const own = (station: SimulatedStation) => station.snapshot().connectors[0];
const requestStart = (central: Central, token = "tag"): Promise<unknown> =>
  central.order("RequestStartTransaction", {
    evseId: 1,
    remoteStartId: 77,
    idToken: { idToken: token, type: "Central" },
  });

async function plugAndStart(central: Central, station: SimulatedStation): Promise<void> {
  await soon(() => expect(station.snapshot().connected).toBe(true));
  await station.plug(1);
  expect(await requestStart(central)).toEqual({ status: "Accepted" });
  await soon(() => expect(own(station)?.transaction).toBeTruthy());
}
const stop = (central: Central, station: SimulatedStation): Promise<unknown> =>
  central.order("RequestStopTransaction", { transactionId: own(station)?.transaction?.id });

describe("a 2.0.1 station", () => {
  it("goes from the plug through numbered events to the unplugging", async () => {
    const central = await centralSystem();
    const { station, clock } = startStation(central);
    await plugAndStart(central, station);
    for (let n = 1; n <= 3; n++) {
      clock.move(minute);
      await soon(() => expect(central.events()).toHaveLength(2 + n));
    }
    expect(await central.order("RequestStopTransaction", { transactionId: "another" })).toEqual({
      status: "Rejected",
    });
    const transactionId = own(station)?.transaction?.id;
    expect(await stop(central, station)).toEqual({ status: "Accepted" });
    await soon(() => expect(central.events()).toHaveLength(6));
    await station.unplug(1);
    const told = central.events();
    expect(told.map(({ event, number, trigger, state }) => [event, number, trigger, state])).toEqual([
      ["Started", 0, "RemoteStart", "EVConnected"],
      ["Updated", 1, "ChargingStateChanged", "Charging"],
      ["Updated", 2, "MeterValuePeriodic", null],
      ["Updated", 3, "MeterValuePeriodic", null],
      ["Updated", 4, "MeterValuePeriodic", null],
      ["Ended", 5, "RemoteStop", "EVConnected"],
    ]);
    expect(new Set(told.map((event) => event.transactionId))).toEqual(new Set([transactionId]));
    expect(transactionId).toHaveLength(36);
    expect(told[0]).toMatchObject({ token: "tag", startNumber: 77, connectors: [1], at: zero });
    expect(told[5]).toMatchObject({ reason: "Remote", at: zero + 3 * minute });
    expect(told[5]?.readings.map(({ context, value }) => [context, value])).toEqual([
      ["Transaction.Begin", "1010000"],
      ["Transaction.End", "1011100"],
    ]);
    await soon(() =>
      expect(
        central
          .news()
          .flatMap((one) => (one.kind === "connector_status" && one.connector === 1 ? [one.status] : [])),
      ).toEqual(["Available", "Occupied", "Available"]),
    );
    expect(central.illegal).toEqual([]);
  });

  it("keeps its events while it is away, says that they happened offline, and goes on counting after a kill", async () => {
    const central = await centralSystem();
    let saved: StationState | undefined;
    const save = async (state: StationState): Promise<void> => {
      saved = structuredClone(state);
    };
    const { station, clock } = startStation(central, { save });
    await plugAndStart(central, station);
    await soon(() => expect(central.events()).toHaveLength(2));
    // Heard is not yet acknowledged: what the station still keeps it would say again.
    await soon(() => expect(station.snapshot().queued).toBe(0));
    await station.goOffline();
    clock.move(5 * minute);
    await soon(() => expect(station.snapshot().queued).toBe(5));
    await station.close();
    const again = startStation(central, { save, state: saved });
    again.clock.move(5 * minute);
    expect(own(again.station)?.transaction?.id).toBe(own(station)?.transaction?.id);
    await again.station.goOnline();
    await soon(() => expect(central.events()).toHaveLength(7));
    again.clock.move(minute);
    await soon(() => expect(central.events()).toHaveLength(8));
    expect(central.events().map(({ number, offline }) => [number, offline])).toEqual([
      ...[0, 1].map((n) => [n, false]),
      ...[2, 3, 4, 5, 6].map((n) => [n, true]),
      [7, false],
    ]);
    expect(central.illegal).toEqual([]);
  });

  it("ends when its token is refused, when the cable is pulled, and when it breaks", async () => {
    const central = await centralSystem();
    const { station } = startStation(central);
    await plugAndStart(central, station);
    await station.unplug(1);
    await soon(() =>
      expect(central.events().at(-1)).toMatchObject({ reason: "EVDisconnected", state: "Idle" }),
    );
    await plugAndStart(central, station);
    await station.fault(1);
    await soon(() => expect(central.events().at(-1)).toMatchObject({ event: "Ended", reason: "Other" }));
    await station.clearFault(1);
    await station.unplug(1);
    central.answers.TransactionEvent = ({ idToken }) =>
      idToken ? { idTokenInfo: { status: "Invalid" } } : {};
    await plugAndStart(central, station);
    await soon(() =>
      expect(central.events().at(-1)).toMatchObject({ event: "Ended", reason: "DeAuthorized" }),
    );
    expect(central.illegal).toEqual([]);
  });

  it("obeys variables, triggers and availability, and asks first where it is told to", async () => {
    const central = await centralSystem();
    const { station, clock } = startStation(central);
    await plugAndStart(central, station);
    const named = (component: string, variable: string) => ({
      component: { name: component },
      variable: { name: variable },
    });
    const interval = named("SampledDataCtrlr", "TxUpdatedInterval");
    const set = (variable: object, attributeValue: string): Promise<unknown> =>
      central.order("SetVariables", { setVariableData: [{ ...variable, attributeValue }] });
    expect(await set(interval, "10")).toMatchObject({ setVariableResult: [{ attributeStatus: "Accepted" }] });
    expect(await set(interval, "often")).toMatchObject({
      setVariableResult: [{ attributeStatus: "Rejected" }],
    });
    expect(await set(named("Paint", "Colour"), "red")).toMatchObject({
      setVariableResult: [{ attributeStatus: "UnknownVariable" }],
    });
    expect(
      await central.order("GetVariables", { getVariableData: [interval, named("Paint", "Colour")] }),
    ).toMatchObject({
      getVariableResult: [
        { attributeStatus: "Accepted", attributeValue: "10" },
        { attributeStatus: "UnknownVariable" },
      ],
    });
    clock.move(25 * second);
    await soon(() => expect(central.events()).toHaveLength(4));
    await central.order("TriggerMessage", { requestedMessage: "MeterValues", evse: { id: 1 } });
    await soon(() =>
      expect(central.news()).toContainEqual(expect.objectContaining({ kind: "metered", connector: 1 })),
    );
    expect(await central.order("TriggerMessage", { requestedMessage: "SignV2GCertificate" })).toEqual({
      status: "NotImplemented",
    });
    expect(
      await central.order("ChangeAvailability", { operationalStatus: "Inoperative", evse: { id: 2 } }),
    ).toEqual({ status: "Accepted" });
    await soon(() =>
      expect(central.news()).toContainEqual(expect.objectContaining({ connector: 2, status: "Unavailable" })),
    );
    await stop(central, station);
    await station.unplug(1);
    await set(named("AuthCtrlr", "AuthorizeRemoteStart"), "true");
    central.answers.Authorize = () => ({ idTokenInfo: { status: "Invalid" } });
    await station.plug(1);
    await requestStart(central, "bad");
    await soon(() => expect(own(station)?.waitingFor).toBeNull());
    expect(own(station)?.transaction).toBeNull();
    expect(central.illegal).toEqual([]);
  });

  it("repeats itself under the same number, and leaves its Ended out, where it is told to", async () => {
    const central = await centralSystem();
    const { station } = startStation(central, {
      behaviour: { ...steady, repeatStart: true, stopMessages: "twice" },
    });
    await plugAndStart(central, station);
    await stop(central, station);
    await soon(() => expect(central.events().map(({ number }) => number)).toEqual([0, 0, 1, 2, 2]));
    await station.unplug(1);
    await station.behave({ repeatStart: false, stopMessages: "never" });
    await plugAndStart(central, station);
    await stop(central, station);
    await station.unplug(1);
    await soon(() => expect(station.snapshot().queued).toBe(0));
    expect(
      central
        .events()
        .slice(5)
        .map(({ event }) => event),
    ).toEqual(["Started", "Updated"]);
  });

  it("speaks every dialect in legal words, and each says the same energy", async () => {
    for (const dialect of ["Wh", "kWh", "phases", "strings", "duplicated", "shuffled", "outside"] as const) {
      const central = await centralSystem();
      const { station, clock } = startStation(central, { behaviour: { ...steady, dialect } });
      await plugAndStart(central, station);
      clock.move(3 * minute);
      await soon(() => expect(central.events().length).toBeGreaterThan(3));
      await stop(central, station);
      const [ended] = await soon(() => {
        const found = central.events().filter(({ event }) => event === "Ended");
        expect(found).toHaveLength(1);
        return found;
      });
      expect(ended?.readings.length, dialect).toBeGreaterThan(1);
      expect(central.illegal, dialect).toEqual([]);
      const numbers = new Set(central.events().map(({ number }) => number ?? -1));
      expect(
        [...numbers].sort((a, b) => a - b),
        dialect,
      ).toEqual([...numbers.keys()].map((_, n) => n));
      await station.close();
    }
  });
});
