/**
 * Blocks: what knows its height before it is drawn, so that a page is ended where something would not fit. Paragraphs
 * wrap by measured width; stacks and rows are made of blocks; a flow puts them one under the other, page after page.
 */
import { asParagraph, openIsolates } from "./arabic-line.ts";
import type { Sheet } from "./sheet.ts";
import { page } from "./sheet.ts";
import type { Style } from "./text-pen.ts";

export interface Block {
  readonly height: number;
  draw(top: number): void;
}

/** Of a line's height, what lies above the baseline: the ascender with half of the leading. */
const ascent = 0.94 / 1.32;

/** Lines no wider than that, broken at spaces, and inside a word only where the word alone is wider. */
function wrapped(sheet: Sheet, text: string, width: number, style: Style): readonly string[] {
  const fits = (part: string): boolean => sheet.widthOf(part, style) <= width;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").filter((part) => part !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (line.length > 1 && !fits(line)) {
      let kept = line.length - 1;
      while (kept > 1 && !fits(line.slice(0, kept))) kept--;
      lines.push(line.slice(0, kept));
      line = line.slice(kept);
    }
  }
  return carried(line === "" ? lines : [...lines, line]);
}

/** An isolate that a line leaves open goes on in the next one. */
function carried(lines: readonly string[]): readonly string[] {
  let open = "";
  return lines.map((line) => {
    const whole = `${open}${line}`;
    open = openIsolates(whole);
    return whole;
  });
}

export function paragraph(
  sheet: Sheet,
  text: string,
  at: { readonly x: number; readonly width: number; readonly align?: "left" | "right" },
  style: Style,
): Block {
  const lines = wrapped(sheet, sheet.isMirrored ? asParagraph(text) : text, at.width, style);
  const lineHeight = style.size * sheet.leading;
  // Figures stand under each other by their last digit, which is at the right in every writing.
  const isAtEnd = at.align === "right" && !sheet.isMirrored;
  const x = isAtEnd ? at.x + at.width : at.x;
  return {
    height: lines.length * lineHeight,
    draw(top) {
      for (const [n, line] of lines.entries()) {
        sheet.write(line, x, top + (n + ascent) * lineHeight, style, isAtEnd ? "right" : "left");
      }
    },
  };
}

/** What keeps two things apart; less of it on a sheet that is tight. */
export const space = (sheet: Sheet, height: number): Block => ({
  height: height * sheet.looseness,
  draw: () => undefined,
});

export const line = (sheet: Sheet, from: number, to: number, weight?: number, color?: string): Block => ({
  height: 0,
  draw: (top) => sheet.rule(top, from, to, weight, color),
});

/** One under the other. */
export const stack = (...blocks: readonly Block[]): Block => ({
  height: blocks.reduce((sum, block) => sum + block.height, 0),
  draw(top) {
    let y = top;
    for (const block of blocks) {
      block.draw(y);
      y += block.height;
    }
  },
});

/** Beside each other, from the same top; each block has its own place across the page. */
export const row = (...blocks: readonly Block[]): Block => ({
  height: Math.max(0, ...blocks.map((block) => block.height)),
  draw(top) {
    for (const block of blocks) block.draw(top);
  },
});

export interface Flow {
  /** the block where it fits: here, or at the top of the next page, under `again` (a table's head) */
  put(block: Block, again?: Block): void;
  /** the block at the foot of the page, of the next one where it does not fit any more */
  putLast(block: Block): void;
}

export function createFlow(sheet: Sheet): Flow {
  let y: number = page.top;
  const put = (block: Block, again?: Block): void => {
    if (y + block.height > page.bottom && y > page.top) {
      sheet.nextPage();
      y = page.top;
      if (again) {
        again.draw(y);
        y += again.height;
      }
    }
    block.draw(y);
    y += block.height;
  };
  return {
    put,
    putLast(block) {
      if (y + block.height <= page.bottom) y = page.bottom - block.height;
      put(block);
    },
  };
}
