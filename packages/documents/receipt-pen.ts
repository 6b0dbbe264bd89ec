/** What every part of a receipt is written with: its pen, its columns, and the shape of one fact. */
import type { Receipt } from "@barq/domain/receipt";
import { isolated } from "./arabic-line.ts";
import type { Block } from "./block.ts";
import { line, paragraph, space, stack } from "./block.ts";
import type { Speech, Words } from "./language.ts";
import type { Sheet } from "./sheet.ts";
import { grey, page } from "./sheet.ts";
import type { Style } from "./text-pen.ts";

export interface Pen {
  readonly sheet: Sheet;
  readonly receipt: Receipt;
  readonly speech: Speech;
}

export const label: Style = { size: 7.5, color: grey };
export const note: Style = { size: 8, color: grey };
const value: Style = { size: 10 };
export const strong: Style = { size: 10, bold: true };

/** A name, an id or a date inside an Arabic sentence keeps its own order. */
export const apart = ({ language }: Speech, text: string): string =>
  language === "ar" ? isolated(text) : text;

/** Three columns of facts; the letterhead stands over the third. */
export const columns = [
  { x: page.left, width: 168 },
  { x: 240, width: 126 },
  { x: 378, width: page.right - 378 },
] as const;

/** From margin to margin. */
export const wide = { x: page.left, width: page.right - page.left } as const;

export const rule = (sheet: Sheet): Block => line(sheet, page.left, page.right);

/** A label over its value, with what explains it below. */
export function fact(
  { sheet, speech }: Pen,
  at: { readonly x: number; readonly width: number },
  name: Words,
  said: string,
  notes: readonly string[] = [],
  style: Style = value,
): Block {
  return stack(
    paragraph(sheet, speech.say(name), at, label),
    space(sheet, 2),
    paragraph(sheet, said, at, style),
    space(sheet, 1),
    ...notes.filter((text) => text !== "").map((text) => paragraph(sheet, text, at, note)),
  );
}
