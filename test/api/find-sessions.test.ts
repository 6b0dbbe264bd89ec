/** People at work find a session by what somebody on the phone can say, read its story, and see what waits for a person. */
import { hour } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { beforeAll, describe, expect, it } from "vitest";
import { chargeAndStop, chargingSession, paidSession, station } from "../actions/world.ts";
import type { Bench } from "./bench.ts";
import { createBench, rowsOf } from "./bench.ts";

let bench: Bench;
let support: string;
let settled: Session;
let other: Session;

beforeAll(async () => {
  bench = await createBench();
  support = await bench.staff("support");
  const begun = await chargingSession(bench.world, { email: "amina.canary@example.com" });
  await chargeAndStop(bench.world, begun.transactionId, 20_000);
  settled = await bench.world.session(begun.session.id);
  other = (await bench.world.start({ key: "another", connector: 2 })).session;
});

async function found(question: string, token = support): Promise<readonly unknown[]> {
  const answer = await bench.ask(`/v1/sessions?${question}`, { token });
  expect(answer.status).toBe(200);
  return rowsOf(answer.body).map((row) => row.id);
}

describe("a reference", () => {
  it("that is nobody's finds nothing, and says no more", async () => {
    expect(await found("reference=AAAAAA")).toEqual([]);
    expect(await found(`reference=${settled.id.slice(0, 20).replace("_", "")}`)).toEqual([]);
  });

  it("finds its session as it is spoken: in lower case, in groups, with hyphens", async () => {
    const { reference } = settled;
    const spoken = [
      reference,
      reference.toLowerCase(),
      `${reference.slice(0, 3)}%20${reference.slice(3)}`,
      `${reference.slice(0, 3).toLowerCase()}-${reference.slice(3)}`,
      `+${reference.slice(0, 2)}+${reference.slice(2, 4)}+${reference.slice(4)}+`,
      [...reference].join("%20"),
    ];
    for (const text of spoken)
      expect({ text, ids: await found(`reference=${text}`) }).toEqual({ text, ids: [settled.id] });
  });

  it("is six signs, none of which looks like another", () => {
    for (const { reference } of [settled, other]) expect(reference).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
  });
});

describe("a station and a day", () => {
  it("find every session begun there that day, on the clock of its place", async () => {
    const ids = await found(`station=${station}&day=2026-11-24`);
    expect([...ids].sort()).toEqual([settled.id, other.id].sort());
    expect(await found(`station=${station}&day=2026-11-23`)).toEqual([]);
    expect(await found("station=CAS-DC-99&day=2026-11-24")).toEqual([]);
  });

  it("are narrowed by the last digits of the card; the digits alone are no way in", async () => {
    expect(await found(`station=${station}&day=2026-11-24&last4=4242`)).toEqual([settled.id]);
    expect(await found(`station=${station}&day=2026-11-24&last4=0000`)).toEqual([]);
    expect((await bench.ask("/v1/sessions?last4=4242", { token: support })).body.code).toBe(
      "invalid_request",
    );
    expect((await bench.ask("/v1/sessions?last4=4242&day=2026-11-24", { token: support })).status).toBe(400);
  });

  it("do not tell who they were: no e-mail address, no card beyond its last digits", async () => {
    const answer = await bench.ask(`/v1/sessions?station=${station}&day=2026-11-24`, { token: support });
    expect(answer.text).not.toMatch(/canary|@|fingerprint|intent|page_/);
    expect(rowsOf(answer.body).find((row) => row.id === settled.id)).toMatchObject({
      card: { brand: "visa", last4: "4242" },
      cost: { amount: "90.00", currency: "MAD" },
      energy_kwh: "20.000",
      state: "settled",
    });
  });
});

