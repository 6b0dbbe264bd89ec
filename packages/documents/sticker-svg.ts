/**
 * Stickers to print as SVG in millimetres: one of A6, or four on a sheet of A4 with marks to cut along. The same sticker makes
 * the same bytes.
 */
import type { FaceLine, StickerToPrint } from "./sticker-face.ts";
import {
  cutMarks,
  faceLines,
  high,
  pictureMm,
  pictureOf,
  pictureTop,
  placesOfSheet,
  quietModules,
  wide,
} from "./sticker-face.ts";

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** One path of squares. */
function picture(url: string): string {
  const { size, rows } = pictureOf(url);
  const path = rows.map(({ x, y, length }) => `M${x} ${y}h${length}v1h-${length}z`).join("");
  const modules = size + 2 * quietModules;
  const box = `x="${(wide - pictureMm) / 2}" y="${pictureTop}" width="${pictureMm}" height="${pictureMm}"`;
  const view = `viewBox="${-quietModules} ${-quietModules} ${modules} ${modules}"`;
  return `<svg ${box} ${view}><path shape-rendering="crispEdges" d="${path}"/></svg>`;
}

function line({ text, y, size, bold, grey, isCode, lang }: FaceLine): string {
  const more = [
    bold ? ` font-weight="700"` : "",
    isCode ? ` font-family="ui-monospace, monospace" letter-spacing=".6"` : "",
    grey ? ` fill="#444"` : "",
    lang === null ? "" : ` xml:lang="${lang}"${lang === "ar" ? ` direction="rtl"` : ""}`,
  ];
  return `<text x="${wide / 2}" y="${y}" font-size="${size}" text-anchor="middle"${more.join("")}>${escaped(text)}</text>`;
}

/** What is on one sticker, from its upper left corner. */
const face = (sticker: StickerToPrint): string =>
  [
    `<rect width="${wide}" height="${high}" fill="#fff"/>`,
    picture(sticker.url),
    ...faceLines(sticker).map(line),
  ].join("\n");

const svg = (widthMm: number, heightMm: number, inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${widthMm}mm" height="${heightMm}mm" viewBox="0 0 ${widthMm} ${heightMm}" font-family="'IBM Plex Sans Arabic', 'Noto Sans Arabic', 'Noto Sans', Arial, sans-serif">
${inside}
</svg>
`;

/** One sticker of A6. */
export const stickerSvg = (sticker: StickerToPrint): string => svg(wide, high, face(sticker));

/** Up to four stickers on A4, with marks to cut along. @throws RangeError for more */
export function sheetSvg(stickers: readonly StickerToPrint[]): string {
  const faces = placesOfSheet(stickers).map(
    ({ sticker, x, y }) => `<g transform="translate(${x} ${y})">\n${face(sticker)}\n</g>`,
  );
  const path = cutMarks.map(([x, y, toX, toY]) => `M${x} ${y}L${toX} ${toY}`).join("");
  const marks = `<path d="${path}" stroke="#888" stroke-width=".2" fill="none"/>`;
  return svg(2 * wide, 2 * high, [...faces, marks].join("\n"));
}
