/**
 * The signed record inside what a station sends: a SampledValue of format SignedData (OCPP 1.6), whose value is the record
 * itself, hex, base64, or JSON text `{signedMeterData, encodingMethod, publicKey, signingMethod}`; a signedMeterValue of
 * OCPP 2.0.1 is that JSON. The names of methods are not read: stations disagree about them, and the record speaks for itself.
 */
import { bytesOfBase64, bytesOfHex, textOfBytes } from "./encoded-bytes.ts";
import { isMembers, readExactJson } from "./exact-json.ts";

interface SignedValue {
  /** the OCMF text, untouched; null where there is none */
  readonly record: string | null;
  /** the key that came with it, as it came: a claim, never a reason to believe the record */
  readonly claimedKey: string | null;
  /** null where there is a record; empty, too_large, or not_ocmf: then the value itself is what there is to keep */
  readonly why: string | null;
}

/** Twice over in base64, the longest record that is read still fits. */
const mostCharacters = 262_144;

/** Never throws. */
export function recordOf(value: string): SignedValue {
  if (value.length > mostCharacters) return { record: null, claimedKey: null, why: "too_large" };
  if (value.trim() === "") return { record: null, claimedKey: null, why: "empty" };
  return unwrap(value, null, 4);
}

function unwrap(value: string, claimedKey: string | null, depth: number): SignedValue {
  const text = value.trim();
  if (text.startsWith("OCMF|")) return { record: text, claimedKey, why: null };
  if (depth > 0) {
    const json = /^["{]/.test(text) ? readExactJson(text) : undefined;
    if (typeof json === "string") return unwrap(json, claimedKey, depth - 1);
    if (isMembers(json)) {
      const { signedMeterData, publicKey } = json;
      // OCPP 2.0.1 demands the member: where no key is sent it is empty.
      const key = typeof publicKey === "string" && publicKey !== "" ? publicKey : claimedKey;
      return typeof signedMeterData === "string"
        ? unwrap(signedMeterData, key, depth - 1)
        : { record: null, claimedKey: key, why: "not_ocmf" };
    }
    const bytes = bytesOfHex(text) ?? bytesOfBase64(text);
    const inner = bytes === null ? null : textOfBytes(bytes);
    if (inner !== null) return unwrap(inner, claimedKey, depth - 1);
  }
  return { record: null, claimedKey, why: "not_ocmf" };
}
