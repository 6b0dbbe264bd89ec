/** The HTTP API: every address of the table of routes, each given to the Lambda of its door. */
import type { Door } from "@barq/functions/api/routes";
import { readArchive } from "./archive.ts";
import { gatewayRoutes } from "./gateway-routes.ts";
import { asking, lambda, open, paying, remembering, sealing } from "./lambda.ts";
import { domain, signIn } from "./settings.ts";
import { ocpp, postToStations } from "./station-gateway.ts";
import { readTables, writeTables } from "./tables.ts";

export const api = new sst.aws.ApiGatewayV2("Api", {
  ...(domain === undefined ? {} : { domain }),
  // Pages and API have one origin, and apps are no browsers: no other origin's script has business here.
  cors: false,
  transform: {
    stage: (stage) => {
      // Paths carry codes and receipt tokens, and addresses are people's: of a request only its route is kept.
      stage.accessLogSettings = $output(stage.accessLogSettings).apply((settings) => ({
        destinationArn: settings?.destinationArn ?? "",
        format: JSON.stringify({
          requestTime: "$context.requestTime",
          requestId: "$context.requestId",
          routeKey: "$context.routeKey",
          status: "$context.status",
          responseLatency: "$context.responseLatency",
          integrationLatency: "$context.integration.latency",
        }),
      }));
    },
  },
});

interface DoorOf {
  readonly writes: boolean;
  readonly pays?: boolean;
  /** its people say something to stations */
  readonly commands?: boolean;
  /** its people sign in at the operator's issuer */
  readonly signsIn?: boolean;
  /** what it finds is signed by the document key */
  readonly seals?: boolean;
}

const door = (name: Door, of: DoorOf) =>
  lambda(name, {
    origin: api.url,
    environment: {
      ...remembering,
      ...asking,
      ...(of.pays ? paying : {}),
      ...(of.signsIn ? signIn : {}),
      ...(of.seals ? sealing : {}),
      ...(of.commands ? { OCPP_ENDPOINT: ocpp.managementEndpoint } : {}),
    },
    permissions: [
      ...(of.writes ? writeTables : readTables),
      ...readArchive,
      ...(of.commands ? postToStations : []),
    ],
  });

const doors: Readonly<Record<Door, sst.aws.Function>> = {
  // Nothing to read, nothing to write, and nothing to give away: this one has no rights at all.
  open: new sst.aws.Function("Open", lambda("open", { origin: api.url, environment: open, permissions: [] })),
  read: new sst.aws.Function("Read", door("read", { writes: true })),
  money: new sst.aws.Function("Money", door("money", { writes: true, pays: true })),
  pages: new sst.aws.Function("Pages", door("pages", { writes: true })),
  pay: new sst.aws.Function("Pay", door("pay", { writes: true, pays: true })),
  hooks: new sst.aws.Function("Hooks", door("hooks", { writes: true, pays: true })),
  paper: new sst.aws.Function("Paper", door("paper", { writes: true, commands: true })),
  desk: new sst.aws.Function("Desk", door("desk", { writes: true, pays: true })),
  field: new sst.aws.Function("Field", door("field", { writes: true, commands: true, seals: true })),
  sites: new sst.aws.Function("Sites", door("sites", { writes: true, commands: true })),
  office: new sst.aws.Function("Office", door("office", { writes: true, commands: true, signsIn: true })),
  network: new sst.aws.Function("Network", door("network", { writes: true, commands: true })),
  support: new sst.aws.Function("Support", door("support", { writes: true, commands: true })),
  tariffs: new sst.aws.Function("Tariffs", door("tariffs", { writes: true })),
};

for (const [route, name] of gatewayRoutes()) api.route(route, doors[name].arn);
// What no route has: the read door refuses it in the same words as everything else.
api.route("$default", doors.read.arn);
