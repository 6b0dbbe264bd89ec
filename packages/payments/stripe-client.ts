/** The SDK's client as every adapter of ours uses it: patience and retries of ours, no telemetry, fetch underneath. */
import { second } from "@barq/domain/instant";
import Stripe from "stripe";

export interface StripeClientOptions {
  readonly apiKey: string;
  /** somewhere else than api.stripe.com: protocol, host and port are used, a path is not */
  readonly apiBase?: URL;
  /** the SDK's worker build, where no bundler has put it in the place of `stripe` */
  readonly workerBuild?: typeof Stripe;
  /** what carries a request over the network, the platform's own by default */
  readonly fetch?: typeof fetch;
  /** by default 8 s a try and 2 retries: 25.5 s at most, which the function's own timeout must allow for */
  readonly patience?: { readonly timeoutMs: number; readonly retries: number };
}

export function createStripeClient(options: StripeClientOptions): Stripe {
  const { apiKey, apiBase, workerBuild, patience, fetch } = options;
  const Sdk = workerBuild ?? Stripe;
  return new Sdk(apiKey, {
    apiVersion: "2026-10-28.endive",
    maxNetworkRetries: patience?.retries ?? 2,
    timeout: patience?.timeoutMs ?? 8 * second,
    telemetry: false,
    httpClient: Sdk.createFetchHttpClient(fetch),
    ...(apiBase && {
      host: apiBase.hostname,
      port: apiBase.port || (apiBase.protocol === "http:" ? "80" : "443"),
      protocol: apiBase.protocol === "http:" ? ("http" as const) : ("https" as const),
    }),
  });
}
