/** What people ask of a simulated station is answered as it is, in both protocols, by the protocols' own schemas. */
import { isoText, minute } from "@barq/domain/instant";
import type { Knobs } from "@barq/local/stations/behaviour";
import type { Spoken, StationState } from "@barq/local/stations/state";
import { openState } from "@barq/local/stations/state";
import { createSimulatedStation } from "@barq/local/stations/station";
import type { OperateCommand, StationCommand } from "@barq/stations/port";
import { codecOf } from "@barq/stations/protocols";
import ocpp from "ocpp-rpc";
import { afterEach, describe, expect, it, vi } from "vitest";

type Fields = Record<string, unknown>;
const zero = Date.UTC(2026, 10, 25, 8);
const vanishing: (() => unknown)[] = [];
afterEach(async () => {
  for (const vanish of vanishing.splice(0).reverse()) await vanish();
});

async function bench(protocol: Spoken, behaviour: Knobs = {}) {
  const said: { readonly action: string; readonly payload: Fields }[] = [];
  const illegal: string[] = [];
  let connections = 0;
  let now = zero;
  const answers: Readonly<Record<string, Fields>> = {
    BootNotification: { currentTime: isoText(zero), interval: 86_400, status: "Accepted" },
    Heartbeat: { currentTime: isoText(zero) },
    StartTransaction: { transactionId: 1001, idTagInfo: { status: "Accepted" } },
  };
  const server = new ocpp.RPCServer({ protocols: [protocol], strictMode: true });
  let current: InstanceType<typeof ocpp.RPCClient> | undefined;
  server.on("client", (client) => {
    connections++;
    current = client;
    client.on("strictValidationFailure", ({ error }: { error: Error }) => illegal.push(String(error)));
    client.handle(({ method = "", params = {} }: { method?: string; params?: Fields }) => {
      said.push({ action: method, payload: params });
      return answers[method] ?? {};
    });
  });
  const http = await server.listen(0, "127.0.0.1");
  vanishing.push(() => server.close({ force: true }));
  const address = http.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const connectors = [1, 2].map((number) => ({ number, kind: "AC", powerW: 22_000 }) as const);
  let kept: StationState | undefined;
  const station = createSimulatedStation({
    station: {
      id: "CAS-AC-01",
      password: "secret",
      vendor: "Barq",
      model: "Simulated",
      connectors,
      protocol,
    },
    endpoint: () => `ws://127.0.0.1:${port}/ocpp`,
    clock: { now: () => now, sleep: async () => undefined },
    tickMs: 5,
    retryMs: 30,
    behaviour: { powerCurve: [{ afterS: 0, powerW: 22_000 }], ...behaviour },
    save: async (state) => {
      kept = structuredClone(state);
    },
  });
  vanishing.push(() => station.close());
  const online = () => vi.waitFor(() => expect(station.snapshot().connected).toBe(true), 5000);
  await online();
  const codec = codecOf(protocol);
  const order = async (command: StationCommand): Promise<unknown> => {
    const { action, payload } = codec.callOf(command);
    return current?.call(action, payload);
  };
  return {
    station,
    said,
    illegal,
    order,
    online,
    outcome: async (command: OperateCommand) => codec.outcomeOf(await order(command)),
    pass: (ms: number) => {
      now += ms;
      station.snapshot();
    },
    now: () => now,
    connections: () => connections,
    kept: () => kept,
    actions: (action: string) => said.filter((one) => one.action === action).map(({ payload }) => payload),
    charge: async () => {
      await station.plug(1);
      await order({ kind: "remote_start", connector: 1, token: "abcdefghij2345abcdef" });
      await vi.waitFor(() => expect(station.snapshot().connectors[0]?.status).toBe("Charging"), 5000);
    },
  };
}

const statusOf = (of: Awaited<ReturnType<typeof bench>>, connector = 1) =>
  of.station.snapshot().connectors[connector - 1]?.status;

