/** What somebody says on the phone, read into what a session is found by; garbage is never guessed at. */

import { typedCodeOf } from "@barq/domain/sticker";
import { readSaid } from "@barq/domain/support-words";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const parts = (of: object) => ({
  kind: "parts",
  station: null,
  day: null,
  minuteOfDay: null,
  last4: null,
  amount: null,
  unknown: [],
  ...of,
});

describe("the one field", () => {
  it("never throws, and answers garbage with what it did not understand", () => {
    for (const garbage of ["   ", "\u0000\u202e", "@", "????", "-- --", "𝟜𝟚𝟜𝟚".slice(1)])
      expect(["nothing", "parts"]).toContain(readSaid(garbage).kind);
    expect(readSaid("?! ;drop")).toEqual(parts({ station: null, unknown: ["?!", ";drop"] }));
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        readSaid(text);
      }),
    );
  });

  it("reads a reference however it is spelt, and never takes a card and an amount for one", () => {
    for (const said of ["K7M2QX", "k7m 2qx", " K7M-2QX "])
      expect(readSaid(said)).toEqual({ kind: "reference", reference: "K7M2QX" });
    expect(readSaid("234567")).toEqual({ kind: "reference", reference: "234567" });
    expect(readSaid("4242 85")).toEqual(parts({ last4: "4242", amount: "85" }));
  });

  it("reads station, time and day in three languages and in Arabic digits", () => {
    expect(readSaid("RAK-DC-01 22:10")).toEqual(parts({ station: "RAK-DC-01", minuteOfDay: 1330 }));
    expect(readSaid("hier RAK-DC-01 22h10")).toEqual(
      parts({ station: "RAK-DC-01", minuteOfDay: 1330, day: { daysAgo: 1 } }),
    );
    expect(readSaid("أمس RAK-DC-01 ٢٢:١٠")).toEqual(
      parts({ station: "RAK-DC-01", minuteOfDay: 1330, day: { daysAgo: 1 } }),
    );
    expect(readSaid("RAK-DC-01 24/11/2026")).toEqual(
      parts({ station: "RAK-DC-01", day: { iso: "2026-11-24" } }),
    );
    expect(readSaid("RAK-DC-01 30/02/2026")).toEqual(
      parts({ station: "RAK-DC-01", unknown: ["30/02/2026"] }),
    );
    expect(readSaid("RAK-DC-01 25:10")).toMatchObject({ minuteOfDay: null });
  });

  it("reads four digits with an amount, and leaves its currency out", () => {
    expect(readSaid("4242 85.40")).toEqual(parts({ last4: "4242", amount: "85.40" }));
    expect(readSaid("4242 85,40 DH 2026-11-24")).toEqual(
      parts({ last4: "4242", amount: "85.40", day: { iso: "2026-11-24" } }),
    );
  });

  it("reads an e-mail, an id and a typed code; a code with a wrong sign is none", () => {
    expect(readSaid("a.b@example.com")).toEqual({ kind: "email", email: "a.b@example.com" });
    expect(readSaid("ses_abc234")).toEqual({ kind: "session", id: "ses_abc234" });
    const code = typedCodeOf("abcdef", 3);
    expect(readSaid(code.toLowerCase())).toEqual({ kind: "typed_code", code: code.toLowerCase() });
    expect(readSaid(`${code.slice(0, -1)}${code.endsWith("2") ? "3" : "2"}`).kind).not.toBe("typed_code");
  });
});
