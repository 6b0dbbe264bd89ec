/** The price on the page behind a code: every price with its conditions, in the reader's language, and nothing made up. */
import { gzipSync } from "node:zlib";
import type { OcpiElement, OcpiTariff } from "@barq/domain/ocpi-tariff";
import type { Locale } from "@barq/pages/locale";
import { scanPage } from "@barq/pages/scan-page";
import { scanWordsOf } from "@barq/pages/scan-words";
import { describe, expect, it } from "vitest";
import { always, elementsOf, hourly, hundred, priced, when } from "../domain/tariff-terms.ts";
import { expectGoodPage } from "./good-page.ts";
import { everyLocale, scanView } from "./samples.ts";

type Changes = Parameters<typeof scanView>[0];

const pageOf = (
  locale: Locale,
  elements: readonly OcpiElement[],
  more: Partial<OcpiTariff> = {},
  changes: Changes = {},
): string => {
  const page = scanPage(scanView({ locale, tariff: elementsOf(elements, more), ...changes }));
  expectGoodPage(page);
  return page;
};

/** The price's card as a person reads it: words alone, with plain spaces. */
function read(page: string): string {
  const [, card = ""] = /<h2>(?:Prix|Price|السعر)<\/h2>([\s\S]*?)<\/section>/.exec(page) ?? [];
  return card
    .replaceAll(/<\/(?:li|p|h3|summary)>|<br>/g, "\n")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&#39;", "'")
    .replaceAll("\u00a0", " ")
    .replaceAll(/ *\n\s*/g, "\n")
    .trim();
}

const said = (
  locale: Locale,
  elements: readonly OcpiElement[],
  more: Partial<OcpiTariff> = {},
  changes = {},
) => read(pageOf(locale, elements, more, changes)).split("\n");

const workdays = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"];

describe("a tariff of a hundred elements with everything that OCPI can restrict by", () => {
  it("is a page of at most 30 KB as it is sent, in every language, that nobody needs a script to read", () => {
    for (const locale of everyLocale) {
      const page = pageOf(locale, hundred);
      expect(gzipSync(page).byteLength).toBeLessThan(30_000);
      expect(page.match(/<li>/g)?.length).toBeGreaterThan(400);
      expect(page.match(/<details>/g)).toHaveLength(5);
    }
  });

  it("shows what may hold now before what is folded away", () => {
    const lines = said("en", hourly);
    expect(lines.slice(0, 3)).toEqual([
      "Energy",
      "from 15:00 to 16:00 nowMAD 3.50 per kWh",
      "All prices (24)",
    ]);
    expect(lines).toContain("from 23:00 to 24:00MAD 4.30 per kWh");
    expect(lines.join()).not.toContain("free");
  });
});

