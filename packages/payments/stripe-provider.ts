/**
 * Stripe, whole: one client behind every port that it stands for.
 *
 *   const { payments, refunds, books } = createStripeProvider({ apiKey, webhookSecret, clock, environment: "production" });
 */
import type { Clock } from "@barq/domain/instant";
import type { Collecting } from "./collecting.ts";
import type { Disputes } from "./disputes.ts";
import type { Payments } from "./port.ts";
import type { ProviderBooks } from "./provider-books.ts";
import type { Refunds } from "./refunds.ts";
import { createStripePayments } from "./stripe.ts";
import type { StripeClientOptions } from "./stripe-client.ts";
import { createStripeClient } from "./stripe-client.ts";
import { createStripeCollecting } from "./stripe-collecting.ts";
import { createStripeDisputes } from "./stripe-disputes.ts";
import { createStripeEvents } from "./stripe-events.ts";
import { verifyStripeNews } from "./stripe-news.ts";
import { createStripeRefunds } from "./stripe-refunds.ts";

interface StripeOptions extends StripeClientOptions {
  readonly webhookSecret: string;
  readonly clock: Clock;
  /** local, preview, production: part of every key */
  readonly environment: string;
  /** see stripe.ts */
  readonly beyondHold?: boolean;
}

export interface Provider {
  readonly payments: Payments;
  readonly refunds: Refunds;
  readonly collecting: Collecting;
  readonly disputes: Disputes;
  readonly books: ProviderBooks<"events">;
}

export function createStripeProvider(options: StripeOptions): Provider {
  const { webhookSecret, clock } = options;
  const stripe = createStripeClient(options);
  return {
    payments: {
      ...createStripePayments({ ...options, stripe }),
      verifyNews: (body, signature) => verifyStripeNews({ body, signature, webhookSecret, clock }),
    },
    refunds: createStripeRefunds(stripe),
    collecting: createStripeCollecting(stripe),
    disputes: createStripeDisputes(stripe),
    books: createStripeEvents(stripe),
  };
}
