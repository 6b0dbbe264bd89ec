/** The intake's twin in memory: durable as long as the process lives, in the order of arrival per station. */
import type { Intake, IntakeRecord } from "./port.ts";

export function createMemoryIntake(): Intake {
  const waiting = new Map<string, IntakeRecord[]>();
  return {
    async append(record) {
      const own = waiting.get(record.station) ?? [];
      own.push(record);
      waiting.set(record.station, own);
    },
    async drain(take) {
      for (const [station, records] of waiting) {
        const taken = await take(station, [...records]);
        records.splice(0, taken);
        if (records.length === 0) waiting.delete(station);
      }
    },
  };
}
