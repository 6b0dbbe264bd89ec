/** The work queue as a page: who may do what from it, pressing twice, somebody else's rows, and words for every code. */
import { workCodes } from "@barq/actions/work-acts";
import { misfitCodes } from "@barq/domain/reconciliation-steps";
import type { Role } from "@barq/functions/api/staff-token";
import { locales } from "@barq/pages/locale";
import { whyCode, whySaid } from "@barq/pages/office/work-words";
import { workPartition } from "@barq/store/keys";
import { beforeEach, describe, expect, it } from "vitest";
import { reviewed } from "../actions/resolving.ts";
import { tenant } from "../actions/world.ts";
import type { Answer, Bench } from "../api/bench.ts";
import { createBench, rival } from "../api/bench.ts";

let bench: Bench;
let row: string;
let reference: string;

beforeEach(async () => {
  bench = await createBench();
  const session = await reviewed(bench.world);
  reference = session.reference;
  // Something that waits beside the review, and needs no money to be seen.
  await bench.world.store.commit([
    {
      put: {
        pk: workPartition(tenant),
        sk: "BOOKS#x",
        why: "books_payout_failed",
        at: Date.UTC(2026, 0, 2),
        facts: { a: "<b>" },
      },
      guards: [],
    },
  ]);
  row = `~${Buffer.from("BOOKS#x").toString("base64url")}`;
});

const page = async (role: Role, query = "?lang=fr", of = tenant): Promise<Answer> =>
  bench.ask(`/desk/work-queue${query}`, { cookie: await bench.staff(role, of) });

const press = async (
  fields: Readonly<Record<string, string>>,
  role: Role = "operator",
  of = tenant,
  at = row,
): Promise<Answer> =>
  bench.ask(`/desk/work-queue/${at}`, {
    cookie: await bench.staff(role, of),
    raw: new URLSearchParams(fields).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });

const seen = { act: "acknowledge", key: "k1", reason: "IBAN corrigé" };

describe("bad days", () => {
  it("answers another operator's row like one that does not exist, and shows no row of theirs", async () => {
    expect((await press(seen, "operator", rival)).status).toBe(404);
    expect((await press(seen, "operator", tenant, "~eA")).status).toBe(404);
    expect((await page("operator", "?lang=fr", rival)).text).not.toContain(reference);
  });

  it("does once what is pressed twice, and tells whoever comes later that somebody was first", async () => {
    expect((await press(seen)).headers.get("location")).toBe("/desk/work-queue?done=1");
    expect((await press(seen)).headers.get("location")).toBe("/desk/work-queue?done=1");
    const late = await press({ ...seen, key: "k2" }, "finance");
    expect(late.headers.get("location")).toBe("/desk/work-queue?refused=state_conflict");
    const { text } = await page("operator", "?list=resolved&lang=fr");
    expect(text.match(/IBAN corrigé/g)).toHaveLength(1);
  });

  it("does nothing that moves money, whatever the form says, and takes no address of a driver", async () => {
    const before = bench.written.length;
    for (const form of [
      { ...seen, act: "settle" },
      { ...seen, act: "release" },
      { ...seen, reason: "" },
      { ...seen, reason: "call salma@example.ma" },
      { ...seen, reason: "call 0612345678" },
      { ...seen, key: "" },
    ])
      expect((await press(form)).headers.get("location")).toBe("/desk/work-queue?refused=invalid_request");
    expect(bench.written.length).toBe(before);
    expect((await press(seen, "technician")).status).toBe(403);
    expect((await press(seen, "auditor")).status).toBe(403);
  });

  it("keeps what was written as text, and refuses a cursor that is none", async () => {
    const { text } = await page("operator");
    expect(text).toContain("&lt;b&gt;");
    expect(text).not.toContain("<b></code>");
    expect((await page("operator", "?from=garbage")).status).toBe(400);
  });
});

describe("the page", () => {
  it("has the oldest first, what it is, the next step, the session, and what may be done by the role", async () => {
    const { text, status } = await page("operator");
    expect(status).toBe(200);
    expect(text.indexOf("La banque a renvoyé un versement")).toBeLessThan(
      text.indexOf("Les relevés du compteur demandent un regard"),
    );
    expect(text).toContain("Corrigez le compte bancaire");
    expect(text).toMatch(new RegExp(`href="/desk/sessions/ses_\\w+"><bdi dir="ltr">${reference}`));
    expect(text).toContain('name="act" value="acknowledge"');
    expect(text).toContain("barq work resolve ses_");
    expect((await page("auditor")).text).not.toContain('name="act"');
  });

  it("shows no money to technicians, and finance no link to a page that it may not see", async () => {
    expect((await page("operator")).text).toContain("Réservé");
    expect((await page("technician")).text).not.toContain("Réservé");
    const { text } = await page("finance");
    expect(text).toContain(reference);
    expect(text).not.toContain("/desk/sessions/ses_");
  });

  it("speaks the reader's language", async () => {
    expect((await page("operator", "?lang=ar")).text).toContain("أعاد البنك تحويلًا");
    expect((await page("operator", "?lang=en")).text).toContain("The bank sent a payout back");
  });
});

describe("words", () => {
  it("are there for every code that the queue and the reconciliation know, in every language", () => {
    const codes = [...workCodes, ...misfitCodes.map((code) => `books_${code}`)];
    expect(codes.length).toBeGreaterThan(60);
    for (const code of codes) {
      expect(whyCode(code)).toBe(code);
      for (const locale of locales) {
        const { what, next } = whySaid(code, locale, "in English");
        expect(what).not.toBe("");
        expect(next === "in English").toBe(locale === "en");
      }
    }
    expect(whyCode("further_lost_2")).toBe("further_lost");
    expect(whyCode("meter_backwards")).toBe("review");
    expect(whyCode("books_of_tomorrow")).toBe("books");
    expect(whyCode("toString")).toBe("review");
  });
});
