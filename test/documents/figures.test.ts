import { duration, longDate, onTheWall, shortDate } from "@barq/documents/dates";
import { amountFigure, figure, isZero, percentFigure } from "@barq/documents/figures";
import { speechFor } from "@barq/documents/language";
import { lineReason } from "@barq/documents/line-reason";
import { printable } from "@barq/documents/printable";
import { priceSession } from "@barq/domain/price";
import { readTariff } from "@barq/domain/tariff";
import { stretch } from "@barq/domain/usage";
import type { Why } from "@barq/domain/why";
import { whyOf } from "@barq/domain/why";
import { describe, expect, it } from "vitest";

const nb = "\u00a0";

describe("figures on documents", () => {
  it("group by U+00A0 in French and commas in English, and keep every digit of what no float could hold", () => {
    expect(figure("12345678901234567.89", "fr")).toBe(`12${nb}345${nb}678${nb}901${nb}234${nb}567,89`);
    expect(figure("1234567.5", "en")).toBe("1,234,567.5");
    expect(figure("-12.50", "fr")).toBe("-12,50");
    expect(figure("-1234", "fr")).toBe(`-1${nb}234`);
    expect(figure("999", "en")).toBe("999");
    expect(figure("0.0001", "fr")).toBe("0,0001");
  });

  it("refuse what is no decimal instead of printing it", () => {
    for (const text of ["", "1e3", "1,5", "NaN", "1.", ".5", " 1", "٣"])
      expect(() => figure(text, "fr")).toThrow();
  });

  it("name the dirham as people do and other currencies by their code", () => {
    expect(amountFigure({ amount: "1234567.50", currency: "MAD" }, "fr")).toBe(`1${nb}234${nb}567,50${nb}DH`);
    expect(amountFigure({ amount: "1234567.50", currency: "MAD" }, "en")).toBe(`MAD${nb}1,234,567.50`);
    expect(amountFigure({ amount: "12.345", currency: "TND" }, "fr")).toBe(`12,345${nb}TND`);
    expect(amountFigure({ amount: "1200", currency: "JPY" }, "en")).toBe(`JPY${nb}1,200`);
  });

  it("put the per cent sign where each language has it", () => {
    expect(percentFigure("20", "fr")).toBe(`20${nb}%`);
    expect(percentFigure("7.5", "en")).toBe("7.5%");
  });

  it("know nothing from something", () => {
    expect(["0", "0.00", "0.000"].map((amount) => isZero({ amount, currency: "MAD" }))).toEqual([
      true,
      true,
      true,
    ]);
    expect(isZero({ amount: "0.01", currency: "MAD" })).toBe(false);
  });
});

describe("dates on documents", () => {
  it("come from the domain's legal time on both sides of a change of the clock", () => {
    const { isoDay, timeText, offsetText } = onTheWall("Africa/Casablanca", "2026-09-20T00:59:59Z");
    expect([isoDay, timeText, offsetText]).toEqual(["2026-09-20", "01:59", "+01:00"]);
    expect(onTheWall("Africa/Casablanca", "2026-09-20T01:00:00Z").offsetText).toBe("+00:00");
    expect(onTheWall("Africa/Casablanca", "2026-12-31T23:30:00Z").isoDay).toBe("2026-12-31");
  });

  it("are written out in French and English without asking the runtime", () => {
    expect(longDate("2026-10-01", "fr")).toBe(`1${nb}octobre${nb}2026`);
    expect(longDate("2026-08-31", "en")).toBe(`31${nb}August${nb}2026`);
    expect(shortDate("2026-10-01")).toBe("01/10/2026");
  });

  it("say a duration without the zeros at its end", () => {
    const said = [0, 999, 5000, 60_000, 3_125_000, 3_600_000, 3_605_000, 93_784_000].map((ms) =>
      duration(ms, "fr").replaceAll(nb, " "),
    );
    expect(said).toEqual([
      "0 s",
      "0 s",
      "5 s",
      "1 min",
      "52 min 05 s",
      "1 h",
      "1 h 00 min 05 s",
      "26 h 03 min 04 s",
    ]);
  });
});

