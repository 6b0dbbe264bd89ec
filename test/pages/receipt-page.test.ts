/** The receipt's page, the problem page and the docs: everything that is on them, and nothing that is not. */

import { describedRoutes } from "@barq/functions/api/described-routes";
import { docsAnswer } from "@barq/functions/api/docs-answer";
import { statuses } from "@barq/functions/api/problem";
import { meterFlags, meterWordsOf } from "@barq/pages/meter-words";
import { problemPage } from "@barq/pages/problem-page";
import { receiptPage } from "@barq/pages/receipt-page";
import { refundWordsOf } from "@barq/pages/refund-words";
import { knownRefusal } from "@barq/pages/refusals";
import { sessionWordsOf } from "@barq/pages/session-words";
import { wordsOf } from "@barq/pages/words";
import { describe, expect, it } from "vitest";
import { expectGoodPage } from "./good-page.ts";
import { everyLocale, receipt } from "./samples.ts";

const shown = { receipt, operator: "Barq Démo", supportPhone: null, token: "eyJ.receipt.token" } as const;
const hostile = `"><script>x</script>`;

describe("the receipt page", () => {
  it("has number, issuer, place, times, meter, lines, tax, money, hash, and links to PDF and proof", () => {
    const page = receiptPage({ ...shown, locale: "en" });
    expectGoodPage(page);
    for (const said of [
      "CAS-ANFA-2026-000123",
      "Barq Recharge SARL AU",
      "ICE 001561191000066",
      "Tuesday, 24 November 2026",
      "15:52",
      "18,234.120\u00a0kWh",
      "18,246.465\u00a0kWh",
      "12.345\u00a0kWh",
      "MAD\u00a02.50",
      "MAD\u00a036.04",
      "MAD\u00a07.21",
      "MAD\u00a043.25",
      "MAD\u00a056.75",
      "K7M2PQ",
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      'href="/r/eyJ.receipt.token.pdf?lang=en"',
      'href="/r/eyJ.receipt.token?part=proof"',
    ]) {
      expect(page).toContain(said);
    }
  });

  it("says of what went back that it was sent to the bank, which takes days, and never that it has arrived", () => {
    const refunds = [
      {
        amount: { amount: "12.50", currency: "MAD" },
        sent_at: "2026-12-03T23:30:00Z",
        credit_note: "CN-E1-2026-000007",
      },
    ];
    const said = {
      en: "was sent to your bank, which may take 5 to 10 days",
      fr: "envoyé à votre banque, qui peut mettre de 5 à 10 jours",
      ar: "أُرسل المبلغ إلى بنكك، وقد يستغرق ظهوره من 5 إلى 10 أيام",
    };
    for (const locale of everyLocale) {
      const page = receiptPage({ ...shown, locale, receipt: { ...receipt, refunds } });
      expectGoodPage(page);
      for (const part of [said[locale], "CN-E1-2026-000007", "12", "03/12/2026"])
        expect(page).toContain(part);
      expect(page).not.toMatch(/\b(credited|crédité)/i);
      expect(receiptPage({ ...shown, locale })).not.toContain(said[locale]);
    }
  });

  it("of a corrected session says so first, with the new total, the credit note and the new CDR, and what was issued below", () => {
    const amount = (text: string) => ({ amount: text, currency: "MAD" });
    const corrected = {
      on: "2026-12-03T10:00:00Z",
      cdr: `${receipt.session}-2`,
      credit_note: "CN-E1-2026-000007",
      energy_kwh: "9.845",
      before_tax: amount("28.75"),
      tax: amount("5.75"),
      after_tax: amount("34.50"),
      proof_sha256: "7c".repeat(32),
    };
    for (const locale of everyLocale) {
      const page = receiptPage({ ...shown, locale, receipt: { ...receipt, corrected } });
      expectGoodPage(page);
      const { correctedTotal, correctedOn } = refundWordsOf(locale);
      const newTotal = page.indexOf(locale === "en" ? "34.50" : "34,50");
      const firstTotal = page.indexOf(locale === "en" ? "43.25" : "43,25");
      expect(newTotal).toBeGreaterThan(0);
      expect(firstTotal).toBeGreaterThan(newTotal);
      for (const part of [
        correctedTotal,
        correctedOn,
        "CN-E1-2026-000007",
        corrected.cdr,
        "CAS-ANFA-2026-000123",
        'href="/r/eyJ.receipt.token?part=corrected"',
      ])
        expect(page).toContain(part);
      const waiting = { ...receipt, corrected: { ...corrected, credit_note: null } };
      expect(receiptPage({ ...shown, locale, receipt: waiting })).not.toContain("CN-E1");
      expect(receiptPage({ ...shown, locale })).not.toContain(correctedTotal);
    }
  });

  it("is a good page in every language, whatever the evidence and its flags", () => {
    for (const locale of everyLocale) {
      for (const evidence of ["begin_end", "start_stop", "series", "intervals", "something_new"]) {
        const page = receiptPage({
          ...shown,
          locale,
          receipt: {
            ...receipt,
            meter: { ...receipt.meter, evidence, flags: [...meterFlags, "another_flag"] },
          },
        });
        expectGoodPage(page);
        for (const flag of meterFlags) expect(page).toContain(meterWordsOf(locale).flags[flag]);
      }
    }
  });

  it("of a session without a hold, a price or a proof shows none", () => {
    const zero = { amount: "0.00", currency: "MAD" };
    const page = receiptPage({
      ...shown,
      locale: "fr",
      receipt: {
        ...receipt,
        number: null,
        lines: [],
        vat: null,
        before_tax: zero,
        tax: zero,
        after_tax: zero,
        hold: null,
        captured: zero,
        released: null,
        card: null,
        proof_sha256: null,
      },
    });
    expectGoodPage(page);
    expect(page).not.toMatch(/SHA-256|4242|Libéré/);
  });

  it("says what was sent back where the provider took the hold whole, and nothing of a release of nothing", () => {
    const returned = { amount: "160.00", currency: "MAD" };
    const released = { amount: "0.00", currency: "MAD" };
    const page = receiptPage({ ...shown, locale: "en", receipt: { ...receipt, released, returned } });
    expectGoodPage(page);
    expect(page).toMatch(/Sent back to your bank.*160\.00/s);
    expect(page).toContain("5 to 10 days");
    expect(page).not.toContain("Released");
  });

  it("speaks of a payment on the statement only where there was one", () => {
    expect(receiptPage({ ...shown, locale: "en" })).toContain("On your statement it reads");
    const waived = { ...receipt, captured: { amount: "0.00", currency: "MAD" } };
    const page = receiptPage({ ...shown, locale: "en", receipt: waived });
    expect(page).not.toContain("On your statement");
    expect(page).toContain(sessionWordsOf("en").bankMayShow);
  });

  it("prints the offset beside both times where the law moved the clock in between", () => {
    const page = receiptPage({
      ...shown,
      locale: "en",
      receipt: { ...receipt, started_at: "2026-09-20T00:30:00Z", ended_at: "2026-09-20T01:30:00Z" },
    });
    expect(page).toContain("01:30 UTC+01:00");
    expect(page).toContain("01:30 UTC+00:00");
    expect(page).toContain("1\u00a0h");
  });

  it("stays text whatever was written into it", () => {
    expectGoodPage(
      receiptPage({
        locale: "ar",
        operator: hostile,
        supportPhone: hostile,
        token: hostile,
        receipt: {
          ...receipt,
          number: hostile,
          reference: hostile,
          station: hostile,
          statement: hostile,
          proof_sha256: hostile,
          issued_by: { name: hostile, lines: [hostile] },
          location: { id: hostile, name: hostile, address: hostile, city: hostile },
          meter: { ...receipt.meter, evidence: hostile, flags: [hostile], start_kwh: hostile },
          card: { brand: hostile, last4: hostile },
        },
      }),
    );
  });
});

