/**
 * BARQ_DATA/running.json: which product runs on a folder, and where it answers. Commands and a second start look here. Beside
 * it lie `holder.json`, which process has begun to run there, and `address.json`, where the last one answered.
 */
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

const holder = v.object({ pid: v.number() });
const address = v.object({ http: v.string() });

const fileOf = (data: string): string => join(data, "running.json");
const holderOf = (data: string): string => join(data, "holder.json");
const addressOf = (data: string): string => join(data, "address.json");

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
  const found = read(fileOf(data), running);
  return found && isAlive(found.pid) ? found : undefined;
}

function read<S extends v.GenericSchema>(path: string, schema: S): v.InferOutput<S> | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const found = v.safeParse(schema, JSON.parse(readFileSync(path, "utf8")));
    return found.success ? found.output : undefined;
  } catch {
    return undefined;
  }
}

export function writeRunning(data: string, value: Running): void {
  write(data, fileOf(data), value);
}

function write(data: string, path: string, value: object): void {
  mkdirSync(data, { recursive: true });
  writeFileSync(`${path}.tmp`, JSON.stringify(value), { mode: 0o600 });
  renameSync(`${path}.tmp`, path);
}

export function clearRunning(data: string): void {
  rmSync(fileOf(data), { force: true });
  rmSync(holderOf(data), { force: true });
}

/** From now on children of the folder wait for this process, long before it can say where it answers. */
export const holdFolder = (data: string): void => write(data, holderOf(data), { pid: process.pid });

/** Whether a product runs on the folder, or has begun to. */
export function isHeld(data: string): boolean {
  const held = read(holderOf(data), holder);
  return (held !== undefined && isAlive(held.pid)) || readRunning(data) !== undefined;
}

/** Kept when the product ends: what hangs on a wall leads here. */
export const writeAddress = (data: string, http: string): void => write(data, addressOf(data), { http });

export const readLastAddress = (data: string): string | undefined => read(addressOf(data), address)?.http;
