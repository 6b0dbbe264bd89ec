/**
 * A4 pages to write on, in points from the top left: text measured before it is placed, quiet lines, and the same bytes
 * for the same calls. Nothing here wraps or moves on by itself; block.ts does.
 */
import type { Instant } from "@barq/domain/instant";
import type { Language } from "./language.ts";
import { createFile } from "./pdf-file.ts";
import type { Style } from "./text-pen.ts";
import { plexPen, standardPen } from "./text-pen.ts";

/** Beside black one grey for what explains, one for lines: it has to look the same from any office printer. */
export const grey = "#636a73";
const faint = "#d5d9de";

export const page = { width: 595.28, height: 841.89, left: 56, right: 539.28, top: 56, bottom: 790 } as const;

export interface Sheet {
  /** An Arabic page begins at the right: places are told as on a page that begins at the left, and mirrored here. */
  readonly isMirrored: boolean;
  /** 1, or less where everything between two things is to be smaller, so that they fit on one page */
  readonly looseness: number;
  /** how many there are by now */
  readonly pages: number;
  /** of a line's height to its size */
  readonly leading: number;
  widthOf(text: string, style: Style): number;
  /** one line of text with its baseline at y, beginning at x, or ending there */
  write(text: string, x: number, y: number, style: Style, align?: "left" | "right"): void;
  rule(y: number, from: number, to: number, weight?: number, color?: string): void;
  nextPage(): void;
  /** writes on every page, when it is known how many there are */
  onEachPage(write: (n: number, of: number) => void): void;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

export function createSheet(options: {
  readonly title: string;
  readonly language: Language;
  readonly author: string;
  /** tells this document from others of the same title and time; part of the file's id */
  readonly subject: string;
  /** the document's own time: the clock of the process that prints it would make other bytes each time */
  readonly at: Instant;
  readonly looseness?: number;
}): Sheet {
  const { document, bytes } = createFile({ ...options, size: "A4" });
  const isMirrored = options.language === "ar";
  const pen = isMirrored ? plexPen(document, "rtl") : standardPen(document);
  return {
    isMirrored,
    looseness: options.looseness ?? 1,
    get pages() {
      return document.bufferedPageRange().count;
    },
    leading: isMirrored ? 1.4 : 1.32,
    widthOf: pen.widthOf,
    write(text, x, y, style, align = "left") {
      const at = isMirrored ? page.width - x : x;
      const endsThere = (align === "right") !== isMirrored;
      pen.write(text, endsThere ? at - pen.widthOf(text, style) : at, y, style);
    },
    rule(y, from, to, weight = 0.5, color = faint) {
      const [left, right] = isMirrored ? [page.width - to, page.width - from] : [from, to];
      document.moveTo(left, y).lineTo(right, y).lineWidth(weight).strokeColor(color).stroke();
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
    bytes,
  };
}
