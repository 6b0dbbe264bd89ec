/** Reads back what a PDF of ours prints: every piece of text with its place, for pages that are not compressed. */
import PDFDocument from "pdfkit";

export interface Piece {
  readonly page: number;
  /** in points from the left and from the bottom, as in the file */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly font: string;
  readonly text: string;
}

const winAnsi = new TextDecoder("windows-1252");
const measure = new PDFDocument();

/** Font resources by their name in the pages: F1 -> Helvetica. */
function fontsOf(file: string): ReadonlyMap<string, string> {
  const objects = new Map<string, string>();
  for (const [, id = "", base = ""] of file.matchAll(
    /\n(\d+) 0 obj\n<<\n\/Type \/Font\n\/BaseFont \/([\w-]+)/g,
  )) {
    objects.set(id, base);
  }
  const named = [...file.matchAll(/\/(F\d+) (\d+) 0 R/g)];
  return new Map(named.map(([, name = "", id = ""]) => [name, objects.get(id) ?? "none"]));
}

export function piecesOf(bytes: Uint8Array): readonly Piece[] {
  const file = Buffer.from(bytes).toString("latin1");
  const fonts = fontsOf(file);
  const pages = [...file.matchAll(/stream\n([\s\S]*?)endstream/g)].map(([, content = ""]) => content);
  const write = /1 0 0 1 ([\d.-]+) ([\d.-]+) Tm\n\/(F\d+) ([\d.]+) Tf\n\[([^\]]*)\] TJ/g;
  return pages.flatMap((content, page) =>
    [...content.matchAll(write)].map(([, x, y, fontName = "", size, shown = ""]) => {
      const hex = [...shown.matchAll(/<([0-9a-f]*)>/g)].map(([, digits = ""]) => digits).join("");
      const text = winAnsi.decode(Buffer.from(hex, "hex"));
      const font = fonts.get(fontName) ?? "none";
      const width = measure.font(font).fontSize(Number(size)).widthOfString(text);
      return { page: page + 1, x: Number(x), y: Number(y), width, size: Number(size), font, text };
    }),
  );
}

/** The lines as a person reads them, pieces from left to right, with plain spaces. */
export function linesOf(bytes: Uint8Array): readonly string[] {
  const lines = new Map<string, Piece[]>();
  for (const piece of piecesOf(bytes)) {
    const key = `${piece.page}|${piece.y.toFixed(1)}`;
    lines.set(key, [...(lines.get(key) ?? []), piece]);
  }
  return [...lines.values()].map((pieces) => {
    let text = "";
    let end = Number.NaN;
    for (const piece of pieces.sort((a, b) => a.x - b.x)) {
      text += text === "" || Math.abs(piece.x - end) < 0.5 ? piece.text : ` ${piece.text}`;
      end = piece.x + piece.width;
    }
    return text.replace(/\s+/g, " ");
  });
}
