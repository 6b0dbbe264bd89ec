/** The field door: what people at the posts do, and whoever prepares their work. It moves no money. */

import { bindSticker } from "@barq/actions/bind-sticker";
import { readSettings } from "@barq/actions/network";
import { codesOfBatch, listBatches, loadBatch, printStickers } from "@barq/actions/print-stickers";
import { revokeBatch, revokeSticker } from "@barq/actions/revoke-sticker";
import { actsOnSticker } from "@barq/actions/sticker-act";
import { readSticker } from "@barq/actions/sticker-place";
import { typedCodeOfSticker } from "@barq/actions/typed-code";
import { stickersOfSheet } from "@barq/documents/sticker-face";
import { sheetSvg, stickerSvg } from "@barq/documents/sticker-svg";
import { Fault } from "@barq/domain/fault";
import type { Hono } from "hono";
import { bindBody, revokeBody, stickerBatchBody } from "./bodies/sticker.ts";
import { commissionHandlers } from "./commission-handlers.ts";
import type { DoorContext, DoorEnv } from "./door.ts";
import { createDoor, part } from "./door.ts";
import { keyOf } from "./idempotency-key.ts";
import { cursorText, pageJson } from "./network-view.ts";
import { personOf } from "./person.ts";
import { bodyLimits, jsonBody } from "./read-body.ts";
import { fieldRoutes } from "./routes/field.ts";
import { batchIn, stickerNames, unknownSticker } from "./sticker-named.ts";
import { batchJson, codeJson, stickerJson } from "./sticker-view.ts";
import type { Asker } from "./who.ts";
import type { FieldDoor } from "./wire.ts";

/** Sheets count from 1. @throws Fault not_found */
function sheetIn(c: DoorContext): number {
  const n = Number(/^([1-9]\d{0,2})(?:\.svg)?$/.exec(part(c, "sheet"))?.[1]);
  if (!(n >= 1)) throw new Fault("not_found", "This batch has no such sheet.");
  return n;
}

const svgAnswer = (c: DoorContext, svg: string): Response =>
  c.body(svg, 200, { "content-type": "image/svg+xml; charset=utf-8", "cache-control": "no-store" });

export function createFieldApp(wired: FieldDoor): Hono<DoorEnv> {
  const { ports, who, log } = wired;
  const personIs = (asker: Asker): string => personOf(ports.identity, asker);

  const { stickerNamed } = stickerNames(ports);
  const urlOf = (qr: string): string => `${ports.origin}/q/${qr}`;

  const shown = async (asker: Asker, id: string) => {
    const printed = await readSticker(ports, asker.tenant, id, { strong: true });
    if (!printed) throw unknownSticker();
    return stickerJson(id, printed, {
      qr: ports.identity.makeQr({ tenant: asker.tenant, sticker: id }),
      acts: await actsOnSticker(ports, asker.tenant, id),
      now: ports.clock(),
    });
  };

  return createDoor(
    "field",
    fieldRoutes,
    { who, origin: ports.origin, log },
    {
      ...commissionHandlers({ ports, who }, { personOf: personIs, stickerNamed }),
      async printStickers(c, asker) {
        const key = keyOf(c);
        const { body } = await jsonBody(c, stickerBatchBody, bodyLimits.short);
        const batch = await printStickers(ports, asker.tenant, { stickers: body.stickers, key });
        return c.json(batchJson(batch), 201, { location: `/v1/sticker-batches/${batch.id}` });
      },
      async listStickerBatches(c, asker) {
        const from = cursorText(c.req.query("cursor"));
        return c.json(pageJson(await listBatches(ports, asker.tenant, from), batchJson));
      },
      async showStickerBatch(c, asker) {
        const batch = await loadBatch(ports, asker.tenant, batchIn(c));
        const codes = codesOfBatch(ports, asker.tenant, batch).map((code) => codeJson(code, ports.origin));
        const { operator } = await readSettings(ports, asker.tenant);
        return c.json({ ...batchJson(batch), operator, codes });
      },
      async stickerSheet(c, asker) {
        const batch = await loadBatch(ports, asker.tenant, batchIn(c));
        const from = (sheetIn(c) - 1) * stickersOfSheet;
        const codes = codesOfBatch(ports, asker.tenant, batch).slice(from, from + stickersOfSheet);
        if (codes.length === 0) throw new Fault("not_found", "This batch has no such sheet.");
        const { operator } = await readSettings(ports, asker.tenant);
        return svgAnswer(c, sheetSvg(codes.map((code) => ({ ...code, url: urlOf(code.qr), operator }))));
      },
      async revokeStickerBatch(c, asker) {
        const { id } = await loadBatch(ports, asker.tenant, batchIn(c));
        const { body } = await jsonBody(c, revokeBody, bodyLimits.short);
        const why = { reason: body.reason, actor: personIs(asker) };
        return c.json(batchJson(await revokeBatch(ports, asker.tenant, id, why)));
      },
      async showSticker(c, asker) {
        return c.json(await shown(asker, await stickerNamed(asker, part(c, "sticker"))));
      },
      async stickerPicture(c, asker) {
        const id = await stickerNamed(asker, part(c, "sticker"));
        const typed = await typedCodeOfSticker(ports, asker.tenant, id);
        const { operator } = await readSettings(ports, asker.tenant);
        const url = urlOf(ports.identity.makeQr({ tenant: asker.tenant, sticker: id }));
        return svgAnswer(c, stickerSvg({ url, typed, operator }));
      },
      async bindSticker(c, asker) {
        const id = await stickerNamed(asker, part(c, "sticker"));
        const { body } = await jsonBody(c, bindBody, bodyLimits.short);
        await bindSticker(ports, asker.tenant, {
          sticker: id,
          station: body.station,
          connector: body.connector,
          replaces: body.replaces === undefined ? null : await stickerNamed(asker, body.replaces),
          reason: body.reason ?? null,
          actor: personIs(asker),
        });
        return c.json(await shown(asker, id));
      },
      async revokeSticker(c, asker) {
        const id = await stickerNamed(asker, part(c, "sticker"));
        const { body } = await jsonBody(c, revokeBody, bodyLimits.short);
        await revokeSticker(ports, asker.tenant, id, { reason: body.reason, actor: personIs(asker) });
        return c.json(await shown(asker, id));
      },
    },
  );
}
