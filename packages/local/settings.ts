/**
 * What the environment asks of a laptop's product. Everything else is handed these settings: nothing below reads the
 * environment again.
 */
import { resolve } from "node:path";

interface StripeSettings {
  readonly apiBase: URL | null;
  readonly apiKey: string;
  readonly webhookSecret: string;
}

export interface Settings {
  /** PORT; 0 takes any free one */
  readonly port: number;
  /** BARQ_DATA: where everything that must survive lies */
  readonly data: string;
  /** BARQ_STATIONS: how many of the demo network's stations are simulated; null means all of them */
  readonly stations: number | null;
  readonly seed: "demo" | "empty";
  /** BARQ_CLOCK: real, xN or manual */
  readonly clock: string;
  /** DYNAMODB_ENDPOINT: somebody else's tables instead of the embedded server */
  readonly dynamodbEndpoint: string | null;
  /** AWS_REGION, for tables that are somebody else's */
  readonly region: string;
  /** STRIPE_*: the real provider instead of the stand-in */
  readonly stripe: StripeSettings | null;
  /** STRIPE_BEYOND_HOLD=on: holds may be raised and captured beyond where a card allows it */
  readonly beyondHold: boolean;
  /** BARQ_LIMITS=on: limits against abuse bind loopback too, by the last address in X-Forwarded-For */
  readonly limits: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const isLive = (apiKey: string): boolean => /^(sk|rk)_live_/.test(apiKey);

/** @throws Error in words for a person, naming the variable and what it may be */
export function settingsOf(environment: Environment): Settings {
  const clock = environment.BARQ_CLOCK ?? "real";
  if (clock !== "real" && clock !== "manual" && !/^x[1-9]\d{0,4}$/.test(clock)) {
    throw new Error(`BARQ_CLOCK is "${clock}"; it may be real, xN (x60 is sixty times faster) or manual.`);
  }
  const stripe = stripeOf(environment);
  if (stripe && isLive(stripe.apiKey) && clock !== "real") {
    throw new Error(`BARQ_CLOCK=${clock} is refused with a live key: real money keeps real time.`);
  }
  const seed = environment.BARQ_SEED ?? "demo";
  if (seed !== "demo" && seed !== "empty") {
    throw new Error(`BARQ_SEED is "${seed}"; it may be demo or empty.`);
  }
  const dynamodbEndpoint = environment.DYNAMODB_ENDPOINT || null;
  if (dynamodbEndpoint !== null && !/^https?:/.test(dynamodbEndpoint)) {
    throw new Error(
      `DYNAMODB_ENDPOINT is "${dynamodbEndpoint}", which is no address such as http://localhost:8000.`,
    );
  }
  return {
    port: wholeOf("PORT", environment.PORT, 8787, 65_535),
    data: resolve(environment.BARQ_DATA ?? ".barq"),
    stations:
      environment.BARQ_STATIONS === undefined
        ? null
        : wholeOf("BARQ_STATIONS", environment.BARQ_STATIONS, 0, 1000),
    seed,
    clock,
    dynamodbEndpoint,
    region: environment.AWS_REGION ?? "local",
    stripe,
    beyondHold: isOn("STRIPE_BEYOND_HOLD", environment.STRIPE_BEYOND_HOLD),
    limits: isOn("BARQ_LIMITS", environment.BARQ_LIMITS),
  };
}

function isOn(name: string, text = "off"): boolean {
  if (text !== "on" && text !== "off") throw new Error(`${name} is "${text}"; it may be on or off.`);
  return text === "on";
}

function stripeOf(environment: Environment): StripeSettings | null {
  const {
    STRIPE_API_BASE: base,
    STRIPE_SECRET_KEY: apiKey,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
  } = environment;
  if (base === undefined && apiKey === undefined && webhookSecret === undefined) return null;
  if (!apiKey || !webhookSecret) {
    throw new Error(
      "STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET belong together: set both, or neither for the stand-in.",
    );
  }
  if (base !== undefined && !URL.canParse(base))
    throw new Error(`STRIPE_API_BASE is "${base}", which is no address.`);
  return { apiBase: base === undefined ? null : new URL(base), apiKey, webhookSecret };
}

function wholeOf(name: string, text: string | undefined, otherwise: number, most: number): number {
  if (text === undefined || text === "") return otherwise;
  const value = Number(text);
  if (!/^\d{1,6}$/.test(text) || value > most) {
    throw new Error(`${name} is "${text}"; it is a whole number from 0 to ${most}.`);
  }
  return value;
}
