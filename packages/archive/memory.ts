/** The archive's twin in memory. */
import { assertName } from "./name.ts";
import type { Archive } from "./port.ts";

export function createMemoryArchive(): Archive {
  const files = new Map<string, Uint8Array>();
  return {
    async put(name, bytes) {
      assertName(name);
      const before = files.get(name);
      if (!before) files.set(name, Uint8Array.from(bytes));
      return !before || Buffer.compare(before, bytes) === 0 ? "kept" : "differs";
    },
    async get(name) {
      assertName(name);
      const found = files.get(name);
      return found && Uint8Array.from(found);
    },
  };
}
