/**
 * Processes beside the product: the payment stand-in and the simulated stations. They outlive a product that is killed
 * by some seconds, so a restart adopts the one that still runs and starts one only where there is none.
 */
import { fork } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { isAlive } from "./running.ts";

export interface Child {
  readonly pid: number;
  readonly port: number;
  /** asks it to end, and waits until it has */
  stop(): Promise<void>;
}

const left = v.object({ pid: v.number(), port: v.number() });
const readyMs = 20_000;

/** Ends within some seconds, or is killed. */
async function stop(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, "SIGTERM");
  for (let waited = 0; waited < 5000; waited += 25) {
    await new Promise((done) => setTimeout(done, 25));
    if (!isAlive(pid)) return;
  }
  process.kill(pid, "SIGKILL");
}

async function running(folder: string): Promise<{ pid: number; port: number } | undefined> {
  const path = join(folder, "running.json");
  if (!existsSync(path)) return undefined;
  const read = v.safeParse(left, JSON.parse(readFileSync(path, "utf8")));
  if (!read.success || !isAlive(read.output.pid)) return undefined;
  // The number may be another process's by now: whoever is ours answers at its port, whatever it says.
  const answers = await fetch(`http://127.0.0.1:${read.output.port}/`, {
    signal: AbortSignal.timeout(2000),
  }).then(
    () => true,
    () => false,
  );
  return answers ? read.output : undefined;
}

/** Adopts what runs in `folder`, else forks `script` with the settings as JSON and waits until it says that it is ready. */
export async function adoptOrStart(script: string, folder: string, settings: object): Promise<Child> {
  const adopted = await running(folder);
  if (adopted) return { ...adopted, stop: () => stop(adopted.pid) };
  mkdirSync(folder, { recursive: true });
  const log = openSync(join(folder, "log"), "a", 0o600);
  // Its output goes to a file of its own: a pipe of ours would end with us, and it must outlive us.
  const child = fork(script, [JSON.stringify(settings)], { stdio: ["ignore", log, log, "ipc"] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${script} could not be started`);
  const port = await new Promise<number>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`${script} did not become ready`)), readyMs);
    child.once("message", (message) => {
      clearTimeout(timer);
      const said = v.safeParse(v.object({ ready: v.number() }), message);
      if (said.success) done(said.output.ready);
      else fail(new Error(`${script} said something else than that it is ready`));
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(new Error(`${script} ended with ${code}; its log is in ${join(folder, "log")}`));
    });
  });
  child.disconnect();
  child.unref();
  return { pid, port, stop: () => stop(pid) };
}
