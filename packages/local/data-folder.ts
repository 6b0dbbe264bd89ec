/** BARQ_DATA as a folder that can be written, or the words that say why it is none. */
import { accessSync, constants, mkdirSync, statSync } from "node:fs";

/** @throws Error in words for a person */
export function makeFolder(data: string): void {
  try {
    mkdirSync(data, { recursive: true });
    accessSync(data, constants.W_OK);
    if (statSync(data).isDirectory()) return;
  } catch (error) {
    throw new Error(`BARQ_DATA is ${data}, where nothing can be written: name a folder of yours.`, {
      cause: error,
    });
  }
  throw new Error(`BARQ_DATA is ${data}, which is a file: name a folder.`);
}
