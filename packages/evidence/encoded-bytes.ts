/** Bytes that travel as text, read strictly: Node's own readers drop what they do not know and go on. */

/** The bytes of hex digits, white space aside; null for anything else, and for nothing. */
export function bytesOfHex(text: string): Uint8Array | null {
  const digits = text.replace(/\s+/g, "");
  return digits.length > 0 && digits.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(digits)
    ? Buffer.from(digits, "hex")
    : null;
}

/** The bytes of base64 in either alphabet, with or without padding, white space aside; null for anything else. */
export function bytesOfBase64(text: string): Uint8Array | null {
  const [, digits = ""] = /^([A-Za-z0-9+/_-]+)={0,2}$/.exec(text.replace(/\s+/g, "")) ?? [];
  return digits.length % 4 === 1 || digits === "" ? null : Buffer.from(digits, "base64");
}

/** Bytes as the text they are, every byte of it; null where they are no UTF-8. */
export function textOfBytes(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
