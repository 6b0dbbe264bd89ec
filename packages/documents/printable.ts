/**
 * Text as the standard PDF fonts can print it. They hold Windows-1252 and nothing else, and the library writes any other
 * character as bytes that spoil the whole string, so what cannot be printed is taken out here.
 */

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

const isPrintable = (sign: string): boolean =>
  /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u00ff]$/.test(sign) || beyondLatin1.has(sign);

function asPrinted(sign: string): string {
  if (isPrintable(sign)) return sign;
  const same = sameMeaning[sign];
  if (same !== undefined) return same;
  if (/^\s$/.test(sign)) return " ";
  // Tiznīt is better read as Tiznit than as Tizn t.
  const bare = sign.normalize("NFD").replace(/\p{M}/gu, "");
  return isPrintable(bare) ? bare : "";
}

/** The text as it can be printed; `instead` where nothing readable is left of it (a name in Arabic alone, for now). */
export function printable(text: string, instead = ""): string {
  const printed = [...text.normalize("NFC")].map(asPrinted).join("").replace(/ {2,}/g, " ").trim();
  const isReadable = /[\p{L}\p{N}]/u.test(printed) || !/[\p{L}\p{N}]/u.test(text);
  return isReadable && printed !== "" ? printed : instead;
}
