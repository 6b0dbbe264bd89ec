/**
 * Stations' WebSockets. What API Gateway cannot do, and what is done instead:
 *
 * - It takes no path behind its stage: `wss://<api>/<stage>/<station>` is 403. The station's id is therefore the user of
 *   HTTP Basic, and a station that insists on adding its id to the address needs a CloudFront function in front that takes
 *   the path off again; `/ocpp/{stationId}` is not there yet.
 * - It tells a message's handler nothing of the connection's headers. The authorizer of $connect names the station and
 *   its protocol, and the gateway repeats that with every message.
 * - It ends a connection after 2 hours, or 10 minutes without a message, and takes 128 KB a message in frames of 32 KB:
 *   stations come back by themselves, and heartbeats are asked for more often.
 * - It calls the handler of the next message without waiting for the last. OCPP lets a station send its next call only
 *   after the answer to the one before, and the answer is posted when the message is durable.
 */
import { api } from "./api.ts";
import { appendToIntake, intake } from "./intake.ts";
import { lambda, remembering } from "./lambda.ts";
import { ocpp, postToStations } from "./station-gateway.ts";
import { writeTables } from "./tables.ts";

const of = {
  origin: api.url,
  environment: { ...remembering, OCPP_ENDPOINT: ocpp.managementEndpoint, INTAKE_QUEUE_URL: intake.url },
  permissions: [...writeTables, ...appendToIntake, ...postToStations],
};

const station = new sst.aws.Function("Station", lambda("station", of));
const authorizer = ocpp.addAuthorizer("Basic", {
  lambda: { function: lambda("station", { ...of, calls: "authorize" }) },
});

ocpp.route("$connect", station.arn, { auth: { lambda: authorizer.id } });
ocpp.route("$disconnect", station.arn);
ocpp.route("$default", station.arn);
