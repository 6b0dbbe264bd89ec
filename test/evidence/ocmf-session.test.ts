/** Records whose signatures hold still prove nothing, unless together they are one whole session of one meter. */
import { judgeSigned } from "@barq/evidence/signed-session";
import { describe, expect, it } from "vitest";
import {
  beginReading,
  endReading,
  known,
  pages,
  payloadOf,
  reading,
  signed,
  told,
  wholePayload,
} from "./ocmf-meter.ts";

const at = (minute: number, more: Record<string, unknown> & { RV?: string } = {}) =>
  reading({ TM: `2026-05-04T10:${String(minute).padStart(2, "0")}:00,000+0100 S`, ...more });
const between = at(10, { TX: "C", RV: "2940.25" });
const judge = (records: readonly string[], keys = known) => told(judgeSigned(records, keys));
const whole = (...readings: readonly string[]) => judge([signed(payloadOf(readings))]);

describe("a session's check fails", () => {
  it("where a page is missing, or two bear one number", () => {
    const [begin = "", , end = ""] = pages(beginReading, between, endReading);
    expect(judge([begin, end])).toBe("bad page_gap");
    const [again = ""] = pages(at(1));
    expect(judge([begin, again, end])).toBe("bad page_repeated");
  });

  it("where the meter or the gateway is another, or one of them stops saying who it is", () => {
    const of = (more: Record<string, unknown>) =>
      judge([
        signed(payloadOf([beginReading], { PG: "T41" })),
        signed(payloadOf([endReading], { PG: "T42", ...more })),
      ]);
    expect(of({ MS: "mt-901" })).toBe("bad meter_differs");
    expect(of({ MS: undefined })).toBe("bad meter_differs");
    expect(of({ GS: "gw-18" })).toBe("bad gateway_differs");
    expect(of({ GS: undefined })).toBe("bad gateway_differs");
    expect(of({})).toBe("good 29525000");
  });

  it("where it does not begin with a begin and end with an end", () => {
    expect(judge(pages(between, endReading))).toBe("bad begin_missing");
    expect(judge(pages(endReading))).toBe("bad begin_missing");
    expect(judge(pages(beginReading, between))).toBe("bad end_missing");
    expect(judge(pages(beginReading))).toBe("bad end_missing");
  });

  it("where there are two begins, two ends, or something after the end", () => {
    const second = at(2, { RV: "2936.1" });
    expect(judge(pages(beginReading, second, endReading))).toBe("bad begin_repeated");
    expect(judge(pages(beginReading, between, second, endReading))).toBe("bad begin_repeated");
    expect(judge(pages(beginReading, endReading, second))).toBe("bad begin_repeated");
    const late = at(50, { TX: "L", RV: "2970.000" });
    expect(judge(pages(beginReading, endReading, late))).toBe("bad end_repeated");
    expect(judge(pages(beginReading, endReading, at(50, { TX: "C", RV: "2970" })))).toBe(
      "bad reading_after_end",
    );
  });

  it("where the meter was not in order at any reading, between begin and end as well", () => {
    for (const ST of ["N", "T", "D", "R", "M", "X", "I", "O", "S", "E", "F", "g", "", undefined]) {
      expect(judge(pages(beginReading, at(10, { TX: "C", RV: "2940.25", ST }), endReading))).toBe(
        "bad meter_status",
      );
    }
    expect(whole(reading({ ST: "M" }), endReading)).toBe("bad meter_status");
    expect(whole(beginReading, at(40, { TX: "E", RV: "2965.125", ST: "X" }))).toBe("bad meter_status");
  });

  it("where an error made the energy unusable, or does not say what it spoilt", () => {
    for (const EF of ["E", "tE", "Et", "q", " "]) {
      expect(whole(reading({ EF }), endReading), EF).toBe("bad energy_unusable");
      expect(whole(beginReading, at(40, { TX: "E", RV: "2965.125", EF }))).toBe("bad energy_unusable");
      expect(whole(beginReading, at(9, { TX: "C", RV: "2940", EF }), endReading)).toBe("bad energy_unusable");
    }
    expect(whole(beginReading, at(9, { TX: "X", RV: "2940" }), endReading)).toBe("bad exception");
    expect(whole(beginReading, at(9, { TX: "X", RV: "2940", EF: "E" }), endReading)).toBe(
      "bad energy_unusable",
    );
  });

  it("where a reading does not say where in the transaction it stands, or none does", () => {
    expect(whole(reading({ TX: undefined }), endReading)).toBe("bad transaction_missing");
    expect(whole(beginReading, at(9, { TX: null }), endReading)).toBe("bad transaction_missing");
    expect(whole(beginReading, at(9, { TX: "Q" }), endReading)).toBe("bad transaction_unknown");
    expect(whole(beginReading, at(9, { TX: "CC" }), endReading)).toBe("bad transaction_unknown");
    expect(judge([signed(payloadOf([reading({ TX: undefined })], { PG: "F7" }))])).toBe("bad no_transaction");
  });

  it("where the end lies before the begin by clocks that were synchronised", () => {
    const end = (status: string) =>
      reading({ TX: "E", TM: `2026-05-04T09:00:00,000+0100 ${status}`, RV: "2965.125" });
    expect(whole(beginReading, end("S"))).toBe("bad time_backwards");
    expect(whole(beginReading, end("R"))).toBe("bad time_backwards");
    expect(whole(beginReading, end("U"))).toBe("good 29525000");
  });

  it("even where its signatures hold, and where nobody can check them", () => {
    const [begin = "", , end = ""] = pages(beginReading, between, endReading);
    expect(judge([begin, end], [])).toBe("bad page_gap");
  });
});

