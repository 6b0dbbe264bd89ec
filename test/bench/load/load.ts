/**
 * `npm run bench -- load [--stations 64] [--rate 2000] [--readings 60] [--rounds 4] [--json]`: the whole product under load, on
 * one machine with its store, the payment stand-in and the stations, by the real clock. Every station has a session a round
 * that charges already, free and paid in turns; its readings of the past hour, a minute apart, are offered at the rate over
 * all stations, each awaiting its answer; then all stop. In a last round the product is killed in the middle.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { openClock, settleClock } from "@barq/local/clock";
import { readRunning } from "@barq/local/running";
import { openSecrets } from "@barq/local/secrets";
import { allOver, wrongIn } from "./books.ts";
import type { Operator } from "./network.ts";
import { openStations, operatorOf, startCharging } from "./network.ts";
import { offer } from "./offer.ts";
import type { Charging } from "./plan.ts";
import { status, stopTransaction } from "./plan.ts";
import type { ServerProcess } from "./process.ts";
import { machineTime, startServer } from "./process.ts";
import type { LoadResult, Round } from "./report.ts";
import { checksOf, ratesOf, tell } from "./report.ts";
import type { Station } from "./station.ts";
import { connectStation } from "./station.ts";

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    stations: { type: "string", default: "64" },
    rate: { type: "string", default: "2000" },
    readings: { type: "string", default: "60" },
    rounds: { type: "string", default: "4" },
    json: { type: "boolean", default: false },
  },
});
const stationCount = wholeOf("stations", 1, 999);
const ratePerS = wholeOf("rate", 1, 100_000);
const readings = wholeOf("readings", 2, 240);
const rounds = wholeOf("rounds", 1, 7);

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const data = mkdtempSync(join(tmpdir(), "barq-load-"));
const environment: Record<string, string> = {
  BARQ_DATA: data,
  PORT: "0",
  BARQ_SEED: "empty",
  BARQ_STATIONS: "0",
};
const running: { product: ServerProcess | null } = { product: null };
let stations: readonly Station[] = [];
try {
  const result = await run();
  const checks = checksOf(result);
  const failed = checks.filter(({ isGood }) => !isGood).length;
  if (values.json) console.log(JSON.stringify({ ...result, checks, passed: checks.length - failed, failed }));
  else tell(result);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  for (const station of stations) station.close();
  await running.product?.end();
  rmSync(data, { recursive: true, force: true });
}

async function run(): Promise<LoadResult> {
  // The sessions begin while the product's clock is as far behind as they are long; then it starts again by the real one.
  settleClock(data, "x1", Date.now() - (readings + 3) * 60_000);
  say(`${stationCount} stations with ${rounds + 1} connectors each are opened, and sessions begin`);
  const started = await begin();
  const { sessions } = started;
  await restart("real");
  const operator = operatorOf(current().origin, await openSecrets(data), Date.now);
  const echo = await startServer("echo.ts");
  const floor = await floorOf(echo, sessions.filter(ofRound(1))).finally(() => echo.end());

  const acknowledged = new Map<string, number[]>();
  const note = ({ id }: Charging, n: number): void => {
    const own = acknowledged.get(id) ?? [];
    acknowledged.set(id, own);
    own.push(n);
  };
  const before = await current().cost();
  const measured: Round[] = [];
  for (let round = 1; round <= rounds; round++) {
    measured.push(await load(operator, sessions.filter(ofRound(round)), note));
    say(`round ${round}/${rounds}: ${Math.round(measured.at(-1)?.messagesPerS ?? 0)} messages a second`);
  }
  const openedBefore = stations.reduce((sum, station) => sum + station.reopened(), 0);
  const killed = await killInTheMiddle(operator, sessions.filter(ofRound(rounds + 1)), note);
  const wrong = await wrongIn({
    operator,
    stripe: readRunning(data)?.stripe ?? "",
    sessions,
    acknowledged,
  });
  const errors = [...measured.flatMap((round) => round.errors), ...killed.errors, ...floor.errors];
  return {
    asked: { stations: stationCount, ratePerS, readings, rounds },
    starts: { count: sessions.length, perS: sessions.length / started.seconds },
    floor,
    before,
    rounds: measured,
    killed: {
      messages: killed.messages,
      reopened: stations.reduce((sum, station) => sum + station.reopened(), 0) - openedBefore,
      unfinished: stations.reduce((sum, station) => sum + station.repeated(), 0),
    },
    acknowledged: [...acknowledged.values()].reduce((sum, each) => sum + each.length, 0),
    errors,
    wrong,
  };
}

async function begin(): Promise<{ readonly sessions: readonly Charging[]; readonly seconds: number }> {
  await restart("x1");
  const { now } = openClock(data);
  const opened = await openStations({
    operator: operatorOf(current().origin, await openSecrets(data), now),
    ocpp: `${current().origin.replace("http://localhost", "ws://127.0.0.1")}/ocpp`,
    stations: stationCount,
    connectors: rounds + 1,
    readings,
    now,
  });
  stations = opened.map(({ station }) => station);
  const from = performance.now();
  // A driver at every station, one connector after the other.
  const sessions = await Promise.all(
    opened.map(async ({ plans }) => {
      const own: Charging[] = [];
      for (const each of plans) own.push(await startCharging(current().origin, each, now));
      return own;
    }),
  );
  return { sessions: sessions.flat(), seconds: (performance.now() - from) / 1000 };
}

async function restart(clock: "x1" | "real"): Promise<void> {
  await running.product?.end();
  running.product = await startServer("product.ts", { ...environment, BARQ_CLOCK: clock });
  // The next one takes the same port, so that stations find it again.
  environment.PORT = new URL(running.product.origin).port;
}

function current(): ServerProcess {
  if (!running.product) throw new Error("no product runs");
  return running.product;
}

/** One session of each station. */
function ofRound(round: number): (session: Charging) => boolean {
  return ({ plan }) => plan.connector === round;
}

