/** A driver's session through the API: what can be seen of it in every state, when to look again, and what is not there yet. */
import { minute, second } from "@barq/domain/instant";
import { describe, expect, it } from "vitest";
import { chargeAndStop, chargingSession, free, station } from "../actions/world.ts";
import type { Json } from "./bench.ts";
import { createBench, textOf } from "./bench.ts";
import { conflict, driverOf, heldSession } from "./driver.ts";

const amount = (text: string): Json => ({ amount: text, currency: "MAD" });
const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);

describe("what is not there yet", () => {
  it("is 409 receipt_not_ready with the state and when to ask again: CDR, receipt, proof and PDF", async () => {
    const bench = await createBench();
    const { session } = await chargingSession(bench.world);
    const driver = await driverOf(bench, session);
    for (const part of ["cdr", "cdr?version=2.2.1", "receipt", "proof", "receipt.pdf"]) {
      const answer = await driver.get(part);
      expect({ part, ...conflict(answer) }).toEqual({
        part,
        status: 409,
        code: "receipt_not_ready",
        state: "charging",
      });
      expect(answer.headers.get("retry-after")).toBe("2");
    }
  });

  it("never comes for a session that was released: there is nothing to price", async () => {
    const bench = await createBench();
    const driver = await driverOf(bench, await heldSession(bench));
    await driver.stop();
    await bench.world.settleDown();
    for (const part of ["cdr", "receipt", "proof"]) {
      expect(conflict(await driver.get(part))).toMatchObject({ status: 409, state: "released" });
    }
  });
});

describe("a session", () => {
  it("shows amounts with their currency, energies and money as decimal text, times as ISO 8601, in every state", async () => {
    const bench = await createBench();
    const { world } = bench;
    await world.status("Available");
    const started = await bench.start(
      { qr: world.codeOf(1), limit: { amount: "200.00" }, locale: "ar" },
      "whole",
    );
    expect(started.body).toEqual({
      id: expect.stringMatching(/^ses_[a-z2-7]{26}$/),
      reference: expect.stringMatching(/^[2-9A-HJKMNP-Z]{6}$/),
      state: "pending",
      hold: amount("200.00"),
      payment: { url: expect.stringMatching(/^https:/) },
      access_token: expect.any(String),
    });
    const id = textOf(started.body, "id");
    expect(started.headers.get("location")).toBe(`/v1/sessions/${id}`);
    const token = textOf(started.body, "access_token");
    const look = () => bench.ask(`/v1/sessions/${id}`, { token });
    const pending = await look();
    expect(pending.headers.get("retry-after")).toBe("2");
    expect(pending.body).toEqual({
      id,
      reference: started.body.reference,
      state: "pending",
      waiting: false,
      why: null,
      station,
      connector: 1,
      location_id: "CAS-01",
      tariff_id: "KWH",
      tariff_version: 1,
      energy_kwh: null,
      cost: null,
      power_w: null,
      as_of: null,
      hold: amount("200.00"),
      captured: null,
      receivable: null,
      written_off: null,
      card: null,
      created_at: iso,
      held_at: null,
      started_at: null,
      ended_at: null,
      stop_reason: null,
      receipt: null,
    });

    world.provider.driver.pay((await world.session(id)).hold?.page ?? null);
    world.advance(11 * second);
    await world.settleDown();
    expect((await look()).body).toMatchObject({
      state: "held",
      held_at: iso,
      card: { brand: "visa", last4: "4242" },
    });

    await world.status("Preparing");
    await world.settleDown();
    const transactionId = await world.begin(id);
    world.advance(15 * minute);
    // Whoever looks is shown what the next reading says; nobody pays for figures that nobody reads.
    await look();
    await world.meter(transactionId, 1_007_500);
    await world.settleDown();
    const charging = await look();
    expect(charging.headers.get("retry-after")).toBe("5");
    expect(charging.body).toMatchObject({
      state: "charging",
      started_at: iso,
      energy_kwh: "7.500",
      cost: amount("33.75"),
      as_of: "2026-11-24T09:15:11Z",
    });

    await chargeAndStop(world, transactionId, 20_000);
    const settled = await look();
    expect(settled.headers.get("retry-after")).toBeNull();
    expect(settled.body).toMatchObject({
      state: "settled",
      why: null,
      energy_kwh: "20.000",
      cost: amount("90.00"),
      captured: amount("90.00"),
      receivable: null,
      power_w: null,
      ended_at: iso,
      stop_reason: "Remote",
      receipt: "CAS-01-2026-000001",
    });
    // The wire has no floats of ours: every number in it is a count.
    expect(JSON.stringify(settled.body)).not.toMatch(/:\d+\.\d/);
  });

  it("that is over has its CDR in both versions, its receipt and its proof, and they say the same", async () => {
    const bench = await createBench();
    const begun = await chargingSession(bench.world);
    await chargeAndStop(bench.world, begun.transactionId, 20_000);
    const driver = await driverOf(bench, begun.session);
    const [newer, same, older] = [
      await driver.get("cdr"),
      await driver.get("cdr?version=2.3.0"),
      await driver.get("cdr?version=2.2.1"),
    ];
    expect(newer.text).toBe(same.text);
    expect(newer.body).toMatchObject({
      session_id: begun.session.id,
      total_energy: 20,
      total_cost: { before_taxes: 75, taxes: [{ percentage: 20, amount: 15 }] },
    });
    expect(older.body).toMatchObject({
      session_id: begun.session.id,
      total_energy: 20,
      total_cost: { excl_vat: 75, incl_vat: 90 },
    });
    const receipt = await driver.get("receipt");
    expect(receipt.body).toMatchObject({
      number: "CAS-01-2026-000001",
      before_tax: amount("75.00"),
      tax: amount("15.00"),
      after_tax: amount("90.00"),
      captured: amount("90.00"),
      released: amount("160.00"),
    });
    const proof = await driver.get("proof");
    expect(Object.keys(proof.body).sort()).toEqual(["cdr", "cdr_221", "proof", "seal"]);
    expect(proof.body.cdr).toEqual(newer.body);
    expect(proof.body.cdr_221).toEqual(older.body);
    expect(proof.body.proof).toMatchObject({
      session: begun.session.id,
      result: { after_tax: "90.00", energy_mwh: "20000000" },
    });
  });

  it("that is free has no hold and no payment page, and starts by the plug", async () => {
    const bench = await createBench({ tariff: free });
    await bench.world.status("Available");
    const started = await bench.start({ qr: bench.world.codeOf(1) }, "free");
    expect(started).toMatchObject({ status: 201, body: { state: "starting", hold: null, payment: null } });
    expect((await bench.ask(`/v1/connectors/${bench.world.codeOf(1)}`)).body).toMatchObject({
      hold: null,
      tariff: { terms: [] },
    });
  });
});

