/** The wire of the paper door: what it writes are documents, and it tells a station to let its driver's cable go. */
import type { CommandDoor } from "../api/wire.ts";
import { commandDoor } from "./command.ts";
import type { Environment } from "./environment.ts";

export const paperDoor = (environment: Environment = process.env): Promise<CommandDoor> =>
  commandDoor(environment);
