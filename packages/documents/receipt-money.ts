/** The money of a receipt: what the lines come to with their tax, and what was done to the driver's hold. */
import type { Receipt } from "@barq/domain/receipt";
import type { Block } from "./block.ts";
import { line, paragraph, row, space, stack } from "./block.ts";
import { amountFigure, isZero, percentFigure } from "./figures.ts";
import type { Words } from "./language.ts";
import type { Pen } from "./receipt-pen.ts";
import { columns, fact, note, rule, wide } from "./receipt-pen.ts";
import { receiptWords as words } from "./receipt-words.ts";
import type { Style } from "./sheet.ts";
import { grey, ink, page } from "./sheet.ts";

/** A name at the left of the money's column and its amount at the right edge, under the table's own totals. */
function moneyRow({ sheet }: Pen, name: string, figures: string, style: Style = { size: 9 }): Block {
  const from = columns[1].x + 40;
  return stack(
    space(2),
    row(
      paragraph(sheet, name, { x: from, width: 150 }, { color: grey, ...style }),
      paragraph(sheet, figures, { x: from, width: page.right - from, align: "right" }, style),
    ),
    space(2),
  );
}

export function totals(pen: Pen): Block {
  const { sheet, receipt, speech } = pen;
  const { language } = speech;
  const nameOf = (vat: string | null): string =>
    vat === null ? speech.say(words.noVat) : `${speech.say(words.vat)} ${percentFigure(vat, language)}`;
  // Several rates: each has its row, with what it is taken of.
  const taxes =
    receipt.taxes.length < 2
      ? [moneyRow(pen, nameOf(receipt.vat), amountFigure(receipt.tax, language))]
      : receipt.taxes.map(({ vat, tax, before_tax }) =>
          moneyRow(
            pen,
            `${nameOf(vat)} ${speech.say(words.vatOn)} ${amountFigure(before_tax, language)}`,
            amountFigure(tax, language),
          ),
        );
  return stack(
    moneyRow(pen, speech.say(words.totalBeforeTax), amountFigure(receipt.before_tax, language)),
    ...taxes,
    space(4),
    line(sheet, columns[1].x + 40, page.right, 0.75, ink),
    space(4),
    moneyRow(pen, speech.say(words.totalAfterTax), amountFigure(receipt.after_tax, language), {
      size: 13,
      bold: true,
      color: ink,
    }),
  );
}

export function payment(pen: Pen): Block {
  const { sheet, receipt, speech } = pen;
  const { hold, captured, released, returned, receivable, written_off, card } = receipt;
  const at = { x: page.left, width: 200 };
  const wasHeld = hold !== null || !isZero(captured);
  const rows: readonly (readonly [Words, Receipt["hold"]])[] = [
    [words.hold, hold],
    [words.captured, captured],
    [words.released, returned !== null && released !== null && isZero(released) ? null : released],
    [words.returned, returned],
    [words.receivable, receivable],
    [words.writtenOff, written_off],
  ];
  const money = rows.flatMap(([name, of]) =>
    of === null ? [] : [moneyRow(pen, speech.say(name), amountFigure(of, speech.language))],
  );
  return stack(
    rule(sheet),
    space(12),
    row(
      stack(
        ...(card
          ? [fact(pen, at, words.card, `${cardBrand(card.brand)} •••• ${card.last4}`), space(10)]
          : []),
        ...(wasHeld ? [fact(pen, at, words.statement, receipt.statement)] : []),
      ),
      stack(...money),
    ),
    space(8),
    ...(released && !isZero(released) ? speech.each((language) => words.bankMayShowBoth[language]) : []).map(
      (text) => paragraph(sheet, text, wide, note),
    ),
    space(14),
  );
}

const cardBrand = (brand: string): string => `${brand.slice(0, 1).toUpperCase()}${brand.slice(1)}`;
