/** The wire of the books' clock: nobody asks, and the provider's whole account is read. */
import type { BooksPorts } from "@barq/actions/ports";
import { createStripeAccount } from "@barq/payments/stripe-account";
import type { Environment } from "./environment.ts";
import { moneyVariables, readEnvironment, rememberingDoor } from "./environment.ts";
import { readPortsOf } from "./ports.ts";
import { stripeOptions } from "./stripe.ts";

export async function booksPorts(environment: Environment = process.env): Promise<BooksPorts> {
  const told = readEnvironment({ ...rememberingDoor, ...moneyVariables }, environment);
  const ports = readPortsOf(told);
  return { ...ports, ...createStripeAccount(stripeOptions(told, ports)) };
}
