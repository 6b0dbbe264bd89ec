/** The wire of the door that the provider's news come in by: it knows the secret they are signed with, and touches no money. */
import { verifyStripeNews } from "@barq/payments/stripe-news";
import type { HookDoor } from "../api/wire.ts";
import type { Environment } from "./environment.ts";
import { askingDoor, moneyVariables, readEnvironment } from "./environment.ts";
import { readPortsOf } from "./ports.ts";
import { whoOf } from "./who.ts";

export async function hookDoor(environment: Environment = process.env): Promise<HookDoor> {
  const told = readEnvironment({ ...askingDoor, ...moneyVariables }, environment);
  const readPorts = readPortsOf(told);
  const { clock } = readPorts;
  const webhookSecret = told.STRIPE_WEBHOOK_SECRET;
  const ports = {
    ...readPorts,
    payments: {
      verifyNews: (body: string, signature: string | null) =>
        verifyStripeNews({ body, signature, webhookSecret, clock }),
    },
  };
  return { ports, who: await whoOf(told, ports) };
}
