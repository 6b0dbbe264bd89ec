/**
 * Names made from secrets. Every use of the server's secret has a label of its own, so that no name of one kind can ever
 * pass for a name of another.
 */
import { createHash, createHmac, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { stickerSigns } from "@barq/domain/sticker";
import { base32, spokenText } from "./base32.ts";
import { canonicalBytes } from "./canonical-json.ts";

type Label = "session" | "refund" | "id-tag" | "reference" | "address" | "qr";

export function keyedBytes(secret: Uint8Array, label: Label, ...parts: readonly string[]): Buffer {
  const mac = createHmac("sha256", secret).update(`barq/${label}`);
  // Lengths before parts: "ab" + "c" is never "a" + "bc".
  for (const part of parts) mac.update(`\u0000${Buffer.byteLength(part)}:`).update(part);
  return mac.digest();
}

/** `ses_` plus 26 base32 signs (130 bits): nobody can guess or choose one, and a repeat finds the same. */
export const sessionIdOf = (secret: Uint8Array, of: { tenant: string; qr: string; key: string }): string =>
  `ses_${base32(keyedBytes(secret, "session", of.tenant, of.qr, of.key)).slice(0, 26)}`;

/** `ref_` plus 26 base32 signs: made from the key that asked, so that a repeat finds the same refund months later. */
export const refundIdOf = (secret: Uint8Array, of: { tenant: string; key: string }): string =>
  `ref_${base32(keyedBytes(secret, "refund", of.tenant, of.key)).slice(0, 26)}`;

/** OCPP's idTag has at most 20 characters (OCPP 1.6 CiString20Type); this one is good for one start. */
export const idTagOf = (secret: Uint8Array, session: string): string =>
  base32(keyedBytes(secret, "id-tag", session)).slice(0, 20);

export const referenceOf = (secret: Uint8Array, session: string): string =>
  spokenText(keyedBytes(secret, "reference", session).subarray(0, 8), 6);

export const hashedText = (secret: Uint8Array, text: string): string =>
  base32(keyedBytes(secret, "address", text)).slice(0, 26);

/** Of a request's body: tells a repeat from a key used twice. */
export const fingerprintOf = (body: unknown): string =>
  createHash("sha256").update(canonicalBytes(body)).digest("base64url").slice(0, 16);

/** 31 bits, never 0: an OCPP 1.6 transaction id. */
export const smallNumberOf = (text: string): number =>
  createHash("sha256").update(text).digest().readUInt32BE(0) & 0x7fffffff || 1;

export const newPassword = (): string => base32(randomBytes(15));

/** Six signs of a sticker's alphabet, in lower case: 29 bits, and whoever writes it guards that it is new. */
export const newBatch = (): string => spokenText(randomBytes(8), 6, stickerSigns).toLowerCase();

const derive = (password: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((done, fail) => {
    scrypt(password, salt, 32, { N: 4096, r: 8, p: 1 }, (error, key) => (error ? fail(error) : done(key)));
  });

/** `scrypt$salt$hash`. Station passwords are 120 random bits, so a light setting holds and a thousand may reconnect at once. */
export async function passwordHash(password: string): Promise<string> {
  const salt = randomBytes(12);
  return `scrypt$${salt.toString("base64url")}$${(await derive(password, salt)).toString("base64url")}`;
}

export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [kind, salt, hash] = stored.split("$");
  if (kind !== "scrypt" || !salt || !hash) return false;
  const expected = Buffer.from(hash, "base64url");
  const found = await derive(password, Buffer.from(salt, "base64url"));
  return expected.length === found.length && timingSafeEqual(expected, found);
}
