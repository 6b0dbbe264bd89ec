/** `barq station ID plug|unplug|fault|clear|offline|online [--connector N]`: the hands at a simulated station. */
import { listStations, stationCommand as tell, verbs } from "../stations/control.ts";
import type { StationSnapshot } from "../stations/snapshot.ts";
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
  connector: { type: "string", value: "N", default: "1", says: "the connector" },
} as const;

export const stationCommand: Command = {
  name: "station",
  usage: `station ID ${verbs.join("|")} [--connector N]`,
  says: "plugs a car in or out at a simulated station, breaks it, takes it off the network",
  options,
  async run(words) {
    const { values, positionals } = readWords(words, options, 2);
    const [id, wanted] = positionals;
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
