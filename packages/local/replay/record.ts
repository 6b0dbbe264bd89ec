/** Session records as a file of them holds: one JSON object a line, in the order of their starts. */
import { parseDecimal } from "@barq/domain/decimal";
import type { Instant } from "@barq/domain/instant";
import { parseInstant } from "@barq/domain/instant";
import * as v from "valibot";

export interface SessionRecord {
  readonly session: string;
  readonly location: string;
  readonly station: string;
  readonly connector: number;
  readonly startAt: Instant;
  readonly endAt: Instant;
  readonly energyWh: bigint;
}

const name = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,28}$/, "1 to 28 letters, digits, _ or -"));
const when = v.pipe(
  v.string(),
  v.transform((text) => parseInstant(text)),
  v.number("no date and time"),
);
const line = v.object({
  session: name,
  location: name,
  station: name,
  connector: v.picklist([1, 2]),
  start: when,
  end: when,
  energy_kwh: v.pipe(
    v.string(),
    v.transform((text) => parseDecimal(text, 3)),
    v.bigint("no energy in kWh with at most 3 decimals"),
    v.minValue(0n),
  ),
});

/**
 * When a vehicle that takes a steady power is full, before the session's end; null: it charges to the end, the energy spread
 * evenly, which is all that a record tells.
 */
export function fullAt({ startAt, endAt, energyWh }: SessionRecord, powerW: number | null): Instant | null {
  if (powerW === null || energyWh === 0n) return null;
  const at = startAt + Math.ceil(Number(energyWh * 3_600_000n) / powerW / 1000) * 1000;
  return at < endAt ? at : null;
}

/** @throws Error with the line that cannot be read, and why */
export function readRecords(text: string, file: string): readonly SessionRecord[] {
  const records = text.split("\n").flatMap((row, n) => (row.trim() === "" ? [] : [recordOf(row, n + 1)]));
  if (records.length === 0) throw new Error(`${file} holds no session.`);
  return records.sort((a, b) => a.startAt - b.startAt);
}

function recordOf(text: string, number: number): SessionRecord {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`Line ${number} is no JSON.`);
  }
  const read = v.safeParse(line, json);
  if (!read.success) {
    const [issue] = read.issues;
    const where = v.getDotPath(issue) ?? "it";
    const why = issue.received === "undefined" ? "is missing" : `is not as expected: ${issue.message}`;
    throw new Error(`Line ${number}: ${where} ${why}.`);
  }
  const { session, location, station, connector, start, end, energy_kwh: energyWh } = read.output;
  if (end < start) throw new Error(`Line ${number}: it ends before it begins.`);
  return { session, location, station, connector, startAt: start, endAt: end, energyWh };
}
