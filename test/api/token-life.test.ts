/** How long a token is good: not longer than it should be, and not longer than its keys. */
import { day, hour, minute } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { revokeReceiptTokens } from "@barq/functions/api/receipt-revocation";
import type { JWK } from "jose";
import { afterEach, describe, expect, it, vi } from "vitest";
import { chargeAndStop, chargingSession } from "../actions/world.ts";
import type { Bench, Json } from "./bench.ts";
import { createBench, refusal } from "./bench.ts";
import { newKeys, signed, staffAudience, staffDraft, staffIssuer } from "./keys.ts";

async function settled(): Promise<{ readonly bench: Bench; readonly session: Session }> {
  const bench = await createBench();
  const begun = await chargingSession(bench.world);
  await chargeAndStop(bench.world, begun.transactionId, 20_000);
  return { bench, session: await bench.world.session(begun.session.id) };
}

afterEach(() => {
  vi.useRealTimers();
});

describe("a driver's token", () => {
  it("ends a day after the session, at every address of it", async () => {
    const { bench, session } = await settled();
    const token = await bench.driver(session);
    const at = `/v1/sessions/${session.id}`;
    const paths = [at, `${at}/cdr`, `${at}/receipt`, `${at}/proof`, `${at}/receipt.pdf`];
    bench.world.advance(day - 1 - (bench.world.now() - session.since));
    for (const path of paths) expect((await bench.ask(path, { token })).status).toBe(200);
    expect((await bench.ask(`${at}/stop`, { token, method: "POST" })).body.code).toBe("state_conflict");
    bench.world.advance(1);
    for (const path of paths) {
      const answer = await bench.ask(path, { token });
      expect({ path, ...answer.body }).toMatchObject({ path, status: 401, code: "unauthenticated" });
    }
    expect((await bench.ask(`${at}/stop`, { token, method: "POST" })).status).toBe(401);
    expect((await bench.ask(`/s/${session.id}`, { cookie: token })).status).toBe(401);
  });

  it("ends a day after a release too, where a stop would otherwise be answered again and again", async () => {
    const bench = await createBench();
    const { session: started } = await bench.world.start();
    const opened = await bench.world.session(started.id);
    bench.world.provider.driver.pay(opened.hold?.page ?? null);
    await bench.world.status("Available");
    await bench.world.pass(11 * minute);
    const session = await bench.world.session(started.id);
    expect(session.state).toBe("released");
    const token = await bench.driver(session);
    const stop = () => bench.ask(`/v1/sessions/${session.id}/stop`, { token, method: "POST" });
    expect((await stop()).status).toBe(202);
    bench.world.advance(2 * day);
    expect((await stop()).status).toBe(401);
  });

  it("stays good for as long as the session goes on", async () => {
    const bench = await createBench();
    const { session } = await chargingSession(bench.world);
    const token = await bench.driver(session);
    bench.world.advance(3 * day);
    expect((await bench.ask(`/v1/sessions/${session.id}`, { token })).status).toBe(200);
  });

  it("does not end for people at work: they look at a session years later", async () => {
    const { bench, session } = await settled();
    bench.world.advance(700 * day);
    const answer = await bench.ask(`/v1/sessions/${session.id}`, { token: await bench.staff("auditor") });
    expect(answer.status).toBe(200);
  });
});

describe("a repeat of a start", () => {
  const start = (bench: Bench): ReturnType<Bench["start"]> =>
    bench.start({ qr: bench.world.codeOf(1) }, "one-key");

  it("gives a token in its first ten minutes and none after, whatever the session's state", async () => {
    const bench = await createBench();
    const first = await start(bench);
    expect(first).toMatchObject({
      status: 201,
      body: { state: "pending", access_token: expect.any(String) },
    });
    bench.world.advance(10 * minute - 1);
    const again = await start(bench);
    expect(again).toMatchObject({
      status: 200,
      body: { id: first.body.id, access_token: expect.any(String) },
    });
    bench.world.advance(1);
    expect(await start(bench)).toMatchObject({
      status: 200,
      body: { id: first.body.id, access_token: null },
    });
    await bench.world.pass(2 * minute);
    expect(await start(bench)).toMatchObject({
      status: 200,
      body: { state: "failed", payment: null, access_token: null },
    });
  });
});