describe("conditions", () => {
  it("are told in the reader's language", () => {
    const elements = [
      when({ start_time: "08:00", end_time: "20:00", day_of_week: workdays }, priced("ENERGY", 5)),
      when({ min_kwh: 40, max_kwh: 60.5, min_power: 50 }, priced("ENERGY", 4)),
      when({ start_date: "2026-12-01", end_date: "2027-01-01", max_duration: 5430 }, priced("ENERGY", 3)),
      always(priced("ENERGY", 2)),
    ];
    expect(said("fr", elements).slice(0, 5)).toEqual([
      "Énergie",
      "du lundi au vendredi, de 08:00 à 20:00 maintenant5,00 DH par kWh",
      "de 40 kWh à 60,5 kWh, à une puissance de 50 kW ou plus4,00 DH par kWh",
      "du 01/12/2026 au 31/12/2026, pendant les premières 1 h 30 min 30 s de session3,00 DH par kWh",
      "sinon2,00 DH par kWh",
    ]);
    expect(said("en", elements).slice(1, 5)).toEqual([
      "Monday to Friday, from 08:00 to 20:00 nowMAD 5.00 per kWh",
      "from 40 kWh to 60.5 kWh, at a power of 50 kW or moreMAD 4.00 per kWh",
      "from 01/12/2026 to 31/12/2026, in the first 1 h 30 min 30 s of the sessionMAD 3.00 per kWh",
      "otherwiseMAD 2.00 per kWh",
    ]);
    expect(said("ar", elements).slice(1, 5)).toEqual([
      "من الاثنين إلى الجمعة، من الساعة 08:00 إلى 20:00 الآن5,00 درهم لكل كيلوواط ساعة (kWh)",
      "من 40 kWh إلى 60,5 kWh، بقدرة 50 kW أو أكثر4,00 درهم لكل كيلوواط ساعة (kWh)",
      "من 01/12/2026 إلى 31/12/2026، خلال أول 1 س 30 د 30 ث من الجلسة3,00 درهم لكل كيلوواط ساعة (kWh)",
      "في الحالات الأخرى2,00 درهم لكل كيلوواط ساعة (kWh)",
    ]);
  });

  it("say the two parts of a night that belongs to a weekday, and the end of the day as 24:00", () => {
    const friday = { day_of_week: ["FRIDAY", "FRIDAY"], start_time: "22:00", end_time: "06:00" };
    expect(said("en", [when(friday, priced("ENERGY", 2)), always(priced("ENERGY", 3))])[1]).toBe(
      "Friday, from 00:00 to 06:00 and from 22:00 to 24:00MAD 2.00 per kWh",
    );
    const late = { start_time: "22:00", end_time: "00:00" };
    expect(said("fr", [when(late, priced("ENERGY", 2)), always(priced("ENERGY", 3))])[1]).toBe(
      "de 22:00 à 24:002,00 DH par kWh",
    );
  });

  it("say a single day, and an open end", () => {
    const elements = [
      when({ start_date: "2026-12-25", end_date: "2026-12-26" }, priced("FLAT", 1)),
      when({ start_date: "2027-01-01" }, priced("FLAT", 2)),
      when({ end_date: "2026-12-01", min_current: 16.5 }, priced("FLAT", 3)),
      always(priced("FLAT", 4)),
    ];
    expect(said("fr", elements).slice(1, 4)).toEqual([
      "le 25/12/20261,00 DH une fois par session",
      "à partir du 01/01/20272,00 DH une fois par session",
      "jusqu’au 30/11/2026, à un courant de 16,5 A ou plus maintenant3,00 DH une fois par session",
    ]);
  });

  it("keep every figure, time and date in one piece from left to right in Arabic", () => {
    for (const elements of [hundred, [...hourly, always(priced("FLAT", 1.2345))]]) {
      const page = pageOf("ar", elements, {
        min_price: { before_taxes: 1, after_taxes: 1.2 },
        barq: { idle: { grace_s: 90, threshold_w: 500, cap: { amount: "50.00", currency: "MAD" } } },
      });
      const [, card = ""] = /<h2>السعر<\/h2>([\s\S]*?)<\/section>/.exec(page) ?? [];
      const outside = card
        .replaceAll(/<bdi[^>]*>(?:[^<]|<bdi[^>]*>[^<]*<\/bdi>)*<\/bdi>/g, "")
        .replaceAll(/<[^>]*>/g, "");
      expect(outside).not.toMatch(/\d/);
    }
  });
});

describe("a price", () => {
  it("of time is told by the minute where that is exact, and by the hour where it is not", () => {
    const elements = [always(priced("TIME", 36), priced("PARKING_TIME", 50))];
    expect(said("fr", elements).slice(0, 4)).toEqual([
      "Temps de recharge",
      "0,60 DH par minute",
      "Branché sans recharger",
      "50,00 DH par heure",
    ]);
  });

  it("of 0 is free, and so is what no element prices at some moment", () => {
    const elements = [
      when({ max_duration: 1800 }, priced("TIME", 0)),
      when({ max_duration: 7200 }, priced("TIME", 60)),
    ];
    expect(said("en", elements).slice(1, 4)).toEqual([
      "in the first 30 min of the sessionfree",
      "in the first 2 h of the sessionMAD 1.00 per minute",
      "otherwisefree",
    ]);
  });

  it("is never called free where the whole day has a price, and what never applies is not shown", () => {
    const lines = said("en", [...hourly, always(priced("ENERGY", 9))]);
    expect(lines.join()).not.toMatch(/free|otherwise|9\.00/);
  });

  it("goes by the location's own words, in the order of its country", () => {
    const elements = [always(priced("FLAT", 5), priced("PARKING_TIME", 60), priced("ENERGY", 2))];
    const own = {
      labels: { ENERGY: { fr: "Service de recharge", ar: "خدمة الشحن", en: "Charging service" } },
      displayOrder: ["ENERGY", "TIME", "FLAT", "PARKING_TIME"],
    } as const;
    const titles = (locale: Locale, changes: Changes) =>
      [...pageOf(locale, elements, {}, changes).matchAll(/<h3><bdi>([^<]*)<\/bdi>/g)].map(
        ([, title]) => title,
      );
    expect(titles("fr", own)).toEqual([
      "Service de recharge",
      "Forfait par session",
      "Branché sans recharger",
    ]);
    expect(titles("ar", own)).toEqual(["خدمة الشحن", "رسم الجلسة", "توصيل بدون شحن"]);
    expect(titles("fr", {})).toEqual(["Forfait par session", "Branché sans recharger", "Énergie"]);
  });

  it("stays text and in its place whatever it is called, however long", () => {
    const hostile = "<b>\"&'</b>".padEnd(60, "W");
    const label = { fr: hostile, ar: hostile, en: hostile };
    for (const locale of everyLocale)
      expect(pageOf(locale, [always(priced("ENERGY", 2))], {}, { labels: { ENERGY: label } })).toContain(
        "<h3><bdi>&lt;b&gt;",
      );
  });
});

