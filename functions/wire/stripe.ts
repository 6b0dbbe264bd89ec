/** What a Lambda's environment says of Stripe. */

import type { Clock } from "@barq/domain/instant";
import type { StripeClientOptions } from "@barq/payments/stripe-client";

export type Paying = {
  readonly STRIPE_KEY: string;
  readonly STRIPE_WEBHOOK_SECRET: string;
  readonly STRIPE_BEYOND_HOLD?: "on" | "off" | undefined;
};

export const stripeOptions = (
  environment: Paying,
  ports: { readonly clock: Clock; readonly environment: string },
): StripeClientOptions & {
  readonly webhookSecret: string;
  readonly clock: Clock;
  readonly environment: string;
  readonly beyondHold: boolean;
} => ({
  apiKey: environment.STRIPE_KEY,
  webhookSecret: environment.STRIPE_WEBHOOK_SECRET,
  clock: ports.clock,
  environment: ports.environment,
  beyondHold: environment.STRIPE_BEYOND_HOLD === "on",
});
