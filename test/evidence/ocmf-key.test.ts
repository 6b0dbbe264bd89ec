/** A meter's key is found in every form it is handed on in, and what is no key is none. */
import { generateKeyPairSync } from "node:crypto";
import { readMeterKey } from "@barq/evidence/ocmf-key";
import { judgeRecord } from "@barq/evidence/signed-session";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curveNames, meter, meterOn, registered, signed, wholePayload } from "./ocmf-meter.ts";

const p256 = { name: "prime256v1", size: 32, oid: "2a8648ce3d030107" };
const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const hex = meter.spkiHex;
const der = Buffer.from(hex, "hex");
const point = der.subarray(-65);

describe("what is no key", () => {
  it("is none, and never throws", () => {
    const offCurve = Buffer.from(point);
    offCurve[64] = (offCurve[64] ?? 0) ^ 1;
    const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey;
    const edwards = generateKeyPairSync("ed25519").publicKey;
    const secret = meter.privateKey;
    for (const text of [
      "",
      " ",
      "{}",
      '{"UK":7}',
      '{"UK":"zz"}',
      "oca:",
      "oca:base16:asn1:",
      "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
      hex.slice(0, -2),
      `${hex.slice(0, -2)}zz`,
      offCurve.toString("hex"),
      point.subarray(2).toString("hex"),
      rsa.export({ format: "der", type: "spki" }).toString("hex"),
      edwards.export({ format: "der", type: "spki" }).toString("base64"),
      secret.export({ format: "pem", type: "pkcs8" }).toString(),
      secret.export({ format: "der", type: "pkcs8" }).toString("hex"),
      "30".repeat(5000),
    ]) {
      expect(readMeterKey(text, p256), text.slice(0, 60)).toBeNull();
    }
  });

  it("is none wrapped more often than anybody wraps", () => {
    expect(readMeterKey(base64(base64(base64(hex))), p256)).not.toBeNull();
    expect(readMeterKey(base64(base64(base64(base64(hex)))), p256)).toBeNull();
  });

  it("is none, whatever is said", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."0123456789abcdef") })),
        (text) => {
          expect(readMeterKey(text, p256)).toBeNull();
          expect(readMeterKey(base64(text), p256)).toBeNull();
        },
      ),
    );
  });
});

describe("a key", () => {
  const forms = {
    "hex of DER": hex,
    "hex in capitals, in groups": (hex.toUpperCase().match(/.{1,8}/g) ?? []).join(" "),
    "base64 of DER": base64(der),
    "base64 in lines, without padding": (
      base64(der)
        .replace(/=+$/, "")
        .match(/.{1,20}/g) ?? []
    ).join("\n"),
    PEM: meter.publicKey.export({ format: "pem", type: "spki" }).toString(),
    "base64 of oca:base16:asn1": base64(`oca:base16:asn1:${hex}`),
    "oca:base16:asn1": `oca:base16:asn1:${hex}`,
    "base64 of oca:base64:asn1": base64(`oca:base64:asn1:${base64(der)}`),
    "base64 of hex of DER": base64(hex),
    "base64 of {UK}": base64(JSON.stringify({ UK: hex })),
    "base64 of {UK: point}": base64(JSON.stringify({ UK: point.toString("hex") })),
    "point as hex": point.toString("hex"),
    "point as base64": base64(point),
    "point without its 04": point.subarray(1).toString("hex"),
  };

  for (const [name, text] of Object.entries(forms)) {
    it(`is read as ${name}`, () => {
      expect(judgeRecord(signed(wholePayload), registered(text)).judged).toMatchObject({ verdict: "good" });
      expect(judgeRecord(signed(wholePayload), registered(`\n ${text}\r\n`)).judged).toMatchObject({
        verdict: "good",
      });
    });
  }

  it("is read as a bare point on every curve that SA names", () => {
    for (const [name, openssl] of curveNames) {
      const own = meterOn(openssl);
      const size = { 192: 24, 256: 32, 384: 48 }[Number(/\d{3}/.exec(name)?.[0])] ?? 0;
      const text = own.spkiHex.slice(-2 * (1 + 2 * size));
      expect(text.startsWith("04")).toBe(true);
      const record = signed(wholePayload, own, { SA: `ECDSA-${name}-SHA256` });
      expect(judgeRecord(record, registered(text)).judged.verdict, name).toBe("good");
    }
  });
});
