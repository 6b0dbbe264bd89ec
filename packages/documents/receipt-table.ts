/** The table of a receipt's lines: what was sold, how much of it, at what price, and what that makes with its tax. */
import type { Receipt } from "@barq/domain/receipt";
import { shownQuantity } from "@barq/domain/shown-quantity";
import type { Block } from "./block.ts";
import { line, paragraph, row, space, stack } from "./block.ts";
import { currencyName, figure, percentFigure } from "./figures.ts";
import type { Speech, Words } from "./language.ts";
import { lineReason } from "./line-reason.ts";
import { printable } from "./printable.ts";
import { receiptWords as words } from "./receipt-words.ts";
import type { Sheet, Style } from "./sheet.ts";
import { grey, ink, page } from "./sheet.ts";

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
  const titles = speech.each(
    (language) =>
      `${words.description[language]}, ${words.amountsIn[language]} ${currencyName(currency, language)}`,
  );
  const head = stack(
    row(
      paragraph(sheet, titles.join(" / "), description, headStyle),
      ...figures.map((place) => paragraph(sheet, place.head ? speech.say(place.head) : "", place, headStyle)),
    ),
    space(4),
    line(sheet, page.left, page.right, 0.75, ink),
  );
  const rows = receipt.lines.map((of, n) => {
    const reasons = speech.each((language) => lineReason(of.why, language));
    return stack(
      space(5),
      row(
        paragraph(sheet, nameOf(of, speech), description, { size: 9 }),
        ...figures.map((place, m) => paragraph(sheet, cells[n]?.[m] ?? "", place, { size })),
      ),
      ...reasons.map((reason) => paragraph(sheet, reason, reasonPlace, reasonStyle)),
      space(6),
      line(sheet, page.left, page.right),
    );
  });
  return { head, rows };
}

/** What is sold as the operator or we name it, in the letters that can be printed; a name without any goes by its dimension. */
const nameOf = ({ label, dimension }: Receipt["lines"][number], speech: Speech): string =>
  speech.say({ fr: printable(label.fr, dimension), en: printable(label.en, dimension) });

/** In the order of the columns. The table's title says the currency once, so figures stand alone. */
function figuresOf(of: Receipt["lines"][number], { language }: Speech): readonly string[] {
  const { quantity, unit, price } = shownQuantity(of, of.after_tax.currency);
  return [
    ...(price === null ? ["", "", "–"] : [figure(quantity, language), unit, figure(price, language)]),
    figure(of.before_tax.amount, language),
    of.vat === null ? "" : percentFigure(of.vat, language),
    of.vat === null ? "–" : figure(of.tax.amount, language),
    figure(of.after_tax.amount, language),
  ];
}

/** One size for all figures: the largest at which none is wider than its column. */
function sizeThatFits(sheet: Sheet, cells: readonly (readonly string[])[]): number {
  const fits = (size: number): boolean =>
    cells.every((of) =>
      of.every((cell, n) => sheet.widthOf(cell, { size }) <= (figures[n]?.width ?? page.width)),
    );
  return [9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5].find(fits) ?? 5;
}
