/** `barq stickers`: printed ahead as sheets to cut, bound on site, moved, replaced and withdrawn. */
import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { stickersOfSheet } from "@barq/documents/sticker-face";
import { sheetsPdf } from "@barq/documents/sticker-pdf";
import { sheetSvg } from "@barq/documents/sticker-svg";
import { parseInstant } from "@barq/domain/instant";
import * as v from "valibot";
import type { Command } from "./command.ts";
import { readWords, tableText, UsageError } from "./command.ts";
import type { Reached } from "./connect.ts";
import { withProduct } from "./connect.ts";

/** Of one PDF: nobody waits long for a page of it. */
const sheetsOfFile = 50;

const batch = v.looseObject({
  id: v.string(),
  stickers: v.number(),
  station_codes: v.nullable(v.string()),
  printed_at: v.string(),
  revoked_at: v.nullable(v.string()),
});
const batches = v.object({ items: v.array(batch), next_cursor: v.nullable(v.string()) });
const printed = v.object({
  ...batch.entries,
  operator: v.string(),
  codes: v.array(v.object({ id: v.string(), typed: v.string(), url: v.string() })),
});
const sticker = v.looseObject({
  id: v.string(),
  state: v.string(),
  station: v.nullable(v.string()),
  connector: v.nullable(v.number()),
  acts: v.array(
    v.object({ at: v.string(), act: v.string(), by: v.string(), reason: v.nullable(v.string()) }),
  ),
});

const options = {
  out: { type: "string", value: "FOLDER", says: "print: where the sheets go (stickers-BATCH)" },
  pdf: { type: "boolean", says: "print: sheets as PDF, fifty in a file, instead of an SVG each" },
  replaces: { type: "string", value: "CODE", says: "bind: the sticker that comes off and is withdrawn" },
  reason: { type: "string", value: "WHY", says: "why it moves, replaces another or is withdrawn" },
} as const;

export const stickersCommand: Command = {
  name: "stickers",
  usage: "stickers [CODE | print N | bind CODE STATION CONNECTOR | revoke CODE|BATCH --reason WHY]",
  says: "batches of stickers; one sticker; sheets to print; and what is done with a sticker on site",
  options,
  more: [
    "CODE is what stands beside the picture (ABC-DEF-GHK), what is scanned of it, or the sticker's id.",
    "Example: barq stickers print 40, then barq stickers bind ABC-DEF-GHK CAS-DC-01 1",
  ],
  async run(words) {
    const { values, positionals } = readWords(words, options, 4);
    const [verb, code, ...rest] = positionals;
    const show = (body: unknown, text: () => string): number => {
      console.log(values.json ? JSON.stringify(body) : text());
      return 0;
    };
    return withProduct(async (reached) => {
      if (verb === undefined) {
        const body = await reached.get("technician", "/v1/sticker-batches");
        return show(body, () => batchesText(v.parse(batches, body)));
      }
      if (verb === "print") {
        const made = await print(reached, code, values.out, values.pdf === true);
        return show(
          made,
          () =>
            `Batch ${made.id}: ${made.stickers} stickers on ${Math.ceil(made.stickers / stickersOfSheet)} sheets in ${made.folder}`,
        );
      }
      if (verb === "bind") {
        const [station, connector] = rest;
        if (code === undefined || station === undefined || !/^[1-9]\d?$/.test(connector ?? ""))
          throw new UsageError("Say which sticker, which station and which connector: bind CODE STATION 1.");
        const body = await reached.post("technician", `${at(code)}/bind`, {
          body: { station, connector: Number(connector), replaces: values.replaces, reason: values.reason },
        });
        return show(body, () => stickerText(v.parse(sticker, body)));
      }
      if (verb === "revoke") {
        if (code === undefined || values.reason === undefined)
          throw new UsageError("Say which sticker or batch, and why: revoke CODE --reason WHY.");
        const isBatch = /^[2-9a-z]{6}$/.test(code);
        const path = isBatch ? `/v1/sticker-batches/${code}/revoke` : `${at(code)}/revoke`;
        const body = await reached.post("operator", path, { body: { reason: values.reason } });
        return show(body, () =>
          isBatch ? `Every sticker of ${code} is withdrawn.` : stickerText(v.parse(sticker, body)),
        );
      }
      if (code !== undefined) throw new UsageError(`"${code}" is one word too many.`);
      const body = await reached.get("technician", at(verb));
      return show(body, () => stickerText(v.parse(sticker, body)));
    });
  },
};

const at = (code: string): string => `/v1/stickers/${encodeURIComponent(code)}`;

/** A new batch, and its sheets in a folder that was empty. */
async function print(reached: Reached, count: string | undefined, out: string | undefined, asPdf: boolean) {
  if (!/^[1-9]\d{0,2}$/.test(count ?? "")) throw new UsageError("Say how many: print 40.");
  const asked = { body: { stickers: Number(count) }, key: randomUUID() };
  const { id } = v.parse(batch, await reached.post("technician", "/v1/sticker-batches", asked));
  const made = v.parse(printed, await reached.get("technician", `/v1/sticker-batches/${id}`));
  const folder = resolve(out ?? `stickers-${id}`);
  await mkdir(folder, { recursive: true });
  const sheets: string[] = [];
  const step = asPdf ? sheetsOfFile * stickersOfSheet : stickersOfSheet;
  for (let from = 0; from < made.codes.length; from += step) {
    const codes = made.codes.slice(from, from + step);
    const name = join(folder, `${id}-${`${sheets.length + 1}`.padStart(3, "0")}.${asPdf ? "pdf" : "svg"}`);
    const stickers = codes.map((each) => ({ ...each, operator: made.operator }));
    const at = parseInstant(made.printed_at) ?? 0;
    const file = asPdf ? await sheetsPdf(stickers, { name: id, at }) : sheetSvg(stickers);
    await writeFile(name, file, { flag: "wx" });
    sheets.push(name);
  }
  return { id, stickers: made.codes.length, folder, sheets };
}

function batchesText({ items }: v.InferOutput<typeof batches>): string {
  const rows = items.map(({ id, stickers, station_codes, printed_at, revoked_at }) => [
    id,
    `${stickers}`,
    station_codes ?? "blank, to be bound",
    printed_at,
    revoked_at === null ? "" : `withdrawn ${revoked_at}`,
  ]);
  return rows.length === 0
    ? "No sticker was printed yet: barq stickers print 40."
    : tableText(["batch", "stickers", "of", "printed", ""], rows);
}

function stickerText({ id, state, station, connector, acts }: v.InferOutput<typeof sticker>): string {
  const place = station === null ? "" : `, connector ${connector} of ${station}`;
  const rows = acts.map(({ at: when, act, by, reason }) => [when, act, by, reason ?? ""]);
  const told = rows.length === 0 ? "" : `\n${tableText(["at", "what", "by", "why"], rows)}`;
  return `Sticker ${id} is ${state}${place}.${told}`;
}
