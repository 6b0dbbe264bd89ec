/** Records for the tests of the intake, told apart by their station and number. */
import type { IntakeRecord } from "@barq/intake/port";

export const record = (station: string, n: number): IntakeRecord => ({
  station,
  arrivedAt: n,
  body: JSON.stringify({ n, text: 'برق "\n' }),
});

export const records = (station: string, from: number, to: number): readonly IntakeRecord[] =>
  Array.from({ length: to - from + 1 }, (_, n) => record(station, from + n));
