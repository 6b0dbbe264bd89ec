/**
 * The simulated stations as a process of their own:
 * `node packages/local/stations/main.ts '{"data":"...","ocpp":"ws://127.0.0.1:8787/ocpp"}'`.
 * `data` is BARQ_DATA: the clock is read there, the stations to run are in `stations/stations.json`, which may grow, and
 * their state lies beside it. It says `{"ready": port}` to the process that forked it and writes `stations/running.json`.
 */
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { ClockSetting } from "../clock.ts";
import { openClock } from "../clock.ts";
import { exitWithoutParent } from "../orphan.ts";
import { readRunning } from "../running.ts";
import { clearControlPlace, listStations, writeControlPlace } from "./control.ts";
import { startControlServer } from "./control-server.ts";
import { readStationList } from "./list-file.ts";
import { openStateFolder } from "./state-file.ts";
import type { SimulatedStation, StationClock } from "./station.ts";
import { createSimulatedStation } from "./station.ts";

const settings = v.parse(
  v.object({ data: v.string(), ocpp: v.string() }),
  JSON.parse(process.argv[2] ?? "{}"),
);
const { data } = settings;
const listEveryMs = 500;
const otherMs = 5000;

mkdirSync(join(data, "stations"), { recursive: true });
await untilAlone();
let folderClock = openClock(data);
const clock: StationClock = {
  now: () => folderClock.now(),
  sleep: (ms, signal) => folderClock.sleep(ms, signal),
};
const states = openStateFolder(data);
const stations = new Map<string, SimulatedStation>();
/** stations that could not be begun: said once */
const broken = new Set<string>();

/** Where the product listens now: a restart may have moved it. */
const endpoint = (): string => readRunning(data)?.ocpp ?? settings.ocpp;

function beginNewStations(): void {
  for (const station of readStationList(data)) {
    if (stations.has(station.id) || broken.has(station.id)) continue;
    try {
      const begun = createSimulatedStation({
        station,
        endpoint,
        clock,
        state: states.load(station.id),
        save: (state) => states.save(station.id, state),
      });
      stations.set(station.id, begun);
    } catch (error) {
      broken.add(station.id);
      console.error(`station ${station.id}:`, error);
    }
  }
}

/** A product that is started anew with another BARQ_CLOCK adopts this process: its time is then the new one. */
function followClock(): void {
  const next = openClock(data);
  if (essence(next.setting) !== essence(folderClock.setting)) folderClock = next;
}

/** A manual clock that was moved is still the same clock. */
function essence(setting: ClockSetting): string {
  return setting.kind === "manual" ? setting.kind : JSON.stringify(setting);
}

/** Two processes with the same stations would throw each other off the line for ever. */
async function untilAlone(): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += 50) {
    // Asked, not only looked up: a process id may be somebody else's by now.
    const others = await listStations(data).catch(() => undefined);
    if (!others) return;
    if (waitedMs >= otherMs) {
      console.error(`Simulated stations already run on ${data}.`);
      process.exit(1);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}

let lastFailure = "";
const look = (): void => {
  try {
    followClock();
    beginNewStations();
    lastFailure = "";
  } catch (error) {
    // Half written, perhaps; the stations that run go on, and the next look may do.
    const failure = String(error);
    if (failure !== lastFailure) console.error("stations:", failure);
    lastFailure = failure;
  }
};
look();
const looking = setInterval(look, listEveryMs);

const token = randomBytes(32).toString("base64url");
const control = await startControlServer({ stations, token });
writeControlPlace(data, { pid: process.pid, port: control.port, token });
process.send?.({ ready: control.port });
exitWithoutParent(data);

let ending = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    clearInterval(looking);
    void Promise.allSettled([
      control.close(),
      ...[...stations.values()].map((station) => station.close()),
    ]).then(() => {
      clearControlPlace(data);
      process.exit(0);
    });
  });
}
