/**
 * Public keys of meters in the forms in which people and stations hand them on, made into one that node:crypto takes. A
 * key that came with a record is a claim: what reads here decides nothing about whom to trust.
 */
import type { KeyObject } from "node:crypto";
import { createPublicKey } from "node:crypto";
import { bytesOfBase64, bytesOfHex, textOfBytes } from "./encoded-bytes.ts";
import { isMembers, readExactJson } from "./exact-json.ts";

/** A key that was registered for a meter by other means than the wire, as OCMF demands. */
export interface RegisteredKey {
  /** in any form that `readMeterKey` takes */
  readonly key: string;
  /** it signs for this meter alone; null where whoever hands it in has chosen it for these records */
  readonly meterSerial: string | null;
  /** it signs for this gateway alone; null as above */
  readonly gatewaySerial: string | null;
}

export interface Curve {
  /** as OpenSSL calls it */
  readonly name: string;
  /** bytes of a coordinate, and of each half of a signature */
  readonly size: number;
  /** the curve's object identifier as DER, in hex */
  readonly oid: string;
}

/** Longer than any key of these curves in any form. */
const mostCharacters = 4096;

/** The key, or null where the text is none on an elliptic curve. A bare point is taken to lie on `curve`. Never throws. */
export function readMeterKey(text: string, curve: Curve): KeyObject | null {
  const bytes = text.length <= mostCharacters ? keyBytes(text.trim(), 4) : null;
  if (bytes === null) return null;
  const point = pointOf(bytes, curve.size);
  try {
    const key = createPublicKey({
      key: point === null ? Buffer.from(bytes) : wrapPoint(point, curve),
      format: "der",
      type: "spki",
    });
    return key.asymmetricKeyType === "ec" ? key : null;
  } catch {
    // No key, or a point that lies on no such curve.
    return null;
  }
}

/** The halves of a point on the smallest curve of OCMF. */
const fewestBytes = 48;

/** Whether a text is long enough for a key in one of those forms; whether it is one, `readMeterKey` says. Never throws. */
export function isKeyText(text: string): boolean {
  const bytes = text.length <= mostCharacters ? keyBytes(text.trim(), 4) : null;
  return bytes !== null && bytes.length >= fewestBytes;
}

/** Peels off what the key was wrapped in, at most `depth` times. */
function keyBytes(text: string, depth: number): Uint8Array | null {
  if (depth === 0) return null;
  const pem = /^-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----$/.exec(text);
  if (pem) return bytesOfBase64(pem[1] ?? "");
  // oca:base16:asn1:3059...: only what stands last is the key.
  if (text.startsWith("oca:")) return keyBytes(text.slice(text.lastIndexOf(":") + 1), depth - 1);
  if (text.startsWith("{")) {
    const wrapped = readExactJson(text);
    return isMembers(wrapped) && typeof wrapped.UK === "string" ? keyBytes(wrapped.UK, depth - 1) : null;
  }
  const hex = bytesOfHex(text);
  if (hex !== null) return hex;
  const bytes = bytesOfBase64(text);
  const inner = bytes === null ? null : textOfBytes(bytes);
  // Neither DER nor a point is ever plain text: what is, is another wrapping.
  return inner !== null && /^[\x20-\x7e\s]+$/.test(inner) ? keyBytes(inner.trim(), depth - 1) : bytes;
}

/** Uncompressed, with the 04 that says so, which some makers leave out. */
function pointOf(bytes: Uint8Array, size: number): Uint8Array | null {
  if (bytes.length === 2 * size) return Buffer.concat([Buffer.of(0x04), bytes]);
  return bytes.length === 1 + 2 * size && bytes[0] === 0x04 ? bytes : null;
}

/** A point with the head that says which curve it lies on (RFC 5480): SubjectPublicKeyInfo. */
function wrapPoint(point: Uint8Array, curve: Curve): Buffer {
  const ecPublicKey = "06072a8648ce3d0201";
  const algorithm = der(0x30, Buffer.concat([Buffer.from(ecPublicKey, "hex"), oidOf(curve)]));
  return der(0x30, Buffer.concat([algorithm, der(0x03, Buffer.concat([Buffer.of(0), point]))]));
}

const oidOf = (curve: Curve): Buffer => der(0x06, Buffer.from(curve.oid, "hex"));

/** One element of DER; nothing here is as long as 128 bytes. */
const der = (tag: number, content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.of(tag, content.length), content]);