describe("tax and limits", () => {
  it("say each rate beside its price where there are several, and one rate once", () => {
    const elements = [
      always(priced("ENERGY", 2), priced("FLAT", 1, { vat: 10 }), priced("TIME", 6, { vat: 10 })),
    ];
    const lines = said("fr", elements);
    expect(lines).toContain("2,00 DH par kWh · TVA 20 %");
    expect(lines).toContain("1,00 DH une fois par session · TVA 10 %");
    expect(lines).toContain("TVA comprise");
    expect(said("en", elements, { tax_included: "NO" })).toContain("before VAT, which is added");
    expect(said("en", [always(priced("ENERGY", 2))])).toContain("VAT of 20% included");
    const untaxed = [always(priced("ENERGY", 2), priced("FLAT", 1, { vat: null }))];
    expect(said("en", untaxed, { tax_included: "NO" })).toContain("MAD 1.00 once per session · no VAT");
  });

  it("say the least and the highest price, in the columns in which they are bound", () => {
    const elements = [always(priced("ENERGY", 2))];
    const both = { min_price: { before_taxes: 4, after_taxes: 5 }, max_price: { before_taxes: 250.5 } };
    expect(said("fr", elements, both)).toEqual(
      expect.arrayContaining([
        "Prix minimum d’une session : 5,00 DH (4,00 DH hors TVA)",
        "Prix maximum d’une session : 250,50 DH hors TVA",
      ]),
    );
    const untaxed = { tax_included: "N/A", max_price: { before_taxes: 250 } } as const;
    expect(said("en", elements, untaxed)).toContain("Highest price of a session: MAD 250.00");
  });

  it("never call a session free that owes a least price", () => {
    const lines = said("en", [always(priced("FLAT", 0))], {
      min_price: { before_taxes: 3, after_taxes: 3.6 },
    });
    expect(lines.join()).not.toContain(scanWordsOf("en").free);
    expect(lines).toContain("Least price of a session: MAD 3.60 (MAD 3.00 before VAT)");
  });
});

describe("idle time", () => {
  const idle = {
    grace_s: 600,
    hours: [
      { start_time: "08:00", end_time: "12:00" },
      { start_time: "22:00", end_time: "06:00" },
    ],
    threshold_w: 500,
    cap: { amount: "50.00", currency: "MAD" },
  };

  it("is told in plain words: from when, what is free, in which hours, at most what", () => {
    const elements = [always(priced("ENERGY", 2), priced("PARKING_TIME", 60))];
    expect(said("fr", elements, { barq: { idle } })).toContain(
      "Compté dès que la voiture prend moins de 500 W. Compté jusqu’au débranchement, même après la fin de la recharge. Les premières 10 min sont gratuites. Compté uniquement de 08:00 à 12:00 et de 22:00 à 06:00. Au plus 50,00 DH par session.",
    );
    expect(said("en", elements, { barq: { idle: { grace_s: 90 } } })).toContain(
      "Counted as soon as the car asks for no more energy. Counted until the cable is out, even after charging has ended. The first 1 min 30 s are free.",
    );
    expect(said("ar", elements, { barq: { idle: { cap: idle.cap } }, tax_included: "NO" })).toContain(
      "يُحتسب عندما تتوقف السيارة عن طلب الطاقة. يستمر الاحتساب حتى يُفصل الكابل، ولو بعد انتهاء الشحن. لا يتجاوز 50,00 درهم في الجلسة دون احتساب الضريبة.",
    );
  });

  it("is not spoken of where it costs nothing", () => {
    expect(said("en", [always(priced("ENERGY", 2))], { barq: { idle } }).join()).not.toContain("Counted");
  });
});

describe("the example", () => {
  it("is the engine's price from now on, at the place's own time, and says when where that matters", () => {
    const elements = [
      when({ start_time: "16:00", end_time: "20:00" }, priced("ENERGY", 6)),
      always(priced("ENERGY", 3)),
    ];
    expect(said("en", elements)).toContain(
      "For example, starting now (15:40): 20 kWh in 1 h costs MAD 100.00 in all.",
    );
    expect(said("fr", [always(priced("ENERGY", 3))])).toContain(
      "Par exemple : 20 kWh en 1 h pour 60,00 DH en tout.",
    );
    // In July the clock on the wall is an hour ahead of UTC.
    const now = Date.parse("2026-07-31T15:40:00Z");
    expect(said("en", elements, {}, { now })).toContain(
      "For example, starting now (16:40): 20 kWh in 1 h costs MAD 120.00 in all.",
    );
  });

  it("is left out where it would be a guess", () => {
    const elements = [when({ max_current: 16 }, priced("ENERGY", 3)), always(priced("ENERGY", 2))];
    expect(said("en", elements).join()).not.toContain("For example");
  });
});
