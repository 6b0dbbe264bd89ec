/** A forged record is bad, one that nobody can check is neither good nor bad, and genuine meters with sloppy DER are good. */
import { createPublicKey, verify } from "node:crypto";
import { judgeRecord } from "@barq/evidence/signed-session";
import { describe, expect, it } from "vitest";
import type { Meter } from "./ocmf-meter.ts";
import {
  curveNames,
  derOf,
  halvesOf,
  known,
  meter,
  meterOn,
  recordWith,
  registered,
  signed,
  wholePayload,
} from "./ocmf-meter.ts";

const meters: ReadonlyMap<string, Meter> = new Map(
  curveNames.map(([, openssl]) => [openssl, meterOn(openssl)]),
);
const judged = (text: string, keys = known) => {
  const { verdict, why } = judgeRecord(text, keys).judged;
  return why === null ? verdict : `${verdict} ${why}`;
};
const integer = (bytes: Uint8Array): Buffer => Buffer.concat([Buffer.of(0x02, bytes.length), bytes]);
const sequence = (...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(0x30, content.length), content]);
};
const hexSection = (der: Uint8Array) => ({ SD: Buffer.from(der).toString("hex") });

describe("a forged record", () => {
  it("is bad when one digit of its payload is another", () => {
    const text = signed(wholePayload);
    expect(judged(text.replace("2965.125", "2965.124"))).toBe("bad signature_invalid");
  });

  it("is bad when its payload was written anew, though it says the same", () => {
    const text = signed(wholePayload);
    expect(judged(text.replace('{"FV"', '{ "FV"'))).toBe("bad signature_invalid");
    expect(judged(text.replace("2935.600", "2935.6"))).toBe("bad signature_invalid");
  });

  it("is bad whichever byte of its signature is another", () => {
    const der = derOf(wholePayload, meter);
    for (let at = 0; at < der.length; at += 1) {
      const other = Buffer.from(der);
      other[at] = (other[at] ?? 0) ^ 0x01;
      expect(judged(recordWith(wholePayload, hexSection(other)))).toMatch(
        /^bad signature_(invalid|malformed)$/,
      );
    }
  });

  it("is bad under another meter's key of the same curve, on every curve", () => {
    for (const [name, openssl] of curveNames) {
      const own = meters.get(openssl) ?? meter;
      const text = signed(wholePayload, own, { SA: `ECDSA-${name}-SHA256` });
      expect(judged(text, registered(meterOn(openssl).spkiHex))).toBe("bad signature_invalid");
    }
  });

  it("is bad without two integers of the curve's size", () => {
    const [r, s] = halvesOf(wholePayload, meter);
    const long = Buffer.concat([Buffer.of(0x11), r]);
    for (const der of [
      Buffer.of(0x30, 0x00),
      Buffer.of(0x30),
      Buffer.of(0x30, 0x80, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01),
      sequence(integer(r)),
      sequence(integer(r), integer(s), integer(s)),
      sequence(integer(long), integer(s)),
      Buffer.concat([sequence(integer(r), integer(s)), Buffer.of(0)]),
      Buffer.concat([r, s]).subarray(1),
    ]) {
      expect(judged(recordWith(wholePayload, hexSection(der)))).toBe("bad signature_malformed");
    }
    const zero = sequence(integer(Buffer.of(0)), integer(Buffer.of(0)));
    expect(judged(recordWith(wholePayload, hexSection(zero)))).toBe("bad signature_invalid");
    expect(judged(recordWith(wholePayload, { SD: "no hex at all" }))).toBe("bad signature_malformed");
  });
});

