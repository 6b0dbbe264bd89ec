/** The wire of everything that moves money: starts, the provider's events, and the saga behind stream and clock. */
import type { MoneyPorts, ReadPorts, SagaPorts } from "@barq/actions/ports";
import { sealParts } from "@barq/evidence/seal";
import { createStripeProvider } from "@barq/payments/stripe-provider";
import type { PayDoor } from "../api/wire.ts";
import type { Environment, RememberingDoor } from "./environment.ts";
import {
  askingDoor,
  moneyVariables,
  readEnvironment,
  rememberingDoor,
  sealingVariables,
  stationVariables,
} from "./environment.ts";
import { keysOf } from "./keys.ts";
import { readPortsOf } from "./ports.ts";
import { stationsOf } from "./stations.ts";
import { whoOf } from "./who.ts";

type Paying = RememberingDoor & { readonly STRIPE_KEY: string; readonly STRIPE_WEBHOOK_SECRET: string };

const withPayments = (environment: Paying, ports: ReadPorts): MoneyPorts => ({
  ...ports,
  ...createStripeProvider({
    apiKey: environment.STRIPE_KEY,
    webhookSecret: environment.STRIPE_WEBHOOK_SECRET,
    clock: ports.clock,
    environment: ports.environment,
  }),
});

export async function moneyDoor(environment: Environment = process.env): Promise<PayDoor> {
  const told = readEnvironment({ ...askingDoor, ...moneyVariables }, environment);
  const ports = withPayments(told, readPortsOf(told));
  return { ports, who: await whoOf(told, ports), payOrigins: ["https://checkout.stripe.com"] };
}

/** For stream and clock: nobody asks, and everything may be done to money and to stations. */
export async function sagaPorts(environment: Environment = process.env): Promise<SagaPorts> {
  const variables = { ...rememberingDoor, ...moneyVariables, ...stationVariables, ...sealingVariables };
  const told = readEnvironment(variables, environment);
  const ports = withPayments(told, readPortsOf(told));
  const { keyId, privateKey } = await keysOf(told.DOCUMENT_KEY);
  return {
    ...ports,
    stations: stationsOf(told, ports).stations,
    sealer: { seal: (parts) => sealParts(parts, { keyId, privateKey }) },
  };
}
