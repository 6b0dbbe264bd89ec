/** The wire of the saga behind stream and clock: nobody asks, and everything may be done to money and to stations. */
import type { SagaPorts } from "@barq/actions/ports";
import { sealParts } from "@barq/evidence/seal";
import { createStripeProvider } from "@barq/payments/stripe-provider";
import type { Environment } from "./environment.ts";
import {
  moneyVariables,
  readEnvironment,
  rememberingDoor,
  sealingVariables,
  stationVariables,
} from "./environment.ts";
import { keysOf } from "./keys.ts";
import { mailingOf, mailVariables } from "./mailing.ts";
import { readPortsOf } from "./ports.ts";
import { stationsOf } from "./stations.ts";
import { stripeOptions } from "./stripe.ts";

export async function sagaPorts(environment: Environment = process.env): Promise<SagaPorts> {
  const variables = {
    ...rememberingDoor,
    ...moneyVariables,
    ...stationVariables,
    ...sealingVariables,
    ...mailVariables,
  };
  const told = readEnvironment(variables, environment);
  const ports = readPortsOf(told);
  const { keyId, privateKey } = await keysOf(told.DOCUMENT_KEY);
  return {
    ...ports,
    ...createStripeProvider(stripeOptions(told, ports)),
    stations: stationsOf(told, ports).stations,
    mailing: await mailingOf(told, ports),
    sealer: { seal: (parts) => sealParts(parts, { keyId, privateKey }) },
  };
}
