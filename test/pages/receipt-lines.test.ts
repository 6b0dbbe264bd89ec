/** The lines of a receipt on the pages: every kind of line with its words, each rate with its row, in three languages. */
import type { Receipt } from "@barq/domain/receipt";
import type { Locale } from "@barq/pages/locale";
import { receiptPage } from "@barq/pages/receipt-page";
import { sessionPage } from "@barq/pages/session-page";
import { sessionWordsOf } from "@barq/pages/session-words";
import { wordsOf } from "@barq/pages/words";
import { describe, expect, it } from "vitest";
import { bounded, raised, reserved, rich } from "../documents/rich-receipt.ts";
import { always, elementsOf, priced, when } from "../domain/tariff-terms.ts";
import { expectGoodPage } from "./good-page.ts";
import { everyLocale, sessionView } from "./samples.ts";

const pageOf = (receipt: Receipt, locale: Locale): string => {
  const page = receiptPage({ locale, receipt, operator: "Barq", supportPhone: null, token: "t" });
  expectGoodPage(page);
  return page;
};

/** A page as a person reads it. */
const read = (page: string): string =>
  page
    .replace(/[\s\S]*<main>/, "")
    .replaceAll(/<\/(?:dt|dd|div|p|h1|h2|h3|li|small)>|<br>/g, "\n")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&#39;", "'")
    .replaceAll("\u00a0", " ")
    .replaceAll(/\n\s*/g, "\n");
const said = (receipt: Receipt, locale: Locale): string => read(pageOf(receipt, locale));

describe("the lines of a receipt", () => {
  it("have words for every adjustment, a dash for its price, and no code of ours", () => {
    for (const locale of everyLocale) {
      for (const receipt of [rich, reserved, bounded, raised]) {
        const text = said(receipt, locale);
        expect(text).not.toMatch(/IDLE_CAP|WAIVER|M(?:IN|AX)_PRICE|RESERVATION|PARKING_TIME|null/);
        for (const { label } of receipt.lines) expect(text).toContain(label[locale]);
        const adjusted = receipt.lines.filter(({ price }) => price === null);
        expect(text.split("—\n")).toHaveLength(adjusted.length + 1);
      }
    }
    expect(said(rich, "fr")).toContain("Non dû : la station a mis fin à la session peu après son début.");
    expect(said(raised, "ar")).toContain(wordsOf("ar").receipt.adjusted.min_price);
  });

  it("say the conditions that held, the steps, and what idle terms gave away", () => {
    const text = said(rich, "fr");
    for (const sentence of [
      "57,345678 kWh × 3,25 DH\nle vendredi et le dimanche, de 00:00 à 06:00 et de 22:00 à 24:00\n",
      "57,345678 kWh mesurés, comptés pour 57,500 kWh par pas de 500 Wh\n",
      "150 min × 1,50 DH\nLes premières 10 min sont gratuites. Compté uniquement de 08:00 à 20:00.\n",
      "Limites du tarif tombées entre deux relevés : 1 ; la quantité y est interpolée\n",
    ])
      expect(text).toContain(sentence);
    expect(said(rich, "ar")).toContain("150 د × 1,50 درهم");
  });

  it("have a row for each rate where there are several, with what it is taken of", () => {
    expect(said(rich, "fr")).toContain("TVA 20 %\n39,48 DH sur 197,40 DH\n");
    expect(said(rich, "en")).toContain("VAT 10%\nMAD 0.00 on MAD 0.00\n");
    expect(said(raised, "en")).toContain("VAT 20%\nMAD 2.00\n");
  });

  it("say both offsets where the session spans a change of the clock", () => {
    for (const locale of everyLocale) {
      const text = said(rich, locale);
      expect(text).toContain("01:30 UTC+01:00");
      expect(text).toContain("10:30 UTC+00:00");
    }
    expect(said(rich, "fr")).toContain("Durée\n10 h\n");
  });

  it("say when the cable was out, where the time until then is priced", () => {
    const left = { ...rich, left_at: "2026-09-20T11:05:00Z" };
    expect(said(left, "fr")).toContain("Débranché\n11:05 UTC+00:00\n");
    expect(said({ ...left, left_at: "2026-09-21T11:05:00Z" }, "en")).toContain("Unplugged\n21/09/2026 11:05");
    expect(said(rich, "fr")).not.toContain("Débranché\n");
  });

  it("keep every figure of theirs in one piece in Arabic", () => {
    const [, card = ""] = /<h2>تفصيل الثمن<\/h2>([\s\S]*?)<\/section>/.exec(pageOf(rich, "ar")) ?? [];
    const outside = card
      .replaceAll(/<bdi[^>]*>(?:[^<]|<bdi[^>]*>[^<]*<\/bdi>)*<\/bdi>/g, "")
      .replaceAll(/<[^>]*>/g, "");
    expect(outside).not.toMatch(/\d/);
  });

  it("stand at the end of a session as they do on its receipt", () => {
    for (const locale of everyLocale) {
      const page = sessionPage(sessionView("settled", { locale, receipt: rich }));
      expectGoodPage(page);
      expect(read(page)).toContain(rich.lines[0]?.label[locale]);
    }
  });
});

