/** Base32 (RFC 4648 section 6, lowercase, no padding): for names that are typed, spoken and put into addresses. */

const rfc4648 = "abcdefghijklmnopqrstuvwxyz234567";

export function base32(bytes: Uint8Array): string {
  let [bits, held, text] = [0, 0, ""];
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += rfc4648[(held >> bits) & 31];
    }
  }
  return bits > 0 ? text + rfc4648[(held << (5 - bits)) & 31] : text;
}

/** Twenty-eight signs that nobody confuses when they are read aloud: no 0, O, 1, I, L, 5, S, U. */
const spoken = "ABCDEFGHJKMNPQRTVWXYZ2346789";

/** So many signs out of the bytes' number. */
export function spokenText(bytes: Uint8Array, signs: number, alphabet = spoken): string {
  let value = bytes.reduce((all, byte) => all * 256n + BigInt(byte), 0n);
  let text = "";
  for (let n = 0; n < signs; n++) {
    text += alphabet[Number(value % BigInt(alphabet.length))];
    value /= BigInt(alphabet.length);
  }
  return text;
}
