/**
 * The stand-in as a process of its own:
 * `node packages/local/stripe/main.ts '{"port":0,"data":"...","apiKey":"...","webhook":{"url":"...","secret":"..."}}'`.
 * `data` is BARQ_DATA: the clock is read there and the state lies in its folder `stripe`. A restart listens where it did
 * before. It says `{"ready": port}` to the process that forked it and writes `stripe/running.json`.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openClock } from "../clock.ts";
import { exitWithoutParent } from "../orphan.ts";
import type { StandIn } from "./server.ts";
import { startStripeStandIn } from "./server.ts";

interface Settings {
  /** 0: the same as before, or any free one */
  readonly port: number;
  readonly data: string;
  readonly apiKey: string;
  readonly webhook: { readonly url: string; readonly secret: string } | null;
  readonly pageBase?: string;
  readonly merchant?: string;
}

const settings: Settings = JSON.parse(process.argv[2] ?? "{}");
const folder = join(settings.data, "stripe");
mkdirSync(folder, { recursive: true });
const { now: clock } = openClock(settings.data);
const options = { ...settings, folder, clock };
const standIn = await startAsBefore();
const draft = join(folder, "running.tmp");
writeFileSync(draft, JSON.stringify({ pid: process.pid, port: standIn.port }), { mode: 0o600 });
renameSync(draft, join(folder, "running.json"));
process.send?.({ ready: standIn.port });
exitWithoutParent(settings.data);
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => void standIn.close().then(() => process.exit(0)));
}

/** Pages that were opened before the restart have its port in their address. */
async function startAsBefore(): Promise<StandIn> {
  const before = portBefore();
  if (settings.port !== 0 || before === 0) return startStripeStandIn(options);
  try {
    return await startStripeStandIn({ ...options, port: before });
  } catch (error) {
    // Only where somebody else listens there by now; anything else is a failure to be seen.
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
      return startStripeStandIn(options);
    }
    throw error;
  }
}

function portBefore(): number {
  const path = join(folder, "running.json");
  if (!existsSync(path)) return 0;
  const { port }: { port: number } = JSON.parse(readFileSync(path, "utf8"));
  return port;
}
