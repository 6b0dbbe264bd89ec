/**
 * `barq price`: what a tariff makes of a CDR or of readings, with the reason of every line, by the function behind
 * `POST /v1/pricing/preview`. One question from files, or a batch of NDJSON answered line by line.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { Fault } from "@barq/domain/fault";
import { previewBody } from "@barq/functions/api/bodies/preview";
import { previewPrice } from "@barq/functions/api/preview-price";
import { bySchema } from "@barq/functions/api/read-body";
import type { Command } from "./command.ts";
import { readNamedJson, readWords, tableText, UsageError, unreadable } from "./command.ts";

type Json = Readonly<Record<string, unknown>>;

const options = {
  tariff: { type: "string", value: "FILE", says: "an OCPI tariff (2.2.1 or 2.3.0)" },
  cdr: { type: "string", value: "FILE", says: "what is to be priced: an OCPI CDR" },
  readings: { type: "string", value: "FILE", says: "what is to be priced: readings of a register" },
  batch: {
    type: "string",
    value: "FILE",
    says: "many questions, one a line (NDJSON), answered line by line",
  },
  "time-zone": { type: "string", value: "ZONE", says: "whose clock the tariff goes by, else the country's" },
} as const;

export const priceCommand: Command = {
  name: "price",
  usage: "price --tariff FILE (--cdr FILE | --readings FILE) | price --batch FILE   [--time-zone ZONE]",
  says: "prices a CDR or readings by an OCPI tariff, with the reason of every line (exit 0 priced, 1 refused)",
  options,
  more: [
    "Readings are a list of a cumulative register, the oldest first; state is charging (as it begins),",
    "suspended_ev, suspended_evse or finishing, and holds until another is named:",
    '  [{"timestamp": "2026-11-24T09:00:00Z", "energy_wh": "1000"},',
    '   {"timestamp": "2026-11-24T10:00:00Z", "energy_wh": "8250.5", "state": "suspended_ev"}]',
    "A batch has a question a line: {id, tariff, cdr} or {id, tariff, readings}, with time_zone where it is",
    "another. Examples:",
    "  price --tariff examples/tariff.json --readings examples/readings.json --time-zone Africa/Casablanca",
    "  price --tariff examples/tariff.json --cdr examples/cdr.json",
    "  price --batch examples/batch.ndjson",
  ],
  async run(words) {
    const { values } = readWords(words, options, 0);
    const zone = values["time-zone"];
    if (values.batch !== undefined) return priceBatch(values.batch, zone);
    const { tariff, cdr, readings } = values;
    if (tariff === undefined || (cdr === undefined) === (readings === undefined))
      throw new UsageError("Say a tariff, and either a CDR or readings.");
    const used =
      cdr === undefined ? { readings: listed(readNamedJson(readings ?? "")) } : { cdr: readNamedJson(cdr) };
    const answer = answerTo({ tariff: readNamedJson(tariff), ...used }, zone);
    if (values.json) console.log(JSON.stringify(answer));
    else if ("error" in answer) console.error(refusalText(answer.error));
    else console.log(priceText(answer));
    return "error" in answer ? 1 : 0;
  },
};

/** Readings stand alone in a file, or in a member of that name. */
const listed = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "readings" in value ? value.readings : value;

/** What cannot be priced is an answer too: its code, and every path that is wrong. */
function answerTo(question: Json, zone: string | undefined): Json {
  try {
    const asked = { ...(zone === undefined ? {} : { time_zone: zone }), ...question };
    return previewPrice(bySchema(previewBody, asked, "unpriceable"));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { error: { code: error.code, detail: error.message, ...error.details } };
  }
}

/** One answer a line, with the id of its question. Nothing is kept, however long the file is. */
async function priceBatch(file: string, zone: string | undefined): Promise<number> {
  let [count, refused] = [0, 0];
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  try {
    for await (const line of lines) {
      if (line.trim() === "") continue;
      count++;
      const { id, answer } = answerLine(line, count, zone);
      if ("error" in answer) refused++;
      console.log(JSON.stringify({ id, ...answer }));
      if (process.stderr.isTTY && count % 1000 === 0) process.stderr.write(`\r${count} priced`);
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw unreadable(file, error);
  }
  if (process.stderr.isTTY && count >= 1000) process.stderr.write(`\r${count} priced, ${refused} refused\n`);
  return refused > 0 ? 1 : 0;
}

function answerLine(line: string, n: number, zone: string | undefined): { id: unknown; answer: Json } {
  let question: unknown;
  try {
    question = JSON.parse(line);
  } catch {
    return { id: null, answer: { error: { code: "invalid_request", detail: `Line ${n} is not JSON.` } } };
  }
  if (typeof question !== "object" || question === null || Array.isArray(question))
    return { id: null, answer: { error: { code: "invalid_request", detail: `Line ${n} is no object.` } } };
  const { id = null, ...asked }: Json = { ...question };
  return { id, answer: answerTo(asked, zone) };
}

function refusalText(error: unknown): string {
  const { detail, errors }: Json = { ...(typeof error === "object" ? error : {}) };
  const rows: unknown[] = Array.isArray(errors) ? errors : [];
  const told = rows.map((row) => {
    const { path, expected }: Json = { ...(typeof row === "object" ? row : {}) };
    return `  ${path}: ${expected}`;
  });
  return [String(detail), ...(told.length > 1 ? told : [])].join("\n");
}

const rowsOf = (value: unknown): readonly Json[] =>
  Array.isArray(value)
    ? value.map((row: unknown): Json => ({ ...(typeof row === "object" ? row : {}) }))
    : [];
const said = (value: unknown): string => (value === null || value === undefined ? "–" : String(value));

function priceText({ cdr, lines, exact, notes }: Json): string {
  const { currency }: Json = { ...(typeof cdr === "object" ? cdr : {}) };
  const { before_tax, tax, after_tax }: Json = { ...(typeof exact === "object" ? exact : {}) };
  const table = tableText(
    ["element", "dimension", "billed", "unit", "price", "VAT", "before tax", "tax", "after tax"],
    rowsOf(lines).map((line) =>
      [
        line.element,
        line.dimension,
        line.billed,
        line.unit,
        line.price,
        line.vat,
        line.before_tax,
        line.tax,
        line.after_tax,
      ].map(said),
    ),
  );
  const reasons = rowsOf(lines).map(({ dimension, reason }) => `  ${dimension}: ${reason}`);
  const told = rowsOf(notes).map(({ code, path }) => `  ${code} at ${path}`);
  return [
    table,
    "",
    `Exact in ${currency}: ${said(before_tax)} before tax, ${said(tax)} tax, ${said(after_tax)} after tax`,
    ...(reasons.length > 0 ? ["", "Why:", ...reasons] : []),
    ...(told.length > 0 ? ["", "Notes:", ...told] : []),
  ].join("\n");
}
