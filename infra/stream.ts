/**
 * The fast path: what was written to core wakes the saga. A record that fails is tried a few times, alone, and then set
 * aside; the item keeps its `due`, so the sweeper finishes what a dead letter stands for.
 */
import { api } from "./api.ts";
import { writeArchive } from "./archive.ts";
import { deadLetters } from "./dead-letters.ts";
import { lambda, paying, remembering, sealing } from "./lambda.ts";
import { mailing, sendMail } from "./mail.ts";
import { ocpp, postToStations } from "./station-gateway.ts";
import { core, writeTables } from "./tables.ts";

const lost = deadLetters("SagaLost");

/** What the saga is told and allowed, from the stream and from the clock alike. */
export const saga = {
  origin: api.url,
  environment: {
    ...remembering,
    ...paying,
    ...sealing,
    ...mailing,
    OCPP_ENDPOINT: ocpp.managementEndpoint,
  },
  permissions: [...writeTables, ...writeArchive, ...postToStations, ...sendMail],
};

core.subscribe(
  "Saga",
  lambda("saga", {
    ...saga,
    // The mapping delivers dead letters with the function's own role, and SST gives it no such right.
    permissions: [...saga.permissions, { actions: ["sqs:SendMessage"], resources: [lost.arn] }],
  }),
  {
    // Sessions, what lies beside them with a step of its own, and provider events alone have a next step (functions/stream/wake.ts).
    filters: [
      {
        eventName: ["INSERT", "MODIFY"],
        dynamodb: { Keys: { sk: { S: ["META"] } }, NewImage: { st: { S: [{ exists: true }] } } },
      },
      {
        eventName: ["INSERT", "MODIFY"],
        dynamodb: { Keys: { sk: { S: [{ prefix: "R#" }, { prefix: "H#" }, { prefix: "C#" }] } } },
      },
      { eventName: ["INSERT", "MODIFY"], dynamodb: { Keys: { pk: { S: [{ prefix: "EV#" }] } } } },
    ],
    transform: {
      eventSourceMapping: {
        startingPosition: "TRIM_HORIZON",
        batchSize: 5,
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: 5,
        maximumRecordAgeInSeconds: 3600,
        parallelizationFactor: 10,
        functionResponseTypes: ["ReportBatchItemFailures"],
        destinationConfig: { onFailure: { destinationArn: lost.arn } },
      },
    },
  },
);
