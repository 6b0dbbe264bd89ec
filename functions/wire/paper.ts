/** The wire of the paper door: it reads, and what it writes are documents. */
import type { ReadDoor } from "../api/wire.ts";
import type { Environment } from "./environment.ts";
import { readDoor } from "./read.ts";

export const paperDoor = (environment: Environment = process.env): Promise<ReadDoor> => readDoor(environment);
