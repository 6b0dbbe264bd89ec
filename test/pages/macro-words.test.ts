/** What support tells drivers: every macro in every state and language, with this session's facts, and nothing left to fill. */
import type { MacroFacts } from "@barq/domain/macros";
import { macroCodes } from "@barq/domain/macros";
import { locales } from "@barq/pages/locale";
import { macroSentences, macroTitle } from "@barq/pages/macro-words";
import { describe, expect, it } from "vitest";

const mad = (minor: bigint) => ({ minor, currency: "MAD" });
const facts: MacroFacts = {
  reference: "K7M2QX",
  station: "RAK-DC-01",
  connector: 1,
  zone: "Africa/Casablanca",
  hold: mad(25_000n),
  holdFate: "part_captured",
  holdUntil: null,
  captured: mad(8_540n),
  rest: mad(16_460n),
  energyMwh: 18_978_000n,
  startedAt: Date.parse("2026-11-24T21:10:00Z"),
  endedAt: Date.parse("2026-11-24T22:05:00Z"),
  leftAt: null,
  receipt: "RAK-01-2026-000001",
  email: "d***@example.com",
  isFlowing: false,
  state: "settled",
  why: null,
};

const bare: MacroFacts = {
  ...facts,
  hold: null,
  holdFate: "none",
  captured: null,
  rest: null,
  energyMwh: null,
  startedAt: null,
  endedAt: null,
  receipt: null,
  email: null,
  state: "failed",
};

describe("a macro", () => {
  for (const locale of locales) {
    it(`leaves nothing to be filled in, whatever is not known (${locale})`, () => {
      const fates = ["none", "stands", "captured", "part_captured", "released", "lapsed"] as const;
      const all = macroCodes.flatMap((code) => [
        macroTitle(code, locale),
        ...macroSentences(code, bare, locale),
        ...macroSentences(code, { ...bare, isFlowing: true, state: "charging" }, locale),
        ...fates.flatMap((holdFate) =>
          macroSentences(code, { ...facts, holdFate, holdUntil: facts.endedAt }, locale),
        ),
      ]);
      expect(all.filter((sentence) => /null|undefined|NaN|\[object/.test(sentence))).toEqual([]);
      expect(all.every((sentence) => sentence.length > 3)).toBe(true);
    });
  }

  it("says the amounts of the session, in each language's own form", () => {
    const [fr] = macroSentences("charged_twice", facts, "fr");
    expect(fr).toContain("250,00\u00a0DH ont été réservés");
    expect(fr).toContain("85,40\u00a0DH ont été prélevés, une seule fois");
    const [ar] = macroSentences("charged_twice", facts, "ar");
    expect(ar).toContain("حُجز مبلغ 250,00\u00a0درهم");
    expect(ar).toContain("85,40\u00a0درهم مرة واحدة");
    const [en] = macroSentences("charged_twice", facts, "en");
    expect(en).toContain("MAD\u00a085.40 was taken, once");
  });

  it("says times in the legal time of the location", () => {
    // Morocco has been on UTC since 2026-09-20.
    expect(macroSentences("price_higher", facts, "fr").join(" ")).toContain("mardi 24 novembre 2026 à 21:10");
    const summer = { ...facts, startedAt: Date.parse("2026-08-24T21:10:00Z") };
    expect(macroSentences("price_higher", summer, "fr").join(" ")).toContain("lundi 24 août 2026 à 22:10");
  });

  it("puts U+00A0 before the French signs that need it", () => {
    const all = macroCodes.flatMap((code) => macroSentences(code, facts, "fr")).join(" ");
    expect(all).not.toMatch(/[^\u00a0\d][:;?!](?: |$)/);
  });

  it("promises nothing is owed only where nobody has to look at it first", () => {
    for (const [locale, words] of [
      ["en", "nothing is owed"],
      ["fr", "vous ne devez rien"],
      ["ar", "فليس عليك شيء"],
    ] as const) {
      expect(macroSentences("did_not_start", bare, locale).join(" ")).toContain(words);
      expect(macroSentences("did_not_start", { ...bare, state: "review" }, locale).join(" ")).not.toContain(
        words,
      );
    }
  });
});
