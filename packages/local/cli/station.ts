/** `barq station ID plug|unplug|fault|clear|offline|online [--connector N]`: the hands at a simulated station. */
import { stationCommand as tell, verbs } from "../stations/control.ts";
import type { Command } from "./command.ts";
import { dataFolder, readWords, UsageError } from "./command.ts";

export const stationCommand: Command = {
  name: "station",
  usage: `station ID ${verbs.join("|")} [--connector N]`,
  says: "plugs a car in or out at a simulated station, breaks it, takes it off the network",
  async run(words) {
    const { values, positionals } = readWords(words, { connector: { type: "string", default: "1" } });
    const [id, wanted] = positionals;
    const verb = verbs.find((known) => known === wanted);
    if (id === undefined || !verb) throw new UsageError(`Say which station, and one of ${verbs.join(", ")}.`);
    const connector = Number(values.connector);
    if (!Number.isSafeInteger(connector) || connector < 1)
      throw new UsageError("--connector is a number from 1.");
    const answer = await tell(dataFolder(), id, verb, connector);
    console.log(values.json ? JSON.stringify(answer) : `${id} connector ${connector}: ${verb}`);
    return 0;
  },
};
