/** The pages that only look, the stop button, and the provider's events, through their doors. */
import { day, minute } from "@barq/domain/instant";
import { revokeReceiptTokens } from "@barq/functions/api/receipt-revocation";
import { describe, expect, it } from "vitest";
import { chargeAndStop, chargingSession } from "../actions/world.ts";
import { openDoors, sessionOf } from "./door-bench.ts";
import { expectGoodPage } from "./good-page.ts";

type Doors = Awaited<ReturnType<typeof openDoors>>;

const parkedTariff = {
  id: "KWH",
  currency: "MAD",
  tax_included: "YES",
  elements: [
    {
      price_components: [
        { type: "ENERGY", price: 4.5, vat: 20, step_size: 1 },
        { type: "PARKING_TIME", price: 60, vat: 20, step_size: 1 },
      ],
    },
  ],
} as const;

const wordsIn = async (answer: Response): Promise<string> => {
  const page = await answer.text();
  expectGoodPage(page);
  return page;
};

/** Whoever has the access token of a session, however it was started. */
async function comeIn(doors: Doors, id: string): Promise<void> {
  doors.browser.cookie = `barq_access=${await doors.who.issueAccess(await doors.world.session(id))}`;
}

async function settled(doors: Doors): Promise<string> {
  const { session, transactionId } = await chargingSession(doors.world);
  await chargeAndStop(doors.world, transactionId, 20_000);
  await comeIn(doors, session.id);
  return session.id;
}

describe("the page behind a code", () => {
  it("is shown to anybody, with its own policy for styles and forms, and a fresh key each time", async () => {
    const doors = await openDoors();
    const path = `/q/${doors.world.codeOf(1)}`;
    const answer = await doors.get(path, { "accept-language": "en-GB,en;q=0.8" });
    expect(answer.status).toBe(200);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(policy).toContain("form-action 'self' https://pay.example");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const page = await wordsIn(answer);
    for (const said of ["Parking des Palmiers", "CAS-DC-01", "MAD\u00a04.50", "MAD\u00a0250.00", "CCS 2"]) {
      expect(page).toContain(said);
    }
    const keys = await Promise.all(
      [1, 2, 3].map(async () => /name="key" value="([^"]+)"/.exec(await doors.page(path))?.[1]),
    );
    expect(new Set(keys).size).toBe(3);
  });

  it("says why a start was refused, when an address says so", async () => {
    const doors = await openDoors();
    const page = await doors.page(`/q/${doors.world.codeOf(1)}?lang=en&error=hold_declined`);
    expect(page).toContain("The card was declined");
  });

  it("of a forged, an unknown or a mangled code is a 404 page with a warning", async () => {
    const doors = await openDoors();
    const good = doors.world.codeOf(1);
    for (const code of [
      `${good.slice(0, -1)}${good.endsWith("a") ? "b" : "a"}`,
      "nonsense",
      good.replace(".k1.", ".k9."),
    ]) {
      const answer = await doors.get(`/q/${encodeURIComponent(code)}?lang=en`);
      expect(answer.status).toBe(404);
      expect(await wordsIn(answer)).toMatch(/not one of ours|belongs to no connector/);
    }
  });

  it("never links to an address that somebody made up", async () => {
    const doors = await openDoors();
    for (const path of ["//evil.example", "/q/a/b/c", "/q/%22%3E%3Cscript%3E", "/s/../../x", "/nothing"]) {
      const page = await wordsIn(await doors.get(path));
      expect(page).not.toMatch(/href="\/\//);
    }
  });

  it("asked for in the wrong way is a 405 page", async () => {
    const doors = await openDoors();
    const answer = await doors.pay.request(`/q/${doors.world.codeOf(1)}`, { method: "POST" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET"]);
    await wordsIn(answer);
  });
});

describe("the page of a session", () => {
  it("opens by its cookie, is 401 in words without one, and is not found with another's", async () => {
    const doors = await openDoors();
    const id = sessionOf(await doors.start({ lang: "en" }));
    expect(await wordsIn(await doors.get(`/s/${id}`))).toContain("Waiting for the payment page");
    const other = doors.browser.cookie;
    const second = sessionOf(await doors.start({ lang: "en" }));
    doors.browser.cookie = other;
    expect((await doors.get(`/s/${second}`)).status).toBe(404);
    doors.browser.cookie = "";
    const stranger = await doors.get(`/s/${id}?lang=en`);
    expect(stranger.status).toBe(401);
    const page = await wordsIn(stranger);
    expect(page).toContain("This phone does not know this session");
    expect(page).toContain("scan the code on the station again");
  });

  it("shows live figures, and its button stops the session once and for all", async () => {
    const doors = await openDoors();
    const { session, transactionId } = await chargingSession(doors.world);
    await comeIn(doors, session.id);
    const path = `/s/${session.id}`;
    doors.world.advance(290_000);
    await doors.page(path);
    // Somebody has looked within the last half minute, so the reading is packed at once.
    doors.world.advance(10_000);
    await doors.world.meter(transactionId, 1_004_000);
    await doors.world.settleDown();
    const page = await wordsIn(await doors.get(path));
    expect(page).toContain("4.000\u00a0kWh");
    expect(page).toContain("MAD\u00a018.00");
    const stop = await doors.post(`${path}/stop`);
    expect([stop.status, stop.headers.get("location")]).toEqual([303, path]);
    expect((await doors.world.session(session.id)).state).toBe("stopping");
    expect((await doors.post(`${path}/stop?lang=ar`)).headers.get("location")).toBe(`${path}?lang=ar`);
    await doors.world.stop(transactionId, "1004000");
    await doors.world.settleDown();
    // Too late to stop anything: no refusal, the page says how it stands.
    expect((await doors.post(`${path}/stop`)).status).toBe(303);
    expect(await doors.page(path)).toContain("Done");
  });

  it("says that the car waits once nothing has flowed for some minutes, and what staying plugged in costs", async () => {
    const doors = await openDoors({ tariff: parkedTariff });
    const { session, transactionId } = await chargingSession(doors.world);
    await comeIn(doors, session.id);
    doors.world.advance(6 * minute);
    expect(await doors.page(`/s/${session.id}?lang=en`)).not.toContain("Your car is waiting");
    // Somebody has looked within the last half minute, so the reading is packed at once.
    doors.world.advance(10_000);
    await doors.world.meter(transactionId, 1_000_000);
    await doors.world.settleDown();
    const page = await wordsIn(await doors.get(`/s/${session.id}?lang=en`));
    expect(page).toContain("Your car is waiting");
    expect(page).toContain("If the car stays plugged in without charging");
    expect(page).toContain("MAD\u00a01.00");
  });

  it("at the end has the receipt's lines, and a link that opens it for anybody, without the card", async () => {
    const doors = await openDoors();
    const id = await settled(doors);
    const page = await wordsIn(await doors.get(`/s/${id}`));
    expect(page).toContain("MAD\u00a090.00");
    expect(page).toContain("MAD\u00a0160.00");
    const link = /href="(\/r\/[^"?]+)\?lang=en"/.exec(page)?.[1] ?? "";
    doors.browser.cookie = "";
    const receipt = await wordsIn(await doors.get(link));
    expect(receipt).toContain("CAS-01-2026-000001");
    expect(receipt).toContain("20.000\u00a0kWh");
    expect(receipt).not.toContain("4242");
    expect(receipt).toContain(`href="${link}.pdf?lang=en"`);
    const proof = await doors.get(`${link}?part=proof`);
    expect(proof.headers.get("content-disposition")).toMatch(
      /^attachment; filename="barq-proof-[A-Z0-9]+\.json"$/,
    );
    expect(Object.keys(JSON.parse(await proof.text()))).toEqual(["proof", "cdr", "cdr_221", "seal"]);
  });

  it("closes a day after its end; the receipt's link stays good until it is called back", async () => {
    const doors = await openDoors();
    const id = await settled(doors);
    const token = await doors.who.issueReceipt(await doors.world.session(id));
    doors.world.advance(day);
    expect((await doors.get(`/s/${id}`)).status).toBe(401);
    expect((await doors.get(`/r/${token}`)).status).toBe(200);
    await revokeReceiptTokens(doors.world.store, doors.world.tenant, id);
    const revoked = await doors.get(`/r/${token}?lang=en`);
    expect(revoked.status).toBe(401);
    expect(await wordsIn(revoked)).toContain("This link does not open anything");
  });

  it("does not open by a receipt's token, nor the receipt by the page's", async () => {
    const doors = await openDoors();
    const id = sessionOf(await doors.start());
    const session = await doors.world.session(id);
    const access = await doors.who.issueAccess(session);
    expect((await doors.get(`/r/${access}`)).status).toBe(403);
    const receipt = await doors.who.issueReceipt(session);
    doors.browser.cookie = `barq_access=${receipt}`;
    expect((await doors.get(`/s/${id}`)).status).toBe(403);
    expect((await doors.get(`/r/${receipt}`)).status).toBe(409);
  });
});

