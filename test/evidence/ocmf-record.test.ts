/** A record is read without losing a digit, and whatever breaks its form is said by name. */
import { Digits, isMembers, readExactJson } from "@barq/evidence/exact-json";
import type { OcmfRecord } from "@barq/evidence/ocmf-record";
import { readOcmf } from "@barq/evidence/ocmf-record";
import { describe, expect, it } from "vitest";
import {
  beginReading,
  endReading,
  payloadOf,
  reading,
  recordWith,
  signed,
  wholePayload,
} from "./ocmf-meter.ts";

const why = (text: string): string => {
  const read = readOcmf(text);
  return read.kind === "record" ? "record" : `${read.verdict} ${read.why}`;
};
const recordOf = (text: string): OcmfRecord => {
  const read = readOcmf(text);
  if (read.kind !== "record") throw new Error(read.why);
  return read.record;
};
const readings = (...own: readonly string[]) => recordOf(signed(payloadOf(own))).readings;

describe("what is no record", () => {
  it("is unverifiable where it does not claim to be one", () => {
    for (const text of [
      "",
      "OCMF",
      "ocmf|{}|{}",
      ` ${signed(wholePayload)}`,
      "AP;0;3;ALCV3ABB;",
      "\0",
      "{}",
    ]) {
      expect(why(text), text).toBe("unverifiable not_ocmf");
    }
  });

  it("is not looked at where it is longer than any record", () => {
    expect(why(`OCMF|${"[".repeat(65_600)}`)).toBe("unverifiable too_large");
    expect(why(`OCMF|${"[".repeat(60_000)}|{"SD":"00"}`)).toBe("bad payload_malformed");
    expect(why(`OCMF|${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}|{"SD":"00"}`)).toMatch(/^bad /);
    expect(why(`OCMF|"${"\\\\".repeat(30_000)}"|{"SD":"00"}`)).toBe("bad payload_malformed");
    expect(why(`OCMF|"${"|".repeat(60_000)}`)).toMatch(/^bad /);
  });

  it("is bad where sections are missing or broken", () => {
    expect(why("OCMF|")).toBe("bad sections_malformed");
    expect(why(`OCMF|${wholePayload}`)).toBe("bad sections_malformed");
    expect(why(`OCMF|${wholePayload}|`)).toBe("bad signature_section_malformed");
    for (const section of [
      null,
      [],
      "x",
      {},
      { SD: "" },
      { SD: 7 },
      { SD: "00", SA: null },
      { SD: "00", SE: 1 },
    ]) {
      expect(why(recordWith(wholePayload, section))).toBe("bad signature_section_malformed");
    }
    expect(why(`OCMF|${wholePayload}|{"SD":"00","SD":"01"}`)).toBe("bad signature_section_malformed");
    for (const payload of [
      "",
      "null",
      "[]",
      '"x"',
      "7",
      "{",
      wholePayload.slice(0, -1),
      `${wholePayload}x`,
    ]) {
      expect(why(signed(payload)), payload).toBe("bad payload_malformed");
    }
  });

  it("is bad where a member stands twice: two readers would take either", () => {
    const twice = payloadOf([beginReading.replace('"TX"', '"RV":1.5,"TX"'), endReading]);
    expect(why(signed(twice))).toBe("bad payload_malformed");
    expect(why(signed(wholePayload.replace("{", '{"MS":"mt-901",')))).toBe("bad payload_malformed");
    expect(why(signed(wholePayload.replace("{", '{"\\u004dS":"mt-901",')))).toBe("bad payload_malformed");
    expect(why(signed(wholePayload.replace("{", '{"X":{"\\"a\\":":["b:",{"c" : "d:\\\\"}]},')))).toBe(
      "record",
    );
  });

  it("is bad where it holds half a character, which would be signed for as another", () => {
    const payload = wholePayload.replace("{", '{"TT":"\ufffd",');
    const text = signed(payload);
    expect(why(text)).toBe("record");
    expect(why(text.replace("\ufffd", "\ud800"))).toBe("bad payload_malformed");
  });

  it("is bad without a page, a serial or a reading, or with something else in their place", () => {
    const is = (of: Record<string, unknown>) => why(signed(payloadOf([beginReading], of)));
    for (const PG of [
      undefined,
      null,
      41,
      "",
      "T",
      "41",
      "T041",
      "T-1",
      "t41",
      "T4 1",
      "S41",
      `T${"9".repeat(40)}`,
    ])
      expect(is({ PG }), String(PG)).toBe("bad page_malformed");
    for (const MS of [7, {}, ["mt-900"], true]) expect(is({ MS })).toBe("bad serial_malformed");
    expect(is({ GS: 17 })).toBe("bad serial_malformed");
    expect(is({ MS: "", GS: null })).toBe("bad serial_missing");
    expect(is({ MS: undefined, GS: undefined })).toBe("bad serial_missing");
    expect(is({ MS: undefined })).toBe("record");
    expect(is({ GS: undefined })).toBe("record");
    expect(why(signed(payloadOf([])))).toBe("bad readings_missing");
    expect(why(signed(wholePayload.replace('"RD"', '"RE"')))).toBe("bad readings_missing");
    expect(why(signed(wholePayload.replace(/"RD":.*/, '"RD":{}}')))).toBe("bad readings_missing");
  });

  it("is bad where a reading has no time, or a member of the wrong type", () => {
    const is = (of: { RV?: string } & Record<string, unknown>) => why(signed(payloadOf([reading(of)])));
    for (const TM of [undefined, null, "", 1_700_000_000]) expect(is({ TM })).toBe("bad time_missing");
    for (const name of ["TX", "RI", "RU", "EF", "ST"]) {
      for (const wrong of [7, true, [], {}]) expect(is({ [name]: wrong })).toBe("bad reading_malformed");
    }
    for (const RV of ["true", "[]", "{}"]) expect(is({ RV })).toBe("bad reading_malformed");
    expect(why(signed(payloadOf(["null"])))).toBe("bad reading_malformed");
    expect(why(signed(payloadOf(["7"])))).toBe("bad reading_malformed");
    expect(why(signed(payloadOf([beginReading, endReading.replace(/"TM":"[^"]*",/, "")])))).toBe(
      "bad time_missing",
    );
  });
});

describe("a record", () => {
  it("keeps what was signed as it was written, pipes and white space included", () => {
    const payload = ` {\n "TT" : "a|b" ,${wholePayload.slice(1)}\t`;
    expect(recordOf(`${signed(payload)}\n`).payload).toBe(payload);
  });

  it("keeps every digit of its values", () => {
    for (const RV of [
      "2935.600",
      "0",
      "0.000",
      "1e3",
      "29.25E2",
      "123456789012345678901.123456789",
      "-1.50",
    ]) {
      expect(readings(reading({ RV }))[0]?.value).toBe(RV);
    }
    expect(readings(reading({ RV: '"2935.60"' }))[0]?.value).toBe("2935.60");
  });

  it("takes the standard's defaults for what its signature section leaves out", () => {
    expect(recordOf(recordWith(wholePayload, { SD: "00" })).signature).toEqual({
      algorithm: "ECDSA-secp256r1-SHA256",
      encoding: "hex",
      mimeType: "application/x-der",
      data: "00",
    });
  });

  it("carries on what a reading leaves out, inside the record, and the time never", () => {
    const later = '{"TM":"2026-05-04T10:10:00,000+0100 S","TX":"C","RV":2940.1}';
    const still = '{"TM":"2026-05-04T10:20:00,000+0100 I"}';
    const own = readings(beginReading, later, still, '{"TM":"x","TX":"E","EF":"t","ST":"T","RU":"Wh"}');
    expect(own.map(({ transaction, value, unit, register }) => [transaction, value, unit, register])).toEqual(
      [
        ["B", "2935.600", "kWh", "1-b:1.8.0"],
        ["C", "2940.1", "kWh", "1-b:1.8.0"],
        ["C", "2940.1", "kWh", "1-b:1.8.0"],
        ["E", "2940.1", "Wh", "1-b:1.8.0"],
      ],
    );
    expect(own.map(({ errorFlags, meterStatus }) => errorFlags + meterStatus)).toEqual(["G", "G", "G", "tT"]);
  });

  it("carries the time to another register of the same moment alone", () => {
    const other = '{"RI":"1-b:2.8.0","RV":4.405}';
    const own = readings(beginReading, other, endReading, other);
    expect(own.map(({ timeText, register }) => [timeText.slice(11, 16), register])).toEqual([
      ["10:00", "1-b:1.8.0"],
      ["10:00", "1-b:2.8.0"],
      ["10:40", "1-b:1.8.0"],
      ["10:40", "1-b:2.8.0"],
    ]);
    expect(why(signed(payloadOf([beginReading, other, '{"RI":"1-b:2.8.0","RV":5}'])))).toBe(
      "bad time_missing",
    );
    expect(why(signed(payloadOf([other, endReading])))).toBe("bad time_missing");
  });

  it("says what its clock is worth, and no instant where it gives none", () => {
    const time = (TM: string) => {
      const [own] = readings(reading({ TM }));
      return [own?.at ?? null, own?.timeStatus ?? null];
    };
    const at = Date.UTC(2018, 6, 24, 11, 22, 4);
    expect(time("2018-07-24T13:22:04,000+0200 S")).toEqual([at, "S"]);
    expect(time("2018-07-24T13:22:04,250+02:00 R")).toEqual([at + 250, "R"]);
    expect(time("2018-07-24T11:22:04.000Z I")).toEqual([at, "I"]);
    expect(time("2018-07-24T13:22:04,000+0200")).toEqual([at, null]);
    expect(time("1970-01-01T00:00:12,000+0000 U")).toEqual([12_000, "U"]);
    for (const TM of [
      "2018-07-24T13:22:04,000 S",
      "2018-02-30T13:22:04,000+0200 S",
      "0000-00-00 S",
      "soon",
      "S",
    ]) {
      expect(time(TM)[0], TM).toBeNull();
    }
    expect(time(`2018${"0".repeat(30_000)}+0200 S`)[0]).toBeNull();
  });

  it("may hold members whose names JavaScript has a use for", () => {
    const own = beginReading.replace("{", '{"__proto__":{"ST":"M"},"constructor":"x",');
    expect(readings(own)[0]?.meterStatus).toBe("G");
    expect(why(signed(wholePayload.replace("{", '{"__proto__":{"PG":"T1"},')))).toBe("record");
  });
});

describe("exact JSON", () => {
  it("is JSON with the digits of its numbers", () => {
    const read = readExactJson('{"a":[1.50,{"b":-0e1}],"c":"1.50","d":null,"e":true}');
    expect(read).toEqual({ a: [new Digits("1.50"), { b: new Digits("-0e1") }], c: "1.50", d: null, e: true });
    expect(isMembers(readExactJson("1.50"))).toBe(false);
    expect(readExactJson("01")).toBeUndefined();
  });
});
