/**
 * What is on a sticker and where, in millimetres from its upper left corner: the picture, beside it our own domain and the code
 * for those who type, and three languages that say the same. SVG and PDF are drawn from this.
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

/** A6 upright. */
export const wide = 105;
export const high = 148;
/** ISO/IEC 18004 asks for four modules of white around the picture. */
export const quietModules = 4;
export const pictureMm = 74;
export const pictureTop = 24;
export const stickersOfSheet = 4;

export interface FaceLine {
  readonly lang: "fr" | "ar" | "en" | null;
  readonly text: string;
  /** of the baseline */
  readonly y: number;
  readonly size: number;
  readonly bold: boolean;
  readonly grey: boolean;
  /** the code: signs of one width, somewhat apart */
  readonly isCode: boolean;
}

const words = [
  { lang: "fr", text: "Scannez, voyez le prix, payez." },
  { lang: "ar", text: "امسح الرمز، اطّلع على الثمن، ثم ادفع." },
  { lang: "en", text: "Scan, see the price, pay." },
] as const;

/** All of them in the middle across. */
export function faceLines({ url, typed, operator }: StickerToPrint): readonly FaceLine[] {
  const { host } = new URL(url);
  const plain = { lang: null, bold: false, grey: false, isCode: false } as const;
  return [
    { ...plain, text: operator, y: 15, size: 8, bold: true },
    { ...plain, text: typed, y: 108, size: 9, bold: true, isCode: true },
    { ...plain, text: `${host}/t`, y: 115.5, size: 4.6 },
    ...words.map(({ lang, text }, n) => ({ ...plain, lang, text, y: 125 + n * 6.5, size: 4.8 })),
    { ...plain, text: `https://${host}`, y: 145, size: 3.2, grey: true },
  ];
}

interface Picture {
  /** modules from side to side, without the white */
  readonly size: number;
  /** dark modules, joined where they touch in a row */
  readonly rows: readonly { readonly x: number; readonly y: number; readonly length: number }[];
}

export function pictureOf(url: string): Picture {
  const code = generate(url);
  const rows: { x: number; y: number; length: number }[] = [];
  for (let y = 0; y < code.size; y++)
    for (let x = 0; x < code.size; x++) {
      if (!code.get(x, y)) continue;
      let length = 1;
      while (code.get(x + length, y)) length++;
      rows.push({ x, y, length });
      x += length;
    }
  return { size: code.size, rows };
}

/** Where the sheet is cut: from, to. */
export const cutMarks: readonly (readonly [x: number, y: number, toX: number, toY: number])[] = [
  [wide, 0, wide, 4],
  [wide, 2 * high, wide, 2 * high - 4],
  [0, high, 4, high],
  [2 * wide, high, 2 * wide - 4, high],
  [wide - 2, high, wide + 2, high],
  [wide, high - 2, wide, high + 2],
];

/** @throws RangeError for more than a sheet has */
export function placesOfSheet<T>(stickers: readonly T[]): readonly { sticker: T; x: number; y: number }[] {
  if (stickers.length > stickersOfSheet) throw new RangeError(`a sheet has ${stickersOfSheet} stickers`);
  return stickers.map((sticker, n) => ({ sticker, x: (n % 2) * wide, y: Math.floor(n / 2) * high }));
}
