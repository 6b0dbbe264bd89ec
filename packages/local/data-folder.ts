/** BARQ_DATA as a folder that can be written, or the words that say why it is none. */
import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasSecrets } from "./secrets.ts";

/** @throws Error in words for a person */
export function makeFolder(data: string): void {
  try {
    mkdirSync(data, { recursive: true });
    accessSync(data, constants.W_OK);
    if (statSync(data).isDirectory()) {
      keepToItself(data);
      return;
    }
  } catch (error) {
    throw new Error(`BARQ_DATA is ${data}, where nothing can be written: name a folder of yours.`, {
      cause: error,
    });
  }
  throw new Error(`BARQ_DATA is ${data}, which is a file: name a folder.`);
}

/** Wherever it lies, a folder of secrets is nothing to be committed, nor for the checks of a repository to look into. */
function keepToItself(data: string): void {
  const ignored = join(data, ".gitignore");
  const isOurs = hasSecrets(data) || readdirSync(data).length === 0;
  if (isOurs && !existsSync(ignored)) writeFileSync(ignored, "*\n");
}
