/**
 * `node test/reconciliation/bench.ts [--sessions 100000] [--days 10] [--seed N]`: a reconciliation of so many simulated sessions
 * with faults. It must match every object with no cent unexplained, and hold no more memory for its last day than for its
 * first: what it keeps is of one day. Exits 1 otherwise. Run with --expose-gc, so that memory is counted and not guessed.
 */
import { parseArgs } from "node:util";
import { reconcile } from "@barq/actions/reconcile";
import { tableText } from "@barq/local/cli/command";
import { createTown, tenant } from "./many-sessions.ts";

const { values } = parseArgs({
  options: {
    sessions: { type: "string", default: "100000" },
    days: { type: "string", default: "10" },
    seed: { type: "string", default: "1" },
  },
});
const sessions = Number(values.sessions);
const days = Number(values.days);
/** bytes beyond what a day keeps: beside the first full day */
const growth = 1.2;

const town = await createTown(Number(values.seed));
const began = performance.now();
await town.live(sessions, days);
const lived = performance.now();

const heapNow = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const before = heapNow();
const heldBytes = new Map<string, number>();
let objects = 0;
const last = new Date(Date.UTC(2026, 10, 20 + days + 4)).toISOString().slice(0, 10);
const result = await reconcile(town.ports, tenant, { from: "2026-11-20", to: last }, (progress) => {
  objects = progress.objects;
  // Counting takes its time on a heap this large, so it is done some times a day.
  if (objects % Math.max(500, Math.floor(sessions / days / 4000) * 1_000) !== 0) return;
  const held = heapNow() - before;
  heldBytes.set(progress.day, Math.max(heldBytes.get(progress.day) ?? Number.NEGATIVE_INFINITY, held));
});
const done = performance.now();

const full = [...heldBytes].slice(1, days);
const mib = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
console.log(
  tableText(
    ["day", "held at most, MiB"],
    full.map(([day, bytes]) => [day, mib(bytes)]),
  ),
);
console.log();
console.log(
  tableText(
    ["book", "currency", "state", "count", "there", "here"],
    result.sums.map(({ book, currency, state, count, there, here }) => [
      book,
      currency,
      state,
      `${count}`,
      there,
      here,
    ]),
  ),
);
const misfits = result.rows_count;
const first = Math.max(full[0]?.[1] ?? 0, full[1]?.[1] ?? 0);
const final = Math.max(full.at(-1)?.[1] ?? 0, full.at(-2)?.[1] ?? 0);
console.log(
  `\n${sessions} sessions lived in ${Math.round((lived - began) / 1000)} s; ${objects} objects held against them in ` +
    `${Math.round((done - lived) / 1000)} s, ${Math.round(((done - lived) / objects) * 1000)} us each; ${result.not_ours_count} not ours`,
);
console.log(`held on the first days ${mib(first)} MiB, on the last ${mib(final)} MiB`);
const checks = [
  misfits === 0,
  result.unexplained.length === 0,
  first === 0 || final <= first * growth + 4_194_304,
];
if (result.first !== null) console.log(`the first cent that does not fit: ${result.first}`);
const failed = checks.filter((isGood) => !isGood).length;
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
