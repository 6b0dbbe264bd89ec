/** The energy of a signed session is that of one register, from its begin to its end, and nothing that is not sure is taken. */
import { judgeSigned } from "@barq/evidence/signed-session";
import { describe, expect, it } from "vitest";
import { known, payloadOf, reading, signed, told } from "./ocmf-meter.ts";

type Row = readonly [RI: string | undefined, begin: string, end: string, RU?: string];

/** A session whose ends each state every register once. */
function session(...rows: readonly Row[]): string {
  const begins = rows.map(([RI, RV, , RU = "kWh"]) => reading({ RI, RV, RU }));
  const TM = "2026-05-04T11:00:00,000+0100 S";
  const ends = rows.map(([RI, , RV, RU = "kWh"]) => reading({ RI, RV, RU, TX: "E", TM }));
  return told(judgeSigned([signed(payloadOf([...begins, ...ends]))], known));
}
const b = (code: string) => `01-00:${code}.08.00*FF`;

describe("no energy is taken", () => {
  it("from a register that falls, is below zero, or holds no number", () => {
    expect(session(["1-b:1.8.0", "10.5", "10.4"])).toBe("bad register_backwards");
    expect(session(["1-b:1.8.0", "-1", "10.4"])).toBe("bad register_negative");
    expect(session(["1-b:1.8.0", '"ten"', "10.4"])).toBe("bad value_unreadable");
    expect(session(["1-b:1.8.0", "1e999", "10.4"])).toBe("bad value_unreadable");
    expect(session(["1-b:1.8.0", "0", "9".repeat(40)])).toBe("bad value_unreadable");
    const middle = [
      reading({ RV: "5" }),
      reading({ RV: "9", TX: "C", TM: "2026-05-04T10:01:00,000+0100 S" }),
      reading({ RV: "8", TX: "E", TM: "2026-05-04T10:02:00,000+0100 S" }),
    ];
    expect(told(judgeSigned([signed(payloadOf(middle))], known))).toBe("bad register_backwards");
  });

  it("from a begin and an end of different registers or units", () => {
    const ends = (begin: Record<string, unknown>, end: Record<string, unknown>) =>
      told(
        judgeSigned(
          [signed(payloadOf([reading({ ...begin, RV: "1" }), reading({ ...end, TX: "E", RV: "2" })]))],
          known,
        ),
      );
    expect(ends({}, { RI: b("B2") })).toBe("bad register_missing");
    expect(ends({}, { RU: "Wh" })).toBe("bad register_missing");
    expect(ends({ RV: "null" }, { RI: b("B2") })).toBe("bad register_missing");
  });

  it("from what is no energy: another quantity, another unit, no value", () => {
    expect(session(["01-00:16.07.00", "1", "2"])).toBe("bad register_missing");
    expect(session(["1-b:1.8.0", "1", "2", "kW"])).toBe("bad register_missing");
    expect(session(["1-b:1.8.0", "1", "2", "kwh"])).toBe("bad register_missing");
    expect(session(["01-00:00.08.06*FF", "1", "2"])).toBe("bad register_missing");
    expect(session(["anything", "1", "2"])).toBe("bad register_missing");
    expect(session(["1-b:1.8.0", "null", "2"])).toBe("bad register_missing");
  });

  it("where the vehicle gave some back: nothing says how that is settled", () => {
    expect(session([b("B2"), "0", "20"], [b("C2"), "0", "3"])).toBe("bad energy_exported");
    expect(session(["1-0:1.8.0", "0", "20"], ["1-0:2.8.0", "5", "5.001"])).toBe("bad energy_exported");
    expect(session(["1-0:2.8.0", "5", "6"])).toBe("bad energy_exported");
    expect(session(["1-0:2.8.0", "5", "5"])).toBe("bad register_missing");
    expect(session([b("B2"), "0", "20"], [b("C2"), "3", "3"])).toBe("good 20000000");
  });

  it("from registers of one rank that disagree", () => {
    expect(session(["1-0:1.8.1", "10", "20"], ["1-0:1.8.2", "10", "12"])).toBe("bad register_unclear");
    expect(session(["1-0:1.8.0*198", "10", "20"], ["1-0:1.8.0*255", "110", "120"])).toBe("good 10000000");
  });
});

describe("the register that is taken", () => {
  it("is the device's before the mains', the session's own before the total", () => {
    const rows: readonly Row[] = [
      ["1-b:1.8.1", "0", "1"],
      ["1-b:1.8.0", "0", "2"],
      [b("B0"), "0", "3"],
      [b("B2"), "0", "4"],
      [b("B1"), "0", "5"],
      [b("B3"), "0", "6"],
    ];
    for (let n = 1; n <= rows.length; n += 1) {
      expect(session(...rows.slice(0, n))).toBe(`good ${n}000000`);
      expect(session(...rows.slice(0, n).toReversed())).toBe(`good ${n}000000`);
    }
  });

  it("is known in every spelling, and without a name where there is but one", () => {
    for (const RI of [
      "1-b:1.8.0",
      "1-0:1.8.0*255",
      "01-00:01.08.00.FF",
      "1-b:1.8.e",
      "1.8.0",
      "01-00:98.08.00.FF",
      "01-00:b3.08.00",
    ]) {
      expect(session([RI, "1", "2"]), RI).toBe("good 1000000");
    }
    expect(session([undefined, "1", "2"])).toBe("good 1000000");
  });

  it("needs no other to be whole", () => {
    const readings = [
      reading({ RI: b("B0"), RV: "100" }),
      reading({ RI: b("B3"), RV: "4", TX: "E" }),
      reading({ RI: b("B0"), RV: "104.5", TX: "E" }),
    ];
    expect(told(judgeSigned([signed(payloadOf(readings))], known))).toBe("good 4500000");
  });

  it("may state the same value twice over by leaving it out", () => {
    const begin = reading({ RI: b("B2"), RV: "0" });
    const also = `{"TM":"2026-05-04T10:00:00,000+0100 S","RI":"${b("B3")}"}`;
    const ends = [
      reading({ RI: b("B2"), RV: "7.5", TX: "R" }),
      `{"TM":"2026-05-04T10:30:00,000+0100 S","RI":"${b("B3")}","RV":7.4}`,
    ];
    expect(told(judgeSigned([signed(payloadOf([begin, also, ...ends]))], known))).toBe("good 7400000");
  });
});

describe("the energy", () => {
  it("is whole mWh in either unit, each end rounded half away from zero", () => {
    expect(session(["1-b:1.8.0", "0.000001", "12.345679"])).toBe("good 12345678");
    expect(session(["1-b:1.8.0", "1000", "3500.25", "Wh"])).toBe("good 2500250");
    expect(session(["1-b:1.8.0", "0.0000004", "0.0000015"])).toBe("good 2");
    expect(session(["1-b:1.8.0", "1e3", "1.25E3", "Wh"])).toBe("good 250000");
  });

  it("may be nothing: whether that is believed is not decided here", () => {
    expect(session(["1-b:1.8.0", "2935.600", "2935.6"])).toBe("good 0");
  });

  it("has the cable's loss taken out already: CL is never taken off again", () => {
    const end = reading({ TX: "E", RV: "2965.100" }).replace('"RV"', '"CL":0.5,"RV"');
    expect(told(judgeSigned([signed(payloadOf([reading({}), end]))], known))).toBe("good 29500000");
  });
});