/** The same clients, frames and rate at a server that does nothing. */
async function floorOf(echo: ServerProcess, sessions: readonly Charging[]): Promise<LoadResult["floor"]> {
  const endpoint = echo.origin.replace("http:", "ws:");
  const own = new Map<string, Station>();
  for (const { plan } of sessions) {
    const { id } = plan.station;
    own.set(id, await connectStation({ id, password: "none", endpoint }));
  }
  const stationOf = ({ plan }: Charging): Station => own.get(plan.station.id) ?? plan.station;
  const run = () => offer({ sessions, ratePerS, stationOf });
  // The first time what is compiled late is compiled.
  await run();
  const before = await echo.cost();
  const offered = await run();
  const after = await echo.cost();
  for (const station of own.values()) station.close();
  return ratesOf(offered, after.cpuUs - before.cpuUs);
}

async function load(
  operator: Operator,
  sessions: readonly Charging[],
  note: (session: Charging, n: number) => void,
): Promise<Round> {
  const [before, clientBefore, machineBefore] = [await current().cost(), process.cpuUsage(), machineTime()];
  const offered = await offer({ sessions, ratePerS, onAcknowledged: note });
  const [after, client, machine] = [await current().cost(), process.cpuUsage(clientBefore), machineTime()];
  const perMessage = (value: number): number => value / offered.messages;
  const ended = await stopAll(operator, sessions);
  const last = await current().cost();
  return {
    ...ratesOf(offered, after.cpuUs - before.cpuUs),
    productBusy: (after.cpuUs - before.cpuUs) / 1e6 / offered.seconds,
    clientBusy: (client.user + client.system) / 1e6 / offered.seconds,
    machineBusy:
      machine && machineBefore
        ? (machine.busy - machineBefore.busy) / (machine.all - machineBefore.all)
        : null,
    readsPerMessage: perMessage(after.reads - before.reads),
    commitsPerMessage: perMessage(after.commits - before.commits),
    datasyncsPerMessage: perMessage(after.datasyncs - before.datasyncs),
    settlementsPerS: sessions.length / ended.seconds,
    settlementCpuMs: (last.cpuUs - after.cpuUs) / 1000 / sessions.length,
    settlementCalls: (last.reads + last.commits - after.reads - after.commits) / sessions.length,
    errors: [...offered.errors, ...ended.errors],
    after: last,
  };
}

/** All at once, until each has its end. */
async function stopAll(
  operator: Operator,
  sessions: readonly Charging[],
): Promise<{ readonly seconds: number; readonly errors: readonly string[] }> {
  const errors: string[] = [];
  const from = performance.now();
  await Promise.all(
    sessions.map(async (session) => {
      const { station, connector } = session.plan;
      try {
        await station.call("StopTransaction", stopTransaction(session));
        await station.call("StatusNotification", status(connector, "Available", Date.now()));
      } catch (error) {
        errors.push(String(error));
      }
    }),
  );
  await allOver(operator, sessions);
  return { seconds: (performance.now() - from) / 1000, errors };
}

/** SIGKILL when half of the messages have been said; the stations say again what nobody acknowledged. */
async function killInTheMiddle(
  operator: Operator,
  sessions: readonly Charging[],
  note: (session: Charging, n: number) => void,
): Promise<{ readonly messages: number; readonly errors: readonly string[] }> {
  const half = (sessions.length * readings) / 2;
  let said = 0;
  let restarted: Promise<void> | null = null;
  const offered = await offer({
    sessions,
    ratePerS,
    onAcknowledged: (session, n) => {
      note(session, n);
      if (++said < half || restarted) return;
      restarted = (async () => {
        await running.product?.kill();
        running.product = await startServer("product.ts", { ...environment, BARQ_CLOCK: "real" });
      })();
    },
  });
  await restarted;
  // Whoever had nothing to say at the end finds the product again first.
  await pause(500);
  const ended = await stopAll(operator, sessions);
  return { messages: offered.messages, errors: [...offered.errors, ...ended.errors] };
}

function wholeOf(name: "stations" | "rate" | "readings" | "rounds", least: number, most: number): number {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  console.error(`--${name} is "${values[name]}"; it is a whole number from ${least} to ${most}.`);
  process.exit(2);
}
