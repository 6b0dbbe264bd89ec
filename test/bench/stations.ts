/**
 * `npm run bench -- stations [--stations 1000] [--seconds 20] [--json]`: so many simulated stations connected at once to the product
 * on one machine, each with two connectors and heartbeats, all of them in this process. It prints what a station costs in memory and
 * processor time on both sides, and how many calls of the store a page of the network's state takes. It ends by itself.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { openSecrets } from "@barq/local/secrets";
import type { SimulatedStation } from "@barq/local/stations/station";
import { createSimulatedStation } from "@barq/local/stations/station";
import * as v from "valibot";
import type { Operator } from "./load/network.ts";
import { operatorOf } from "./load/network.ts";
import { startServer } from "./load/process.ts";

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    stations: { type: "string", default: "1000" },
    seconds: { type: "string", default: "20" },
    json: { type: "boolean", default: false },
  },
});
const wholeOf = (name: "stations" | "seconds", most: number): number => {
  const n = Number(values[name]);
  if (Number.isInteger(n) && n >= 1 && n <= most) return n;
  throw new Error(`--${name} is a whole number from 1 to ${most}`);
};
const count = wholeOf("stations", 1000);
const seconds = wholeOf("seconds", 300);
/** As after a power cut, which no network ends at one instant: each knock is a password that is checked. */
const knocksPerS = 20;
/** Whatever happens, it is over by then. */
const mostMs = 600_000;

const password = v.object({ id: v.string(), password: v.string() });
const summary = v.object({ online: v.number(), connectors: v.object({ in_use: v.number() }) });
const page = v.object({ items: v.array(v.unknown()) });

/** Without a flag of the process: a collection that can be asked for. */
setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const data = mkdtempSync(join(tmpdir(), "barq-stations-"));
const late = setTimeout(() => {
  console.error("the bench takes too long, and ends");
  process.exit(1);
}, mostMs);
const product = await startServer("product.ts", {
  BARQ_DATA: data,
  PORT: "0",
  BARQ_SEED: "empty",
  BARQ_STATIONS: "0",
});
const stations: SimulatedStation[] = [];
try {
  const result = await run();
  if (values.json) console.log(JSON.stringify(result));
  else for (const [name, value] of Object.entries(result)) console.log(`${name.padEnd(34)} ${value}`);
} finally {
  await Promise.all(stations.map((station) => station.close()));
  await product.end();
  clearTimeout(late);
  rmSync(data, { recursive: true, force: true });
}

async function run(): Promise<Readonly<Record<string, number>>> {
  const operator = operatorOf(product.origin, await openSecrets(data), Date.now);
  const made = await makeNetwork(operator);
  say(`${count} stations are made`);
  const before = { product: await product.cost(), own: ownCost() };
  const from = performance.now();
  const endpoint = `${product.origin.replace("http://localhost", "ws://127.0.0.1")}/ocpp`;
  for (const each of made) {
    stations.push(begin(each, endpoint));
    await pause(1000 / knocksPerS);
  }
  await until(operator, (sum) => sum.online === count);
  const connectedS = (performance.now() - from) / 1000;
  say(`all of them are connected, and shown so, after ${connectedS.toFixed(1)} s`);
  const idle = { product: await product.cost(), own: ownCost() };
  await pause(seconds * 1000);
  const after = { product: await product.cost(), own: ownCost() };
  const plugged = stations.slice(0, Math.ceil(count / 10));
  const plugFrom = performance.now();
  await Promise.all(plugged.map((station) => station.plug(1)));
  await until(operator, ({ connectors }) => connectors.in_use === plugged.length);
  const pluggedS = (performance.now() - plugFrom) / 1000;
  const shown = await statePage(operator);
  return {
    stations: count,
    connected_s: round(connectedS, 1),
    product_heap_kb_a_station: round((idle.product.heapBytes - before.product.heapBytes) / 1024 / count, 1),
    stations_heap_kb_a_station: round((idle.own.heapBytes - before.own.heapBytes) / 1024 / count, 1),
    product_rss_mb: round(after.product.rssBytes / 2 ** 20, 0),
    product_cpu_ms_to_connect_a_station: round((idle.product.cpuUs - before.product.cpuUs) / 1000 / count, 1),
    product_cpu_ms_a_second: round((after.product.cpuUs - idle.product.cpuUs) / 1000 / seconds, 2),
    product_cpu_us_a_station_and_second: round(
      (after.product.cpuUs - idle.product.cpuUs) / seconds / count,
      1,
    ),
    stations_cpu_us_a_station_and_second: round((after.own.cpuUs - idle.own.cpuUs) / seconds / count, 1),
    cables_shown_after_s: round(pluggedS, 1),
    cables: plugged.length,
    state_page_stations: shown.stations,
    state_page_kb: round(shown.bytes / 1024, 0),
    state_page_ms: round(shown.ms, 0),
    state_page_store_calls: shown.reads,
  };
}

