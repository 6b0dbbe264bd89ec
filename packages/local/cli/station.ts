/** `barq station ID plug|unplug|fault|clear|offline|online [--connector N]`: the hands at a simulated station. */
import { stationCommand as tell, verbs } from "../stations/control.ts";
import type { StationSnapshot } from "../stations/snapshot.ts";
import type { Command } from "./command.ts";
import { dataFolder, readWords, UsageError } from "./command.ts";

/** How the connector stands now, so that a plug where a car stands already is seen to have changed nothing. */
function standing({ id, connected, connectors }: StationSnapshot, number: number): string {
  const own = connectors.find((connector) => connector.number === number);
  const car = own?.plugged ? "a car is plugged in" : "no car is plugged in";
  const link = connected ? "connected" : "not connected";
  return `${id} connector ${number}: ${own?.status ?? "unknown"}, ${car}, station ${link}`;
}

export const stationCommand: Command = {
  name: "station",
  usage: `station ID ${verbs.join("|")} [--connector N]`,
  says: "plugs a car in or out at a simulated station, breaks it, takes it off the network",
  async run(words) {
    const { values, positionals } = readWords(words, { connector: { type: "string", default: "1" } }, 2);
    const [id, wanted] = positionals;
    const verb = verbs.find((known) => known === wanted);
    if (id === undefined || !verb) throw new UsageError(`Say which station, and one of ${verbs.join(", ")}.`);
    const connector = Number(values.connector);
    if (!Number.isSafeInteger(connector) || connector < 1)
      throw new UsageError("--connector is a number from 1.");
    const answer = await tell(dataFolder(), id, verb, connector);
    if (values.json) console.log(JSON.stringify(answer));
    else console.log(standing(answer, connector));
    return 0;
  },
};
