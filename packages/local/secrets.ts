/**
 * A laptop's secrets and keys: made at the first start, kept in BARQ_DATA/secrets.json (mode 0600), the same ever after.
 * Document keys stay for ever, because proofs are checked against them.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TokenKeys } from "@barq/functions/api/own-token";
import { publicHalf } from "@barq/functions/api/own-token";
import type { JSONWebKeySet } from "jose";
import { exportJWK, generateKeyPair, importJWK } from "jose";
import * as v from "valibot";

const jwk = v.looseObject({ kty: v.string(), kid: v.string() });
const kept = v.strictObject({
  server: v.string(),
  qrKeyId: v.string(),
  qrKeys: v.record(v.string(), v.string()),
  stripeKey: v.string(),
  webhookSecret: v.string(),
  access: jwk,
  receipt: jwk,
  document: jwk,
  issuer: jwk,
});
type Kept = v.InferOutput<typeof kept>;

export interface LocalSecrets {
  readonly server: Uint8Array;
  readonly qrKeys: Readonly<Record<string, Uint8Array>>;
  readonly qrKeyId: string;
  readonly stripeKey: string;
  readonly webhookSecret: string;
  readonly access: TokenKeys;
  readonly receipt: TokenKeys;
  readonly document: TokenKeys;
  /** the local issuer's, for people at work */
  readonly issuer: TokenKeys;
}

const fileOf = (data: string): string => join(data, "secrets.json");

async function newJwk(name: string): Promise<v.InferOutput<typeof jwk>> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const exported = await exportJWK(privateKey);
  return { ...exported, kty: exported.kty ?? "EC", kid: `${name}-${randomBytes(4).toString("hex")}` };
}

async function newSecrets(): Promise<Kept> {
  const [access, receipt, document, issuer] = await Promise.all(
    ["access", "receipt", "document", "issuer"].map(newJwk),
  );
  if (!access || !receipt || !document || !issuer) throw new Error("keys were not made");
  return {
    server: randomBytes(32).toString("base64url"),
    qrKeyId: "k1",
    qrKeys: { k1: randomBytes(32).toString("base64url") },
    stripeKey: `sk_test_${randomBytes(18).toString("hex")}`,
    webhookSecret: `whsec_${randomBytes(18).toString("hex")}`,
    access,
    receipt,
    document,
    issuer,
  };
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "base64url"));

async function keysOf(key: v.InferOutput<typeof jwk>): Promise<TokenKeys> {
  const privateKey = await importJWK(key, "ES256");
  if (privateKey instanceof Uint8Array) throw new Error("a key of secrets.json is no key pair");
  return { keyId: key.kid, privateKey, published: { keys: [publicHalf(key)] } };
}

/** Whether a product has ever been started on the folder. */
export const hasSecrets = (data: string): boolean => existsSync(fileOf(data));

/** The folder's secrets, made when there are none. @throws Error for a file that is damaged */
export async function openSecrets(data: string): Promise<LocalSecrets> {
  const path = fileOf(data);
  if (!existsSync(path)) {
    mkdirSync(data, { recursive: true });
    writeFileSync(`${path}.tmp`, JSON.stringify(await newSecrets()), { mode: 0o600 });
    renameSync(`${path}.tmp`, path);
  }
  const read = v.safeParse(kept, JSON.parse(readFileSync(path, "utf8")));
  if (!read.success)
    throw new Error(`${path} is damaged; without it codes and proofs of this folder cannot be read.`);
  const { output } = read;
  const [access, receipt, document, issuer] = await Promise.all([
    keysOf(output.access),
    keysOf(output.receipt),
    keysOf(output.document),
    keysOf(output.issuer),
  ]);
  return {
    server: bytesOf(output.server),
    qrKeyId: output.qrKeyId,
    qrKeys: Object.fromEntries(Object.entries(output.qrKeys).map(([id, key]) => [id, bytesOf(key)])),
    stripeKey: output.stripeKey,
    webhookSecret: output.webhookSecret,
    access,
    receipt,
    document,
    issuer,
  };
}

/** The public halves with which this folder's proofs are checked. */
export async function documentKeysOf(data: string): Promise<JSONWebKeySet> {
  return (await openSecrets(data)).document.published;
}
