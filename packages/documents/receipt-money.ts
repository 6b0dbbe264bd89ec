/** The money of a receipt: what the lines come to with their tax, and what was done to the driver's hold. */
import type { Receipt } from "@barq/domain/receipt";
import type { Block } from "./block.ts";
import { line, paragraph, row, space, stack } from "./block.ts";
import { longDate, onTheWall, shortDate } from "./dates.ts";
import { amountFigure, isZero, measured, percentFigure } from "./figures.ts";
import type { Language, Words } from "./language.ts";
import type { Pen } from "./receipt-pen.ts";
import { columns, fact, label, note, rule, strong, wide } from "./receipt-pen.ts";
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
  // Each with its day and credit note: the driver finds it on the bank's statement by its amount and day.
  const back = receipt.refunds.map((refund) => {
    const day = shortDate(onTheWall(receipt.local.zone, refund.sent_at).isoDay);
    const name = `${speech.say(words.returned)} ${day}, ${speech.say(words.creditNote)} ${refund.credit_note}`;
    return moneyRow(pen, name, amountFigure(refund.amount, speech.language));
  });
  return stack(
    rule(sheet),
    space(9),
    row(
      stack(
        ...(card
          ? [fact(pen, at, words.card, `${cardBrand(card.brand)} •••• ${card.last4}`), space(10)]
          : []),
        ...(wasHeld ? [fact(pen, at, words.statement, receipt.statement)] : []),
      ),
      stack(...money, ...back),
    ),
    space(8),
    ...(released && !isZero(released) ? speech.each((language) => words.bankMayShowBoth[language]) : []).map(
      (text) => paragraph(sheet, text, wide, note),
    ),
    ...(back.length > 0 ? speech.each((language) => words.bankTakesDays[language]) : []).map((text) =>
      paragraph(sheet, text, wide, note),
    ),
    space(9),
  );
}

/** What holds since a correction; everything below it stays as it was issued. */
export function correction(pen: Pen, corrected: NonNullable<Receipt["corrected"]>): Block {
  const { sheet, receipt, speech } = pen;
  const { language } = speech;
  const { isoDay } = onTheWall(receipt.local.zone, corrected.on);
  const { credit_note: number } = corrected;
  const by = (of: Language): string => (number === null ? "" : ` ${words.byCreditNote[of]} ${number}`);
  const said = speech.each((of) => `${words.correctedOn[of]} ${longDate(isoDay, of)}${by(of)}`);
  const figures = (of: Receipt["tax"]): string => amountFigure(of, language);
  const rate = receipt.vat === null ? "" : ` ${percentFigure(receipt.vat, language)}`;
  const vatName = `${speech.say(words.vat)}${rate}`;
  const left = { x: page.left, width: columns[1].x + 30 - page.left };
  return stack(
    ...said.map((text) => paragraph(sheet, text, wide, strong)),
    space(4),
    row(
      stack(
        space(2),
        paragraph(sheet, speech.say(words.newCdr), left, label),
        paragraph(sheet, corrected.cdr, left, { size: 8 }),
        space(4),
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
    space(6),
    ...speech.each((of) => words.firstBelow[of]).map((text) => paragraph(sheet, text, wide, note)),
    space(8),
    rule(sheet),
    space(12),
  );
}

/** A hash in two lines, in the column beside the money. */
const halves = (hash: string): readonly string[] => [hash.slice(0, 32), hash.slice(32)];

const cardBrand = (brand: string): string => `${brand.slice(0, 1).toUpperCase()}${brand.slice(1)}`;
