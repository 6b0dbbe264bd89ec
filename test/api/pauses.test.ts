/** Starts are paused in one act and resumed in one: what has begun goes on, and whoever scans reads why in their language. */

import { hour, isoText, minute } from "@barq/domain/instant";
import { beforeEach, describe, expect, it } from "vitest";
import { chargeAndStop, chargingSession, free, station } from "../actions/world.ts";
import type { Answer, Bench, Json } from "./bench.ts";
import { createBench, rival, rowsOf, textOf } from "./bench.ts";

let bench: Bench;
let token: string;

beforeEach(async () => {
  bench = await createBench();
  token = await bench.staff("operator");
  await bench.world.status("Available", 1);
  await bench.world.status("Available", 2);
});

let presses = 0;
const ask = (path: string, json: Json, key = `press-${++presses}`): Promise<Answer> =>
  bench.ask(path, { json, token, headers: { "idempotency-key": key } });
const pause = (more: Json = {}, key?: string): Promise<Answer> =>
  ask("/v1/pauses", { scope: "operator", reason: "safety", note: "smell of burning", ...more }, key);
const start = (more: Json = {}): Promise<Answer> =>
  bench.start({ qr: bench.world.codeOf(1), ...more }, `start-${++presses}`);
const shown = (): Promise<Answer> => bench.ask(`/v1/connectors/${bench.world.codeOf(1)}`);

describe("a session that has begun", () => {
  it("charges, stops and is settled whatever is paused meanwhile", async () => {
    const { session, transactionId } = await chargingSession(bench.world);
    expect((await pause()).status).toBe(201);
    await chargeAndStop(bench.world, transactionId, 10_000);
    expect(await bench.world.session(session.id)).toMatchObject({ state: "settled", captured: 4500n });
  });

  it("with its page open may still be paid and charge: its driver was told that it would", async () => {
    const { world } = bench;
    const { session } = await world.start();
    await pause();
    world.provider.driver.pay(session.hold?.page ?? null);
    await world.pass(minute);
    expect((await world.session(session.id)).state).toBe("held");
    await world.status("Preparing", 1);
    await world.settleDown();
    expect((await world.session(session.id)).state).toBe("starting");
  });
});

