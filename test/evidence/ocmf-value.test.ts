/** The record is found in whatever a station wraps it in, untouched; what came with it is a claim. */
import { recordOf } from "@barq/evidence/signed-value";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meter, signed, wholePayload } from "./ocmf-meter.ts";

const record = signed(wholePayload);
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString("base64");
const found = (claimedKey: string | null = null) => ({ record, claimedKey, why: null });
const json = (of: Record<string, unknown>): string => JSON.stringify(of);

describe("no record is found", () => {
  it("where there is none, and it is said why", () => {
    expect(recordOf("")).toMatchObject({ record: null, why: "empty" });
    expect(recordOf(" \n")).toMatchObject({ record: null, why: "empty" });
    expect(recordOf("A".repeat(300_000))).toMatchObject({ record: null, why: "too_large" });
    for (const value of [
      "2935.6",
      "deadbeef",
      "{",
      "{}",
      "[]",
      "null",
      '"',
      json({ signedMeterData: "" }),
      json({ signedMeterData: 7 }),
      json({ signedMeterData: base64("AP;0;3;XYZ;") }),
      json({ signedMeterData: base64(Buffer.from([0xff, 0xfe, 0x4f])) }),
      base64(Buffer.concat([Buffer.from("OCMF|"), Buffer.of(0xe9)])),
    ]) {
      expect(recordOf(value), value).toMatchObject({ record: null, why: "not_ocmf" });
    }
  });

  it("in long runs of padding, which cost no more than their length", () => {
    expect(recordOf(`${"=".repeat(250_000)}x`).why).toBe("not_ocmf");
    expect(recordOf(`${"A".repeat(250_000)}!`).why).toBe("not_ocmf");
    expect(recordOf(`${" ".repeat(250_000)}!`).why).toBe("not_ocmf");
  });

  it("behind more wrappings than anybody uses", () => {
    let value = record;
    for (let n = 0; n < 4; n += 1) value = base64(value);
    expect(recordOf(value)).toEqual(found());
    expect(recordOf(base64(value))).toMatchObject({ record: null, why: "not_ocmf" });
  });

  it("in garbage, and nothing is thrown", () => {
    const garbage = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc.base64String(),
      fc.string().map(base64),
    );
    fc.assert(
      fc.property(garbage, (value) => {
        expect(recordOf(value).record).toBeNull();
        expect(recordOf(json({ signedMeterData: value })).record).toBeNull();
      }),
    );
  });
});

describe("a record is found", () => {
  it("as it is, and in hex and base64, with white space around it", () => {
    for (const value of [
      record,
      Buffer.from(record).toString("hex"),
      base64(record),
      `"${base64(record)}"`,
    ]) {
      expect(recordOf(value)).toEqual(found());
      expect(recordOf(` ${value}\r\n`)).toEqual(found());
    }
    expect(recordOf(Buffer.from(record).toString("hex").toUpperCase())).toEqual(found());
    expect(recordOf(base64(record).replaceAll("+", "-").replaceAll("/", "_"))).toEqual(found());
  });

  it("in JSON text as stations send it, plain or encoded, whatever the methods are called", () => {
    const key = base64(`oca:base16:asn1:${meter.spkiHex}`);
    for (const signedMeterData of [record, base64(record), Buffer.from(record).toString("hex")]) {
      for (const encodingMethod of ["OCMF", "", "Plain", "EDL", undefined]) {
        const value = json({ signedMeterData, encodingMethod, signingMethod: "", publicKey: key });
        expect(recordOf(value)).toEqual(found(key));
        expect(recordOf(base64(value))).toEqual(found(key));
        expect(recordOf(JSON.stringify(value))).toEqual(found(key));
      }
    }
  });

  it("with no key claimed where the member is empty, missing, or no text", () => {
    for (const publicKey of ["", undefined, null, 7]) {
      expect(recordOf(json({ signedMeterData: base64(record), publicKey }))).toEqual(found());
    }
  });

  it("with letters of every script as they were signed", () => {
    const arabic = signed(wholePayload.replace("{", '{"TT":"تعريفة|é",'));
    expect(recordOf(json({ signedMeterData: base64(arabic) })).record).toBe(arabic);
    expect(recordOf(Buffer.from(arabic).toString("hex")).record).toBe(arabic);
  });
});
