/**
 * The intake on an SQS FIFO queue: accepted by the queue is durable, and the station is the message group, so its records
 * come out in the order in which they were accepted. The queue hands them to the drain by an event of its own.
 */
import { createHash } from "node:crypto";
import type { Intake } from "./port.ts";

interface SqsIntakeOptions {
  /** the queue's own address, as SQS names it */
  readonly queue: URL;
  /** signs for SQS and repeats what got no answer; the deduplication id makes a repeat harmless */
  readonly fetch: (
    address: URL,
    request: {
      readonly method: "POST";
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    },
  ) => Promise<Response>;
  /** another one for every append: two readings that look alike are two readings */
  readonly newId: () => string;
}

export function createSqsIntake({ queue, fetch, newId }: SqsIntakeOptions): Intake {
  return {
    async append(record) {
      const message = JSON.stringify(record);
      const answer = await fetch(new URL("/", queue), {
        method: "POST",
        headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.SendMessage" },
        body: JSON.stringify({
          QueueUrl: queue.href,
          MessageBody: message,
          // A group's name holds fewer signs than a station's may.
          MessageGroupId: encodeURIComponent(record.station),
          MessageDeduplicationId: newId(),
        }),
      });
      if (answer.status !== 200) {
        await answer.body?.cancel();
        throw new Error(`the queue answers ${answer.status}, so the record is not durable`);
      }
      const accepted: unknown = await answer.json();
      if (md5In(accepted) !== createHash("md5").update(message).digest("hex")) {
        throw new Error("the queue has accepted something else than was sent");
      }
    },
    async drain() {
      throw new Error("a queue is drained by its event, never asked");
    },
  };
}

const md5In = (accepted: unknown): unknown =>
  typeof accepted === "object" && accepted !== null && "MD5OfMessageBody" in accepted
    ? accepted.MD5OfMessageBody
    : undefined;