describe("a bug", () => {
  it("is a page with the request's id and nothing else, and one line in the log", async () => {
    const doors = await openDoors();
    doors.world.lose({ call: 1, where: "before" });
    const answer = await doors.get(`/q/${doors.world.codeOf(1)}?lang=en`);
    expect(answer.status).toBe(500);
    const page = await wordsIn(answer);
    expect(page).toContain("This is our fault");
    expect(page).toContain(answer.headers.get("x-request-id") ?? "no id");
    expect(page).not.toContain("was lost");
    expect(doors.logged).toHaveLength(1);
  });
});

describe("the provider's events", () => {
  it("are recorded and answered, and refused where the signature does not hold", async () => {
    const doors = await openDoors();
    const id = sessionOf(await doors.start());
    const { hold } = await doors.world.session(id);
    doors.world.provider.driver.pay(hold?.page ?? null);
    const { body, signature } = doors.world.provider.news(hold?.page ?? null);
    const send = (text: string, signed?: string) =>
      doors.hooks.request("/hooks/stripe", {
        method: "POST",
        body: text,
        headers: signed === undefined ? {} : { "stripe-signature": signed },
      });
    const good = await send(body, signature);
    expect([good.status, await good.json()]).toEqual([200, { received: true }]);
    for (const bad of [await send(`${body} `, signature), await send(body), await send(body, "t=1,v1=00")]) {
      expect(bad.status).toBe(400);
      expect(await bad.json()).toMatchObject({ code: "signature_invalid" });
    }
    expect((await send("x".repeat(1_000_001), signature)).status).toBe(413);
  });
});
