/** Which sticker or batch an address names: by id, by the code beside the picture, or by what a phone reads in it. */
import type { ReadPorts } from "@barq/actions/ports";
import { readSticker, stickerOfTyped } from "@barq/actions/sticker-place";
import { Fault } from "@barq/domain/fault";
import { batchOfSticker } from "@barq/domain/sticker";
import type { DoorContext } from "./door.ts";
import { part } from "./door.ts";
import type { Asker } from "./who.ts";

/** As we make them: anything else is looked up nowhere. @throws Fault not_found */
export function batchIn(c: DoorContext): string {
  const id = part(c, "batch");
  if (!/^[2-9a-z]{6}$/.test(id)) throw new Fault("not_found", "There is no such batch of stickers.");
  return id;
}

export const unknownSticker = (): Fault =>
  new Fault("qr_unknown", "No sticker was printed with this code. Please compare it with the sticker.");

export function stickerNames(ports: ReadPorts) {
  /** Before a body is judged: what is somebody else's is answered like what does not exist. */
  const known = async (asker: Asker, id: string): Promise<string> => {
    if (!(await readSticker(ports, asker.tenant, id))) throw unknownSticker();
    return id;
  };
  return {
    /** @throws Fault qr_invalid, qr_unknown; another operator's is unknown */
    async stickerNamed(asker: Asker, name: string): Promise<string> {
      if (batchOfSticker(name)) return known(asker, name);
      const scanned = ports.identity.readQr(name.replace(/^https?:\/\/[^/]+\/q\//, ""));
      if (scanned.kind === "good" && scanned.tenant === asker.tenant) return scanned.sticker;
      if (scanned.kind !== "malformed" || name.includes("."))
        throw new Fault("qr_invalid", "This code was not printed for a station of yours.");
      // A station's own codes are named by it, and have hyphens at other places than typed ones.
      if (/^[a-z0-9-]{1,32}$/.test(name) && (await readSticker(ports, asker.tenant, name))) return name;
      const typed = await stickerOfTyped(ports, name);
      if (typed.tenant === asker.tenant) return typed.id;
      throw unknownSticker();
    },
  };
}
