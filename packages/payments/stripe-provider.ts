/**
 * Stripe, whole: one client behind every port that it stands for.
 *
 *   const { payments, refunds } = createStripeProvider({ apiKey, webhookSecret, clock, environment: "production" });
 */
import type { Clock } from "@barq/domain/instant";
import { second } from "@barq/domain/instant";
import Stripe from "stripe";
import type { Payments } from "./port.ts";
import type { Refunds } from "./refunds.ts";
import { createStripePayments } from "./stripe.ts";
import { createStripeRefunds } from "./stripe-refunds.ts";

interface StripeOptions {
  readonly apiKey: string;
  readonly webhookSecret: string;
  /** somewhere else than api.stripe.com: protocol, host and port are used, a path is not */
  readonly apiBase?: URL;
  readonly clock: Clock;
  /** local, preview, production: part of every key */
  readonly environment: string;
  /** the SDK's worker build, where no bundler has put it in the place of `stripe` */
  readonly workerBuild?: typeof Stripe;
  /** by default 8 s a try and 2 retries: 25.5 s at most, which the function's own timeout must allow for */
  readonly patience?: { readonly timeoutMs: number; readonly retries: number };
}

export interface Provider {
  readonly payments: Payments;
  readonly refunds: Refunds;
}

export function createStripeProvider(options: StripeOptions): Provider {
  const { apiKey, webhookSecret, apiBase, clock, environment, patience } = options;
  const Sdk = options.workerBuild ?? Stripe;
  const stripe = new Sdk(apiKey, {
    apiVersion: "2026-10-28.endive",
    maxNetworkRetries: patience?.retries ?? 2,
    timeout: patience?.timeoutMs ?? 8 * second,
    telemetry: false,
    httpClient: Sdk.createFetchHttpClient(),
    ...(apiBase && {
      host: apiBase.hostname,
      port: apiBase.port || (apiBase.protocol === "http:" ? "80" : "443"),
      protocol: apiBase.protocol === "http:" ? ("http" as const) : ("https" as const),
    }),
  });
  return {
    payments: createStripePayments({ stripe, webhookSecret, clock, environment }),
    refunds: createStripeRefunds(stripe),
  };
}
