/** The facts of a receipt: who issued it, where and when the session was, and what the meter proves. */

import { plainFlags } from "@barq/domain/quirk-profiles";
import type { Block } from "./block.ts";
import { paragraph, row, space, stack } from "./block.ts";
import { duration, instantOf, longDate, onTheWall, shortDate } from "./dates.ts";
import { measured } from "./figures.ts";
import type { Pen } from "./receipt-pen.ts";
import { apart, columns, fact, note, strong, wide } from "./receipt-pen.ts";
import { evidenceWords, flagWords, receiptWords as words } from "./receipt-words.ts";
import { grey, page } from "./sheet.ts";

export function letterhead({ sheet, receipt, speech }: Pen): Block {
  const left = { x: page.left, width: 300 };
  const right = columns[2];
  const { isoDay } = onTheWall(receipt.local.zone, receipt.ended_at);
  return row(
    stack(
      paragraph(sheet, speech.say(words.title), left, { size: 26, bold: true }),
      space(sheet, 2),
      ...(receipt.number === null
        ? []
        : [
            paragraph(sheet, `${speech.say(words.number)} ${apart(speech, receipt.number)}`, left, {
              size: 11,
            }),
          ]),
      paragraph(sheet, longDate(isoDay, speech.language), left, { size: 11, color: grey }),
    ),
    stack(
      space(sheet, 9),
      paragraph(sheet, receipt.issued_by.name, right, strong),
      space(sheet, 2),
      ...receipt.issued_by.lines.map((of) => paragraph(sheet, of, right, note)),
    ),
  );
}

export function whereAndWhen(pen: Pen): Block {
  const { sheet, receipt, speech } = pen;
  const { location, local } = receipt;
  const [first, second, third] = columns;
  const start = onTheWall(local.zone, receipt.started_at);
  const end = onTheWall(local.zone, receipt.ended_at);
  const elapsedMs = instantOf(receipt.ended_at) - instantOf(receipt.started_at);
  const connector = `${speech.say(words.connector)} ${receipt.connector}`;
  return stack(
    row(
      fact(pen, first, words.location, location.name, [location.address, location.city]),
      fact(pen, second, words.station, receipt.station, [connector]),
      fact(pen, third, words.session, receipt.reference, [receipt.session]),
    ),
    space(sheet, 10),
    row(
      fact(pen, first, words.started, `${shortDate(start.isoDay)}  ${start.timeText}`, [
        `UTC${start.offsetText}`,
      ]),
      fact(pen, second, words.ended, `${shortDate(end.isoDay)}  ${end.timeText}`, [
        `UTC${end.offsetText}`,
        ...unpluggedNote(pen),
      ]),
      fact(pen, third, words.duration, duration(elapsedMs, speech.language), [
        [speech.say(words.legalTime), apart(speech, local.zone)].join(speech.language === "ar" ? "، " : ", "),
      ]),
    ),
  );
}

/** When the cable was out, where the time until then is on the receipt; with its offset, as the other two. */
function unpluggedNote({ receipt, speech }: Pen): readonly string[] {
  if (receipt.left_at === null) return [];
  const left = onTheWall(receipt.local.zone, receipt.left_at);
  return [
    `${speech.say(words.unplugged)} ${apart(speech, `${shortDate(left.isoDay)} ${left.timeText}`)}`,
    `UTC${left.offsetText}`,
  ];
}

export function meter(pen: Pen): Block {
  const { sheet, receipt, speech } = pen;
  const { start_kwh, stop_kwh, energy_kwh, evidence } = receipt.meter;
  const flags = plainFlags(receipt.meter.flags);
  const [first, second, third] = columns;
  const kwh = (text: string): string => measured(text, "kWh", speech.language);
  // Intervals are sums, not registers: there is no meter position to print.
  const hasRegisters = evidence !== "intervals";
  const said = [
    ...(evidenceWords[evidence] ? [evidenceWords[evidence]] : []),
    ...flags.flatMap((flag) => flagWords[flag] ?? []),
  ];
  const unknown = [
    ...(evidenceWords[evidence] ? [] : [evidence]),
    ...flags.filter((flag) => !flagWords[flag]),
  ];
  return stack(
    row(
      fact(pen, first, words.meterStart, hasRegisters ? kwh(start_kwh) : "–"),
      fact(pen, second, words.meterStop, hasRegisters ? kwh(stop_kwh) : "–"),
      fact(pen, third, words.energy, kwh(energy_kwh), [], strong),
    ),
    space(sheet, 4),
    paragraph(
      sheet,
      speech.named(
        speech.say(words.evidence),
        `${[...said.map((of) => speech.say(of)), ...unknown].join(speech.language === "ar" ? "، " : ", ")}.`,
      ),
      wide,
      note,
    ),
  );
}