describe("while it charges", () => {
  const parked = elementsOf(
    [
      when({ max_duration: 5400 }, priced("PARKING_TIME", 60)),
      always(priced("PARKING_TIME", 90), priced("ENERGY", 2)),
    ],
    { barq: { idle: { grace_s: 600 } } },
  );

  it("a car that waits is said to wait, whatever the page's language, and only while it charges", () => {
    for (const locale of everyLocale) {
      const { title, text } = sessionWordsOf(locale).waiting;
      const page = sessionPage(sessionView("charging", { locale, waiting: true }));
      expectGoodPage(page);
      expect(page).toContain(title);
      expect(page).toContain(text.replaceAll("'", "&#39;"));
      for (const state of ["stopping", "settled", "held"] as const)
        expect(sessionPage(sessionView(state, { locale, waiting: true }))).not.toContain(title);
    }
    expect(sessionPage(sessionView("charging", { locale: "en" }))).not.toContain("waiting");
  });

  it("says from when idle time costs, and how much, where the tariff has a price for it", () => {
    const text = read(sessionPage(sessionView("charging", { locale: "fr", tariff: parked })));
    expect(text).toContain(
      "Si la voiture reste branchée sans recharger\npendant les premières 1 h 30 min de session1,00 DH par minute\nsinon1,50 DH par minute\nCompté dès que la voiture ne demande plus d’énergie. Compté jusqu’au débranchement, même après la fin de la recharge. Les premières 10 min sont gratuites.",
    );
    const own = { PARKING_TIME: { fr: "Occupation", ar: "إشغال", en: "Occupancy" } };
    const labelled = sessionPage(sessionView("charging", { locale: "ar", tariff: parked, labels: own }));
    expectGoodPage(labelled);
    expect(labelled).toContain("إشغال");
  });

  it("is told to unplug once it has ended, where time is counted until the cable is out, and not afterwards", () => {
    for (const locale of everyLocale) {
      const { title } = sessionWordsOf(locale).unplug;
      const idling = { idleUntil: Date.parse("2026-11-24T20:00:00Z") };
      const page = sessionPage(sessionView("ended", { locale, tariff: parked }, idling));
      expectGoodPage(page);
      expect(page).toContain(title);
      expect(page).toContain('http-equiv="refresh" content="15"');
      expect(read(page)).toContain(wordsOf(locale).terms.idle.title);
      const out = { ...idling, leftAt: Date.parse("2026-11-24T16:00:00Z") };
      expect(sessionPage(sessionView("ended", { locale, tariff: parked }, out))).not.toContain(title);
    }
  });

  it("says nothing of idle time where that is free, and nothing once it is over", () => {
    const free = elementsOf([always(priced("ENERGY", 2), priced("PARKING_TIME", 0))]);
    const title = wordsOf("en").terms.idle.title;
    expect(sessionPage(sessionView("charging", { locale: "en", tariff: free }))).not.toContain(title);
    expect(sessionPage(sessionView("settled", { locale: "en", tariff: parked }))).not.toContain(title);
  });
});
