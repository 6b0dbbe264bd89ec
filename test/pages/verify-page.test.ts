/** The front page, and the page where anybody checks a proof: plain, in three languages, and never taken in by what is uploaded. */
import { homePage } from "@barq/pages/home-page";
import { locales } from "@barq/pages/locale";
import { verifyPage } from "@barq/pages/verify-page";
import { describe, expect, it } from "vitest";
import { openDoors } from "./door-bench.ts";
import { expectGoodPage } from "./good-page.ts";

describe("the front page", () => {
  for (const locale of locales) {
    it(`is a good page in ${locale}`, () => expectGoodPage(homePage(locale)));
  }

  it("speaks the browser's language and leads on, also where nothing else is said", async () => {
    const { open: app } = await openDoors();
    const of = async (language?: string) =>
      (await app.request("/", language ? { headers: { "accept-language": language } } : {})).text();
    expect(await of("ar-MA,fr;q=0.5")).toContain('<html lang="ar" dir="rtl">');
    expect(await of("en-GB")).toContain("Scan the QR code on the station");
    for (const address of ["/docs", "/verify?lang=fr"]) expect(await of("fr")).toContain(`href="${address}"`);
    expect((await app.request("/")).status).toBe(200);
  });
});

describe("the page of proofs", () => {
  for (const locale of locales) {
    it(`is a good page in ${locale}, whatever the verdict`, () => {
      for (const verdict of [
        null,
        {
          kind: "good",
          price: { amount: "90.00", currency: "MAD" },
          energyKwh: "20.000",
          readings: 60,
          session: "ses_1",
        } as const,
        { kind: "refused", why: 'result.after_tax: sealed "<b>1</b>"' } as const,
        { kind: "not_checkable", why: "the key is not published" } as const,
      ]) {
        expectGoodPage(verifyPage({ locale, verdict }));
      }
    });
  }
});

describe("a file that is uploaded", () => {
  it("and is no proof is refused in words, never with a failure", async () => {
    const { open: app } = await openDoors();
    for (const content of [
      "",
      "{}",
      "[]",
      '{"proof":{"format":"barq.proof/1"},"cdr":{},"cdr_221":{},"seal":null}',
      "\u0000",
      "<script>",
    ]) {
      const form = new FormData();
      form.set("proof", new Blob([content]), "p.json");
      const answer = await app.request("/verify?lang=en", { method: "POST", body: form });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain("This proof is refused");
    }
    const odd = await app.request("/verify", {
      method: "POST",
      headers: { "content-type": "multipart/form-data" },
      body: "no boundary",
    });
    expect(odd.status).toBe(400);
    const large = await app.request("/verify", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `"${"x".repeat(1_000_001)}"`,
    });
    expect(large.status).toBe(413);
    const json = await app.request("/verify", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(await json.json()).toMatchObject({ kind: "refused" });
  });
});
