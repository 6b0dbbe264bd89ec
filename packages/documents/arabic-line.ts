/**
 * One line of mixed writing in the order in which it stands on paper: Unicode's bidirectional algorithm (UAX 9) over the logical
 * text, cut into runs of one direction. Lines are broken before this; shaping comes after it.
 */
import bidiFactory from "bidi-js";

export interface Run {
  /** in logical order, without marks and isolates; brackets of a right-to-left run are swapped for their pairs already */
  readonly text: string;
  readonly rtl: boolean;
}

const bidi = bidiFactory();

/** U+2066 to U+2069 and the older marks: they have done their work when the levels are known. */
const isControl = (sign: string): boolean => /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(sign);
const hasArabic = (text: string): boolean => /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/.test(text);

/** What must keep its own order inside a sentence of another direction: a figure, an id, a name. */
export function isolated(text: string): string {
  const first = /[\p{L}\p{N}]/u.exec(text)?.[0] ?? "";
  return `${hasArabic(first) ? "\u2067" : "\u2066"}${text}\u2069`;
}

/** The line's runs from left to right. @param base the direction of the paragraph that the line is of */
export function runsOf(text: string, base: "rtl" | "ltr"): readonly Run[] {
  if (text === "") return [];
  const embedding = bidi.getEmbeddingLevels(text, base);
  const order = Array.from({ length: text.length }, (_, n) => n);
  for (const [start, end] of bidi.getReorderSegments(text, embedding))
    order.splice(start, end - start + 1, ...order.slice(start, end + 1).reverse());
  const runs: { rtl: boolean; at: number[] }[] = [];
  for (const at of order) {
    if (isControl(text[at] ?? "")) continue;
    const rtl = (embedding.levels[at] ?? 0) % 2 === 1;
    const last = runs.at(-1);
    if (last?.rtl === rtl) last.at.push(at);
    else runs.push({ rtl, at: [at] });
  }
  return runs.map(({ rtl, at }) => {
    const mirrored = at.map((n) => {
      const sign = text[n] ?? "";
      return rtl ? (bidi.getMirroredCharacter(sign) ?? sign) : sign;
    });
    // Signs without a writing of their own are laid out from left to right by the shaper: they keep the order on paper.
    if (rtl && !hasArabic(mirrored.join(""))) return { rtl: false, text: mirrored.join("") };
    return { rtl, text: (rtl ? mirrored.reverse() : mirrored).join("") };
  });
}

/** A paragraph of nothing but Latin letters and figures keeps their order whole, whatever stands at its ends. */
export const asParagraph = (text: string): string =>
  hasArabic(text) || /[\u2066-\u2069]/.test(text) ? text : `\u2066${text}\u2069`;

/** A text cut at its isolates' ends stays whole: what was open goes on at the beginning of the next line. */
export function openIsolates(line: string): string {
  const open: string[] = [];
  for (const sign of line) {
    if (/[\u2066-\u2068]/.test(sign)) open.push(sign);
    if (sign === "\u2069") open.pop();
  }
  return open.join("");
}
