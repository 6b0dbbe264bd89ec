/**
 * Text as a font can print it. The standard PDF fonts hold Windows-1252 and nothing else, and the library writes any other
 * character as bytes that spoil the whole string; IBM Plex Sans Arabic has Arabic and most of Latin. What cannot be printed is
 * taken out here, and with it whatever somebody's name would turn around in the text beside it.
 */
import type { Language } from "./language.ts";

export type Face = "standard" | "plex";

/** Paper in French and English has the standard fonts, which every reader has; paper in Arabic brings its own. */
export const faceOf = (language: Language): Face => (language === "ar" ? "plex" : "standard");

/** Windows-1252 beyond Latin-1 (ISO 32000-1 annex D.2, WinAnsiEncoding). */
const beyondLatin1 = new Set("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ");

/** What means the same and can be printed. U+202F groups figures in French, and no standard font has it. */
const sameMeaning: Readonly<Record<string, string>> = {
  "\u2007": "\u00a0",
  "\u202f": "\u00a0",
  "\u2009": " ",
  "\u2010": "-",
  "\u2011": "-",
  "\u2212": "-",
  "\u2032": "'",
};

/** What IBM Plex Sans Arabic has of the letters and signs that names and figures are written in (held against the file by a test). */
const inPlex =
  /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u00ff\u0131\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u060c\u061b\u061f-\u06a1\u06a3-\u06ff\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\u2212]$/;

const isIn = (sign: string, face: Face): boolean =>
  face === "plex"
    ? inPlex.test(sign)
    : /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u00ff]$/.test(sign) || beyondLatin1.has(sign);

function asPrinted(sign: string, face: Face): string {
  if (isIn(sign, face)) return sign;
  const same = sameMeaning[sign];
  if (same !== undefined) return same;
  if (/^\s$/.test(sign)) return " ";
  // Tiznīt is better read as Tiznit than as Tizn t.
  const bare = sign.normalize("NFD").replace(/\p{M}/gu, "");
  return isIn(bare, face) ? bare : "";
}

interface PrintableOptions {
  readonly face?: Face;
  /** where nothing readable is left of the text */
  readonly instead?: string;
  /** a line of our own making: its isolates stay, those of somebody's name never do */
  readonly isOurs?: boolean;
}

/** The text as it can be printed. */
export function printable(text: string, options: PrintableOptions = {}): string {
  const { face = "standard", instead = "", isOurs = false } = options;
  const isKept = (sign: string): boolean => isOurs && /[\u2066-\u2069]/.test(sign);
  const printed = [...text.normalize("NFC")]
    .map((sign) => (isKept(sign) ? sign : asPrinted(sign, face)))
    .join("");
  if (isOurs) return printed;
  const tidy = printed.replace(/ {2,}/g, " ").trim();
  const isReadable = /[\p{L}\p{N}]/u.test(tidy) || !/[\p{L}\p{N}]/u.test(text);
  return isReadable && tidy !== "" ? tidy : instead;
}