describe("the reason of a line", () => {
  const component = (type: string, step_size: number) => ({ type, price: 1, vat: 20, step_size });
  const reasons = (steps: number, parkedMs: number): readonly Why[] => {
    const tariff = readTariff({
      id: "T",
      currency: "MAD",
      tax_included: "YES",
      elements: [
        { price_components: ["ENERGY", "TIME", "PARKING_TIME", "FLAT"].map((d) => component(d, steps)) },
      ],
    });
    const chargedTo = 1_800_001;
    const usage = {
      startedAt: 0,
      endedAt: chargedTo + parkedMs,
      stretches: [
        stretch(0, chargedTo, "charging", 5_432_100n),
        stretch(chargedTo, chargedTo + parkedMs, "parking"),
      ],
    };
    return priceSession(tariff, usage, "UTC").lines.map((line) => whyOf(line.explained, null));
  };

  it("is said in French for every sentence that the domain's pricing makes", () => {
    const all = [...reasons(0, 0), ...reasons(700, 0), ...reasons(700, 125_000)];
    expect(all).toHaveLength(10);
    for (const why of all)
      expect(lineReason(why, "fr")).not.toMatch(/delivered|billed|steps|charging|parked|once/);
  });

  it("keeps what was measured, what was billed and the step", () => {
    const said = reasons(700, 125_000).map((why) => lineReason(why, "fr").replaceAll(nb, " "));
    expect(said).toContain("5,4321 kWh livrés, arrondi à 5,600 kWh par pas de 700 Wh");
    expect(said).toContain(
      "2 min 05 s branché sans demander d'énergie, arrondi à 11 min 40 s par pas de 11 min 40 s",
    );
    const [, time] = reasons(0, 0);
    expect(time && lineReason(time, "en").replaceAll(nb, " ")).toBe("30 min charging");
  });
});

describe("text for the standard fonts", () => {
  it("keeps French, and makes near signs of those the fonts lack", () => {
    expect(printable("Œuvre «ça» – 12 € … Ÿ")).toBe("Œuvre «ça» – 12 € … Ÿ");
    expect(printable("Tiznīt\u202f1\u20112\u2212−3")).toBe("Tiznit\u00a01-2--3");
    expect(printable("Café")).toBe("Café");
  });

  it("drops what would spoil the string: controls, line ends, marks of direction, signs beyond the font", () => {
    expect(printable("a\nb\tc\u0007\u200f\u2066d\u{1f50c}e")).toBe("a b cde");
    expect(printable("  many   spaces ")).toBe("many spaces");
  });

  it("falls back where nothing readable is left, and not where nothing was meant to be read", () => {
    expect(printable("الدار البيضاء", { instead: "CAS-1" })).toBe("CAS-1");
    expect(printable("مرآب A", { instead: "CAS-1" })).toBe("A");
    expect(printable("", { instead: "CAS-1" })).toBe("CAS-1");
    expect(printable("•••• –")).toBe("•••• –");
  });
});

describe("words for a locale", () => {
  it("are one language's, whole: figures keep their order inside Arabic", () => {
    expect(speechFor("ar").say({ fr: "Reçu", en: "Receipt", ar: "إيصال" })).toBe("إيصال");
    expect(amountFigure({ amount: "-1234.50", currency: "MAD" }, "ar")).toBe(
      `\u2066-1${nb}234,50\u2069${nb}درهم`,
    );
    expect(percentFigure("20", "ar")).toBe(`\u206620${nb}%\u2069`);
    expect(duration(3_125_000, "ar")).toBe(`52${nb}د${nb}05${nb}ث`);
    expect(longDate("2026-08-31", "ar")).toBe(`31${nb}غشت${nb}2026`);
  });
});
