/**
 * The states of all stations of a folder, one file each: written beside and renamed, so that a kill leaves the old or the
 * new one. Where a file is being written already, all that come meanwhile share the next write.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { StationState } from "./state.ts";
import { stateSchema } from "./state.ts";

interface StateFolder {
  /** @throws Error where there is a file that cannot be read: a meter that begins again would be a lie */
  load(id: string): StationState | undefined;
  /** Resolves when a file at least as new as this would survive a kill of the process. */
  save(id: string, state: StationState): Promise<void>;
}

export function openStateFolder(data: string): StateFolder {
  const folder = join(data, "stations", "state");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fileOf = (id: string): string => join(folder, `${encodeURIComponent(id)}.json`);
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();

  const write = async (id: string, state: StationState): Promise<void> => {
    const path = fileOf(id);
    // No fsync: this must outlive the process, not the machine.
    await writeFile(`${path}.tmp`, JSON.stringify(state), { mode: 0o600 });
    await rename(`${path}.tmp`, path);
  };
  const begin = (id: string, state: StationState): Promise<void> => {
    const work = write(id, state).finally(() => running.delete(id));
    running.set(id, work);
    return work;
  };
  return {
    load(id) {
      const path = fileOf(id);
      if (!existsSync(path)) return undefined;
      const read = v.safeParse(stateSchema, JSON.parse(readFileSync(path, "utf8")));
      if (!read.success) throw new Error(`${path} is no station's state: ${read.issues[0].message}`);
      return read.output;
    },
    save(id, state) {
      const next = waiting.get(id);
      if (next) return next;
      const current = running.get(id);
      if (!current) return begin(id, state);
      // What is written then is the state as it is then, whether or not the write before it went well.
      const after = current
        .catch(() => undefined)
        .then(() => {
          waiting.delete(id);
          return begin(id, state);
        });
      waiting.set(id, after);
      return after;
    },
  };
}
