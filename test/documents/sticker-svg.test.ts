/** Stickers as they are printed: the picture holds the address to the module, and nothing that is named can leave its text. */
import { sheetSvg, stickerSvg } from "@barq/documents/sticker-svg";
import { generate } from "lean-qr";
import { describe, expect, it } from "vitest";

const url = "https://barq.example/q/1.barq.k1.7kq2mx23.abcdefghijklmnopqrstuvwxyz";
const sticker = { url, typed: "7KQ-2MX-23A", operator: "Barq" };

/** The modules that the path paints. */
function painted(svg: string): ReadonlySet<string> {
  const d = /shape-rendering="crispEdges" d="([^"]+)"/.exec(svg)?.[1] ?? "";
  const found = new Set<string>();
  for (const [, x, y, length] of d.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g))
    for (let n = 0; n < Number(length); n++) found.add(`${Number(x) + n} ${y}`);
  return found;
}

describe("a sticker", () => {
  it("has the picture of its address to the module, with four modules of white around it", () => {
    const svg = stickerSvg(sticker);
    const code = generate(url);
    const dark = new Set<string>();
    for (let y = 0; y < code.size; y++)
      for (let x = 0; x < code.size; x++) if (code.get(x, y)) dark.add(`${x} ${y}`);
    expect(painted(svg)).toEqual(dark);
    const around = code.size + 8;
    expect(svg).toContain(`<svg x="15.5" y="24" width="74" height="74" viewBox="-4 -4 ${around} ${around}">`);
  });

  it("says the code, our own domain and three languages, and is the same each time", () => {
    const svg = stickerSvg(sticker);
    for (const text of ["7KQ-2MX-23A", "barq.example/t", "Scannez", "امسح", "Scan, see"])
      expect(svg).toContain(text);
    expect(stickerSvg(sticker)).toBe(svg);
    expect(svg).toMatch(/^<svg [^>]*width="105mm" height="148mm"/);
  });

  it("of an operator with a strange name stays a sticker", () => {
    const svg = stickerSvg({ ...sticker, operator: `</text><script>alert("1")</script>&` });
    expect(svg).not.toContain("<script>");
    expect(svg).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;");
  });
});

describe("a sheet", () => {
  it("has up to four of them on A4, and no fifth", () => {
    expect(sheetSvg([sticker]).match(/<g /g)).toHaveLength(1);
    const full = sheetSvg([sticker, sticker, sticker, sticker]);
    expect(full).toMatch(/width="210mm" height="296mm"/);
    expect(full.match(/<g /g)).toHaveLength(4);
    expect(() => sheetSvg(Array.from({ length: 5 }, () => sticker))).toThrow(RangeError);
  });
});
