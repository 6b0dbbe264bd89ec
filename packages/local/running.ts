/** BARQ_DATA/running.json: which product runs on a folder, and where it answers. Commands and a second start look here. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

const running = v.object({
  pid: v.number(),
  http: v.string(),
  ocpp: v.string(),
  dynamodb: v.string(),
  stripe: v.string(),
});
type Running = v.InferOutput<typeof running>;

const fileOf = (data: string): string => join(data, "running.json");

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The product that runs on the folder; undefined when none does, whatever a killed one left behind. */
export function readRunning(data: string): Running | undefined {
  if (!existsSync(fileOf(data))) return undefined;
  try {
    const read = v.safeParse(running, JSON.parse(readFileSync(fileOf(data), "utf8")));
    return read.success && isAlive(read.output.pid) ? read.output : undefined;
  } catch {
    return undefined;
  }
}

export function writeRunning(data: string, value: Running): void {
  mkdirSync(data, { recursive: true });
  writeFileSync(`${fileOf(data)}.tmp`, JSON.stringify(value), { mode: 0o600 });
  renameSync(`${fileOf(data)}.tmp`, fileOf(data));
}

export function clearRunning(data: string): void {
  rmSync(fileOf(data), { force: true });
}