describe("a start is refused, and nothing is held,", () => {
  const scopes: readonly (readonly [string, () => Json])[] = [
    ["everywhere", () => ({ scope: "operator" })],
    ["at a location", () => ({ scope: "location", id: "CAS-01" })],
    ["at a station", () => ({ scope: "station", id: station })],
    ["by a tariff", () => ({ scope: "tariff", id: "KWH" })],
    ["where money is held", () => ({ scope: "provider" })],
  ];
  for (const [where, scope] of scopes) {
    it(`while starts are paused ${where}, until they are resumed`, async () => {
      const made = await pause(scope());
      expect(made).toMatchObject({ status: 201, body: { state: "standing", reason: "safety" } });
      const refused = await start({ locale: "fr" });
      expect(refused).toMatchObject({ status: 503, body: { code: "paused", until: null } });
      expect(textOf(refused.body, "detail")).toMatch(/par sécurité/);
      expect(refused.headers.get("retry-after")).toBe("300");
      expect(bench.world.provider.holds().length).toBe(0);
      expect((await shown()).body).toMatchObject({ availability: "paused", paused: { until: null } });
      const resume = `/v1/pauses/${textOf(made.body, "id")}/resume`;
      const done = await ask(resume, { note: "it was the neighbour" });
      expect(done).toMatchObject({
        status: 200,
        body: { state: "over", ended: { note: "it was the neighbour" } },
      });
      expect((await ask(resume, { note: "pressed twice" })).text).toBe(done.text);
      expect((await start()).status).toBe(201);
    });
  }

  it("while the batch of its sticker is paused, and by no other batch", async () => {
    const { items } = Object(
      (await bench.ask("/v1/sticker-batches", { token: await bench.staff("technician") })).body,
    );
    const batch = String(Object(items[0]).id);
    const printed = await bench.ask("/v1/sticker-batches", {
      json: { stickers: 1 },
      token,
      headers: { "idempotency-key": "print" },
    });
    await pause({ scope: "batch", id: textOf(printed.body, "id") });
    expect((await shown()).body.availability).toBe("free");
    await pause({ scope: "batch", id: batch });
    expect((await start()).body.code).toBe("paused");
  });

  it("from an instant until an instant, in each language with the operator's own sentence", async () => {
    const { world } = bench;
    const [from, until] = [world.now() + hour, world.now() + 2 * hour];
    await pause({
      from: isoText(from),
      until: isoText(until),
      sentence: { ar: "الموقف مغلق اليوم", en: "The market is here today" },
    });
    expect((await shown()).body).toMatchObject({
      availability: "free",
      pauses_soon: { from: isoText(from) },
    });
    world.advance(hour);
    for (const [locale, words] of [
      ["ar", "الموقف مغلق اليوم"],
      ["en", "The market is here today"],
      ["fr", "par sécurité"],
    ] as const) {
      const page = await bench.ask(`/q/${world.codeOf(1)}?lang=${locale}`);
      expect(page.status).toBe(200);
      expect(page.text).toContain(words);
      expect(page.text).not.toContain('name="key"');
      expect(textOf((await start({ locale })).body, "detail")).toContain(words);
    }
    world.advance(hour);
    expect((await start()).status).toBe(201);
  });

  it("is told again by the very page that asked, with the pause's own status", async () => {
    const page = await bench.ask(`/q/${bench.world.codeOf(1)}?lang=fr`);
    const key = /name="key" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
    await pause();
    const again = await bench.ask(`/q/${bench.world.codeOf(1)}/start`, {
      raw: new URLSearchParams({ key, lang: "fr" }).toString(),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(again.status).toBe(503);
    expect(again.text).toContain("par sécurité");
  });
});

describe("what is free of charge", () => {
  it("goes on while payments are paused", async () => {
    bench = await createBench({ tariff: free });
    token = await bench.staff("operator");
    await pause({ scope: "provider", reason: "payments" });
    expect((await start()).status).toBe(201);
  });
});

describe("a maintenance window", () => {
  it("is told before it, lets no session begin inside it, and is over by itself", async () => {
    const { world } = bench;
    const [from, until] = [world.now() + 2 * hour, world.now() + 3 * hour];
    const asked = {
      ...{ scope: "location", id: "CAS-01", note: "new transformer" },
      ...{ from: isoText(from), until: isoText(until) },
    };
    expect(await ask("/v1/maintenance-windows", asked)).toMatchObject({
      status: 201,
      body: { state: "planned" },
    });
    const page = await bench.ask(`/q/${world.codeOf(1)}?lang=fr`);
    expect(page.text).toContain("Plus aucun démarrage ici de");
    expect(page.text).toContain('name="key"');
    world.advance(2 * hour + minute);
    expect((await start()).body).toMatchObject({ code: "paused", until: isoText(until) });
    world.advance(hour);
    expect((await start()).status).toBe(201);
    const listed = await bench.ask("/v1/maintenance-windows", { token: await bench.staff("support") });
    expect(rowsOf(listed.body)).toMatchObject([{ state: "over", ended: null }]);
  });

  it("may be taken back by its own address alone", async () => {
    const made = await ask("/v1/maintenance-windows", {
      ...{ scope: "station", id: station, note: "filters" },
      until: isoText(bench.world.now() + hour),
    });
    const id = textOf(made.body, "id");
    expect((await ask(`/v1/pauses/${id}/resume`, { note: "not a pause" })).status).toBe(404);
    expect((await start()).body.code).toBe("paused");
    expect((await ask(`/v1/maintenance-windows/${id}/cancel`, { note: "done early" })).status).toBe(200);
    expect((await start()).status).toBe(201);
  });
});

describe("garbage", () => {
  it("is refused, and nothing is paused by it", async () => {
    const { world } = bench;
    const past = isoText(world.now() - hour);
    for (const [more, status] of [
      [{ scope: "planet" }, 400],
      [{ scope: "location" }, 400],
      [{ scope: "operator", id: "barq" }, 400],
      [{ scope: "location", id: "NONE" }, 404],
      [{ scope: "batch", id: "zzzzzz" }, 404],
      [{ from: past }, 400],
      [{ until: past }, 400],
      [{ from: "2026-13-40T00:00:00Z" }, 400],
      [{ until: isoText(world.now() + 400 * 24 * hour) }, 400],
      [{ note: "" }, 400],
      [{ reason: "mood" }, 400],
      [{ sentence: { fr: "deux\nlignes" } }, 400],
      [{ sentence: { fr: "tourné \u202e ici" } }, 400],
      [{ sentence: { de: "Pause" } }, 400],
    ] as const)
      expect([more, (await pause(more)).status]).toEqual([more, status]);
    const bare = await bench.ask("/v1/pauses", { json: { scope: "operator" }, token });
    expect(bare.body.code).toBe("idempotency_key_missing");
    expect(
      (await ask("/v1/maintenance-windows", { scope: "location", id: "CAS-01", note: "open end" })).status,
    ).toBe(400);
    expect((await start()).status).toBe(201);
    expect(bench.log).toEqual([]);
  });
});

describe("another operator", () => {
  it("pauses nobody else's stations, and finds nobody else's pauses", async () => {
    const theirs = await bench.staff("operator", rival);
    const made = await pause();
    const headers = { "idempotency-key": "rival" };
    const json = { scope: "station", id: station, reason: "safety", note: "out of spite" };
    expect((await bench.ask("/v1/pauses", { json, token: theirs, headers })).status).toBe(404);
    const resume = `/v1/pauses/${textOf(made.body, "id")}/resume`;
    expect((await bench.ask(resume, { json: { note: "out of spite" }, token: theirs })).status).toBe(404);
    expect(rowsOf((await bench.ask("/v1/pauses", { token: theirs })).body)).toEqual([]);
    await bench.ask("/v1/pauses", {
      json: { ...json, scope: "operator", id: undefined },
      token: theirs,
      headers,
    });
    await ask(resume, { note: "it is over" });
    expect((await start()).status).toBe(201);
  });
});

describe("two operators at once", () => {
  it("pause two things, and both stand; press one button, and it is one pause", async () => {
    const made = await Promise.all([
      pause({ scope: "station", id: station }),
      pause({ scope: "tariff", id: "KWH" }),
      pause({ scope: "location", id: "CAS-01" }, "same"),
      pause({ scope: "location", id: "CAS-01" }, "same"),
    ]);
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(made[2]?.text).toBe(made[3]?.text);
    expect(rowsOf((await bench.ask("/v1/pauses", { token })).body).length).toBe(3);
    expect((await pause({ scope: "operator" }, "same")).body.code).toBe("idempotency_key_reused");
    const ids = [...new Set(made.map(({ body }) => textOf(body, "id")))];
    await Promise.all(
      ids.flatMap((id) => [1, 2].map((n) => ask(`/v1/pauses/${id}/resume`, { note: `person ${n}` }))),
    );
    expect((await start()).status).toBe(201);
  });

  it("are kept with who, why and when; what they wrote is in no log", async () => {
    await pause({ note: "call 0600000000 first" });
    const [row] = rowsOf((await bench.ask("/v1/pauses", { token: await bench.staff("auditor") })).body);
    expect(row).toMatchObject({ note: "call 0600000000 first", state: "standing" });
    expect(String(row?.by)).toMatch(/^[a-z2-7]{26}$/);
    expect(bench.log).toEqual([]);
  });
});
