/**
 * The stream door: what was written wakes whoever has the next step. It is the fast path; the sweeper is the guarantee, so
 * a record that is lost, late or told twice costs time and nothing else.
 */
import { advanceFrom } from "@barq/actions/advance-session";
import type { SagaPorts } from "@barq/actions/ports";
import { takeUp } from "@barq/actions/sweep";
import { itemOf } from "@barq/store/dynamo-expressions";
import { numberOr } from "@barq/store/fields";
import { inboxKey } from "@barq/store/keys";
import { readSession } from "@barq/store/session-item";
import type { DynamoDBBatchResponse } from "aws-lambda";
import { failureLine } from "../api/bug-log.ts";

/** The images of a stream record are in the table's own form. */
type Image = Parameters<typeof itemOf>[0];

/** What of a record of Lambda's stream event is looked at. */
interface WakeRecord {
  readonly eventName?: string | undefined;
  readonly dynamodb?:
    | { readonly NewImage?: unknown; readonly SequenceNumber?: string | undefined }
    | undefined;
}

export async function onRecords(
  ports: SagaPorts,
  records: readonly WakeRecord[],
): Promise<DynamoDBBatchResponse> {
  const failed: string[] = [];
  for (const record of records) {
    try {
      await onRecord(ports, record);
    } catch (error) {
      // Reported as failed, and put right by the sweeper in any case: the item keeps its due.
      failed.push(record.dynamodb?.SequenceNumber ?? "");
      console.error(failureLine("stream", error));
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function onRecord(ports: SagaPorts, record: WakeRecord): Promise<void> {
  const image = record.dynamodb?.NewImage;
  if (!isImage(image) || record.eventName === "REMOVE") return;
  const item = itemOf(image);
  if (item.pk.startsWith("EV#")) {
    // How far the provider's list was read lies beside the events, and is the clock's.
    if (item.sk === inboxKey("").sk && numberOr(item, "due") !== null) await takeUp(ports, item);
    return;
  }
  if (!item.pk.includes("|S#")) return;
  if (item.sk !== "META") {
    // What lies beside a session and has a step of its own is taken up when that is due.
    if ((numberOr(item, "due") ?? Number.POSITIVE_INFINITY) <= ports.clock()) await takeUp(ports, item);
    return;
  }
  const session = readSession(item);
  // A start has its own caller at work: its first look is the sweeper's, or a poll's.
  if (session.state === "pending" && (session.due ?? 0) > ports.clock()) return;
  await advanceFrom(ports, session);
}

const isImage = (image: unknown): image is Image => typeof image === "object" && image !== null;
