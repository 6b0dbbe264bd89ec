/**
 * Writing a line of text into a PDF: the standard fonts for French and English, IBM Plex Sans Arabic for everything with Arabic in
 * it. Of the Plex faces a file carries only the glyphs that it shows.
 */
import { readFileSync } from "node:fs";
import { runsOf } from "./arabic-line.ts";
import { printable } from "./printable.ts";
import { fontOfWoff } from "./woff.ts";

export interface Style {
  readonly size: number;
  readonly bold?: boolean;
  readonly color?: string;
}

export interface TextPen {
  /** in points */
  widthOf(text: string, style: Style): number;
  /** one line from x on, with its baseline at y */
  write(text: string, x: number, y: number, style: Style): void;
}

/** Black on paper. */
export const ink = "#15181c";

/** Helvetica kerns a space against T, V, W and Y so hard that two words look like one: there the text is cut. */
const piecesOf = (text: string): readonly string[] => printable(text).split(/(?<=[ \u00a0])(?=[TVWY])/);

/** In Helvetica: what it has no letters for is left out (printable.ts). */
export function standardPen(document: PDFKit.PDFDocument): TextPen {
  const setIn = ({ size, bold }: Style): void => {
    document.font(bold ? "Helvetica-Bold" : "Helvetica").fontSize(size);
  };
  return {
    widthOf(text, style) {
      setIn(style);
      return piecesOf(text).reduce((sum, piece) => sum + document.widthOfString(piece), 0);
    },
    write(text, x, y, style) {
      let from = x;
      setIn(style);
      document.fillColor(style.color ?? ink);
      for (const piece of piecesOf(text)) {
        document.text(piece, from, y, { lineBreak: false, baseline: "alphabetic" });
        from += document.widthOfString(piece);
      }
    },
  };
}

const fontNames = ["IBMPlexSansArabic-Regular", "IBMPlexSansArabic-Bold"] as const;
type FontName = (typeof fontNames)[number];
const files = new Map<FontName, Buffer>();

/** They lie beside this file, and beside the bundle. */
function fileOf(name: FontName): Buffer {
  const known = files.get(name) ?? fontOfWoff(readFileSync(new URL(`./fonts/${name}.woff`, import.meta.url)));
  files.set(name, known);
  return known;
}

/** In IBM Plex Sans Arabic, with lines whose base is of that direction. */
export function plexPen(document: PDFKit.PDFDocument, base: "rtl" | "ltr"): TextPen {
  for (const name of fontNames) document.registerFont(name, fileOf(name));
  // Any feature makes the library shape a run as a whole; this one has the shaper lay it from right to left.
  const featuresOf = (rtl: boolean): PDFKit.Mixins.TextOptions["features"] => (rtl ? ["rtla"] : ["kern"]);
  const setIn = ({ size, bold }: Style): void => {
    document.font(bold ? "IBMPlexSansArabic-Bold" : "IBMPlexSansArabic-Regular").fontSize(size);
  };
  // Shaping is most of the work, and a line that is being filled is measured word by word.
  const known = new Map<string, number>();
  const widthAt = (run: string, rtl: boolean, { size, bold = false }: Style): number => {
    const key = `${bold}|${rtl}|${run}`;
    const width = known.get(key) ?? document.widthOfString(run, { features: featuresOf(rtl) }) / size;
    known.set(key, width);
    return width * size;
  };
  const runs = (text: string, style: Style) => {
    setIn(style);
    return runsOf(printable(text, { face: "plex", isOurs: true }), base).map(({ text: run, rtl }) => ({
      run,
      features: featuresOf(rtl),
      width: widthAt(run, rtl, style),
    }));
  };
  return {
    widthOf(text, style) {
      return runs(text, style).reduce((sum, { width }) => sum + width, 0);
    },
    write(text, x, y, style) {
      let from = x;
      const all = runs(text, style);
      document.fillColor(style.color ?? ink);
      for (const { run, features, width } of all) {
        document.text(run, from, y, { lineBreak: false, baseline: "alphabetic", features });
        from += width;
      }
    },
  };
}
