/** The wire of the doors that move no money: the read door of the API, and the page of a session. */
import type { ReadDoor } from "../api/wire.ts";
import type { Environment } from "./environment.ts";
import { askingDoor, readEnvironment } from "./environment.ts";
import { readPortsOf } from "./ports.ts";
import { whoOf } from "./who.ts";

/** Where Stripe's own payment pages are. */
export const stripePages = ["https://checkout.stripe.com"];

export async function readDoor(environment: Environment = process.env): Promise<ReadDoor> {
  const told = readEnvironment(askingDoor, environment);
  const ports = readPortsOf(told);
  return { ports, who: await whoOf(told, ports) };
}