describe("the story of a session", () => {
  it("tells every step in order, with the money that moved and the readings behind it", async () => {
    const { status, body } = await bench.ask(`/v1/sessions/${settled.id}/story`, { token: support });
    expect(status).toBe(200);
    const lines = rowsOf(body, "lines");
    const times = lines.map((line) => String(line.at));
    expect(times).toEqual([...times].sort());
    const text = lines.map((line) => line.what).join("\n");
    const steps = [
      "asked for at CAS-DC-01, connector 1",
      "250.00 MAD held on visa ending 4242",
      "charging began, register 1000000 Wh",
      "ended (Remote), register 1020000 Wh",
      "journal entry: capture",
      "settled, receipt CAS-01-2026-000001",
    ];
    // Held, paid, begun, and ended with captured in one instant each: the order is that of what follows from what.
    const places = steps.map((step) => text.indexOf(step));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    // Readings that were packed apart as of one instant are one line, and a connector's state is none.
    const heard = lines.filter(({ what }) => /^\d+ readings?\b/.test(String(what)));
    expect(new Set(heard.map(({ at }) => at)).size).toBe(heard.length);
    expect(text).not.toMatch(/^0 readings/m);
    expect(body).toMatchObject({
      session: { id: settled.id, captured: { amount: "90.00", currency: "MAD" } },
      work: [],
    });
    expect(Number(body.readings)).toBeGreaterThan(0);
    expect(rowsOf(body, "postings").length).toBeGreaterThan(0);
    expect(JSON.stringify(body)).not.toContain("canary");
  });

  it("of a session that has only been asked for is short, and says what it waits for", async () => {
    const { body } = await bench.ask(`/v1/sessions/${other.id}/story`, { token: support });
    const text = rowsOf(body, "lines")
      .map((line) => line.what)
      .join("\n");
    expect(text).toContain("pending");
    expect(text).toContain("next step is due");
    expect(body).toMatchObject({ readings: 0, postings: [], work: [] });
  });
});

describe("the work queue", () => {
  it("is empty while nothing waits for a person", async () => {
    expect((await bench.ask("/v1/work-queue", { token: support })).body).toEqual({
      items: [],
      next_cursor: null,
    });
  });

  it("shows a session that no Stop ever ended, with its next step, and the hold stays", async () => {
    const lost = await createBench();
    const { session, transactionId } = await chargingSession(lost.world);
    await lost.world.meter(transactionId, 1_005_000);
    const driver = await lost.driver(session);
    expect(
      (await lost.ask(`/v1/sessions/${session.id}/stop`, { method: "POST", token: driver })).status,
    ).toBe(202);
    await lost.world.pass(7 * hour, hour / 4);
    const token = await lost.staff("technician");
    const { body } = await lost.ask("/v1/work-queue", { token });
    expect(body).toEqual({
      items: [
        {
          id: `${session.id}.stop_missing`,
          state: "open",
          why: "stop_missing",
          at: expect.stringMatching(/^2026-11-24T\d\d:\d\d:\d\dZ$/),
          age_s: expect.any(Number),
          session: session.id,
          session_state: "review",
          reference: session.reference,
          station,
          connector: 1,
          amount: { amount: "250.00", currency: "MAD" },
          amount_is: "held",
          capture_before: expect.stringMatching(/^2026-12-01T/),
          facts: {},
          acts: ["settle", "release"],
          resolved: null,
          next_step: expect.stringContaining("settle from the last trusted reading"),
        },
      ],
      next_cursor: null,
    });
    const shown = await lost.ask(`/v1/sessions/${session.id}`, { token });
    expect(shown.body).toMatchObject({
      state: "review",
      why: "stop_missing",
      hold: { amount: "250.00" },
      captured: null,
    });
    expect(shown.headers.get("retry-after")).toBe("60");
    const story = await lost.ask(`/v1/sessions/${session.id}/story`, { token: await lost.staff("auditor") });
    expect(story.body.work).toContain("stop_missing");
  });
});

describe("a session that was released before the car was plugged in", () => {
  it("is found like any other, with the reason", async () => {
    const idle = await createBench();
    await idle.world.status("Available");
    const paid = await paidSession(idle.world);
    await idle.world.pass(hour / 4);
    const { body } = await idle.ask(`/v1/sessions?reference=${paid.reference}`, {
      token: await idle.staff("operator"),
    });
    expect(rowsOf(body)).toMatchObject([
      { id: paid.id, state: "released", energy_kwh: null, cost: null, captured: null, receipt: null },
    ]);
  });
});
