/**
 * `npm run kill -- --rounds 20 [--seed N]`: journeys at forty connectors while the product is killed with SIGKILL again and
 * again, in one half of the rounds with the stand-in and the stations, in the other half alone. Within 15 s of each ready
 * line everything that was due must be done; at the end nothing may be lost or doubled.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { isTerminal } from "@barq/domain/session";
import { tableText } from "@barq/local/cli/command";
import { openClock } from "@barq/local/clock";
import { issueStaffToken } from "@barq/local/issuer";
import { localTenant } from "@barq/local/product";
import { readRunning } from "@barq/local/running";
import { openSecrets } from "@barq/local/secrets";
import type { Item } from "@barq/store/port";
import * as v from "valibot";
import { faultsIn, leftUndone, registersOf, scanCore, sessionsOf } from "./books.ts";
import type { Journey } from "./driver.ts";
import { drive } from "./driver.ts";
import type { Running } from "./product-process.ts";
import { endProcess, kill, killLeftBehind, startProcess } from "./product-process.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    keep: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
const leastAlive = 16;
const doneWithinMs = 15_000;
const speed = 10;

/** A small generator, so that a run can be made again (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const random = seeded(Number(values.seed));
const data = mkdtempSync(join(tmpdir(), "barq-kill-"));
const environment: Record<string, string> = {
  BARQ_DATA: data,
  PORT: "0",
  BARQ_CLOCK: `x${speed}`,
  BARQ_SEED: "demo",
};
const failures: string[] = [];
const rows: string[][] = [];
const statesAtKill = new Map<string, number>();

let running: Running = await startProcess(environment);
environment.PORT = new URL(running.origin).port;
const registersBefore = await registersOf(data);
const { origin } = running;
const clock = openClock(data);

const clientOf = (): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: readRunning(data)?.dynamodb ?? "",
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
const scan = async (): Promise<readonly Item[]> => {
  const client = clientOf();
  try {
    return await scanCore(client);
  } finally {
    client.destroy();
  }
};

const { issuer } = await openSecrets(data);
const token = (): Promise<string> =>
  issueStaffToken(issuer, clock.now, { tenant: localTenant, role: "operator", fleet: null });
const journeys: Journey[] = [];
let over = false;
let ring = (): void => undefined;
let bell = new Promise<void>((done) => {
  ring = done;
});
const drivers = (await connectors()).map(({ station, connector, qr }) =>
  drive({
    data,
    origin,
    qr,
    token,
    station,
    connector,
    name: `${station}-${connector}`,
    random,
    journeys,
    isOver: () => over,
    bell: () => bell,
  }),
);

for (let round = 1; round <= rounds; round++) {
  await pause(6000 + random() * 4000);
  // The provider takes its time with some captures, so that the knife also finds sessions that are settling.
  await slowCaptures();
  // Half of those who charge stop at once, and the knife falls while their sessions end.
  ring();
  bell = new Promise<void>((done) => {
    ring = done;
  });
  await pause(300 + random() * 900);
  const before = sessionsOf(await scan()).filter(
    (session) => !isTerminal(session.state) && session.state !== "review",
  );
  const spared = round % 2 === 0;
  await kill(running.child);
  if (!spared) for (const child of ["stripe", "stations"] as const) killLeftBehind(data, child);
  for (const { state } of before) statesAtKill.set(state, (statesAtKill.get(state) ?? 0) + 1);
  if (before.length < leastAlive) failures.push(`round ${round}: only ${before.length} journeys were alive`);
  const killedAt = clock.now();
  const began = process.uptime();
  running = await startProcess(environment);
  const readyMs = (process.uptime() - began) * 1000;
  const ready = process.uptime();
  let left: readonly string[] = [];
  do {
    await pause(250);
    left = leftUndone(await scan(), killedAt);
  } while (left.length > 0 && (process.uptime() - ready) * 1000 < doneWithinMs);
  const doneMs = (process.uptime() - ready) * 1000;
  if (left.length > 0)
    failures.push(`round ${round}: not done 15 s after the ready line: ${left.join(", ")}`);
  rows.push([
    `${round}`,
    spared ? "spared" : "killed",
    `${before.length}`,
    `${Math.round(readyMs)}`,
    `${Math.round(doneMs)}`,
    [...new Set(before.map(({ state }) => state))].sort().join(" "),
  ]);
  process.stderr.write(
    `round ${round}/${rounds}: ${before.length} alive, ready after ${Math.round(readyMs)} ms\n`,
  );
}

over = true;
process.stderr.write("the last journeys end\n");
await Promise.race([Promise.all(drivers), pause(180_000)]);
await pause(3000);
const items = await scan();
const sessions = sessionsOf(items);
failures.push(
  ...(await faultsIn({
    items,
    stripe: readRunning(data)?.stripe ?? "",
    data,
    started: new Set(journeys.map(({ id }) => id)),
    registersBefore,
  })),
);
await endProcess(running.child);
if (!values.keep) rmSync(data, { recursive: true, force: true });

const byState = new Map<string, number>();
for (const { state } of sessions) byState.set(state, (byState.get(state) ?? 0) + 1);
console.log(
  tableText(["round", "stand-in", "alive", "ready after ms", "done after ms", "states at the kill"], rows),
);
console.log();
console.log(
  tableText(
    ["state at a kill", "journeys"],
    [...statesAtKill].sort().map(([state, count]) => [state, `${count}`]),
  ),
);
console.log();
console.log(
  tableText(
    ["in the end", "sessions"],
    [...byState].sort().map(([state, count]) => [state, `${count}`]),
  ),
);
for (const failure of failures) console.error(`NO: ${failure}`);
console.log(`${rounds + 1 - Math.min(rounds + 1, failures.length)} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);

async function slowCaptures(): Promise<void> {
  const faults = [
    { operation: "POST /v1/payment_intents/:id/capture", kind: "latency", delayMs: 1500, times: 8 },
    { operation: "POST /v1/payment_intents/:id/cancel", kind: "latency", delayMs: 800, times: 4 },
  ];
  await fetch(new URL("/_control", readRunning(data)?.stripe), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ clear_faults: true, faults }),
  });
}

async function connectors(): Promise<readonly { station: string; connector: number; qr: string }[]> {
  const page = v.object({
    items: v.array(
      v.object({
        id: v.string(),
        evses: v.array(
          v.object({ connectors: v.array(v.object({ connector_number: v.number(), qr: v.string() })) }),
        ),
      }),
    ),
  });
  const answer = await fetch(`${origin}/v1/stations`, {
    headers: { authorization: `Bearer ${await token()}` },
  });
  return v
    .parse(page, await answer.json())
    .items.flatMap(({ id, evses }) =>
      evses
        .flatMap((evse) => evse.connectors)
        .map(({ connector_number: connector, qr }) => ({ station: id, connector, qr })),
    );
}
