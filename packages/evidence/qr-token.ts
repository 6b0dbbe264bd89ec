/**
 * The token in a printed code: `<version>.<tenant>.<kid>.<sticker>.<mac>`. Tenant and key id are inside the signature; a
 * code proves its ids, not the sticker it is printed on.
 */
import { timingSafeEqual } from "node:crypto";
import { base32 } from "./base32.ts";
import { keyedBytes } from "./identity.ts";

const part = /^[a-z0-9-]{1,32}$/;
/** 130 bits of the HMAC-SHA256. */
const macLength = 26;

const macOf = (secret: Uint8Array, tenant: string, keyId: string, sticker: string): string =>
  base32(keyedBytes(secret, "qr", "1", tenant, keyId, sticker)).slice(0, macLength);

/** @throws Error for ids that cannot stand in an address */
export function makeQrToken(
  of: { tenant: string; keyId: string; sticker: string },
  secret: Uint8Array,
): string {
  for (const id of [of.tenant, of.keyId, of.sticker]) {
    if (!part.test(id))
      throw new Error(`"${id}" cannot stand in a code: lower-case letters, digits and hyphens, at most 32`);
  }
  return `1.${of.tenant}.${of.keyId}.${of.sticker}.${macOf(secret, of.tenant, of.keyId, of.sticker)}`;
}

export type QrRead =
  | { readonly kind: "good"; readonly tenant: string; readonly sticker: string }
  | { readonly kind: "malformed" | "unknown_key" | "forged" };

/** Never throws, whatever is scanned. */
export function readQrToken(
  text: string,
  secretOf: (tenant: string, keyId: string) => Uint8Array | undefined,
): QrRead {
  if (text.length > 140) return { kind: "malformed" };
  const [version, tenant = "", keyId = "", sticker = "", mac = "", ...rest] = text.split(".");
  if (
    version !== "1" ||
    rest.length > 0 ||
    ![tenant, keyId, sticker].every((id) => part.test(id)) ||
    !/^[a-z2-7]{26}$/.test(mac)
  ) {
    return { kind: "malformed" };
  }
  const secret = secretOf(tenant, keyId);
  if (!secret) return { kind: "unknown_key" };
  const good = timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(secret, tenant, keyId, sticker)));
  return good ? { kind: "good", tenant, sticker } : { kind: "forged" };
}
