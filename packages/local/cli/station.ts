/** `barq station ID plug|unplug|fault|clear|offline|online [--connector N]`: the hands at a simulated station. */
import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { knobsSchema } from "../stations/behaviour.ts";
import { listStations, stationBehaviour, stationCommand as tell, verbs } from "../stations/control.ts";
import type { StationSnapshot } from "../stations/snapshot.ts";
import { openStationsFile } from "../stations-file.ts";
import type { Command } from "./command.ts";
import { dataFolder, readWords, UsageError } from "./command.ts";
import { assertRunning } from "./connect.ts";

const patienceMs = 15_000;
const lookEveryMs = 100;

/** How the connector stands now, so that a plug where a car stands already is seen to have changed nothing. */
function standing({ id, connected, connectors }: StationSnapshot, number: number): string {
  const own = connectors.find((connector) => connector.number === number);
  const car = own?.plugged ? "a car is plugged in" : "no car is plugged in";
  const link = connected ? "connected" : "not connected";
  return `${id} connector ${number}: ${own?.status ?? "unknown"}, ${car}, station ${link}`;
}

/** The station as it stands once Barq has accepted it. @throws Error in words for a person, where it does not come back */
async function connected(data: string, id: string): Promise<StationSnapshot> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookEveryMs) {
    await new Promise((done) => setTimeout(done, lookEveryMs));
    const found = (await listStations(data)).find((station) => station.id === id);
    if (found?.connected) return found;
  }
  assertRunning(data);
  throw new Error(
    `${id} may come back, and has not for ${patienceMs / 1000} s; ${data}/stations/log may say why.`,
  );
}

const options = {
  connector: {
    type: "string",
    value: "N",
    default: "1",
    says: "the connector; of a new station, how many it has",
  },
  power: { type: "string", value: "W", default: "22000", says: "new: what each connector can deliver" },
  dc: { type: "boolean", says: "new: direct current" },
  vendor: { type: "string", value: "V", default: "Barq", says: "new: its maker" },
  model: { type: "string", value: "M", default: "Simulated", says: "new: its model" },
  behaviour: { type: "string", value: "JSON", says: 'new: what it does wrong, such as {"crossed":true}' },
} as const;

interface NewStation {
  readonly connector: string;
  readonly power: string;
  readonly dc?: boolean | undefined;
  readonly vendor: string;
  readonly model: string;
  readonly behaviour?: string | undefined;
  readonly json?: boolean | undefined;
}

/** A station out of its box: it is switched on, and knocks until somebody registers it. */
async function switchOn(id: string, of: NewStation): Promise<number> {
  const [connectors, powerW] = [Number(of.connector), Number(of.power)];
  if (!/^[A-Za-z0-9*_.:-]{1,28}$/.test(id)) throw new UsageError("An id has letters, digits and * _ . : -");
  if (!(connectors >= 1 && connectors <= 8 && Number.isSafeInteger(powerW) && powerW >= 1))
    throw new UsageError("--connector is how many, 1 to 8, and --power is in W.");
  const knobs = of.behaviour === undefined ? undefined : v.parse(knobsSchema, JSON.parse(of.behaviour));
  const data = dataFolder();
  assertRunning(data);
  openStationsFile(data, null).addUnknown(
    {
      id,
      vendor: of.vendor,
      model: of.model,
      protocol: "ocpp1.6",
      connectors: Array.from({ length: connectors }, (_, n) => ({
        number: n + 1,
        kind: of.dc ? ("DC" as const) : ("AC" as const),
        powerW,
      })),
    },
    randomUUID(),
  );
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookEveryMs) {
    await new Promise((done) => setTimeout(done, lookEveryMs));
    if (!(await listStations(data)).some((station) => station.id === id)) continue;
    if (knobs) await stationBehaviour(data, id, knobs);
    console.log(of.json ? JSON.stringify({ id }) : `${id} is switched on, and waits to be registered.`);
    return 0;
  }
  throw new Error(`${id} was not begun; ${data}/stations/log may say why.`);
}

export const stationCommand: Command = {
  name: "station",
  usage: `station ID ${verbs.join("|")}|new [--connector N]`,
  says: "plugs a car in or out at a simulated station, breaks it, takes it off the network",
  options,
  async run(words) {
    const { values, positionals } = readWords(words, options, 2);
    const [id, wanted] = positionals;
    if (id !== undefined && wanted === "new") return switchOn(id, values);
    const verb = verbs.find((known) => known === wanted);
    if (id === undefined || !verb) throw new UsageError(`Say which station, and one of ${verbs.join(", ")}.`);
    const connector = Number(values.connector);
    if (!Number.isSafeInteger(connector) || connector < 1)
      throw new UsageError("--connector is a number from 1.");
    const data = dataFolder();
    assertRunning(data);
    let answer = await tell(data, id, verb, connector);
    if (verb === "online" && !answer.connected) answer = await connected(data, id);
    if (values.json) console.log(JSON.stringify(answer));
    else console.log(standing(answer, connector));
    return 0;
  },
};
