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
import type { Language } from "./language.ts";
import { speechFor } from "./language.ts";
import type { Face } from "./printable.ts";
import { faceOf, printable } from "./printable.ts";
import { letterhead, meter, whereAndWhen } from "./receipt-facts.ts";
import { correction, payment, totals } from "./receipt-money.ts";
import type { Pen } from "./receipt-pen.ts";
import { apart, label, rule, wide } from "./receipt-pen.ts";
import { receiptTable } from "./receipt-table.ts";
import { receiptWords as words } from "./receipt-words.ts";
import type { Sheet } from "./sheet.ts";
import { createSheet, page } from "./sheet.ts";

export interface PrintSettings {
  /** of the paper; the driver's own where nobody asks for another */
  readonly locale: Language;
  /** where the product answers */
  readonly origin: string;
}

/** How much of the room between things may be left, where a little less of it saves a page. */
const loosenesses = [0.7, 0.45] as const;

/** On one page where it fits on one, with less room between things if need be; on as many as it takes otherwise. */
export function receiptPdf(receipt: Receipt, settings: PrintSettings): Promise<Uint8Array<ArrayBuffer>> {
  const loose = drawn(receipt, settings, 1);
  if (loose.pages !== 2) return loose.bytes();
  const tighter = loosenesses.values().map((looseness) => drawn(receipt, settings, looseness));
  return (tighter.find((sheet) => sheet.pages === 1) ?? loose).bytes();
}

function drawn(receipt: Receipt, settings: PrintSettings, looseness: number): Sheet {
  const speech = speechFor(settings.locale);
  const title = [speech.say(words.title), receipt.number === null ? null : apart(speech, receipt.number)]
    .filter((part) => part !== null)
    .join(" ");
  const sheet = createSheet({
    title,
    language: speech.language,
    author: receipt.issued_by.name,
    subject: [receipt.session, receipt.proof_sha256, ...sinceThen(receipt), settings.locale]
      .filter(Boolean)
      .join(" "),
    at: instantOf(receipt.ended_at),
    looseness,
  });
  const pen: Pen = { sheet, receipt: printableReceipt(receipt, faceOf(settings.locale)), speech };
  const flow = createFlow(sheet);
  flow.put(stack(letterhead(pen), space(sheet, 14), rule(sheet), space(sheet, 10)));
  // Before anything that was issued first: whoever reads the first page alone reads what holds now.
  if (pen.receipt.corrected) flow.put(correction(pen, pen.receipt.corrected));
  flow.put(stack(whereAndWhen(pen), space(sheet, 10), rule(sheet), space(sheet, 10)));
  flow.put(stack(meter(pen), space(sheet, 14)));
  putLines(pen, flow);
  flow.put(stack(space(sheet, 8), totals(pen), space(sheet, 12)));
  flow.put(payment(pen));
  flow.putLast(proof(pen, settings.origin));
  sheet.onEachPage((n, of) => {
    sheet.write(title, page.left, 806, label);
    sheet.write(
      `${speech.say(words.page)} ${apart(speech, `${n} / ${of}`)}`,
      page.right,
      806,
      label,
      "right",
    );
  });
  return sheet;
}

/** What tells a receipt from the same one of before: the file's id is made of it. */
const sinceThen = ({ corrected, refunds }: Receipt): readonly string[] => [
  ...(corrected ? [corrected.proof_sha256, corrected.credit_note ?? "-"] : []),
  ...refunds.map((refund) => refund.credit_note),
];

/** What people named is printed as far as the font goes; where nothing is left of a name, its id stands for it. */
function printableReceipt(receipt: Receipt, face: Face): Receipt {
  const { location, issued_by } = receipt;
  const shown = (text: string, instead = ""): string => printable(text, { face, instead });
  return {
    ...receipt,
    issued_by: {
      name: shown(issued_by.name),
      lines: issued_by.lines.map((of) => shown(of)).filter((of) => of !== ""),
    },
    location: {
      id: location.id,
      name: shown(location.name, location.id),
      address: shown(location.address),
      city: shown(location.city),
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
          space(sheet, 4),
          paragraph(sheet, speech.say(words.noLines), wide, { size: 9 }),
          space(sheet, 4),
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
    space(sheet, 8),
    ...(receipt.proof_sha256 === null
      ? []
      : [
          paragraph(sheet, speech.say(words.sha256), wide, label),
          paragraph(sheet, receipt.proof_sha256, wide, { size: 8 }),
          space(sheet, 4),
        ]),
    paragraph(sheet, speech.say(words.recompute), wide, label),
    paragraph(sheet, address, wide, { size: 8 }),
  );
}
