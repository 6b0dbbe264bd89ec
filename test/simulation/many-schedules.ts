/** Schedules by the thousand, in a thread for every core, and what they come to together. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { FaultKind } from "./faults.ts";
import type { Failure, ProviderName, Ran, Stretch } from "./stretch.ts";

export interface ManySchedules {
  readonly schedules: number;
  readonly seed: number;
  readonly threads?: number | undefined;
  readonly bug?: string | null;
  readonly provider?: ProviderName;
  readonly isFirstEnough?: boolean;
  /** after every stretch */
  readonly onProgress?: (done: number, failures: number) => void;
}

export interface Simulated {
  readonly schedules: number;
  readonly faultless: number;
  readonly sessions: number;
  readonly turns: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
  readonly ends: ReadonlyMap<string, number>;
  /** by seed */
  readonly failures: readonly Failure[];
  /** processor time of this process and its threads, in ms */
  readonly cpuMs: number;
}

const stretchOf = 100;
/** A run that fails so often needs no more schedules. */
const enoughFailures = 20;

export async function simulate(of: ManySchedules): Promise<Simulated> {
  const faults = new Map<FaultKind, number>();
  const ends = new Map<string, number>();
  const failures: Failure[] = [];
  let [next, done, faultless, sessions, turns] = [of.seed, 0, 0, 0, 0];
  const before = process.cpuUsage();
  const enough = of.isFirstEnough ? 1 : enoughFailures;
  const take = (): Stretch | undefined => {
    const left = of.schedules - (next - of.seed) + faultless;
    if (left <= 0 || failures.length >= enough) return undefined;
    const schedules = Math.min(stretchOf, left);
    const { bug = null, provider = "card", isFirstEnough = false } = of;
    const stretch = { from: next, schedules, bug, provider, isFirstEnough };
    next += schedules;
    return stretch;
  };
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL("./schedule-thread.ts", import.meta.url));
    try {
      for (let stretch = take(); stretch; stretch = take()) {
        const ran = await answerOf(worker, stretch);
        done += ran.schedules;
        faultless += ran.faultless;
        sessions += ran.sessions;
        turns += ran.turns;
        for (const [kind, count] of ran.faults) faults.set(kind, (faults.get(kind) ?? 0) + count);
        for (const [end, count] of ran.ends) ends.set(end, (ends.get(end) ?? 0) + count);
        failures.push(...ran.failures);
        of.onProgress?.(done, failures.length);
      }
    } finally {
      await worker.terminate();
    }
  };
  const threads = Math.min(of.threads ?? availableParallelism(), Math.ceil(of.schedules / stretchOf));
  await Promise.all(Array.from({ length: Math.max(1, threads) }, work));
  const { user, system } = process.cpuUsage(before);
  failures.sort((a, b) => a.seed - b.seed);
  return {
    schedules: done,
    faultless,
    sessions,
    turns,
    faults,
    ends,
    failures,
    cpuMs: (user + system) / 1000,
  };
}

function answerOf(worker: Worker, stretch: Stretch): Promise<Ran> {
  return new Promise((done, fail) => {
    worker.once("error", fail);
    worker.once("message", (ran: Ran) => {
      worker.off("error", fail);
      done(ran);
    });
    worker.postMessage(stretch);
  });
}
