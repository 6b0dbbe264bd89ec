/** Money, numbers, days and durations, in the three languages, by our own hand. */
import { chooseLocale } from "@barq/pages/locale";
import { moneyHtml, moneyText, numberText } from "@barq/pages/money-text";
import { kwText, plugName } from "@barq/pages/plug";
import { clockText, durationText, longDay, shortDay, whenHtml } from "@barq/pages/time-text";
import { describe, expect, it } from "vitest";

const mad = (amount: string) => ({ amount, currency: "MAD" });
const zone = "Africa/Casablanca";

describe("money", () => {
  it.each([
    ["fr", "1234567.50", "1\u00a0234\u00a0567,50\u00a0DH"],
    ["ar", "1234567.50", "1\u00a0234\u00a0567,50\u00a0درهم"],
    ["en", "1234567.50", "MAD\u00a01,234,567.50"],
    ["fr", "0.05", "0,05\u00a0DH"],
    ["fr", "-12.50", "-12,50\u00a0DH"],
    ["en", "-1234.50", "-MAD\u00a01,234.50"],
    ["en", "12345678901234567.89", "MAD\u00a012,345,678,901,234,567.89"],
  ] as const)("in %s: %s is %s", (locale, amount, text) => {
    expect(moneyText(mad(amount), locale)).toBe(text);
  });

  it("of a currency without a name of its own goes by its code, with its own decimals", () => {
    expect(moneyText({ amount: "1234.567", currency: "TND" }, "fr")).toBe("1\u00a0234,567\u00a0TND");
    expect(moneyText({ amount: "1500", currency: "JPY" }, "ar")).toBe("1\u00a0500\u00a0JPY");
  });

  it("keeps number and unit apart in Arabic, so that a minus stays before its figure", () => {
    expect(moneyHtml(mad("-12.50"), "ar").toString()).toBe(
      '<bdi dir="rtl"><bdi dir="ltr">-12,50</bdi>\u00a0درهم</bdi>',
    );
  });

  it("leaves alone what is no decimal", () => {
    expect(numberText("1/3", "fr")).toBe("1/3");
    expect(numberText("12.345", "fr")).toBe("12,345");
  });
});

describe("time", () => {
  const at = Date.parse("2026-09-30T23:30:00Z");

  it("is the legal time of the place: the last evening of September, whatever the runtime believes", () => {
    expect(longDay(at, zone, "fr")).toBe("mercredi 30 septembre 2026");
    expect(longDay(at, zone, "ar")).toBe("الأربعاء، 30 شتنبر 2026");
    expect(longDay(at, zone, "en")).toBe("Wednesday, 30 September 2026");
    expect([shortDay(at, zone), clockText(at, zone)]).toEqual(["30/09/2026", "23:30"]);
  });

  it("is said with its day only where it is not today's", () => {
    expect(whenHtml(at, at + 1000, zone).toString()).toBe('<bdi dir="ltr">23:30</bdi>');
    expect(whenHtml(at, at + 3_600_000, zone).toString()).toBe('<bdi dir="ltr">30/09/2026 23:30</bdi>');
  });

  it.each([
    [0, "0\u00a0min"],
    [59_999, "0\u00a0min"],
    [42 * 60_000, "42\u00a0min"],
    [60 * 60_000, "1\u00a0h"],
    [65 * 60_000, "1\u00a0h\u00a005\u00a0min"],
    [-5, "0\u00a0min"],
  ])("a duration of %d ms is %s", (ms, text) => {
    expect(durationText(ms, "fr")).toBe(text);
  });
});

describe("a connector", () => {
  it("goes by the names that drivers know", () => {
    expect([plugName("IEC_62196_T2"), plugName("IEC_62196_T2_COMBO"), plugName("SOMETHING_NEW")]).toEqual([
      "Type 2",
      "CCS 2",
      "SOMETHING NEW",
    ]);
    expect([kwText(7360), kwText(22_000), kwText(49), kwText(0)]).toEqual(["7.4", "22", "0", "0"]);
  });
});

describe("the language of a page", () => {
  it.each([
    [{ asked: "ar", own: "fr", accepted: "en" }, "ar"],
    [{ asked: "de", own: "en", accepted: "ar" }, "en"],
    [{ accepted: "de-DE,ar-MA;q=0.8,en;q=0.9" }, "en"],
    [{ accepted: "fr;q=0, AR" }, "ar"],
    [{ accepted: "de, *;q=0.5" }, "fr"],
    [{ accepted: ";;;q=,,en;q=2" }, "en"],
    [{}, "fr"],
  ] as const)("of %o is %s", (wishes, locale) => {
    expect(chooseLocale(wishes)).toBe(locale);
  });
});
