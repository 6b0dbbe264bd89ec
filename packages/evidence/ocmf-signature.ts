/**
 * Whether a record was signed with a registered key: ECDSA with SHA-256 over the payload's bytes as they were written, on
 * every curve that OCMF names (table 22). Checked on Node 24 with its own OpenSSL 3.5. Which curves Lambda's build has is
 * not verified: one that is missing there makes a record unverifiable, never bad.
 */
import { getCurves, verify } from "node:crypto";
import { bytesOfBase64, bytesOfHex } from "./encoded-bytes.ts";
import type { Curve, RegisteredKey } from "./ocmf-key.ts";
import { readMeterKey } from "./ocmf-key.ts";
import type { OcmfRecord } from "./ocmf-record.ts";

interface SignatureVerdict {
  readonly verdict: "good" | "bad" | "unverifiable";
  readonly why: string | null;
}

/** By OCMF's names in small letters; OpenSSL calls the two of NIST that it shares with ANSI by ANSI's names. */
const curves: ReadonlyMap<string, Curve> = new Map([
  ["secp192k1", { name: "secp192k1", size: 24, oid: "2b8104001f" }],
  ["secp192r1", { name: "prime192v1", size: 24, oid: "2a8648ce3d030101" }],
  ["secp256k1", { name: "secp256k1", size: 32, oid: "2b8104000a" }],
  ["secp256r1", { name: "prime256v1", size: 32, oid: "2a8648ce3d030107" }],
  ["brainpool256r1", { name: "brainpoolP256r1", size: 32, oid: "2b2403030208010107" }],
  ["secp384r1", { name: "secp384r1", size: 48, oid: "2b81040022" }],
  ["brainpool384r1", { name: "brainpoolP384r1", size: 48, oid: "2b240303020801010b" }],
]);

/** The curve of an SA; the text of the standard spells brainpool256r1, stations brainpoolP256r1. */
function curveOf(algorithm: string): Curve | undefined {
  const name = /^ecdsa-([a-z0-9]{1,20})-sha256$/.exec(algorithm.toLowerCase())?.[1] ?? "";
  return curves.get(name.replace(/^brainpoolp/, "brainpool"));
}

const good: SignatureVerdict = { verdict: "good", why: null };
const bad = (why: string): SignatureVerdict => ({ verdict: "bad", why });
const unverifiable = (why: string): SignatureVerdict => ({ verdict: "unverifiable", why });

/** Judges by the keys that are registered for the record's meter and gateway, and by no other. Never throws. */
export function judgeSignature(record: OcmfRecord, keys: readonly RegisteredKey[]): SignatureVerdict {
  const { algorithm, encoding, mimeType, data } = record.signature;
  const curve = curveOf(algorithm);
  if (!curve) return unverifiable("algorithm_unknown");
  if (!getCurves().includes(curve.name)) return unverifiable("curve_unsupported");
  if (mimeType !== "application/x-der") return unverifiable("signature_type_unknown");
  if (encoding !== "hex" && encoding !== "base64") return unverifiable("encoding_unknown");
  const bytes = encoding === "hex" ? bytesOfHex(data) : bytesOfBase64(data);
  const signature = bytes === null ? null : fixedForm(bytes, curve.size);
  if (signature === null) return bad("signature_malformed");
  const own = keys.filter((key) => isFor(key, record));
  if (own.length === 0) return unverifiable("key_unknown");
  const payload = Buffer.from(record.payload, "utf8");
  const verdicts = own.map(({ key }) => judgeBy(key, curve, payload, signature));
  // A key that cannot be read, or one of another curve, may hide the right one: only where all fail is it forged.
  return (
    verdicts.find(({ verdict }) => verdict === "good") ??
    verdicts.find(({ why }) => why === "key_unreadable") ??
    verdicts.find(({ verdict }) => verdict === "bad") ??
    unverifiable("key_other_curve")
  );
}

const isFor = (key: RegisteredKey, record: OcmfRecord): boolean =>
  (key.meterSerial === null || key.meterSerial === record.meterSerial) &&
  (key.gatewaySerial === null || key.gatewaySerial === record.gatewaySerial);

function judgeBy(text: string, curve: Curve, payload: Buffer, signature: Buffer): SignatureVerdict {
  const key = readMeterKey(text, curve);
  if (key === null) return unverifiable("key_unreadable");
  if (key.asymmetricKeyDetails?.namedCurve !== curve.name) return unverifiable("key_other_curve");
  try {
    return verify("sha256", payload, { key, dsaEncoding: "ieee-p1363" }, signature)
      ? good
      : bad("signature_invalid");
  } catch {
    return bad("signature_invalid");
  }
}

/**
 * A signature as r and s of fixed length. Genuine meters pad the integers of their DER, or leave out the zero that keeps
 * them positive; OpenSSL refuses such a signature, though its numbers are right, so they are read as plain magnitudes.
 * Two halves without any DER are taken too: the standard's own example is one.
 */
function fixedForm(bytes: Uint8Array, size: number): Buffer | null {
  const [r, s] = derIntegers(bytes) ?? [];
  if (r === undefined || s === undefined) return bytes.length === 2 * size ? Buffer.from(bytes) : null;
  const halves = [r, s].map((integer) => {
    const start = integer.findIndex((byte) => byte !== 0);
    return start < 0 ? new Uint8Array() : integer.subarray(start);
  });
  if (halves.some((half) => half.length > size)) return null;
  return Buffer.concat(halves.flatMap((half) => [new Uint8Array(size - half.length), half]));
}

/** SEQUENCE { INTEGER, INTEGER } and nothing after it; undefined for anything else. */
function derIntegers(bytes: Uint8Array): readonly [Uint8Array, Uint8Array] | undefined {
  const sequence = element(bytes, 0x30);
  if (!sequence || sequence.rest.length > 0) return undefined;
  const r = element(sequence.content, 0x02);
  const s = r ? element(r.rest, 0x02) : undefined;
  return r && s && s.rest.length === 0 ? [r.content, s.content] : undefined;
}

/** The element at the start of DER bytes, and what follows it; lengths of one byte, or of two with 0x81. */
function element(bytes: Uint8Array, tag: number): { content: Uint8Array; rest: Uint8Array } | undefined {
  if (bytes[0] !== tag) return undefined;
  const start = bytes[1] === 0x81 ? 3 : 2;
  const length = bytes[start - 1];
  if (length === undefined || (start === 2 && length > 0x7f) || bytes.length < start + length)
    return undefined;
  return { content: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) };
}
