/**
 * The intake's door on AWS: what the queue hands over, station by station and in order. A queue cannot keep a record back
 * until its pack is full without holding up the station's Stop behind it, so whatever comes is packed at once.
 */
import { takeRecords } from "@barq/actions/drain-intake";
import type { StationPorts } from "@barq/actions/ports";
import type { IntakeRecord } from "@barq/intake/port";
import type { SQSBatchItemFailure, SQSBatchResponse } from "aws-lambda";
import * as v from "valibot";
import { failureLine } from "../api/bug-log.ts";

const queued = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ station: v.string(), arrivedAt: v.pipe(v.number(), v.safeInteger()), body: v.string() }),
);

/** What of a message of SQS is looked at. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: { readonly MessageGroupId?: string | undefined };
}

/** Answers with what has to come again: from the first message of a station that failed, all of that station's. */
export async function onMessages(
  ports: StationPorts,
  messages: readonly QueuedMessage[],
): Promise<SQSBatchResponse> {
  // Older than any age: the clock that stamped a record may be ahead of this one.
  const atOnce: StationPorts = { ...ports, policy: { ...ports.policy, packMs: Number.NEGATIVE_INFINITY } };
  const groups = Map.groupBy(messages, ({ attributes }) => attributes.MessageGroupId ?? "");
  const failures: SQSBatchItemFailure[] = [];
  for (const group of groups.values()) {
    let taken = 0;
    try {
      taken = await takeRecords(atOnce, readable(group));
      if (taken < group.length) throw new Error("a record cannot be read, or was left where it was");
    } catch (error) {
      console.error(failureLine("intake", error));
      // The order of a station is kept: nothing behind a record that stays is taken out of the queue.
      for (const { messageId } of group.slice(taken)) failures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures: failures };
}

/** The records up to the first that nobody can read: that one goes to the dead letters, and what is before it is not lost. */
function readable(group: readonly QueuedMessage[]): readonly IntakeRecord[] {
  const records: IntakeRecord[] = [];
  for (const { body } of group) {
    const read = v.safeParse(queued, body);
    if (!read.success) break;
    records.push(read.output);
  }
  return records;
}
