/** Stickers as PDF: the picture to the module, the same text as on the SVG, and nothing beyond the paper's edge. */
import { sheetsPdf, stickerPdf } from "@barq/documents/sticker-pdf";
import { generate } from "lean-qr";
import { describe, expect, it } from "vitest";
import { linesOf, piecesOf } from "./pdf-text.ts";

const url = "https://barq.example/q/1.barq.k1.7kq2mx23.abcdefghijklmnopqrstuvwxyz";
const sticker = { url, typed: "7KQ-2MX-23A", operator: "برق Barq" };
const printing = { name: "7kq2mx", at: Date.parse("2026-11-24T09:00:00Z") };
const mm = 72 / 25.4;

describe("a sticker as PDF", () => {
  it("has the picture of its address to the module, with four modules of white around it", async () => {
    const file = Buffer.from(await stickerPdf(sticker, printing)).toString("latin1");
    const code = generate(url);
    const module = 74 / (code.size + 8);
    const [left, top] = [15.5 + 4 * module, 24 + 4 * module];
    const painted = new Set<string>();
    for (const [, x, y, width] of file.matchAll(/^([\d.]+) ([\d.]+) ([\d.]+) [\d.]+ re$/gm)) {
      const [column, row, length] = [
        (Number(x) / mm - left) / module,
        (Number(y) / mm - top) / module,
        Number(width) / mm / module,
      ].map((of) => Math.round(of));
      for (let n = 0; n < (length ?? 0); n++) painted.add(`${(column ?? 0) + n} ${row}`);
    }
    const dark = new Set<string>();
    for (let y = 0; y < code.size; y++)
      for (let x = 0; x < code.size; x++) if (code.get(x, y)) dark.add(`${x} ${y}`);
    expect(painted).toEqual(dark);
  });

  it("says the code, our own domain and three languages, in the middle and inside its edges", async () => {
    const bytes = await stickerPdf(sticker, printing);
    const lines = linesOf(bytes);
    for (const text of [
      "7KQ-2MX-23A",
      "barq.example/t",
      "Scannez, voyez le prix, payez.",
      "Scan, see the price, pay.",
    ])
      expect(lines).toContain(text);
    expect(lines).toContain("امسح الرمز، اطّلع على الثمن، ثم ادفع.");
    const named = piecesOf(await stickerPdf({ ...sticker, operator: "Société ".repeat(30) }, printing));
    for (const { x, width } of [...piecesOf(bytes), ...named]) {
      expect(x).toBeGreaterThan(3 * mm);
      expect(x + width).toBeLessThan(102 * mm);
    }
  });

  it("is the same each time, and of its own size", async () => {
    const [once, again] = [await stickerPdf(sticker, printing), await stickerPdf(sticker, printing)];
    expect(Buffer.compare(once, again)).toBe(0);
    expect(Buffer.from(once).toString("latin1")).toContain("/MediaBox [0 0 297.637795 419.527559]");
  });
});

describe("sheets as PDF", () => {
  it("have four stickers on a page, and as many pages as that takes", async () => {
    const bytes = await sheetsPdf(
      Array.from({ length: 9 }, () => sticker),
      printing,
    );
    const codes = piecesOf(bytes).filter(({ text }) => text === "7KQ-2MX-23A");
    expect(codes.map(({ page }) => page)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 3]);
    expect(Buffer.from(bytes).toString("latin1")).toContain("/MediaBox [0 0 595.275591 839.055118]");
  });
});
