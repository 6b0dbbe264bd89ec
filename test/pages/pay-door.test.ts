/** The start form, without scripts: a redirect with a cookie, or the page again with what was wrong and what was typed. */
import { minute } from "@barq/domain/instant";
import { startForm } from "@barq/functions/api/bodies/start";
import { limitOf, typedDecimal } from "@barq/functions/pages/typed-start";
import { stationKey } from "@barq/store/keys";
import { parse } from "valibot";
import { describe, expect, it } from "vitest";
import { free, paidSession, station, tenant } from "../actions/world.ts";
import { accessOf, openDoors, sessionOf } from "./door-bench.ts";
import { expectGoodPage } from "./good-page.ts";

const wordsIn = async (answer: Response): Promise<string> => {
  const page = await answer.text();
  expectGoodPage(page);
  return page;
};
const keyIn = (page: string): string => /name="key" value="([^"]+)"/.exec(page)?.[1] ?? "";

describe("a start by the form", () => {
  it("leads to the payment page, with a cookie for this session alone", async () => {
    const doors = await openDoors();
    await doors.world.status("Available");
    const answer = await doors.start({ lang: "ar", email: "driver@example.org" });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toMatch(/^https:\/\/pay\.example\//);
    const id = sessionOf(answer);
    const cookie = accessOf(answer) ?? "";
    for (const word of ["HttpOnly", "SameSite=Lax", "Secure", `Path=/s/${id}`, "Max-Age=604800"]) {
      expect(cookie).toContain(word);
    }
    expect(await doors.world.session(id)).toMatchObject({ state: "pending", pinned: { locale: "ar" } });
    expect(await doors.page(`/s/${id}`)).toContain('lang="ar"');
    // On a laptop there is no https, and the cookie has to come back all the same.
    const local = await openDoors({ origin: "http://localhost:8787" });
    await local.world.status("Available");
    expect((await local.start()).headers.get("set-cookie")).not.toContain("Secure");
  });

  it("that is pressed twice is one session and one payment page", async () => {
    const doors = await openDoors();
    const first = await doors.start({ key: "same" });
    const second = await doors.start({ key: "same" });
    expect(second.headers.get("location")).toBe(first.headers.get("location"));
    expect(sessionOf(second)).toBe(sessionOf(first));
    expect(doors.world.provider.calls.open).toBe(1);
  });

  it("repeated later leads to the session, and gives out no access any more", async () => {
    const doors = await openDoors();
    const id = sessionOf(await doors.start({ key: "same" }));
    await doors.world.pass(11 * minute);
    const late = await doors.start({ key: "same" });
    expect(late.status).toBe(303);
    expect(late.headers.get("location")).toBe(`/s/${id}`);
    expect(accessOf(late)).toBeUndefined();
  });

  it("where nothing can be owed leads straight to the session", async () => {
    const doors = await openDoors({ tariff: free });
    await doors.world.status("Available");
    const answer = await doors.start();
    expect(answer.headers.get("location")).toBe(`/s/${sessionOf(answer)}`);
    expect(await doors.page(`/s/${sessionOf(answer)}`)).toContain("09:10");
  });

  it("with a limit in either unit holds what the limit asks for", async () => {
    const doors = await openDoors();
    const amount = sessionOf(await doors.start({ limit: "120,50", limit_kind: "amount" }));
    expect((await doors.world.session(amount)).hold?.holdAmount.minor).toBe(12_050n);
    const energy = sessionOf(await doors.start({ limit: "30", limit_kind: "energy" }));
    // 30 kWh at 4.50: charging is told to stop before them, so that no more is needed.
    expect((await doors.world.session(energy)).hold?.holdAmount.minor).toBe(13_500n);
  });
});

describe("a start that is refused", () => {
  it("shows the page again: the refusal's status and words, what was typed, and a fresh key", async () => {
    const doors = await openDoors();
    const key = "pressed-once";
    const answer = await doors.start({
      key,
      lang: "en",
      limit: "1,00",
      limit_kind: "amount",
      email: "a@b.example",
    });
    expect(answer.status).toBe(422);
    expect(answer.headers.get("content-type")).toContain("text/html");
    expect(answer.headers.get("content-security-policy")).toContain("form-action 'self' https://pay.example");
    const page = await wordsIn(answer);
    expect(page).toContain("This limit is too small");
    expect(page).toContain("The smallest limit here is");
    expect(page).toContain('value="1,00"');
    expect(page).toContain('value="a@b.example"');
    expect(keyIn(page)).not.toBe(key);
    expect(keyIn(page)).not.toBe("");
  });

  it("because the car was there before asks whose it is, and goes on when that is said", async () => {
    const doors = await openDoors();
    await doors.world.status("Preparing");
    const refused = await doors.start({ lang: "en" });
    expect(refused.status).toBe(409);
    const page = await wordsIn(refused);
    expect(page).toContain("Is this your car?");
    expect(page).toContain("car_confirmed");
    const confirmed = await doors.start({ lang: "en", car_confirmed: "yes" });
    expect(confirmed.status).toBe(303);
  });

  it("because somebody else charges offers the other connector", async () => {
    const doors = await openDoors();
    await paidSession(doors.world);
    const page = await wordsIn(await doors.start({ lang: "en", key: "k2" }));
    expect(page).toContain("Somebody else was first");
    expect(page).toContain(doors.world.codeOf(2));
    expect(page).not.toContain("<button");
  });

  it("because the station is offline is 503 with Retry-After, in words", async () => {
    const doors = await openDoors();
    await doors.world.store.commit([{ update: stationKey(tenant, station), set: { conn: null } }]);
    const answer = await doors.start({ lang: "fr", key: "k" });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "30"]);
    expect(await wordsIn(answer)).toContain("La station n’est pas connectée");
    expect(doors.world.provider.calls.open).toBe(0);
  });

  it("because the payment page is silent keeps the key, so that the next press finds the same session", async () => {
    const doors = await openDoors();
    doors.world.provider.faults.silence("open", "before");
    const refused = await doors.start({ key: "pressed", lang: "en" });
    expect(refused.status).toBe(503);
    expect(keyIn(await wordsIn(refused))).toBe("pressed");
    const again = await doors.start({ key: "pressed", lang: "en" });
    expect(again.status).toBe(303);
    expect(again.headers.get("location")).toMatch(/^https:\/\/pay\.example\//);
  });

  it.each([
    ["a limit that is no number", { limit: "many", limit_kind: "amount" }, 422],
    ["an energy that is no number", { limit: "0", limit_kind: "energy" }, 400],
    ["an e-mail address that is none", { email: "<script>@" }, 400],
    ["a field that the form has not", { amount: "12" }, 400],
    ["a key with spaces", { key: "a b" }, 400],
  ])("because of %s is a good page, and nothing is written", async (_, fields, status) => {
    const doors = await openDoors();
    const answer = await doors.start({ lang: "en", ...fields });
    expect(answer.status).toBe(status);
    await wordsIn(answer);
    expect(doors.world.provider.calls.open).toBe(0);
  });

  it("because a card's number was typed never shows it again", async () => {
    const doors = await openDoors();
    const answer = await doors.start({ lang: "en", email: "4242424242424242" });
    expect(answer.status).toBe(400);
    expect(await wordsIn(answer)).not.toContain("4242424242424242");
    expect(doors.logged).toEqual([]);
  });

  it("because of its form or size is a page too", async () => {
    const doors = await openDoors();
    const path = `/q/${doors.world.codeOf(1)}/start`;
    const large = await doors.post(path, `key=k&email=${"a".repeat(9000)}`);
    expect(large.status).toBe(413);
    await wordsIn(large);
    const json = await doors.pay.request(path, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    expect(json.status).toBe(400);
    await wordsIn(json);
  });

  it("because the code is forged is a 404 page with no way back to it", async () => {
    const doors = await openDoors();
    const forged = `${doors.world.codeOf(1).slice(0, -1)}${doors.world.codeOf(1).endsWith("a") ? "b" : "a"}`;
    const answer = await doors.post(`/q/${forged}/start`, { key: "k" });
    expect(answer.status).toBe(404);
    expect(await wordsIn(answer)).not.toContain(forged);
  });
});

describe("the way back from the payment page", () => {
  it("reads the provider at once, then shows the session", async () => {
    const doors = await openDoors();
    await doors.world.status("Available");
    const id = sessionOf(await doors.start());
    doors.world.provider.driver.pay((await doors.world.session(id)).hold?.page ?? null);
    const answer = await doors.get(`/s/${id}/paid`);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/s/${id}`]);
    expect((await doors.world.session(id)).state).toBe("held");
  });

  it("of somebody who is not known is a 401 page that says how to go on", async () => {
    const doors = await openDoors();
    const id = sessionOf(await doors.start());
    doors.browser.cookie = "";
    const answer = await doors.get(`/s/${id}/paid`);
    expect(answer.status).toBe(401);
    expect(await wordsIn(answer)).toContain("Ce téléphone ne connaît pas cette session");
  });
});

describe("what drivers type", () => {
  it.each([
    ["50,00", "50.00"],
    ["1 000", "1000"],
    ["1\u202f234,5", "1234.5"],
    ["٥٠٫٥", "50.5"],
    ["1,234.50", "1,234.50"],
    ["-5", "-5"],
  ])("%s is read as %s", (typed, read) => {
    expect(typedDecimal(typed)).toBe(read);
  });

  it.each([
    [{}, null],
    [{ limit_kind: "amount", limit: "" }, null],
    [{ limit_kind: "none", limit: "50" }, null],
    [{ limit: "50" }, { kind: "amount", text: "50" }],
    [
      { limit_kind: "energy", limit: "20" },
      { kind: "energy", kwhText: "20" },
    ],
    [{ limit_amount: "50,5" }, { kind: "amount", text: "50.5" }],
    [{ limit_energy: "20" }, { kind: "energy", kwhText: "20" }],
    [
      { limit_kind: "energy", limit_amount: "50", limit_energy: "20" },
      { kind: "energy", kwhText: "20" },
    ],
    [{ limit_kind: "energy", limit_amount: "50" }, null],
  ])("%o sets the limit %o", (fields, limit) => {
    expect(limitOf(parse(startForm, { key: "k", ...fields }))).toEqual(limit);
  });
});
