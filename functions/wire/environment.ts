/**
 * A Lambda's environment as values: what each kind of door is told, parsed once at its start. Whatever is missing or is
 * not as it should be is named, all of it in one line; no value is ever repeated, because most of them are secrets.
 */
import * as v from "valibot";

export type Environment = Readonly<Record<string, string | undefined>>;

const word = v.pipe(v.string(), v.nonEmpty());
const origin = v.pipe(
  v.string(),
  v.url(),
  v.check((text) => URL.canParse(text) && new URL(text).origin === text),
);
const address = v.pipe(
  v.string(),
  v.url(),
  v.transform((text) => new URL(text)),
);
/** At least 32 bytes in base64url. */
const keyBytes = v.pipe(
  v.string(),
  v.regex(/^[\w-]{43,}$/),
  v.transform((text) => Uint8Array.from(Buffer.from(text, "base64url"))),
);

const publicKey = { kty: v.literal("EC"), crv: v.literal("P-256"), kid: word, x: word, y: word };
/** Key pairs as JWKs: the first one signs, the others only verify what was signed before. */
export const keyPairs = v.pipe(
  v.string(),
  v.parseJson(),
  v.tupleWithRest([v.object({ ...publicKey, d: word })], v.object(publicKey)),
);

/** What the open door is told, and every door that is asked over HTTP beside it. */
export const openVariables = {
  /** where the product answers, without a path */
  ORIGIN: origin,
  /** public halves of the document keys, retired ones included */
  DOCUMENT_JWKS: v.pipe(v.string(), v.parseJson(), v.object({ keys: v.array(v.object(publicKey)) })),
} as const;

/** What every door is told that remembers something. */
export const rememberingDoor = {
  AWS_REGION: word,
  AWS_ACCESS_KEY_ID: word,
  AWS_SECRET_ACCESS_KEY: word,
  AWS_SESSION_TOKEN: v.optional(word),
  CORE_TABLE: word,
  METER_TABLE: word,
  ARCHIVE_BUCKET: word,
  ORIGIN: openVariables.ORIGIN,
  /** part of every key given to the payment provider, so no two stages may have the same */
  ENVIRONMENT: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,64}$/)),
  SERVER_SECRET: keyBytes,
  /** `{"printing": "k2", "keys": {"k1": "<base64url>", "k2": "<base64url>"}}` */
  QR_KEYS: v.pipe(
    v.string(),
    v.parseJson(),
    v.object({ printing: word, keys: v.record(word, keyBytes) }),
    v.check(({ printing, keys }) => keys[printing] !== undefined),
  ),
} as const;

/** What a door is told that asks who is asking. */
export const askingDoor = {
  ...rememberingDoor,
  ...openVariables,
  ACCESS_KEY: keyPairs,
  RECEIPT_KEY: keyPairs,
  /** the operator's OIDC issuer; without one nobody at work comes in */
  STAFF_ISSUER: v.optional(word),
  STAFF_AUDIENCE: v.optional(word),
  STAFF_JWKS_URL: v.optional(v.pipe(v.string(), v.url())),
} as const;

/** Where people at work sign in to the pages; without all of it they cannot. */
export const signInVariables = {
  STAFF_CLIENT_ID: v.optional(word),
  STAFF_AUTHORIZE_URL: v.optional(v.pipe(v.string(), v.url())),
  STAFF_TOKEN_URL: v.optional(v.pipe(v.string(), v.url())),
} as const;

export const moneyVariables = {
  STRIPE_KEY: word,
  STRIPE_WEBHOOK_SECRET: word,
  /** the account may raise holds and capture beyond them where a card allows it (IC+ pricing, by agreement with Stripe) */
  STRIPE_BEYOND_HOLD: v.optional(v.picklist(["on", "off"])),
} as const;

export const stationVariables = { OCPP_ENDPOINT: address } as const;

export const intakeVariables = { INTAKE_QUEUE_URL: address } as const;

export const sealingVariables = { DOCUMENT_KEY: keyPairs } as const;

type Named = Readonly<Record<string, v.GenericSchema>>;
type Values<E extends Named> = v.InferOutput<v.ObjectSchema<E, undefined>>;

export type RememberingDoor = Values<typeof rememberingDoor>;
export type AskingDoor = Values<typeof askingDoor>;
export type KeyPairs = AskingDoor["ACCESS_KEY"];

/** @throws Error that names every variable that is missing or is not as it should be, and none of their values */
export function readEnvironment<const E extends Named>(variables: E, environment: Environment): Values<E> {
  const read = v.safeParse(v.object(variables), environment);
  if (read.success) return read.output;
  const names = [...new Set(read.issues.map((issue) => String(issue.path?.[0]?.key)))];
  const missing = names.filter((name) => (environment[name] ?? "") === "");
  const wrong = names.filter((name) => !missing.includes(name));
  const said = [
    ...(missing.length > 0 ? [`missing: ${missing.join(", ")}`] : []),
    ...(wrong.length > 0 ? [`not as it should be: ${wrong.join(", ")}`] : []),
  ];
  throw new Error(`This door's environment is incomplete (${said.join("; ")}).`);
}
