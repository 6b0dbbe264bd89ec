/** The gateway that holds stations' connections, and the right to post to them: doors say things to stations too. */
export const ocpp = new sst.aws.ApiGatewayWebSocket("Ocpp");

/** Posting to a connection; nobody may list or cut them. */
export const postToStations = [
  {
    actions: ["execute-api:ManageConnections"],
    resources: [$interpolate`${ocpp.nodes.api.executionArn}/*/POST/@connections/*`],
  },
];
