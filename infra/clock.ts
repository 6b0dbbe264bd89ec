/**
 * The guarantee behind the stream: every minute, everything that is overdue is taken up. Beside it the books' own clock, so
 * that a long list at the provider keeps no session waiting.
 */
import { api } from "./api.ts";
import { writeArchive } from "./archive.ts";
import { deadLetters } from "./dead-letters.ts";
import { lambda, paying, remembering } from "./lambda.ts";
import { saga } from "./stream.ts";
import { writeTables } from "./tables.ts";

const missed = deadLetters("SweeperMissed");

new sst.aws.CronV2("Sweeper", {
  schedule: "rate(1 minute)",
  // A round that fails is not tried again by itself: the next minute's takes up the same items.
  function: { ...lambda("sweep", saga), retries: 0 },
  retries: 3,
  dlq: missed.arn,
});

new sst.aws.CronV2("Books", {
  schedule: "rate(5 minutes)",
  function: {
    ...lambda("books", {
      origin: api.url,
      environment: { ...remembering, ...paying },
      permissions: [...writeTables, ...writeArchive],
    }),
    retries: 0,
  },
  retries: 3,
  dlq: missed.arn,
});
