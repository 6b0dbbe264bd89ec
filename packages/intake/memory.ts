/** The intake's twin in memory: durable as long as the process lives, in the order of arrival per station. */
import type { Intake, IntakeRecord } from "./port.ts";

export function createMemoryIntake(): Intake {
  const waiting = new Map<string, IntakeRecord[]>();
  return {
    async append(record) {
      const own = waiting.get(record.station) ?? [];
      own.push({ ...record });
      waiting.set(record.station, own);
    },
    async drain(take) {
      const failures: unknown[] = [];
      for (const [station, records] of [...waiting]) {
        const handed = [...records];
        try {
          const count = await take(station, handed);
          // Two drains may have handed out the same records: what the other one took off is not counted again.
          const taken = new Set(handed.slice(0, Math.max(0, count)));
          while (records[0] && taken.has(records[0])) records.shift();
          if (records.length === 0 && waiting.get(station) === records) waiting.delete(station);
        } catch (error) {
          // One station's record that cannot be taken must not keep the others' sessions from ending.
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
