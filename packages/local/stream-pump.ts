/**
 * The table's stream on a laptop: records wake the stream door in batches. Records of one partition keep their order, and
 * a partition is never in two batches at once; what fails is left to the sweeper, as a dead letter would be.
 */

import type { SagaPorts } from "@barq/actions/ports";
import { onRecords } from "@barq/functions/stream/wake";
import type { StreamRecord } from "./dynamo/server.ts";

interface StreamPump {
  push(records: readonly StreamRecord[]): void;
  /** resolves when everything pushed so far has been handled */
  idle(): Promise<void>;
  close(): void;
}

const mostAtOnce = 8;

/** Sessions and provider events alone have a next step; everything else is left out, as the event source's filter does. */
const wakes = (record: StreamRecord): boolean => {
  const pk = String(record.dynamodb.Keys.pk?.S);
  return record.eventName !== "REMOVE" && (pk.startsWith("EV#") || pk.includes("|S#"));
};

export function createStreamPump(ports: () => SagaPorts): StreamPump {
  const waiting = new Map<string, StreamRecord[]>();
  const busy = new Set<string>();
  let resting: (() => void)[] = [];
  let closed = false;

  const pump = (): void => {
    for (const [partition, records] of waiting) {
      if (closed || busy.size >= mostAtOnce) return;
      if (busy.has(partition)) continue;
      waiting.delete(partition);
      busy.add(partition);
      void onRecords(ports(), records).finally(() => {
        busy.delete(partition);
        if (waiting.size > 0) pump();
        else if (busy.size === 0) rest();
      });
    }
  };
  const rest = (): void => {
    const all = resting;
    resting = [];
    for (const wake of all) wake();
  };

  return {
    push(records) {
      for (const record of records) {
        if (!wakes(record)) continue;
        const partition = String(record.dynamodb.Keys.pk?.S);
        const own = waiting.get(partition) ?? [];
        own.push(record);
        waiting.set(partition, own);
      }
      // Not within the write that made the record: the writer gets its answer first.
      setImmediate(pump);
    },
    idle: () =>
      waiting.size === 0 && busy.size === 0
        ? Promise.resolve()
        : new Promise((done) => {
            resting.push(done);
          }),
    close() {
      closed = true;
      rest();
    },
  };
}
