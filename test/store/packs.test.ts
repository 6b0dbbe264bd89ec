/** Readings come back from a pack to the letter, an hour of them costs few bytes, and a damaged pack is never half read. */
import { packKey } from "@barq/store/keys";
import type { StoredReading } from "@barq/store/packs";
import { decodePack, encodePack } from "@barq/store/packs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const startedAt = Date.parse("2026-11-24T15:00:00Z");

/** Any text that can be sent, the words that stations use among them, and numbers in every spelling. */
const anyText = fc.oneof(
  fc.constantFrom("Energy.Active.Import.Register", "Wh", "Outlet", "L1", "", "Sample.Periodic", "Celcius"),
  fc.string({ maxLength: 20, unit: "grapheme" }),
);
const anyValue = fc.oneof(
  fc.nat().map(String),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String),
  fc.double().map(String),
  fc
    .tuple(fc.nat({ max: 10 ** 6 }), fc.integer({ min: 0, max: 9 }))
    .map(([n, decimals]) => (n / 1000).toFixed(decimals)),
  fc.constantFrom(
    "",
    "-0",
    "00",
    "0.",
    ".5",
    "1e3",
    "0.0000001",
    "1.230",
    "999999999999999999999",
    "OCMF|{}|",
  ),
  anyText,
);
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const anyTime = fc.oneof(
  fc.integer({ min: startedAt - 10 ** 8, max: startedAt + 10 ** 8 }),
  fc.maxSafeInteger(),
);

const anyPlainReading: fc.Arbitrary<StoredReading> = fc.record({
  at: orNull(anyTime),
  arrivedAt: anyTime,
  value: anyValue,
  measurand: anyText,
  unit: orNull(anyText),
  context: anyText,
  phase: orNull(anyText),
  location: anyText,
  format: fc.constantFrom<("Raw" | "SignedData")[]>("Raw", "SignedData"),
});
const anyReading: fc.Arbitrary<StoredReading> = fc.oneof(
  anyPlainReading,
  fc
    .tuple(anyPlainReading, fc.oneof(fc.integer({ min: -24, max: 24 }), fc.maxSafeInteger()))
    .map(([reading, multiplier]) => ({ ...reading, multiplier })),
);
const anyPack = fc.array(anyReading, { maxLength: 20 });

const ordinary = (minutes: number): readonly StoredReading[] =>
  Array.from({ length: minutes }, (_, n) => {
    const at = startedAt + n * 60_000;
    const reading = {
      at,
      arrivedAt: at + 180 + ((n * 37) % 400),
      context: "Sample.Periodic",
      phase: null,
      location: "Outlet",
      format: "Raw" as const,
    };
    return [
      {
        ...reading,
        measurand: "Energy.Active.Import.Register",
        unit: "Wh",
        value: `${18_234_120 + n * 367}`,
      },
      { ...reading, measurand: "Power.Active.Import", unit: "W", value: `${21_900 + ((n * 13) % 90)}` },
    ];
  }).flat();

describe("a pack", () => {
  it("gives back any readings to the letter, in their order", () => {
    fc.assert(
      fc.property(anyPack, (readings) => {
        expect(decodePack(encodePack(readings))).toEqual(readings);
      }),
    );
  });

  it("is the same bytes for the same readings, so that packing twice writes once", () => {
    fc.assert(
      fc.property(anyPack, (readings) => {
        expect(encodePack(readings.map((reading) => ({ ...reading })))).toEqual(encodePack(readings));
      }),
    );
  });

  it("of sixty ordinary readings takes one write unit with its key and the running figures", () => {
    const encoded = encodePack(ordinary(30));
    expect(decodePack(encoded)).toHaveLength(60);
    const key = packKey("t".repeat(32), `ses_${"a".repeat(26)}`, startedAt, "0123abcd");
    // Names of two letters and one, 16 bytes for a number or an energy each, and a status.
    const figures = "pksk".length + "zxectpks".length + 6 * 16 + "SuspendedEVSE".length;
    expect(encoded.length + key.pk.length + key.sk.length + figures).toBeLessThanOrEqual(1024);
  });

  it("keeps text that is no Unicode readable: half a sign never stops a station's queue", () => {
    const [reading] = ordinary(1);
    if (!reading) throw new Error("no reading");
    const odd = [
      { ...reading, value: "12\ud800", measurand: "\udc00" },
      { ...reading, measurand: "\ud801" },
    ];
    expect(decodePack(encodePack(odd))).toMatchObject([
      { value: "12\ufffd", measurand: "\ufffd" },
      { value: reading.value, measurand: "\ufffd" },
    ]);
  });

  it("cut short anywhere is refused, never taken for a smaller one", () => {
    fc.assert(
      fc.property(
        anyPack,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (readings, share) => {
          const encoded = encodePack(readings);
          expect(() => decodePack(encoded.slice(0, Math.floor(encoded.length * share)))).toThrow();
        },
      ),
    );
  });

  it("with anything behind its end is refused", () => {
    expect(() => decodePack(Uint8Array.from([...encodePack(ordinary(1)), 0]))).toThrow(/after its end/);
  });

  it("of a version that nobody knows is refused", () => {
    const encoded = encodePack(ordinary(1));
    for (const version of [0, 3, 255]) {
      expect(() => decodePack(Uint8Array.from([version, ...encoded.slice(1)]))).toThrow(/unknown version/);
    }
  });

  it("that was written before readings had multipliers is read as it was written, its own words too", () => {
    const written =
      "010403809691e1c168a49991e1c168010811001790ecb1110bc0a907bcac0701080f0017d6f2f2ad010abbac07200b54656d70657261747572" +
      "65210743656c736975730f0019f60405c0a907d4da0e20211122044c312d4e17084f434d467c7b7d7c";
    const rest = { phase: null, location: "Outlet", format: "Raw" };
    const [register, unit] = ["Energy.Active.Import.Register", "Wh"];
    const celsius = { measurand: "Temperature", unit: "Celsius" };
    expect(decodePack(Buffer.from(written, "hex"))).toEqual([
      {
        ...{ ...rest, at: startedAt, arrivedAt: startedAt + 210, measurand: register, unit },
        ...{ context: "Transaction.Begin", value: "18234120" },
      },
      {
        ...{ ...rest, at: startedAt + 60_000, arrivedAt: startedAt + 60_400, measurand: register, unit },
        ...{ context: "Sample.Periodic", value: "18234487.5" },
      },
      {
        ...{ ...rest, ...celsius, at: null, arrivedAt: startedAt + 210, location: "Body" },
        ...{ context: "Sample.Periodic", value: "31.5" },
      },
      {
        ...{ ...rest, ...celsius, at: startedAt + 120_000, arrivedAt: startedAt + 120_700, phase: "L1-N" },
        ...{ context: "Transaction.Begin", value: "OCMF|{}|", format: "SignedData" },
      },
    ]);
  });

  it("of nothing is a pack of nothing", () => {
    expect(decodePack(encodePack([]))).toEqual([]);
  });
});
