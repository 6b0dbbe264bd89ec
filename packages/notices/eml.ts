/** Messages as `.eml` files in a folder, one for each id, to be opened in any mail reader: a file appears whole or not at all. */
import { randomUUID } from "node:crypto";
import { link, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Sender } from "./mime.ts";
import { mimeOf } from "./mime.ts";
import type { Notices } from "./port.ts";
import { refusalOf } from "./port.ts";

export function createEmlNotices(folder: string, from: Sender): Notices {
  return {
    isOnce: true,
    async send(notice) {
      const refused = refusalOf(notice);
      if (refused) return refused;
      const draft = join(folder, `.${randomUUID()}.draft`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const file = await open(draft, "wx", 0o600);
        try {
          await file.writeFile(mimeOf(notice, from));
          await file.datasync();
        } finally {
          await file.close();
        }
        // A link, not a rename: an id that is taken refuses it, and the first message stands.
        await link(draft, join(folder, `${notice.id}.eml`));
        return { kind: "sent" };
      } catch (error) {
        const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
        return { kind: isThere ? "sent" : "unknown" };
      } finally {
        await rm(draft, { force: true }).catch(() => undefined);
      }
    },
  };
}
