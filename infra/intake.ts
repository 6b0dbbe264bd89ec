/**
 * What stations say, accepted before it is acknowledged: a FIFO queue with the station as message group. In the
 * high-throughput mode groups are counted apart, so that the quota is a station's and not everybody's.
 */
import { deadLetters } from "./dead-letters.ts";

/** The drain's patience; a message is given out again after six times that, as Lambda asks. */
export const drainSeconds = 30;

const lost = deadLetters("IntakeLost", { fifo: true });

export const intake = new sst.aws.Queue("Intake", {
  fifo: true,
  visibilityTimeout: `${6 * drainSeconds} seconds`,
  // An hour of tries: a table that is away for some minutes loses no reading.
  dlq: { queue: lost.arn, retry: 20 },
  transform: {
    queue: {
      messageRetentionSeconds: 14 * 24 * 3600,
      deduplicationScope: "messageGroup",
      fifoThroughputLimit: "perMessageGroupId",
    },
  },
});

export const appendToIntake = [{ actions: ["sqs:SendMessage"], resources: [intake.arn] }];
