/** The intake's drain: what the queue hands over is packed, station by station. */
import { api } from "./api.ts";
import { drainSeconds, intake } from "./intake.ts";
import { lambda, remembering } from "./lambda.ts";
import { ocpp } from "./station-gateway.ts";
import { writeTables } from "./tables.ts";

intake.subscribe(
  {
    ...lambda("drain", {
      origin: api.url,
      environment: { ...remembering, OCPP_ENDPOINT: ocpp.managementEndpoint, INTAKE_QUEUE_URL: intake.url },
      permissions: [...writeTables],
    }),
    timeout: `${drainSeconds} seconds`,
  },
  // Ten is the most that SQS hands over of a FIFO queue, and a window to wait for more it does not have.
  { batch: { size: 10, partialResponses: true } },
);
