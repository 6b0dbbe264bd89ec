/** Support at the desk door: who may what, the same act twice, and nothing personal beyond four digits and a masked address. */
import { minute } from "@barq/domain/instant";
import { beforeEach, describe, expect, it } from "vitest";
import { settledSession } from "../actions/refunded.ts";
import { chargingSession } from "../actions/world.ts";
import type { Bench, Json } from "./bench.ts";
import { createBench, refusal, rival, rowsOf } from "./bench.ts";

let bench: Bench;
let support: string;
beforeEach(async () => {
  bench = await createBench();
  support = await bench.staff("support");
});

const search = (q: string, token: string) =>
  bench.ask(`/v1/support/search?q=${encodeURIComponent(q)}`, { token });
const act = (path: string, json: Json, key = "press-1", token = support) =>
  bench.ask(path, { token, json, headers: { "idempotency-key": key } });

describe("who has no right", () => {
  it("to a refund above support's own limit waits for finance, and cannot agree to it themselves", async () => {
    // 60 kWh are 270.00, of which 250.00 were held.
    const { id } = await settledSession(bench.world, 50_000);
    const story = await bench.ask(`/v1/sessions/${id}/support`, { token: support });
    expect(rowsOf(story.body, "acts")).toContainEqual({
      kind: "refund",
      possible: true,
      why_not: null,
      left: { amount: "225.00", currency: "MAD" },
      alone: { amount: "100.00", currency: "MAD" },
    });
    const asked = await act("/v1/refunds", { session: id, amount: "100.01", reason: "goodwill" });
    expect(asked.body).toMatchObject({ state: "asked" });
    expect(
      (await bench.ask(`/v1/refunds/${asked.body.id}/approve`, { method: "POST", token: support })).status,
    ).toBe(403);
    const small = await act("/v1/refunds", { session: id, amount: "1.00", reason: "goodwill" }, "press-2");
    // What waits is set aside already: many small ones are no way around.
    expect(small.body).toMatchObject({ state: "asked" });
    const finance = await bench.staff("finance");
    const agreed = await bench.ask(`/v1/refunds/${asked.body.id}/approve`, {
      method: "POST",
      token: finance,
    });
    expect(agreed.body).toMatchObject({ state: expect.stringMatching(/pending|given/) });
  });

  it("to act is refused: auditors and technicians look, and a technician sees no money", async () => {
    const { id, reference } = await settledSession(bench.world);
    for (const role of ["auditor", "technician"] as const) {
      const token = await bench.staff(role);
      for (const path of ["notes", "macros", "resend", "release", "assisted-stop"])
        expect((await act(`/v1/sessions/${id}/${path}`, {}, "k", token)).status).toBe(403);
      expect((await search(reference, token)).status).toBe(200);
    }
    const seen = await search(reference, await bench.staff("technician"));
    expect(seen.text).not.toMatch(/4242|90\.00|250\.00|"price":\{|capture/);
    expect(seen.body).toMatchObject({ items: [{ id }], story: { events: expect.any(Array), macros: [] } });
  });

  it("to another operator's session is told what is told of none", async () => {
    const { id, reference } = await settledSession(bench.world);
    const stranger = await bench.staff("support", rival);
    expect((await search(reference, stranger)).body).toMatchObject({ items: [], story: null });
    expect((await search(id, stranger)).body).toMatchObject({ items: [], story: null });
    for (const path of ["notes", "macros", "resend", "release", "assisted-stop"]) {
      const other = await act(`/v1/sessions/${id}/${path}`, {}, "k", stranger);
      const none = await act("/v1/sessions/ses_aaaaaaaaaaaaaaaaaaaaaaaaaa/notes", {}, "k", stranger);
      expect(other.status).toBe(404);
      expect(refusal(other)).toEqual(refusal(none));
    }
  });
});

describe("what is typed", () => {
  it("into the field as a card's number is refused, said again nowhere and logged nowhere", async () => {
    for (const card of ["4242424242424242", "4242 4242 4242 4242 85.40", "٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢"]) {
      const answer = await search(card, support);
      expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request" } });
      expect(answer.text).not.toContain(card);
    }
    expect(bench.log).toEqual([]);
    expect(bench.written).toEqual([]);
  });

  it("into the field as garbage is answered with what is missing", async () => {
    const answer = await search("?? ;-- 4242", support);
    expect(answer.body).toMatchObject({ items: [], story: null, missing: ["station_or_day"] });
    expect((await bench.ask("/v1/support/search", { token: support })).status).toBe(400);
    expect((await bench.ask("/v1/support/search?q=a&p=b", { token: support })).status).toBe(400);
    expect((await search("x".repeat(201), support)).status).toBe(400);
  });

  it("into a note is refused where it is an address, a telephone's number or a card's", async () => {
    const { id } = await settledSession(bench.world);
    bench.written.length = 0;
    for (const note of ["write to a@example.com", "call 0612345678", "4242 4242 4242 4242", ""])
      expect((await act(`/v1/sessions/${id}/notes`, { note })).status).toBe(400);
    expect(bench.written).toEqual([]);
  });
});

describe("the 22:00 call", () => {
  it("goes from one field to the story, from there to the stop, and a second press does nothing more", async () => {
    const { session } = await chargingSession(bench.world, { email: "driver@example.com" });
    bench.world.advance(5 * minute);
    const found = await search(session.reference, support);
    expect(found.body).toMatchObject({
      by: "reference",
      items: [{ id: session.id, state: "charging", card: { last4: "4242" } }],
      story: { email: "d***@example.com", next: [{ code: "charging_goes_on" }], page: { locale: "en" } },
    });
    expect(found.text).not.toContain("driver@example.com");
    const path = `/v1/sessions/${session.id}/assisted-stop`;
    const stopped = await act(path, { reason: "cable_stuck" });
    expect(stopped.body).toMatchObject({ repeated: false, session: { state: "stopping" } });
    bench.written.length = 0;
    expect((await act(path, { reason: "cable_stuck" })).body).toMatchObject({ repeated: true });
    expect(bench.written).toEqual([]);
    expect((await act(path, { reason: "another" })).body).toMatchObject({ code: "idempotency_key_reused" });
    expect((await act(path, { reason: "cable_stuck" }, "other")).body).toMatchObject({
      code: "state_conflict",
      state: "stopping",
    });
    const noted = await act(`/v1/sessions/${session.id}/macros`, { macro: "cable_stuck", locale: "fr" }, "m");
    expect(noted.body).toMatchObject({ repeated: false });
    const story = await bench.ask(`/v1/sessions/${session.id}/support`, { token: support });
    const acts = rowsOf(story.body, "events").filter(({ code }) => code === "act");
    expect(acts).toMatchObject([
      { act: "stop", reason: "cable_stuck", of: "support" },
      { act: "macro", facts: { macro: "cable_stuck", locale: "fr" } },
    ]);
    expect(story.text).not.toContain("somebody-support");
    expect(bench.log).toEqual([]);
  });
});
