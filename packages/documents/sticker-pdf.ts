/**
 * Stickers to print as PDF: one of A6, or a batch on sheets of A4 with marks to cut along. The picture is made of vectors, so
 * that it stays sharp on every printer. The same stickers make the same bytes.
 */
import type { Instant } from "@barq/domain/instant";
import { createFile } from "./pdf-file.ts";
import type { StickerToPrint } from "./sticker-face.ts";
import {
  cutMarks,
  faceLines,
  high,
  pictureMm,
  pictureOf,
  pictureTop,
  placesOfSheet,
  quietModules,
  stickersOfSheet,
  wide,
} from "./sticker-face.ts";
import type { TextPen } from "./text-pen.ts";
import { plexPen } from "./text-pen.ts";

interface Printing {
  /** the batch, or the sticker */
  readonly name: string;
  /** when the batch was printed: the file's own date */
  readonly at: Instant;
}

/** A millimetre in points. */
const mm = 72 / 25.4;

function fileOf({ name, at }: Printing, operator: string, size: readonly [number, number]) {
  const title = `Stickers ${name}`;
  return createFile({
    title,
    language: "fr",
    author: operator,
    subject: name,
    at,
    size: [size[0] * mm, size[1] * mm],
  });
}

interface Pens {
  readonly document: PDFKit.PDFDocument;
  readonly ltr: TextPen;
  readonly rtl: TextPen;
}

const pensOf = (document: PDFKit.PDFDocument): Pens => ({
  document,
  ltr: plexPen(document, "ltr"),
  rtl: plexPen(document, "rtl"),
});

/** One sticker, with its upper left corner there. */
function draw({ document, ltr, rtl }: Pens, sticker: StickerToPrint, left: number, top: number): void {
  const { size, rows } = pictureOf(sticker.url);
  const module = pictureMm / (size + 2 * quietModules);
  const fromX = left + (wide - pictureMm) / 2 + quietModules * module;
  const fromY = top + pictureTop + quietModules * module;
  for (const { x, y, length } of rows)
    document.rect(
      (fromX + x * module) * mm,
      (fromY + y * module) * mm,
      length * module * mm,
      // A hair more, so that no white line is seen between two rows.
      module * mm * 1.01,
    );
  document.fill("#000000");
  for (const { text, y, size: tall, bold, grey, lang } of faceLines(sticker)) {
    const pen = lang === "ar" ? rtl : ltr;
    const style = { size: tall * mm, bold, color: grey ? "#444444" : "#000000" };
    const room = (wide - 8) * mm;
    const needed = pen.widthOf(text, style);
    // A long name is printed smaller, never cut.
    const fitting = needed > room ? { ...style, size: (style.size * room) / needed } : style;
    const width = pen.widthOf(text, fitting);
    pen.write(text, (left + wide / 2) * mm - width / 2, (top + y) * mm, fitting);
  }
}

/** One sticker of A6. */
export function stickerPdf(sticker: StickerToPrint, printing: Printing): Promise<Uint8Array<ArrayBuffer>> {
  const { document, bytes } = fileOf(printing, sticker.operator, [wide, high]);
  draw(pensOf(document), sticker, 0, 0);
  return bytes();
}

/** Sheets of A4, four stickers each; at least one. */
export function sheetsPdf(
  stickers: readonly StickerToPrint[],
  printing: Printing,
): Promise<Uint8Array<ArrayBuffer>> {
  const { document, bytes } = fileOf(printing, stickers[0]?.operator ?? "", [2 * wide, 2 * high]);
  const pens = pensOf(document);
  for (let from = 0; from < stickers.length; from += stickersOfSheet) {
    if (from > 0) document.addPage();
    for (const { sticker, x, y } of placesOfSheet(stickers.slice(from, from + stickersOfSheet)))
      draw(pens, sticker, x, y);
    for (const [x, y, toX, toY] of cutMarks) document.moveTo(x * mm, y * mm).lineTo(toX * mm, toY * mm);
    document
      .lineWidth(0.2 * mm)
      .strokeColor("#888888")
      .stroke();
  }
  return bytes();
}
