/**
 * Whether all events of a transaction were heard (OCPP 2.0.1 numbers them): which numbers came, as text that travels among
 * the sealed readings, so that whoever computes a price again sees what was missing.
 */
import type { Reading } from "./reading.ts";

/** The measurand of our own under which the numbers lie among the readings. */
export const eventNumbersMeasurand = "Barq.EventNumbers";

export interface HeardEvent {
  readonly event: string;
  /** null: it had no number that can be used */
  readonly number: number | null;
}

/**
 * `0-61` where everything came from the Started to the Ended; `0-57,59-61` where 58 is missing; a `?` stands for a Started or
 * an Ended that never came, and for events without a number.
 */
export function eventNumbersText(events: readonly HeardEvent[]): string {
  const numbers = [...new Set(events.flatMap(({ number }) => number ?? []))].sort((a, b) => a - b);
  const ranges: { from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && number === last.to + 1) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  const heard = (name: string): boolean =>
    events.some(({ event, number }) => event === name && number !== null);
  return [
    ...(heard("Started") ? [] : ["?"]),
    ...ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)),
    ...(heard("Ended") && events.every(({ number }) => number !== null) ? [] : ["?"]),
  ].join(",");
}

/** One stretch from the Started to the Ended, and nothing between them missing. */
export const isWhole = (text: string): boolean => /^\d+(-\d+)?$/.test(text);

/** Whether the readings say that events are missing; those of a station that does not number its messages say nothing. */
export const hasGap = (readings: readonly Reading[]): boolean =>
  readings.some(({ measurand, value }) => measurand === eventNumbersMeasurand && !isWhole(value));