describe("a verdict", () => {
  it("is none without a record, and unverifiable where a record is of another format", () => {
    expect(judge([])).toBe("none");
    expect(judge(["AP;0;3;XYZ;"])).toBe("unverifiable not_ocmf");
    expect(judge([signed(wholePayload), "AP;0;3;XYZ;"])).toBe("unverifiable not_ocmf");
    expect(judge([signed(wholePayload)], [])).toBe("unverifiable key_unknown");
  });

  it("is bad where one signature fails, whatever the others say", () => {
    const [begin = "", end = ""] = pages(beginReading, endReading);
    expect(judge([begin, end.replace("2965.125", "2965.126")])).toBe("bad signature_invalid");
    expect(judge([begin.replace('"TX":"B"', '"TX":"C"'), end])).toBe("bad signature_invalid");
    expect(judge([begin, end, "OCMF|x|y"])).toBe("bad signature_section_malformed");
  });

  it("names every record by its SHA-256, in the order in which they were handed in", () => {
    const records = pages(beginReading, endReading);
    const verdict = judgeSigned(records.toReversed(), known);
    const again = judgeSigned(records, known);
    if (verdict.kind !== "good" || again.kind !== "good") throw new Error("not good");
    expect(verdict.records).toEqual(again.records.toReversed());
    expect(verdict.records[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("is good over one record with both ends, over one record a reading, in any order, and over records sent twice", () => {
    expect(judgeSigned([signed(wholePayload)], known)).toMatchObject({
      kind: "good",
      startMwh: 2_935_600_000n,
      stopMwh: 2_965_125_000n,
      beginAt: Date.UTC(2026, 4, 4, 9),
      endAt: Date.UTC(2026, 4, 4, 9, 40),
      isTimeLawful: true,
      meterSerial: "mt-900",
      records: [{ verdict: "good", why: null }],
    });
    const records = pages(beginReading, between, endReading);
    expect(judge(records)).toBe("good 29525000");
    expect(judge(records.toReversed())).toBe("good 29525000");
    expect(judge([...records, ...records])).toBe("good 29525000");
  });

  it("is good where the last record repeats the begin for reference, and where fiscal records came between", () => {
    expect(judge(pages(beginReading, between, [beginReading, endReading]))).toBe("good 29525000");
    const fiscal = signed(payloadOf([at(15, { TX: undefined })], { PG: "F900" }));
    expect(judge([...pages(beginReading, endReading), fiscal])).toBe("good 29525000");
  });

  it("is good where a record states one register after the other, and where one of them has an end alone", () => {
    const RI = "1-b:2.8.0";
    const other = [reading({ RI, RV: "4.4" }), at(40, { RI, TX: "E", RV: "4.4" })];
    expect(whole(beginReading, endReading, ...other)).toBe("good 29525000");
    expect(whole(...other, beginReading, endReading)).toBe("good 29525000");
    expect(whole(beginReading, endReading, '{"RI":"1-b:1.9.0","RV":0.00}')).toBe("good 29525000");
    expect(whole(beginReading, endReading, ...other.toReversed())).toBe("bad begin_repeated");
    expect(judge(pages([beginReading, endReading], other))).toBe("bad begin_repeated");
  });

  it("is good whatever ended the session: here, from afar, by an error, by a power failure", () => {
    for (const TX of ["E", "L", "R", "A", "P"]) {
      expect(whole(beginReading, at(40, { TX, RV: "2965.125" })), TX).toBe("good 29525000");
    }
  });

  it("is good with pauses, tariff changes and a page number longer than a float is exact", () => {
    const readings = [beginReading, at(5, { TX: "S" }), at(6, { TX: "T" }), between, endReading];
    expect(whole(...readings)).toBe("good 29525000");
    const long = (n: bigint, own: string) => signed(payloadOf([own], { PG: `T${n}` }));
    expect(judge([long(2n ** 53n, beginReading), long(2n ** 53n + 1n, endReading)])).toBe("good 29525000");
  });
});

describe("time", () => {
  const isLawful = (...readings: readonly string[]) => {
    const verdict = judgeSigned([signed(payloadOf(readings))], known);
    return verdict.kind === "good" ? verdict.isTimeLawful : told(verdict);
  };
  const ends = (begin: string, end: string) => [
    reading({ TM: `2026-05-04T10:00:00,000+0100${begin}` }),
    reading({ TX: "E", TM: `2026-05-04T10:40:00,000+0100${end}`, RV: "2965.125" }),
  ];

  it("may not be priced unless both clocks were lawful; the energy still may", () => {
    for (const [begin, end] of [
      [" U", " S"],
      [" S", " U"],
      [" I", " I"],
      ["", " S"],
      [" S", " X"],
    ] as const) {
      expect(isLawful(...ends(begin, end))).toBe(false);
    }
    expect(isLawful(...ends(" S", " R"))).toBe(true);
  });

  it("may not be priced where any reading says that it is unusable, or where an exception spoilt it", () => {
    expect(
      isLawful(beginReading, at(9, { TX: "C", RV: "2940", EF: "t" }), at(40, { TX: "E", RV: "2965" })),
    ).toBe(false);
    expect(
      isLawful(beginReading, at(9, { TX: "X", RV: "2940", EF: "t" }), at(40, { TX: "E", RV: "2965" })),
    ).toBe(false);
  });

  it("is unknown where a clock says nothing to be read, and a clock at 1970 says 1970", () => {
    const odd = judgeSigned([signed(payloadOf([reading({ TM: "--" }), endReading]))], known);
    expect(odd).toMatchObject({ kind: "good", beginAt: null, isTimeLawful: false });
    const early = reading({ TM: "1970-01-01T00:03:00,000+0000 U" });
    const reset = judgeSigned([signed(payloadOf([early, endReading]))], known);
    expect(reset).toMatchObject({ kind: "good", beginAt: 180_000, isTimeLawful: false });
  });
});
