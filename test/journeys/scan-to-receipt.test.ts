/**
 * The product's story: an operator opens a station, a driver scans its code, pays, charges, stops and reads a receipt of
 * exactly what was captured. Every step goes over its own wire: HTTP, OCPP over WebSocket, the DynamoDB API, the Stripe API.
 */

import { judgeProof } from "@barq/actions/judge-proof";
import { minute } from "@barq/domain/instant";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Page } from "./driver.ts";
import type { Street } from "./street.ts";
import { openStreet, perKwh } from "./street.ts";

let street: Street;
beforeAll(async () => {
  street = await openStreet();
});
afterAll(() => street.close());

describe("from the scan to the receipt", () => {
  it("a driver pays what the meter proves, and everything else goes back", async () => {
    // An operator opens a station: 4.50 dirhams a kilowatt-hour, tax included; 250 dirhams are held.
    const { station, codes } = await street.openStation({ id: "CAS-DC-01", tariff: perKwh });
    const driver = street.driver();

    // The driver scans the code on the post and sees the place, the price and what will be held.
    const scan = await driver.open(`/q/${codes[0]}`);
    expect(scan.status).toBe(200);
    expect(scan.text).toContain("Parking des Palmiers");
    expect(scan.text).toContain("MAD 4.50");
    expect(scan.text).toContain("MAD 250.00");

    // They start, and are sent to the provider's payment page, where they pay with a card.
    const payment = await driver.submit(scan, /\/start$/);
    expect(payment.address).toContain("/c/pay/");
    const session = await driver.submit(payment, /\/c\/pay\//, { outcome: "pay", card: "4242424242424242" });
    expect(session.address).toMatch(/\/s\/ses_[a-z2-7]{26}$/);
    const id = session.address.split("/s/")[1] ?? "";

    // The money is held, nothing more; the station waits for the cable.
    expect(await street.provider(id)).toMatchObject({
      status: "requires_capture",
      capturable: 25_000,
      received: 0,
    });
    await street.until(async () => (await stateOf(id)) === "held", "the hold is on record");

    // The cable goes in, the station begins, and energy flows.
    await station.plug(1);
    await street.until(async () => (await stateOf(id)) === "charging", "charging begins");
    await driver.open(session.address);
    await street.pass(10 * minute);
    const live = await driver.open(session.address);
    expect(live.text).toMatch(/\d+\.\d{3} kWh/);

    // The driver stops on the page; the station ends the transaction, and what it metered is priced and captured.
    await driver.submit(live, /\/stop$/);
    await street.until(async () => (await stateOf(id)) === "settled", "the session is settled");
    await station.unplug(1);
    const settled = await sessionOf(id);
    const provider = await street.provider(id);
    expect(provider).toMatchObject({ status: "succeeded", capturable: 0 });
    const capturedMinor = Math.round(Number(settled.captured.amount) * 100);
    expect(provider?.received).toBe(capturedMinor);
    expect(capturedMinor).toBeGreaterThan(3000);

    // The receipt says the same, line by line, and what went back.
    const page = await driver.open(session.address);
    expect(page.text).toContain(`MAD ${settled.captured.amount}`);
    expect(page.text).toContain(`MAD ${(250 - capturedMinor / 100).toFixed(2)}`);
    const receipt = await driver.open(driver.link(page, /receipt/i));
    expect(receipt.text).toContain("AT-CAS-DC-01-2026-000001");
    expect(receipt.text).toContain(`MAD ${settled.captured.amount}`);
    expectSums(receipt, settled);

    // Anybody with the proof computes the price again from the readings, and a changed digit is found.
    const proof = await street.look(`/v1/sessions/${id}/proof`);
    const keys = street.product.secrets.document.published;
    expect(await judgeProof(proof, keys)).toMatchObject({ kind: "good" });
    const text = JSON.stringify(proof);
    const tampered = text.replace(
      /"meter_stop":"(\d)/,
      (_, digit) => `"meter_stop":"${(Number(digit) + 1) % 10}`,
    );
    expect(await judgeProof(JSON.parse(tampered), keys)).toMatchObject({ kind: "refused" });

    expect((await upload(text)).text).toContain(settled.captured.amount);
    expect((await upload(tampered)).text).toMatch(/refused/i);
    expect((await upload("no proof at all")).text).toMatch(/refused/i);

    // And the whole story of the session can be told to whoever helps the driver.
    const story = await street.look(`/v1/sessions/${id}/story`);
    expect(JSON.stringify(story)).toContain("charging began");
  });
});

/** The page where anybody checks a proof. */
async function upload(proof: string): Promise<{ readonly text: string }> {
  const form = new FormData();
  form.set("proof", new Blob([proof], { type: "application/json" }), "proof.json");
  const answer = await fetch(`${street.product.origin}/verify?lang=en`, { method: "POST", body: form });
  expect(answer.status).toBe(200);
  return { text: await answer.text() };
}

interface Told {
  readonly state: string;
  readonly captured: { readonly amount: string };
  readonly energy_kwh: string;
}

async function sessionOf(id: string): Promise<Told> {
  const told: unknown = await street.look(`/v1/sessions/${id}`);
  return JSON.parse(JSON.stringify(told));
}
const stateOf = async (id: string): Promise<string> => (await sessionOf(id)).state;

/** Energy times the posted price is what was taken, to the centime. */
function expectSums(receipt: Page, told: Told): void {
  expect(receipt.text).toContain(`${told.energy_kwh} kWh`);
  const mwh = BigInt(told.energy_kwh.replace(".", "")) * 1000n;
  const minor = (mwh * 450n * 2n + 1_000_000n) / 2_000_000n;
  expect(BigInt(told.captured.amount.replace(".", ""))).toBe(minor);
}
