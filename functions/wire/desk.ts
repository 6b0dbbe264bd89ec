/** The wire of people at work with money: everything the provider does for us. */
import { createStripeProvider } from "@barq/payments/stripe-provider";
import type { DeskDoor } from "../api/wire.ts";
import type { Environment } from "./environment.ts";
import { askingDoor, moneyVariables, readEnvironment } from "./environment.ts";
import { readPortsOf } from "./ports.ts";
import { stripeOptions } from "./stripe.ts";
import { whoOf } from "./who.ts";

export async function deskDoor(environment: Environment = process.env): Promise<DeskDoor> {
  const told = readEnvironment({ ...askingDoor, ...moneyVariables }, environment);
  const readPorts = readPortsOf(told);
  const ports = { ...readPorts, ...createStripeProvider(stripeOptions(told, readPorts)) };
  return { ports, who: await whoOf(told, ports) };
}
