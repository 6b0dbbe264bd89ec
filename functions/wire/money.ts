/** The wire of the doors that hold money: starts, and pages behind codes. */
import { createStripePayments } from "@barq/payments/stripe";
import { createStripeClient } from "@barq/payments/stripe-client";
import type { PayDoor } from "../api/wire.ts";
import type { Environment } from "./environment.ts";
import { askingDoor, moneyVariables, readEnvironment } from "./environment.ts";
import { readPortsOf } from "./ports.ts";
import { stripePages } from "./read.ts";
import { stripeOptions } from "./stripe.ts";
import { whoOf } from "./who.ts";

export async function moneyDoor(environment: Environment = process.env): Promise<PayDoor> {
  const told = readEnvironment({ ...askingDoor, ...moneyVariables }, environment);
  const readPorts = readPortsOf(told);
  const options = stripeOptions(told, readPorts);
  const payments = createStripePayments({ ...options, stripe: createStripeClient(options) });
  const ports = { ...readPorts, payments };
  return { ports, who: await whoOf(told, ports), payOrigins: stripePages };
}