describe("a receipt's link", () => {
  it("is good for years, and for nobody once it is called back; the next one is good again", async () => {
    const { bench, session } = await settled();
    const [link, other] = [await bench.receipt(session), await bench.receipt(session)];
    const open = async (token: string): Promise<number> =>
      (await bench.ask(`/v1/sessions/${session.id}/receipt`, { token })).status;
    bench.world.advance(9 * 365 * day);
    expect([await open(link), await open(other)]).toEqual([200, 200]);
    await revokeReceiptTokens(bench.ports.store, session.tenant, session.id);
    expect([await open(link), await open(other)]).toEqual([401, 401]);
    expect((await bench.ask(`/r/${link}`)).status).toBe(401);
    expect(await open(await bench.receipt(session))).toBe(200);
    bench.world.advance(2 * 365 * day);
    expect(await open(link)).toBe(401);
  });

  it("that was called back twice is not good again because of a third", async () => {
    const { bench, session } = await settled();
    const links = [];
    for (let n = 0; n < 3; n++) {
      links.push(await bench.receipt(session));
      await revokeReceiptTokens(bench.ports.store, session.tenant, session.id);
    }
    const statuses = await Promise.all(
      links.map(async (token) => (await bench.ask(`/v1/sessions/${session.id}/proof`, { token })).status),
    );
    expect(statuses).toEqual([401, 401, 401]);
  });

  it("shows what was paid, and neither the card nor another link", async () => {
    const { bench, session } = await settled();
    const path = `/v1/sessions/${session.id}/receipt`;
    const byLink = await bench.ask(path, { token: await bench.receipt(session) });
    expect(byLink.body).toMatchObject({ card: null, after_tax: { amount: "90.00", currency: "MAD" } });
    expect(byLink.body).not.toHaveProperty("receipt_token");
    const byDriver = await bench.ask(path, { token: await bench.driver(session) });
    expect(byDriver.body).toMatchObject({ card: { last4: "4242" }, receipt_token: expect.any(String) });
    expect(byDriver.body.receipt_url).toBe(`${bench.ports.origin}/r/${String(byDriver.body.receipt_token)}`);
  });
});

describe("keys of ours", () => {
  it("are published without their private halves, all under ids of their own", async () => {
    const bench = await createBench();
    const { body } = await bench.ask("/.well-known/jwks.json");
    const keys: readonly JWK[] = JSON.parse(JSON.stringify(body.keys));
    expect(keys.map(({ kid }) => kid)).toEqual(["access-1", "receipt-1"]);
    for (const key of keys) {
      expect(Object.keys(key).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"]);
    }
  });
});

describe("keys of the operator's issuer", () => {
  const address = "https://issuer.example/jwks.json";

  /** An issuer behind an address, whose keys can be changed and which can be out of reach. */
  async function remote() {
    const keys = await newKeys("remote-1");
    const issuer = { published: [keys.publicJwk], reachable: true, asked: 0 };
    const bench = await createBench({
      staff: {
        issuer: staffIssuer,
        audience: staffAudience,
        jwksUrl: address,
        async fetch() {
          issuer.asked++;
          if (!issuer.reachable) throw new TypeError("fetch failed");
          return Response.json({ keys: issuer.published });
        },
      },
    });
    const token = (keyId = "remote-1", more: Json = {}): Promise<string> => {
      const draft = staffDraft(keyId, { role: "operator", tenant: "barq", now: bench.world.now() });
      return signed(keys.privateKey, { ...draft, claims: { ...draft.claims, ...more } });
    };
    return { bench, issuer, token };
  }

  it("are asked for once, however many unknown key ids come", async () => {
    const { bench, issuer, token } = await remote();
    expect((await bench.ask("/v1/work-queue", { token: await token() })).status).toBe(200);
    for (let n = 0; n < 50; n++) {
      const answer = await bench.ask("/v1/work-queue", { token: await token(`unknown-${n}`) });
      expect(answer.status).toBe(401);
    }
    expect(issuer.asked).toBe(1);
  });

  it("that cannot be had keep the door shut, with a word when to try again", async () => {
    const { bench, issuer, token } = await remote();
    issuer.reachable = false;
    const answer = await bench.ask("/v1/work-queue", { token: await token() });
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(refusal(answer)).toMatchObject({ code: "busy" });
    issuer.reachable = true;
    expect((await bench.ask("/v1/work-queue", { token: await token() })).status).toBe(200);
  });

  it("that are withdrawn open nothing for long, whatever end a token gave itself", async () => {
    const { bench, issuer, token } = await remote();
    const stolen = await token("remote-1", { exp: 4_000_000_000 });
    const status = async () => (await bench.ask("/v1/work-queue", { token: stolen })).status;
    expect(await status()).toBe(200);
    issuer.published.length = 0;
    bench.world.advance(hour);
    // What is fetched from the issuer is kept by the clock of the machine.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + hour });
    expect(await status()).toBe(401);
  });
});