type Made = v.InferOutput<typeof password>;

async function makeNetwork(operator: Operator): Promise<readonly Made[]> {
  const place = { address: "1 quai", city: "Casablanca", country: "MAR", time_zone: "Africa/Casablanca" };
  await operator.ask("POST", "/v1/locations", { id: "BENCH", ...place });
  const price = { type: "ENERGY", price: 4.5, vat: 20, step_size: 1 };
  const tariff = { id: "BENCH", currency: "MAD", tax_included: "YES" };
  await operator.ask("POST", "/v1/tariffs", { ...tariff, elements: [{ price_components: [price] }] });
  const made: Made[] = [];
  const ids = Array.from({ length: count }, (_, n) => `BENCH-${String(n).padStart(4, "0")}`);
  const work = async (): Promise<void> => {
    for (let id = ids.shift(); id !== undefined; id = ids.shift()) {
      const connector = {
        id: "1",
        standard: "IEC_62196_T2",
        power_type: "AC_3_PHASE",
        tariff_ids: ["BENCH"],
      };
      const rated = { ...connector, max_electric_power: 22_000 };
      const evses = ["1", "2"].map((uid) => ({ uid, connectors: [rated] }));
      made.push(
        v.parse(password, await operator.ask("POST", "/v1/stations", { id, location_id: "BENCH", evses })),
      );
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return made;
}

function begin({ id, password: secret }: Made, endpoint: string): SimulatedStation {
  const outlets = [1, 2].map((number) => ({ number, kind: "AC" as const, powerW: 22_000 }));
  return createSimulatedStation({
    station: { id, password: secret, vendor: "Barq", model: "Simulated", connectors: outlets },
    endpoint: () => endpoint,
    clock: { now: Date.now, sleep: (ms, signal) => pause(ms, undefined, signal ? { signal } : {}) },
  });
}

async function until(
  operator: Operator,
  isSo: (sum: v.InferOutput<typeof summary>) => boolean,
): Promise<void> {
  while (!isSo(v.parse(summary, await operator.ask("GET", "/v1/network/summary")))) await pause(500);
}

/** The fewest calls of several pages: the product's own clocks read meanwhile, too. */
async function statePage(operator: Operator) {
  const shown: { stations: number; bytes: number; ms: number; reads: number }[] = [];
  for (let n = 0; n < 5; n++) {
    const before = await product.cost();
    const from = performance.now();
    const body = await operator.ask("GET", "/v1/network?limit=1000");
    const ms = performance.now() - from;
    const { reads } = await product.cost();
    const bytes = Buffer.byteLength(JSON.stringify(body));
    shown.push({ stations: v.parse(page, body).items.length, bytes, ms, reads: reads - before.reads });
  }
  return shown.reduce((least, one) => (one.reads < least.reads ? one : least));
}

function ownCost(): { readonly cpuUs: number; readonly heapBytes: number } {
  const { user, system } = process.cpuUsage();
  collect();
  return { cpuUs: user + system, heapBytes: process.memoryUsage().heapUsed };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
