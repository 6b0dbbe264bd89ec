/**
 * Stickers to print: one of A6, or four on a sheet of A4 with marks to cut along, as SVG in millimetres. Beside the picture stand
 * our own domain and the code for those who type, and three languages say the same. The same sticker makes the same bytes.
 */
import { generate } from "lean-qr";

export interface StickerToPrint {
  /** the address in the picture */
  readonly url: string;
  /** ABC-DEF-GHK */
  readonly typed: string;
  /** whose station it is, as drivers know them */
  readonly operator: string;
}

/** A6 upright, in mm. */
const wide = 105;
const high = 148;
/** ISO/IEC 18004 asks for four modules of white around the picture. */
const quietModules = 4;
const pictureMm = 74;
const pictureTop = 24;

const words = [
  { lang: "fr", text: "Scannez, voyez le prix, payez." },
  { lang: "ar", text: "امسح الرمز، اطّلع على الثمن، ثم ادفع." },
  { lang: "en", text: "Scan, see the price, pay." },
] as const;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** One path of squares: rows of dark modules joined where they touch. */
function picture(url: string): string {
  const code = generate(url);
  const rows: string[] = [];
  for (let y = 0; y < code.size; y++)
    for (let x = 0; x < code.size; x++) {
      if (!code.get(x, y)) continue;
      let length = 1;
      while (code.get(x + length, y)) length++;
      rows.push(`M${x} ${y}h${length}v1h-${length}z`);
      x += length;
    }
  const modules = code.size + 2 * quietModules;
  const box = `x="${(wide - pictureMm) / 2}" y="${pictureTop}" width="${pictureMm}" height="${pictureMm}"`;
  const view = `viewBox="${-quietModules} ${-quietModules} ${modules} ${modules}"`;
  return `<svg ${box} ${view}><path shape-rendering="crispEdges" d="${rows.join("")}"/></svg>`;
}

const line = (y: number, size: number, text: string, more = ""): string =>
  `<text x="${wide / 2}" y="${y}" font-size="${size}" text-anchor="middle" ${more}>${text}</text>`;

/** What is on one sticker, from its upper left corner. */
function face({ url, typed, operator }: StickerToPrint): string {
  const { host } = new URL(url);
  return [
    `<rect width="${wide}" height="${high}" fill="#fff"/>`,
    line(15, 8, escaped(operator), `font-weight="700"`),
    picture(url),
    line(
      108,
      9,
      escaped(typed),
      `font-weight="700" font-family="ui-monospace, monospace" letter-spacing=".6"`,
    ),
    line(115.5, 4.6, `${escaped(host)}/t`),
    ...words.map(({ lang, text }, n) =>
      line(125 + n * 6.5, 4.8, text, `xml:lang="${lang}"${lang === "ar" ? ` direction="rtl"` : ""}`),
    ),
    line(145, 3.2, `https://${escaped(host)}`, `fill="#444"`),
  ].join("\n");
}

const svg = (widthMm: number, heightMm: number, inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${widthMm}mm" height="${heightMm}mm" viewBox="0 0 ${widthMm} ${heightMm}" font-family="'IBM Plex Sans Arabic', 'Noto Sans Arabic', 'Noto Sans', Arial, sans-serif">
${inside}
</svg>
`;

/** One sticker of A6. */
export const stickerSvg = (sticker: StickerToPrint): string => svg(wide, high, face(sticker));

export const stickersOfSheet = 4;

/** Up to four stickers on A4, with marks to cut along. @throws RangeError for more */
export function sheetSvg(stickers: readonly StickerToPrint[]): string {
  if (stickers.length > stickersOfSheet) throw new RangeError(`a sheet has ${stickersOfSheet} stickers`);
  const faces = stickers.map(
    (sticker, n) =>
      `<g transform="translate(${(n % 2) * wide} ${Math.floor(n / 2) * high})">\n${face(sticker)}\n</g>`,
  );
  const marks = `<path d="M${wide} 0v4M${wide} ${2 * high}v-4M0 ${high}h4M${2 * wide} ${high}h-4M${wide - 2} ${high}h4M${wide} ${high - 2}v4" stroke="#888" stroke-width=".2" fill="none"/>`;
  return svg(2 * wide, 2 * high, [...faces, marks].join("\n"));
}
