/** The archive in a folder: a file appears whole or not at all, and is never written over. */
import { randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { assertName } from "./name.ts";
import type { Archive } from "./port.ts";

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

/** No such file, a folder of that name, or a file where the name has a folder. */
const nothingThere = new Set(["ENOENT", "EISDIR", "ENOTDIR"]);

async function write(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}

export function createFolderArchive(folder: string): Archive {
  return {
    async put(name, bytes) {
      assertName(name);
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      // No name begins with a dot: what a crash leaves of this can never be asked for.
      const draft = join(dirname(path), `.${randomUUID()}.draft`);
      try {
        await write(draft, bytes);
        // A link, not a rename: a name that is taken refuses it.
        await link(draft, path);
        return "kept";
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
        return Buffer.compare(await readFile(path), bytes) === 0 ? "kept" : "differs";
      } finally {
        await rm(draft, { force: true });
      }
    },
    async get(name) {
      assertName(name);
      try {
        return Uint8Array.from(await readFile(join(folder, name)));
      } catch (error) {
        if (nothingThere.has(codeOf(error))) return undefined;
        throw error;
      }
    },
  };
}
