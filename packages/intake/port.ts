/**
 * Taking what stations say, durably and at once. `append` resolves when the record survives SIGKILL of every local
 * process (on AWS: accepted by the queue), never before, and rejects if it cannot be made durable. Order is kept per station.
 */
import type { Instant } from "@barq/domain/instant";

export interface IntakeRecord {
  readonly station: string;
  /** when it arrived here */
  readonly arrivedAt: Instant;
  /** JSON of one StationNews of kind metered or stopped (packages/stations/port.ts) */
  readonly body: string;
}

export interface Intake {
  append(record: IntakeRecord): Promise<void>;
  /**
   * Hands the waiting records of each station, in order, to `take`; it answers how many of them, from the first on, are
   * dealt with. The rest come again. Delivery is at least once: taking a record twice must change nothing.
   */
  drain(take: (station: string, records: readonly IntakeRecord[]) => Promise<number>): Promise<void>;
}
