/**
 * The receipt as PDF: one A4 page that reads from who and where, over what the meter said and what each line costs, to
 * what was taken from the card and how anybody can compute it again. The same receipt makes the same bytes.
 *
 *     const bytes = await receiptPdf(receipt, { locale: "fr", origin: "https://barq.example" })
 */
import type { Receipt } from "@barq/domain/receipt";
import type { Block, Flow } from "./block.ts";
import { createFlow, paragraph, space, stack } from "./block.ts";
import { instantOf } from "./dates.ts";
import type { Locale } from "./language.ts";
import { speechFor } from "./language.ts";
import { printable } from "./printable.ts";
import { letterhead, meter, whereAndWhen } from "./receipt-facts.ts";
import { correction, payment, totals } from "./receipt-money.ts";
import type { Pen } from "./receipt-pen.ts";
import { label, rule, wide } from "./receipt-pen.ts";
import { receiptTable } from "./receipt-table.ts";
import { receiptWords as words } from "./receipt-words.ts";
import { createSheet, page } from "./sheet.ts";

export interface PrintSettings {
  /** the language that the driver read; for Arabic the labels are in French and English for now */
  readonly locale: Locale;
  /** where the product answers */
  readonly origin: string;
}

export async function receiptPdf(
  receipt: Receipt,
  settings: PrintSettings,
): Promise<Uint8Array<ArrayBuffer>> {
  const speech = speechFor(settings.locale);
  const title = [speech.say(words.title), receipt.number].filter((part) => part !== null).join(" ");
  const sheet = createSheet({
    title,
    language: speech.language,
    author: receipt.issued_by.name,
    subject: [receipt.session, receipt.proof_sha256, ...sinceThen(receipt), settings.locale]
      .filter(Boolean)
      .join(" "),
    at: instantOf(receipt.ended_at),
  });
  const pen: Pen = { sheet, receipt: printableReceipt(receipt), speech };
  const flow = createFlow(sheet);
  flow.put(stack(letterhead(pen), space(14), rule(sheet), space(10)));
  // Before anything that was issued first: whoever reads the first page alone reads what holds now.
  if (pen.receipt.corrected) flow.put(correction(pen, pen.receipt.corrected));
  flow.put(stack(whereAndWhen(pen), space(10), rule(sheet), space(10)));
  flow.put(stack(meter(pen), space(14)));
  putLines(pen, flow);
  flow.put(stack(space(8), totals(pen), space(12)));
  flow.put(payment(pen));
  flow.putLast(proof(pen, settings.origin));
  sheet.onEachPage((n, of) => {
    sheet.write(title, page.left, 806, label);
    sheet.write(`${speech.say(words.page)} ${n} / ${of}`, page.right, 806, label, "right");
  });
  return sheet.bytes();
}

/** What tells a receipt from the same one of before: the file's id is made of it. */
const sinceThen = ({ corrected, refunds }: Receipt): readonly string[] => [
  ...(corrected ? [corrected.proof_sha256, corrected.credit_note ?? "-"] : []),
  ...refunds.map((refund) => refund.credit_note),
];

/** What people named is printed as far as the font goes; where nothing is left of a name, its id stands for it. */
function printableReceipt(receipt: Receipt): Receipt {
  const { location, issued_by } = receipt;
  return {
    ...receipt,
    issued_by: {
      name: printable(issued_by.name),
      lines: issued_by.lines.map((of) => printable(of)).filter((of) => of !== ""),
    },
    location: {
      id: location.id,
      name: printable(location.name, location.id),
      address: printable(location.address),
      city: printable(location.city),
    },
  };
}

function putLines(pen: Pen, flow: Flow): void {
  const { sheet, receipt, speech } = pen;
  const { head, rows } = receiptTable(sheet, receipt, speech);
  const [first, ...others] = rows;
  // The head never stands alone at the foot of a page.
  flow.put(
    stack(
      head,
      first ??
        stack(
          space(4),
          paragraph(sheet, speech.say(words.noLines), wide, { size: 9 }),
          space(4),
          rule(sheet),
        ),
    ),
  );
  for (const next of others) flow.put(next, head);
}

function proof({ sheet, receipt, speech }: Pen, origin: string): Block {
  const address = `${origin}/v1/sessions/${receipt.session}/proof`;
  return stack(
    rule(sheet),
    space(8),
    ...(receipt.proof_sha256 === null
      ? []
      : [
          paragraph(sheet, speech.say(words.sha256), wide, label),
          paragraph(sheet, receipt.proof_sha256, wide, { size: 8 }),
          space(4),
        ]),
    ...speech
      .each((language) => words.recompute[language])
      .map((text) => paragraph(sheet, text, wide, label)),
    paragraph(sheet, address, wide, { size: 8 }),
  );
}
