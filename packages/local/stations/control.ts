/** What the command line asks of the simulated stations of a folder, wherever their process listens. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { isAlive } from "../running.ts";
import type { Knobs } from "./behaviour.ts";
import type { StationSnapshot } from "./snapshot.ts";

export const verbs = ["plug", "unplug", "fault", "clear", "offline", "online"] as const;
export type Verb = (typeof verbs)[number];

const place = v.object({ pid: v.number(), port: v.number(), token: v.string() });
type ControlPlace = v.InferOutput<typeof place>;

const fileOf = (data: string): string => join(data, "stations", "running.json");

/** Where the control server listens; undefined when no stations run on the folder. */
function readControlPlace(data: string): ControlPlace | undefined {
  if (!existsSync(fileOf(data))) return undefined;
  const read = v.safeParse(place, JSON.parse(readFileSync(fileOf(data), "utf8")));
  return read.success && isAlive(read.output.pid) ? read.output : undefined;
}

export function writeControlPlace(data: string, value: ControlPlace): void {
  writeFileSync(`${fileOf(data)}.tmp`, JSON.stringify(value), { mode: 0o600 });
  renameSync(`${fileOf(data)}.tmp`, fileOf(data));
}

export function clearControlPlace(data: string): void {
  rmSync(fileOf(data), { force: true });
}

/** All stations as they stand. @throws Error in words for a person */
export async function listStations(data: string): Promise<readonly StationSnapshot[]> {
  const { stations }: { stations: readonly StationSnapshot[] } = JSON.parse(
    await ask(data, "GET", "/stations"),
  );
  return stations;
}

/** Does something to a connector (the first where none is named) or to the whole station, and answers how it stands then. */
export async function stationCommand(
  data: string,
  id: string,
  verb: Verb,
  connector?: number,
): Promise<StationSnapshot> {
  const path = `/stations/${encodeURIComponent(id)}/${verb}`;
  return JSON.parse(await ask(data, "POST", path, connector === undefined ? {} : { connector }));
}

/** Somebody types a password in at a station. */
export async function setStationPassword(data: string, id: string, password: string): Promise<void> {
  await ask(data, "POST", `/stations/${encodeURIComponent(id)}/password`, { password });
}

/** Turns knobs of a station. */
export async function stationBehaviour(data: string, id: string, knobs: Knobs): Promise<StationSnapshot> {
  return JSON.parse(await ask(data, "POST", `/stations/${encodeURIComponent(id)}/behaviour`, knobs));
}

async function ask(data: string, method: "GET" | "POST", path: string, body?: object): Promise<string> {
  const running = readControlPlace(data);
  if (!running) throw new Error(`No simulated stations run on ${data}; npm start runs them.`);
  const answer = await fetch(`http://127.0.0.1:${running.port}${path}`, {
    method,
    headers: { authorization: `Bearer ${running.token}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(10_000),
  }).catch((error: unknown) => {
    throw new Error(`The simulated stations of ${data} do not answer.`, { cause: error });
  });
  const text = await answer.text();
  if (answer.ok) return text;
  const said = v.safeParse(v.pipe(v.string(), v.parseJson(), v.object({ error: v.string() })), text);
  throw new Error(said.success ? said.output.error : `The simulated stations answered ${answer.status}.`);
}
