/** The guarantee behind the stream: every minute, everything that is overdue is taken up. */
import { deadLetters } from "./dead-letters.ts";
import { lambda } from "./lambda.ts";
import { saga } from "./stream.ts";

const missed = deadLetters("SweeperMissed");

new sst.aws.CronV2("Sweeper", {
  schedule: "rate(1 minute)",
  // A round that fails is not tried again by itself: the next minute's takes up the same items.
  function: { ...lambda("sweep", saga), retries: 0 },
  retries: 3,
  dlq: missed.arn,
});
