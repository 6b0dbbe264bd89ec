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

/** What an embedded font's codes mean, and how wide they are in thousandths of its size. */
interface Embedded {
  readonly name: string;
  readonly texts: readonly string[];
  readonly widths: readonly number[];
}

function embeddedOf(file: string): ReadonlyMap<string, Embedded> {
  const objects = new Map(
    [...file.matchAll(/\n(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = "", body = ""]) => [id, body]),
  );
  const found = new Map<string, Embedded>();
  for (const [id, body] of objects) {
    const font =
      /\/Subtype \/Type0\n\/BaseFont \/[A-Z]{6}\+([\w-]+)[\s\S]*\/DescendantFonts \[(\d+) 0 R\]\n\/ToUnicode (\d+)/.exec(
        body,
      );
    if (!font) continue;
    const [, name = "", below = "", map = ""] = font;
    const ranges = /beginbfrange\n([\s\S]*?)\nendbfrange/.exec(objects.get(map) ?? "")?.[1] ?? "";
    const texts = [...ranges.matchAll(/\[([^\]]*)\]/g)].flatMap(([, row = ""]) =>
      [...row.matchAll(/<([0-9a-f ]*)>/g)].map(([, units = ""]) =>
        units
          .split(" ")
          .map((unit) => String.fromCharCode(Number.parseInt(unit, 16)))
          .join(""),
      ),
    );
    const widths = /\/W \[0 \[([^\]]*)\]/.exec(objects.get(below) ?? "")?.[1] ?? "";
    found.set(id, { name, texts, widths: widths.split(" ").map(Number) });
  }
  return found;
}

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
  const embedded = embeddedOf(file);
  const resources = new Map(
    [...file.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = "", id = ""]) => [name, id]),
  );
  const pages = [...file.matchAll(/stream\n([\s\S]*?)endstream/g)]
    .map(([, content = ""]) => content)
    .filter((content) => content.startsWith("1 0 0 -1 0"));
  return pages.flatMap((content, page) =>
    [...content.matchAll(/BT\n([\s\S]*?)\nET/g)].map(([, block = ""]): Piece => {
      const [, x, y] = /1 0 0 1 ([\d.-]+) ([\d.-]+) Tm/.exec(block) ?? [];
      const [, fontName = "", points = ""] = /\/(F\d+) ([\d.]+) Tf/.exec(block) ?? [];
      const size = Number(points);
      // Of a mark that is set above its letter the place is another; what is shown is one piece.
      const shown = [...block.matchAll(/\[([^\]]*)\] TJ/g)].map(([, row = ""]) => row).join(" ");
      const hex = [...shown.matchAll(/<([0-9a-f]*)>/g)].map(([, digits = ""]) => digits).join("");
      const at = { page: page + 1, x: Number(x), y: Number(y), size };
      const own = embedded.get(resources.get(fontName) ?? "");
      if (!own) {
        const text = winAnsi.decode(Buffer.from(hex, "hex"));
        const font = fonts.get(fontName) ?? "none";
        return { ...at, font, text, width: measure.font(font).fontSize(size).widthOfString(text) };
      }
      const codes = [...hex.matchAll(/.{4}/g)].map(([code]) => Number.parseInt(code, 16));
      // Numbers between the letters draw them together.
      const kerned = shown
        .replaceAll(/<[^>]*>/g, " ")
        .split(/\s+/)
        .reduce((sum, by) => sum + Number(by), 0);
      const wide = codes.reduce((sum, code) => sum + (own.widths[code] ?? 0), 0);
      const width = (wide - kerned) * (size / 1000);
      // Glyphs stand from left to right on the page: Arabic is read from the other end.
      const text = codes.map((code) => own.texts[code] ?? "?");
      const isArabic = text.some((sign) => /[\u0600-\u06ff]/.test(sign));
      return { ...at, width, font: own.name, text: (isArabic ? text.reverse() : text).join("") };
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
    // A line that has Arabic in it is read from the right.
    const isArabic = pieces.some(({ text: said }) => /[\u0600-\u06ff]/.test(said));
    const inOrder = pieces.sort((a, b) => (isArabic ? b.x - a.x : a.x - b.x));
    let text = "";
    let end = Number.NaN;
    for (const piece of inOrder) {
      const [near, far] = isArabic ? [piece.x + piece.width, piece.x] : [piece.x, piece.x + piece.width];
      text += text === "" || Math.abs(near - end) < 0.5 ? piece.text : ` ${piece.text}`;
      end = far;
    }
    return text.replace(/\s+/g, " ");
  });
}
