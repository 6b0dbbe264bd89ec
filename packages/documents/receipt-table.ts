/** The table of a receipt's lines: what was sold, how much of it, at what price, and what that makes with its tax. */
import type { Receipt } from "@barq/domain/receipt";
import { shownQuantity } from "@barq/domain/shown-quantity";
import type { Block } from "./block.ts";
import { line, paragraph, row, space, stack } from "./block.ts";
import { currencyName, figure, percentFigure } from "./figures.ts";
import type { Language, Speech, Words } from "./language.ts";
import { lineReason } from "./line-reason.ts";
import { faceOf, printable } from "./printable.ts";
import { receiptWords as words } from "./receipt-words.ts";
import type { Sheet } from "./sheet.ts";
import { grey, page } from "./sheet.ts";
import type { Style } from "./text-pen.ts";
import { ink } from "./text-pen.ts";

interface Column {
  readonly head: Words | null;
  readonly x: number;
  readonly width: number;
  readonly align: "left" | "right";
}

/** Under the figures there is room: a reason runs on below them. */
const reasonPlace = { x: page.left, width: 400 } as const;

const column = (head: Words | null, x: number, to: number, align: "left" | "right"): Column => ({
  head,
  x,
  width: to - x,
  align,
});

const description = column(null, page.left, 204, "left");
/** The unit stands beside its quantity, like "kWh" after a figure in a sentence; the rate beside its tax. */
const figures = [
  column(words.quantity, 208, 258, "right"),
  column(null, 262, 296, "left"),
  column(words.unitPrice, 298, 346, "right"),
  column(words.beforeTax, 352, 406, "right"),
  column(null, 410, 440, "right"),
  column(words.vat, 444, 484, "right"),
  column(words.total, 488, page.right, "right"),
] as const;

const headStyle: Style = { size: 7.5, color: grey };
const reasonStyle: Style = { size: 7.5, color: grey };

interface Table {
  readonly head: Block;
  readonly rows: readonly Block[];
}

export function receiptTable(sheet: Sheet, receipt: Receipt, speech: Speech): Table {
  const cells = receipt.lines.map((of) => figuresOf(of, speech));
  const size = sizeThatFits(sheet, cells);
  const currency = receipt.after_tax.currency;
  const { language } = speech;
  const title = [
    speech.say(words.description),
    `${speech.say(words.amountsIn)} ${currencyName(currency, language)}`,
  ].join(language === "ar" ? "، " : ", ");
  const head = stack(
    row(
      paragraph(sheet, title, description, headStyle),
      ...figures.map((place) => paragraph(sheet, place.head ? speech.say(place.head) : "", place, headStyle)),
    ),
    space(sheet, 4),
    line(sheet, page.left, page.right, 0.75, ink),
  );
  const rows = receipt.lines.map((of, n) => {
    return stack(
      space(sheet, 5),
      row(
        paragraph(sheet, nameOf(of, speech), description, { size: 9 }),
        ...figures.map((place, m) => paragraph(sheet, cells[n]?.[m] ?? "", place, { size })),
      ),
      paragraph(sheet, lineReason(of.why, language), reasonPlace, reasonStyle),
      space(sheet, 6),
      line(sheet, page.left, page.right),
    );
  });
  return { head, rows };
}

/** What is sold as the operator or we name it, in the letters that can be printed; a name without any goes by its dimension. */
const nameOf = ({ label, dimension }: Receipt["lines"][number], { language }: Speech): string =>
  printable(label[language], { face: faceOf(language), instead: dimension });

/** In the order of the columns. The table's title says the currency once, so figures stand alone. */
function figuresOf(of: Receipt["lines"][number], { language }: Speech): readonly string[] {
  const { quantity, unit, price } = shownQuantity(of, of.after_tax.currency);
  return [
    ...(price === null
      ? ["", "", "–"]
      : [figure(quantity, language), unitName(unit, language), figure(price, language)]),
    figure(of.before_tax.amount, language),
    of.vat === null ? "" : percentFigure(of.vat, language),
    of.vat === null ? "–" : figure(of.tax.amount, language),
    figure(of.after_tax.amount, language),
  ];
}

/** French and English write units alike. */
const arabicUnits: Readonly<Record<string, string>> = { h: "ساعة", min: "دقيقة", session: "جلسة" };
const unitName = (unit: string, language: Language): string =>
  language === "ar" ? (arabicUnits[unit] ?? unit) : unit;

/** One size for all figures: the largest at which none is wider than its column. */
function sizeThatFits(sheet: Sheet, cells: readonly (readonly string[])[]): number {
  const fits = (size: number): boolean =>
    cells.every((of) =>
      of.every((cell, n) => sheet.widthOf(cell, { size }) <= (figures[n]?.width ?? page.width)),
    );
  return [9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5].find(fits) ?? 5;
}