describe("a start that cannot be", () => {
  it("is refused before any hold, with a code, and says what would do", async () => {
    const bench = await createBench();
    const qr = bench.world.codeOf(1);
    const small = await bench.start({ qr, limit: { amount: "1.00" } }, "small");
    expect(small).toMatchObject({
      status: 422,
      body: {
        code: "limit_too_small",
        least: { currency: "MAD", amount: expect.stringMatching(/^\d+\.\d\d$/) },
      },
    });
    const least = JSON.parse(small.text).least;
    expect((await bench.start({ qr, limit: { amount: least.amount } }, "least")).status).toBe(201);
    expect(
      await bench.start({ qr: "1.barq.k1.cas-dc-01-1.aaaaaaaaaaaaaaaaaaaaaaaaaa" }, "forged"),
    ).toMatchObject({ status: 404, body: { code: "qr_invalid" } });
    await bench.world.status("Charging");
    expect(await bench.start({ qr }, "taken")).toMatchObject({
      status: 409,
      body: { code: "connector_taken" },
    });
    await bench.world.status("Faulted");
    const faulted = await bench.start({ qr }, "faulted");
    expect(faulted).toMatchObject({ status: 503, body: { code: "connector_unavailable" } });
    expect(faulted.headers.get("retry-after")).toBe("60");
    expect(bench.world.provider.calls.open).toBe(1);
  });

  it("because the provider does not answer is 503, and its repeat finds the same session and a page", async () => {
    const bench = await createBench();
    const qr = bench.world.codeOf(1);
    bench.world.provider.faults.silence("open", "after");
    const first = await bench.start({ qr }, "silent");
    expect(first).toMatchObject({ status: 503, body: { code: "provider_unavailable" } });
    expect(first.headers.get("retry-after")).toBe("5");
    const again = await bench.start({ qr }, "silent");
    expect(again).toMatchObject({
      status: 200,
      body: { state: "pending", payment: { url: expect.any(String) } },
    });
    expect(bench.log).toEqual([]);
  });
});