describe("a record that nobody can check", () => {
  const text = signed(wholePayload);

  it("is unverifiable without a key, and with keys of other meters and gateways alone", () => {
    const { spkiHex: key } = meter;
    expect(judged(text, [])).toBe("unverifiable key_unknown");
    expect(judged(text, [{ key, meterSerial: "mt-901", gatewaySerial: null }])).toBe(
      "unverifiable key_unknown",
    );
    expect(judged(text, [{ key, meterSerial: "mt-900", gatewaySerial: "gw-1" }])).toBe(
      "unverifiable key_unknown",
    );
    expect(judged(text, [{ key, meterSerial: "mt-900", gatewaySerial: "gw-17" }])).toBe("good");
  });

  it("is unverifiable, not forged, when the registered key is unreadable or of another curve", () => {
    expect(judged(text, registered("no key"))).toBe("unverifiable key_unreadable");
    const other = meters.get("secp256k1") ?? meter;
    expect(judged(text, registered(other.spkiHex))).toBe("unverifiable key_other_curve");
    expect(judged(signed(wholePayload, other), registered(other.spkiHex))).toBe(
      "unverifiable key_other_curve",
    );
  });

  it("is unverifiable under an algorithm, an encoding or a type that OCMF does not have", () => {
    const section = hexSection(derOf(wholePayload, meter));
    const is = (more: Record<string, unknown>) => judged(recordWith(wholePayload, { ...section, ...more }));
    expect(is({ SA: "ECDSA-secp521r1-SHA256" })).toBe("unverifiable algorithm_unknown");
    expect(is({ SA: "ECDSA-secp256r1-SHA512" })).toBe("unverifiable algorithm_unknown");
    expect(is({ SA: "" })).toBe("unverifiable algorithm_unknown");
    expect(is({ SE: "base32" })).toBe("unverifiable encoding_unknown");
    expect(is({ SM: "application/pgp" })).toBe("unverifiable signature_type_unknown");
  });

  it("never believes the key it carries", () => {
    const section = { ...hexSection(derOf(wholePayload, meter)), PK: meter.spkiHex, U_KEY: meter.spkiHex };
    expect(judged(recordWith(wholePayload, section), [])).toBe("unverifiable key_unknown");
  });
});

describe("a genuine record", () => {
  it("is good on every curve, in both spellings of brainpool, in hex and in base64", () => {
    for (const [name, openssl] of curveNames) {
      const own = meters.get(openssl) ?? meter;
      const SA = `ECDSA-${name}-SHA256`;
      expect(judged(signed(wholePayload, own, { SA }), registered(own.spkiHex)), name).toBe("good");
      const SD = derOf(wholePayload, own).toString("base64");
      const inBase64 = recordWith(wholePayload, { SA, SE: "base64", SM: "application/x-der", SD });
      expect(judged(inBase64, registered(own.spkiHex)), `${name} base64`).toBe("good");
    }
  });

  it("is good when two keys are registered and one of them fits", () => {
    const keys = [...registered(meterOn("prime256v1").spkiHex), ...registered("no key"), ...known];
    expect(judged(signed(wholePayload), keys)).toBe("good");
  });

  it("is good with integers that OpenSSL refuses: zeros too many, or the zero left out that keeps them positive", () => {
    for (const openssl of new Set(curveNames.map(([, own]) => own))) {
      const own = meters.get(openssl) ?? meter;
      const name = curveNames.find(([, of]) => of === openssl)?.[0];
      // Until both begin with a bit that DER would take for a sign.
      let [r, s] = halvesOf(wholePayload, own);
      while ((r[0] ?? 0) < 0x80 || (s[0] ?? 0) < 0x80) [r, s] = halvesOf(wholePayload, own);
      const padded = (half: Buffer) => Buffer.concat([Buffer.alloc(3), half]);
      const sloppy = [sequence(integer(r), integer(s)), sequence(integer(padded(r)), integer(padded(s)))];
      const long = Buffer.concat([Buffer.of(0x30, 0x81), sequence(integer(r), integer(s)).subarray(1)]);
      for (const der of [...sloppy, long]) {
        expect(verify("sha256", Buffer.from(wholePayload), own.publicKey, der)).toBe(false);
        const text = recordWith(wholePayload, { SA: `ECDSA-${name}-SHA256`, ...hexSection(der) });
        expect(judged(text, registered(own.spkiHex)), openssl).toBe("good");
      }
    }
  });

  it("is good with short integers, which a fixed length must pad", () => {
    let [r, s] = halvesOf(wholePayload, meter);
    while (r[0] !== 0) [r, s] = halvesOf(wholePayload, meter);
    expect(judged(recordWith(wholePayload, hexSection(sequence(integer(r.subarray(1)), integer(s)))))).toBe(
      "good",
    );
  });

  it("is good as two halves without DER", () => {
    expect(judged(recordWith(wholePayload, hexSection(Buffer.concat(halvesOf(wholePayload, meter)))))).toBe(
      "good",
    );
  });

  it("may hold pipes, quotes and letters of any script in its texts", () => {
    for (const TT of ["a|b|c", 'pipe "|" quote', "تعريفة البرق", "é\u2028\ud83d\ude97", "\\|\\"]) {
      const payload = wholePayload.replace("{", `{"TT":${JSON.stringify(TT)},`);
      expect(judged(signed(payload)), TT).toBe("good");
    }
  });

  it("is the same to OpenSSL's own reader, where the DER is canonical", () => {
    const key = createPublicKey({ key: Buffer.from(meter.spkiHex, "hex"), format: "der", type: "spki" });
    expect(verify("sha256", Buffer.from(wholePayload), key, derOf(wholePayload, meter))).toBe(true);
  });
});
