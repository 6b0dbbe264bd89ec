/**
 * A4 pages to write on, in points from the top left: text measured before it is placed, quiet lines, and the same bytes
 * for the same calls. Nothing here wraps or moves on by itself; block.ts does.
 */
import type { Instant } from "@barq/domain/instant";
import PDFDocument from "pdfkit";
import { printable } from "./printable.ts";

export interface Style {
  readonly size: number;
  readonly bold?: boolean;
  readonly color?: string;
}

/** Black on paper, one grey for what explains, one for lines: it has to look the same from any office printer. */
export const ink = "#15181c";
export const grey = "#636a73";
const faint = "#d5d9de";

export const page = { width: 595.28, height: 841.89, left: 56, right: 539.28, top: 56, bottom: 790 } as const;

export interface Sheet {
  widthOf(text: string, style: Style): number;
  /** one line of text with its baseline at y, beginning at x, or ending there */
  write(text: string, x: number, y: number, style: Style, align?: "left" | "right"): void;
  rule(y: number, from: number, to: number, weight?: number, color?: string): void;
  nextPage(): void;
  /** writes on every page, when it is known how many there are */
  onEachPage(write: (n: number, of: number) => void): void;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/** Helvetica kerns a space against T, V, W and Y so hard that two words look like one: there the text is cut. */
const piecesOf = (text: string): readonly string[] => printable(text).split(/(?<=[ \u00a0])(?=[TVWY])/);

export function createSheet(options: {
  readonly title: string;
  readonly language: string;
  readonly author: string;
  /** tells this document from others of the same title and time; part of the file's id */
  readonly subject: string;
  /** the document's own time: the clock of the process that prints it would make other bytes each time */
  readonly at: Instant;
}): Sheet {
  const document = new PDFDocument({
    size: "A4",
    margin: 0,
    bufferPages: true,
    lang: options.language,
    displayTitle: true,
    // Deflate differs from one zlib to the next, and these few kilobytes are compressed on the wire anyway.
    compress: false,
    info: {
      Title: printable(options.title),
      Author: printable(options.author),
      Subject: options.subject,
      Producer: "Barq",
      Creator: "Barq",
      CreationDate: new Date(options.at),
    },
  });
  const chunks: Uint8Array[] = [];
  const ended = new Promise<Uint8Array<ArrayBuffer>>((done, fail) => {
    document.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    document.on("end", () => done(Uint8Array.from(Buffer.concat(chunks))));
    document.on("error", fail);
  });
  const setIn = ({ size, bold }: Style): void => {
    document.font(bold ? "Helvetica-Bold" : "Helvetica").fontSize(size);
  };
  const widthOf = (text: string, style: Style): number => {
    setIn(style);
    return piecesOf(text).reduce((sum, piece) => sum + document.widthOfString(piece), 0);
  };
  return {
    widthOf,
    write(text, x, y, style, align = "left") {
      let from = align === "right" ? x - widthOf(text, style) : x;
      setIn(style);
      document.fillColor(style.color ?? ink);
      for (const piece of piecesOf(text)) {
        document.text(piece, from, y, { lineBreak: false, baseline: "alphabetic" });
        from += document.widthOfString(piece);
      }
    },
    rule(y, from, to, weight = 0.5, color = faint) {
      document.moveTo(from, y).lineTo(to, y).lineWidth(weight).strokeColor(color).stroke();
    },
    nextPage() {
      document.addPage();
    },
    onEachPage(write) {
      const { start, count } = document.bufferedPageRange();
      for (let n = start; n < start + count; n++) {
        document.switchToPage(n);
        write(n + 1, count);
      }
    },
    bytes() {
      document.end();
      return ended;
    },
  };
}
