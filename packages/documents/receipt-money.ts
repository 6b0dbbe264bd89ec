/** The money of a receipt: what the lines come to with their tax, and what was done to the driver's hold. */
import type { Receipt } from "@barq/domain/receipt";
import type { Block } from "./block.ts";
import { line, paragraph, row, space, stack } from "./block.ts";
import { longDate, onTheWall, shortDate } from "./dates.ts";
import { amountFigure, isZero, measured, percentFigure } from "./figures.ts";
import type { Words } from "./language.ts";
import type { Pen } from "./receipt-pen.ts";
import { apart, columns, fact, label, note, rule, strong, wide } from "./receipt-pen.ts";
import { receiptWords as words } from "./receipt-words.ts";
import { grey, page } from "./sheet.ts";
import type { Style } from "./text-pen.ts";
import { ink } from "./text-pen.ts";

/** A name at the left of the money's column and its amount at the right edge, under the table's own totals. */
function moneyRow({ sheet }: Pen, name: string, figures: string, style: Style = { size: 9 }): Block {
  const from = columns[1].x + 40;
  const most = page.right - from;
  const taken = Math.max(sheet.widthOf(figures, style), 92);
  return stack(
    space(sheet, 2),
    row(
      paragraph(sheet, name, { x: from, width: most - taken - 6 }, { color: grey, ...style }),
      paragraph(sheet, figures, { x: page.right - taken, width: taken, align: "right" }, style),
    ),
    space(sheet, 2),
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
    space(sheet, 4),
    line(sheet, columns[1].x + 40, page.right, 0.75, ink),
    space(sheet, 4),
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
  // Each with its day and credit note: the driver finds it on the bank's statement by its amount and day.
  const back = receipt.refunds.map((refund) => {
    const day = shortDate(onTheWall(receipt.local.zone, refund.sent_at).isoDay);
    const name = `${speech.say(words.returned)} ${apart(speech, day)}${speech.language === "ar" ? "، " : ", "}${speech.say(words.creditNote)} ${apart(speech, refund.credit_note)}`;
    return moneyRow(pen, name, amountFigure(refund.amount, speech.language));
  });
  return stack(
    rule(sheet),
    space(sheet, 9),
    row(
      stack(
        ...(card
          ? [fact(pen, at, words.card, `${cardBrand(card.brand)} •••• ${card.last4}`), space(sheet, 10)]
          : []),
        ...(wasHeld ? [fact(pen, at, words.statement, receipt.statement)] : []),
      ),
      stack(...money, ...back),
    ),
    space(sheet, 8),
    ...(released && !isZero(released)
      ? [paragraph(sheet, speech.say(words.bankMayShowBoth), wide, note)]
      : []),
    ...(back.length > 0 ? [paragraph(sheet, speech.say(words.bankTakesDays), wide, note)] : []),
    space(sheet, 9),
  );
}

/** What holds since a correction; everything below it stays as it was issued. */
export function correction(pen: Pen, corrected: NonNullable<Receipt["corrected"]>): Block {
  const { sheet, receipt, speech } = pen;
  const { language } = speech;
  const { isoDay } = onTheWall(receipt.local.zone, corrected.on);
  const { credit_note: number } = corrected;
  const by = number === null ? "" : ` ${speech.say(words.byCreditNote)} ${apart(speech, number)}`;
  const said = `${speech.say(words.correctedOn)} ${longDate(isoDay, language)}${by}`;
  const figures = (of: Receipt["tax"]): string => amountFigure(of, language);
  const rate = receipt.vat === null ? "" : ` ${percentFigure(receipt.vat, language)}`;
  const vatName = `${speech.say(words.vat)}${rate}`;
  const left = { x: page.left, width: columns[1].x + 30 - page.left };
  return stack(
    paragraph(sheet, said, wide, strong),
    space(sheet, 4),
    row(
      stack(
        space(sheet, 2),
        paragraph(sheet, speech.say(words.newCdr), left, label),
        paragraph(sheet, corrected.cdr, left, { size: 8 }),
        space(sheet, 4),
        paragraph(sheet, speech.say(words.newSha256), left, label),
        ...halves(corrected.proof_sha256).map((half) => paragraph(sheet, half, left, { size: 7 })),
      ),
      stack(
        moneyRow(pen, speech.say(words.energy), measured(corrected.energy_kwh, "kWh", language)),
        moneyRow(pen, speech.say(words.totalBeforeTax), figures(corrected.before_tax)),
        moneyRow(pen, vatName, figures(corrected.tax)),
        moneyRow(pen, speech.say(words.correctedTotal), figures(corrected.after_tax), {
          size: 11,
          bold: true,
          color: ink,
        }),
      ),
    ),
    space(sheet, 6),
    paragraph(sheet, speech.say(words.firstBelow), wide, note),
    space(sheet, 8),
    rule(sheet),
    space(sheet, 12),
  );
}

/** A hash in two lines, in the column beside the money. */
const halves = (hash: string): readonly string[] => [hash.slice(0, 32), hash.slice(32)];

const cardBrand = (brand: string): string => `${brand.slice(0, 1).toUpperCase()}${brand.slice(1)}`;
