/** A server of the bench as a process that is started, asked what it has cost, killed or ended. */
import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

const cost = v.object({
  /** user and system time */
  cpuUs: v.number(),
  rssBytes: v.number(),
  /** after a collection */
  heapBytes: v.number(),
  /** calls of the store: reads and lists, commits, and the sweeper's looks for what is due, as many every second */
  reads: v.number(),
  commits: v.number(),
  looks: v.number(),
  datasyncs: v.number(),
});
export type Cost = v.InferOutput<typeof cost>;

const ready = v.object({ ready: v.string() });

export interface ServerProcess {
  readonly origin: string;
  cost(): Promise<Cost>;
  /** SIGKILL, and gone */
  kill(): Promise<void>;
  end(): Promise<void>;
}

export async function startServer(
  script: "product.ts" | "echo.ts",
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = fork(join(import.meta.dirname, script), {
    env: { ...process.env, ...environment },
    execArgv: ["--expose-gc"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ask = (question: string): Promise<unknown> => {
    const answered = heard(child);
    child.send(question);
    return answered;
  };
  const { ready: origin } = v.parse(ready, await heard(child));
  return {
    origin,
    cost: async () => v.parse(cost, await ask("cost")),
    kill: () => gone(child, "SIGKILL"),
    end: () => gone(child, "SIGTERM"),
  };
}

function heard(child: ChildProcess): Promise<unknown> {
  return new Promise((done, fail) => {
    const leave = (code: number | null): void => fail(new Error(`a server of the bench ended with ${code}`));
    child.once("exit", leave);
    child.once("message", (message) => {
      child.off("exit", leave);
      done(message);
    });
  });
}

async function gone(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const left = new Promise((done) => child.once("exit", done));
  child.kill(signal);
  await left;
}

interface MachineTime {
  readonly busy: number;
  readonly all: number;
}

/** What all processors together have done so far, in ticks of Linux; null where nobody tells. */
export function machineTime(): MachineTime | null {
  try {
    const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
    const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
    const all = ticks.reduce((sum, each) => sum + each, 0);
    const [, , , idle = 0, waiting = 0] = ticks;
    return { busy: all - idle - waiting, all };
  } catch {
    return null;
  }
}
