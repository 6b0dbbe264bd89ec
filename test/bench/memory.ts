/**
 * A process of its own that prices one small session after another and tells how much memory is held after 10^4 and after 10^6 CDRs:
 * `node --expose-gc test/bench/memory.ts` prints `{"few": bytes, "many": bytes}`.
 */
import { pricedCdr } from "./pricing.ts";
import { sessionOf, simple } from "./sessions.ts";

const [few, many] = [10_000, 1_000_000];
const collect = globalThis.gc;
if (!collect) throw new Error("run it with --expose-gc");
const session = sessionOf(simple, 3);
let bytes = 0;
const held: number[] = [];
for (let n = 1; n <= many; n++) {
  // Something of each CDR is used, so that none of them is left out.
  bytes += Object.keys(pricedCdr(session)).length;
  if (n !== few && n !== many) continue;
  await collect({ type: "major", execution: "async" });
  held.push(process.memoryUsage().heapUsed);
}
console.log(JSON.stringify({ few: held[0], many: held[1], bytes }));