describe("the problem page", () => {
  it("says every code in every language, with the code and the request's id", () => {
    for (const locale of everyLocale) {
      for (const code of [...Object.keys(statuses), "method_not_allowed", "internal", "never_heard_of"]) {
        const page = problemPage({
          locale,
          code,
          requestId: "req-77",
          here: null,
          lostSession: false,
          station: null,
        });
        expectGoodPage(page);
        const refusal = knownRefusal(wordsOf(locale).refusals, code) ?? wordsOf(locale).refusals.internal;
        expect(page).toContain(refusal.title.replaceAll("'", "&#39;"));
        expect(page).toContain("req-77");
        expect(page).toContain(code);
      }
    }
  });

  it("stays text whatever the address was", () => {
    const parts = { code: hostile, requestId: hostile, here: `/q/${hostile}`, station: `/q/${hostile}` };
    expectGoodPage(problemPage({ locale: "fr", lostSession: true, ...parts }));
  });
});

describe("the docs", () => {
  it("have every route of the table and every code, each with an anchor of its own", async () => {
    const answer = docsAnswer("http://localhost:8787");
    const page = (await answer.text()).replace("http://localhost:8787", "");
    expectGoodPage(page);
    for (const { summary } of Object.values(describedRoutes)) {
      expect(page).toContain(summary.replaceAll("'", "&#39;"));
    }
    for (const code of [...Object.keys(statuses), "method_not_allowed", "internal"]) {
      expect(page.split(`id="${code}"`)).toHaveLength(2);
    }
    expect(answer.headers.get("content-security-policy")).toMatch(/style-src 'sha256-/);
  });
});