for (const protocol of ["ocpp1.6", "ocpp2.0.1"] as const) {
  const isOld = protocol === "ocpp1.6";
  describe(`a simulated station of ${protocol}`, () => {
    it("holds a cable until it is unlocked, never while it charges, and says so where it cannot", async () => {
      const of = await bench(protocol, { holdsCable: true });
      await of.charge();
      expect(await of.outcome({ kind: "unlock", connector: 1 })).toEqual({
        kind: "rejected",
        why: isOld ? "UnlockFailed" : "OngoingAuthorizedTransaction",
      });
      expect(statusOf(of)).toBe("Charging");
      const id = of.station.snapshot().connectors[0]?.transaction?.id ?? 0;
      await of.order({ kind: "remote_stop", transactionId: id });
      expect(statusOf(of)).toBe("Finishing");
      await expect(of.station.unplug(1)).rejects.toThrow("locked");
      await of.station.behave({ unlockFails: true });
      expect(await of.outcome({ kind: "unlock", connector: 1 })).toEqual({
        kind: "rejected",
        why: "UnlockFailed",
      });
      await expect(of.station.unplug(1)).rejects.toThrow("locked");
      await of.station.behave({ unlockFails: false });
      expect(await of.outcome({ kind: "unlock", connector: 1 })).toMatchObject({ kind: "accepted" });
      await of.station.unplug(1);
      expect(statusOf(of)).toBe("Available");
      expect(await of.outcome({ kind: "unlock", connector: 7 })).toMatchObject({ kind: "rejected" });
      expect(of.illegal).toEqual([]);
    });

    it("restarts: what runs ends with that reason and is told after the boot, nothing is lost", async () => {
      const of = await bench(protocol);
      await of.charge();
      of.pass(10 * minute);
      expect(await of.outcome({ kind: "reset", how: "hard" })).toMatchObject({ kind: "accepted" });
      await vi.waitFor(() => expect(of.connections()).toBe(2), 5000);
      await of.online();
      expect(of.actions("BootNotification")).toHaveLength(2);
      const ends = () =>
        isOld
          ? of.actions("StopTransaction")
          : of.actions("TransactionEvent").filter(({ eventType }) => eventType === "Ended");
      await vi.waitFor(() => expect(ends()).toHaveLength(1), 5000);
      expect(JSON.stringify(ends()[0])).toContain(isOld ? "HardReset" : "ImmediateReset");
      expect(statusOf(of)).toBe("Finishing");
      expect(of.illegal).toEqual([]);
    });

    it("may refuse a restart, and a soft one is either a graceful end or waits for it", async () => {
      const of = await bench(protocol, { refuseReset: true });
      await of.charge();
      expect(await of.outcome({ kind: "reset", how: "soft" })).toEqual({ kind: "rejected", why: "Rejected" });
      await of.station.behave({ refuseReset: false });
      expect(await of.order({ kind: "reset", how: "soft" })).toEqual({
        status: isOld ? "Accepted" : "Scheduled",
      });
      if (!isOld) {
        of.pass(minute);
        expect(statusOf(of)).toBe("Charging");
        await of.station.unplug(1);
      }
      await vi.waitFor(() => expect(of.connections()).toBe(2), 5000);
      await of.online();
      if (isOld) {
        await vi.waitFor(() => expect(of.actions("StopTransaction")).toHaveLength(1), 5000);
        expect(of.actions("StopTransaction")[0]?.reason).toBe("SoftReset");
      }
      expect(of.illegal).toEqual([]);
    });

    it("stays out of service through a restart, with its connectors' status, until it is put back", async () => {
      const of = await bench(protocol);
      const out = { kind: "change_availability", connector: 0, operative: false } as const;
      expect(await of.outcome(out)).toMatchObject({ kind: "accepted" });
      expect([statusOf(of, 1), statusOf(of, 2)]).toEqual(["Unavailable", "Unavailable"]);
      await of.order({ kind: "reset", how: "hard" });
      await vi.waitFor(() => expect(of.connections()).toBe(2), 5000);
      await of.online();
      expect(statusOf(of, 2)).toBe("Unavailable");
      await of.order({ ...out, connector: 2, operative: true });
      expect([statusOf(of, 1), statusOf(of, 2)]).toEqual(["Unavailable", "Available"]);
      expect(of.illegal).toEqual([]);
    });

    it("keeps its list of tokens: a version that is not newer changes nothing", async () => {
      const of = await bench(protocol);
      const list = (version: number, update: "full" | "differential", token: string) =>
        of.outcome({
          ...{ kind: "send_local_list", version, update },
          tokens: [{ token, accepted: true, until: null }],
        });
      expect(await list(5, "full", "A1")).toMatchObject({ kind: "accepted" });
      expect(await list(5, "differential", "A2")).toEqual({ kind: "rejected", why: "VersionMismatch" });
      expect(await list(6, "differential", "A2")).toMatchObject({ kind: "accepted" });
      expect(await of.order({ kind: "get_local_list_version" })).toEqual(
        isOld ? { listVersion: 6 } : { versionNumber: 6 },
      );
      expect(await of.outcome({ kind: "clear_cache" })).toMatchObject({ kind: "accepted" });
      const connectors = [1, 2].map((number) => ({ number, kind: "AC", powerW: 22_000 }) as const);
      const again = openState(connectors, of.now(), of.kept());
      expect(again.localList).toEqual({ version: 6, tokens: { A1: "Accepted", A2: "Accepted" } });
      expect(of.illegal).toEqual([]);
    });

    it("tells how far it is with diagnostics, and with firmware that it puts in when nothing runs", async () => {
      const of = await bench(protocol);
      const to = "https://files.example/up";
      await of.order({ kind: "get_diagnostics", request: 7, to, from: null, until: null });
      const told = isOld ? "DiagnosticsStatusNotification" : "LogStatusNotification";
      await vi.waitFor(() => expect(of.actions(told)).toHaveLength(2), 5000);
      expect(of.actions(told).map(({ status }) => status)).toEqual(["Uploading", "Uploaded"]);
      await of.charge();
      const from = "https://files.example/barq-2.1.bin";
      await of.order({ kind: "update_firmware", request: 8, from, at: of.now() + minute });
      const firmware = () => of.actions("FirmwareStatusNotification").map(({ status }) => status);
      of.pass(30_000);
      expect(firmware()).toEqual([]);
      of.pass(30_000);
      await vi.waitFor(() => expect(firmware()).toEqual(["Downloading", "Downloaded"]), 5000);
      expect(statusOf(of)).toBe("Charging");
      await of.station.unplug(1);
      await vi.waitFor(
        () => expect(firmware()).toEqual(["Downloading", "Downloaded", "Installing", "Installed"]),
        5000,
      );
      expect(JSON.stringify(of.actions("BootNotification").at(-1))).toContain("barq-2.1");
      expect(of.illegal).toEqual([]);
    });
  });
}
