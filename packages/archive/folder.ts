/** The archive in a folder: a file appears whole or not at all, and is never written over. */
import { randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { assertName } from "./name.ts";
import type { Archive } from "./port.ts";

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

export function createFolderArchive(folder: string): Archive {
  return {
    async put(name, bytes) {
      assertName(name);
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      const draft = `${path}.${randomUUID()}.draft`;
      const file = await open(draft, "wx", 0o600);
      try {
        await file.writeFile(bytes);
        await file.datasync();
      } finally {
        await file.close();
      }
      try {
        // A link, not a rename: a name that is taken refuses it.
        await link(draft, path);
        return "kept";
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
        return Buffer.compare(await readFile(path), bytes) === 0 ? "kept" : "differs";
      } finally {
        await unlink(draft);
      }
    },
    async get(name) {
      assertName(name);
      try {
        return Uint8Array.from(await readFile(join(folder, name)));
      } catch (error) {
        if (codeOf(error) === "ENOENT") return undefined;
        throw error;
      }
    },
  };
}
