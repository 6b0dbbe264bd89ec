/** Whatever is handed in, nothing is thrown and nothing is good but what was signed, character by character. */
import { judgeRecord, judgeSigned } from "@barq/evidence/signed-session";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  beginReading,
  endReading,
  known,
  meter,
  pages,
  payloadOf,
  reading,
  signed,
  told,
} from "./ocmf-meter.ts";

const rich = payloadOf([beginReading, endReading], {
  TT: "a|\ufffd\u00e9 \ud83d\ude97",
  IS: true,
  IF: ["RFID_PLAIN"],
});
const text = signed(rich);
const character = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  fc.constantFrom("\ud800", "\udc00", "|", "\\", '"', "0", " "),
);

describe("never good", () => {
  it("is garbage, alone or beside records that are good", () => {
    const word = fc.constantFrom(
      "OCMF|",
      "|",
      "{",
      "}",
      '{"RD":[',
      '"TX":"B"',
      '"SD":"30"',
      "]}",
      "T1",
      ...rich,
    );
    const garbage = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(word).map((words) => words.join("")),
      fc.tuple(fc.json(), fc.json()).map(([payload, section]) => `OCMF|${payload}|${section}`),
      fc.string({ unit: "binary" }).map((rest) => `OCMF|${rest}`),
    );
    fc.assert(
      fc.property(garbage, (value) => {
        expect(judgeSigned([value], known).kind).not.toBe("good");
        expect(judgeSigned([text, value], known).kind).not.toBe("good");
      }),
      { numRuns: 500 },
    );
  });

  it("is a payload with any one character changed, left out or added", () => {
    const first = "OCMF|".length;
    fc.assert(
      fc.property(
        fc.nat(rich.length - 1),
        character,
        fc.constantFrom("change", "leave", "add"),
        (at, other, how) => {
          const n = first + at;
          const rest = text.slice(how === "add" ? n : n + 1);
          const changed = text.slice(0, n) + (how === "leave" ? "" : other) + rest;
          fc.pre(changed !== text);
          expect(judgeRecord(changed, known).judged.verdict).not.toBe("good");
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("is any value of JSON that somebody signed, unless it is a session", () => {
    fc.assert(
      fc.property(fc.json(), (payload) => {
        expect(told(judgeSigned([signed(payload)], known))).toMatch(/^bad /);
      }),
      { numRuns: 200 },
    );
  });

  it("is a session from whose middle any record was taken away", () => {
    const middles = [1, 2, 3, 4].map((n) =>
      reading({ TX: "C", RV: `294${n}`, TM: `2026-05-04T10:0${n}:00,000+0100 S` }),
    );
    const records = pages(beginReading, ...middles, endReading);
    expect(told(judgeSigned(records, known))).toBe("good 29525000");
    const kept = fc.subarray([...records], { minLength: 1, maxLength: records.length - 1 });
    fc.assert(
      fc.property(kept, (left) => {
        expect(judgeSigned(left, known).kind).toBe("bad");
      }),
    );
  });
});

describe("never thrown", () => {
  it("is anything over readings of every type, however they are signed", () => {
    const member = fc.oneof(
      fc.constantFrom("B", "E", "X", "G", "", "E", "t", "kWh", "1-b:1.8.0"),
      fc.jsonValue(),
    );
    const odd = fc.dictionary(fc.constantFrom("TM", "TX", "RV", "RI", "RU", "EF", "ST", "__proto__"), member);
    fc.assert(
      fc.property(fc.array(odd, { maxLength: 4 }), fc.array(odd, { maxLength: 4 }), (before, after) => {
        const readings = [
          ...before.map((own) => JSON.stringify(own)),
          beginReading,
          ...after.map((own) => JSON.stringify(own)),
        ];
        const verdict = judgeSigned([signed(payloadOf(readings), meter)], known);
        if (verdict.kind === "good") expect(verdict.stopMwh).toBeGreaterThanOrEqual(verdict.startMwh);
      }),
      { numRuns: 300 },
    );
  });
});

describe("always good", () => {
  it("is a session of one meter, and its energy is the difference of its registers to the last digit", () => {
    const mwh = fc.bigInt(0n, 10n ** 15n);
    fc.assert(
      fc.property(mwh, mwh, (start, more) => {
        const kwh = (value: bigint) => `${value / 1_000_000n}.${String(value % 1_000_000n).padStart(6, "0")}`;
        const readings = [reading({ RV: kwh(start) }), reading({ TX: "E", RV: kwh(start + more) })];
        expect(told(judgeSigned([signed(payloadOf(readings))], known))).toBe(`good ${more}`);
      }),
    );
  });
});
