/** Stickers as PDF. They are here and not at the field door because the library that writes PDF is bundled only here. */
import { readSettings } from "@barq/actions/network";
import { codesOfBatch, loadBatch } from "@barq/actions/print-stickers";
import { readSticker } from "@barq/actions/sticker-place";
import { typedCodeOfSticker } from "@barq/actions/typed-code";
import { stickersOfSheet } from "@barq/documents/sticker-face";
import { sheetsPdf, stickerPdf } from "@barq/documents/sticker-pdf";
import { Fault } from "@barq/domain/fault";
import type { DoorContext } from "../api/door.ts";
import { part } from "../api/door.ts";
import { batchIn, stickerNames } from "../api/sticker-named.ts";
import type { Asker } from "../api/who.ts";
import type { ReadDoor } from "../api/wire.ts";

/** Of one answer: some three megabytes, and Lambda hands over six with their frame. */
const mostSheets = 50;

/** @throws Fault invalid_request */
function fromIn(c: DoorContext): number {
  const text = c.req.query("from") ?? "1";
  if (!/^[1-9]\d{0,2}$/.test(text))
    throw new Fault("invalid_request", '"from" is the number of a sheet, from 1 on.');
  return Number(text);
}

export function stickerPapers({ ports }: ReadDoor) {
  const { stickerNamed } = stickerNames(ports);
  const urlOf = (qr: string): string => `${ports.origin}/q/${qr}`;
  const answer = (c: DoorContext, bytes: Uint8Array<ArrayBuffer>, name: string): Response =>
    c.body(bytes, 200, {
      "content-type": "application/pdf",
      "content-disposition": `inline; filename="stickers-${name}.pdf"`,
      "cache-control": "no-store",
    });
  return {
    async stickerSheetsPdf(c: DoorContext, asker: Asker): Promise<Response> {
      const batch = await loadBatch(ports, asker.tenant, batchIn(c));
      const first = fromIn(c);
      const from = (first - 1) * stickersOfSheet;
      const codes = codesOfBatch(ports, asker.tenant, batch).slice(from, from + mostSheets * stickersOfSheet);
      if (codes.length === 0) throw new Fault("not_found", "This batch has no such sheet.");
      const { operator } = await readSettings(ports, asker.tenant);
      const stickers = codes.map((code) => ({ ...code, url: urlOf(code.qr), operator }));
      const name = first === 1 ? batch.id : `${batch.id}-${first}`;
      return answer(c, await sheetsPdf(stickers, { name, at: batch.printedAt }), name);
    },
    async stickerPicturePdf(c: DoorContext, asker: Asker): Promise<Response> {
      const id = await stickerNamed(asker, part(c, "sticker"));
      const typed = await typedCodeOfSticker(ports, asker.tenant, id);
      const { operator } = await readSettings(ports, asker.tenant);
      const url = urlOf(ports.identity.makeQr({ tenant: asker.tenant, sticker: id }));
      const printed = await readSticker(ports, asker.tenant, id);
      const at = printed?.batch?.printedAt ?? 0;
      return answer(c, await stickerPdf({ url, typed, operator }, { name: id, at }), id);
    },
  };
}
