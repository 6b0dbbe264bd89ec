/** The SDK's client as every adapter of ours uses it: patience and retries of ours, no telemetry, fetch underneath. */
import { second } from "@barq/domain/instant";
import Stripe from "stripe";

export interface StripeClientOptions {
  readonly apiKey: string;
  /** somewhere else than api.stripe.com: protocol, host and port are used, a path is not */
  readonly apiBase?: URL;
  /** the SDK's worker build, where no bundler has put it in the place of `stripe` */
  readonly workerBuild?: typeof Stripe;
  /** by default 8 s a try and 2 retries: 25.5 s at most, which the function's own timeout must allow for */
  readonly patience?: { readonly timeoutMs: number; readonly retries: number };
}

export function createStripeClient({ apiKey, apiBase, workerBuild, patience }: StripeClientOptions): Stripe {
  const Sdk = workerBuild ?? Stripe;
  return new Sdk(apiKey, {
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
}
