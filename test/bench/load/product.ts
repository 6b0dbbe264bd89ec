/**
 * The product as `npm start` runs it, in a process of its own that also tells what it has cost: processor time, memory after
 * a collection, calls of the store, and how often something was made durable.
 */
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { startProduct } from "@barq/local/product";
import { settingsOf } from "@barq/local/settings";
import type { Cost } from "./process.ts";

const counts = { reads: 0, commits: 0, looks: 0, datasyncs: 0 };
const settings = settingsOf(process.env);
const product = await startProduct(settings, {
  onStoreCall: ({ verb }) => {
    if (verb === "overdue") counts.looks++;
    else if (verb === "commit") counts.commits++;
    else counts.reads++;
  },
});
await countDatasyncs(join(settings.data, "bench.probe"));

const usedUs = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
/** The collections that were asked for are no part of the work. */
let collectingUs = 0;
process.on("message", () => {
  const before = usedUs();
  const told = { cpuUs: before - collectingUs, rssBytes: process.memoryUsage.rss(), ...counts };
  globalThis.gc?.();
  const cost: Cost = { ...told, heapBytes: process.memoryUsage().heapUsed };
  collectingUs += usedUs() - before;
  process.send?.(cost);
});
const end = (): void => void product.close().then(() => process.exit(0));
process.on("SIGTERM", end);
// Whoever asked for it is gone.
process.on("disconnect", end);
process.send?.({ ready: product.origin });

/** The intake's file, and what it notes of its progress, are made durable by this verb alone. */
async function countDatasyncs(probe: string): Promise<void> {
  const file = await open(probe, "w");
  const handle = Object.getPrototypeOf(file);
  const { datasync } = handle;
  handle.datasync = function counted(this: typeof file) {
    counts.datasyncs++;
    return datasync.call(this);
  };
  await file.close();
  await rm(probe);
}
