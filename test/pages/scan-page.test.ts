/** The page behind a code: what it promises, when there is a button, and what it asks. */
import { readTariff } from "@barq/domain/tariff";
import { scanPage } from "@barq/pages/scan-page";
import { availabilities, scanWordsOf } from "@barq/pages/scan-words";
import { wordsOf } from "@barq/pages/words";
import { describe, expect, it } from "vitest";
import { expectGoodPage } from "./good-page.ts";
import { everyLocale, now, scanView, tariffOf } from "./samples.ts";

const hostile = `"><script>alert('x')</script><img src=//evil.example onerror=x>`;
const escapedHostile = "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;";

describe("the scan page", () => {
  it("is a good page in every language and availability", () => {
    for (const locale of everyLocale) {
      for (const availability of availabilities) {
        for (const hold of [null, { amount: "250.00", currency: "MAD" }]) {
          const page = scanPage(scanView({ locale, availability, hold }));
          expectGoodPage(page);
          expect(page).toContain(scanWordsOf(locale).availability[availability]);
        }
      }
    }
  });

  it("stays text whatever an operator, a station or a driver wrote", () => {
    const page = scanPage(
      scanView({
        qr: hostile,
        station: hostile,
        standard: hostile,
        operator: hostile,
        supportPhone: hostile,
        location: { name: hostile, address: hostile, city: hostile, zone: "Africa/Casablanca" },
        tariff: { ...tariffOf(), id: hostile },
        availability: "plugged",
        form: { key: hostile, limit: hostile, limitKind: "amount", email: hostile, agreesLater: true },
        error: hostile,
      }),
    );
    expectGoodPage(page);
    expect(page.split(escapedHostile).length).toBeGreaterThan(8);
    const closed = scanPage(
      scanView({
        availability: "busy",
        others: [{ station: hostile, connector: 2, qr: hostile, availability: "free" }],
      }),
    );
    expectGoodPage(closed);
  });

  it("says the price per dimension, how tax stands in it, and what is held", () => {
    const page = scanPage(scanView({ locale: "en" }));
    for (const said of [
      "MAD\u00a04.50",
      "per kWh",
      "MAD\u00a01.00",
      "per minute",
      "VAT of",
      "20%",
      "MAD\u00a0250.00",
      "DC-60",
    ]) {
      expect(page).toContain(said);
    }
    // 20 kWh at 4.50 with tax, as the engine prices it.
    expect(page).toContain("MAD\u00a090.00");
    const before = scanPage(scanView({ locale: "en", tariff: tariffOf("NO") }));
    expect(before).toContain("is added");
    expect(before).toContain("MAD\u00a0108.00");
    expect(scanPage(scanView({ locale: "en", tariff: tariffOf("N/A") }))).toContain("no VAT applies");
    const free = readTariff({
      id: "FREE",
      currency: "MAD",
      tax_included: "YES",
      elements: [{ price_components: [{ type: "FLAT", price: 0, vat: 20, step_size: 0 }] }],
    });
    expect(scanPage(scanView({ locale: "en", tariff: free }))).toContain(scanWordsOf("en").free);
  });

  it("has one form, that posts a key of its own and the page's language, and one button", () => {
    const page = scanPage(scanView({ locale: "ar" }));
    expect(page.match(/<form/g)).toHaveLength(1);
    expect(page.match(/<button/g)).toHaveLength(1);
    expect(page).toContain(
      'method="post" action="/q/1.barq.k1.cas-dc-01-1.abcdefghijklmnopqrstuvwxyz/start"',
    );
    expect(page).toContain('name="key" value="3f0c1f0e-0000-4000-8000-000000000001"');
    expect(page).toContain('name="lang" value="ar"');
    expect(page).not.toContain("car_confirmed");
  });

  it.each(["busy", "offline", "out_of_order"] as const)(
    "%s: says so, offers the other connectors, and has no form and no button",
    (availability) => {
      const page = scanPage(scanView({ locale: "en", availability }));
      expect(page).not.toMatch(/<form|<button|<input/);
      expect(page).toContain(scanWordsOf("en").closed[availability].replaceAll("'", "&#39;"));
      expect(page).toContain('href="/q/1.barq.k1.cas-dc-01-2.abcdefghijklmnopqrstuvwxyz?lang=en"');
      expect(scanPage(scanView({ locale: "en", availability, others: [] }))).toContain(
        scanWordsOf("en").noOthers,
      );
    },
  );

  it("plugged: names the plug and since when by local time, and asks whose car it is", () => {
    const page = scanPage(scanView({ locale: "en", availability: "plugged" }));
    expect(page).toContain("CCS 2");
    expect(page).toContain("15:28");
    expect(page).toMatch(/<input type="checkbox" name="car_confirmed" value="yes" required>/);
    const yesterday = scanPage(scanView({ availability: "plugged", since: now - 86_400_000 }));
    expect(yesterday).toContain("23/11/2026 15:40");
    expect(scanPage(scanView({ availability: "plugged", since: null }))).toContain("car_confirmed");
  });

  it("after a refusal says why, keeps what was typed, and names the smallest limit where it is known", () => {
    const form = {
      key: "k",
      limit: "3",
      limitKind: "energy",
      email: "a@b.example",
      agreesLater: false,
    } as const;
    const least = { amount: "11.35", currency: "MAD" };
    const page = scanPage(scanView({ locale: "fr", error: "limit_too_small", least, form }));
    expect(page).toContain(wordsOf("fr").refusals.limit_too_small.title);
    expect(page).toContain("11,35\u00a0DH");
    expect(page).toContain('role="alert"');
    expect(page).toMatch(/<details open>/);
    expect(page).toContain('value="3"');
    expect(page).toContain('<option value="energy" selected>');
    expect(page).toContain('value="a@b.example"');
    expect(scanPage(scanView({ error: "no_such_code" }))).not.toContain('role="alert"');
  });

  it("of a session that can cost nothing asks for no limit and leads to no payment", () => {
    const page = scanPage(scanView({ locale: "en", hold: null }));
    expect(page).toContain("Start charging");
    expect(page).not.toContain('name="limit"');
  });

  it("is small: the whole first view, uncompressed", () => {
    for (const locale of everyLocale) {
      expect(Buffer.byteLength(scanPage(scanView({ locale, availability: "plugged" })))).toBeLessThan(13_000);
    }
  });
});
