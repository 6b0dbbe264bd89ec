/**
 * The product's story with a station that speaks OCPP 2.0.1, over every wire: the scan, the hold, the numbered events, a
 * receipt of exactly what was captured that anybody computes again; and the bad days that only such stations have.
 */
import { judgeProof } from "@barq/actions/judge-proof";
import { minute } from "@barq/domain/instant";
import type { Knobs } from "@barq/local/stations/behaviour";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Driver, Page } from "./driver.ts";
import type { Street } from "./street.ts";
import { openStreet, perKwh } from "./street.ts";

let street: Street;
beforeAll(async () => {
  street = await openStreet();
});
afterAll(() => street.close());

const open = (id: string, behaviour: Knobs = {}) =>
  street.openStation({ id, tariff: perKwh, behaviour, protocol: "ocpp2.0.1" });
const tell = async (id: string) => JSON.parse(JSON.stringify(await street.look(`/v1/sessions/${id}`)));
const proofOf = async (id: string) =>
  JSON.parse(JSON.stringify(await street.look(`/v1/sessions/${id}/proof`)));
const reach = (id: string, ...states: readonly string[]): Promise<void> =>
  street.until(
    async () => states.includes((await tell(id)).state),
    `session ${id} is ${states.join(" or ")}`,
  );

async function pay(
  driver: Driver,
  code: string | undefined,
): Promise<{ readonly id: string; readonly page: Page }> {
  const payment = await driver.submit(await driver.open(`/q/${code}`), /\/start$/);
  const page = await driver.submit(payment, /\/c\/pay\//, { outcome: "pay" });
  return { id: page.address.split("/s/")[1]?.replace(/[/?].*$/, "") ?? "", page };
}

/** A whole session of some minutes at a station of its own. */
async function chargeAt(station: string, behaviour: Knobs): Promise<string> {
  const opened = await open(station, behaviour);
  const { id } = await pay(street.driver(), opened.codes[0]);
  await opened.station.plug(1);
  await reach(id, "charging");
  await street.pass(6 * minute);
  await opened.station.unplug(1);
  await street.until(async () => opened.station.snapshot().queued === 0, "everything was acknowledged");
  return id;
}

describe("a station that numbers its events", () => {
  it("takes a driver from the scan to a receipt that anybody computes again", async () => {
    const { station, codes } = await open("NUM-1");
    const driver = street.driver();
    const { id, page } = await pay(driver, codes[0]);
    expect(await street.provider(id)).toMatchObject({ status: "requires_capture", capturable: 25_000 });
    await reach(id, "held");
    await station.plug(1);
    await reach(id, "charging");
    const own = station.snapshot().connectors[0];
    expect(own?.transaction?.id).toHaveLength(36);
    await driver.open(page.address);
    await street.pass(10 * minute);
    const live = await driver.open(page.address);
    expect(live.text).toMatch(/\d+\.\d{3} kWh/);

    // The driver's stop goes to the station under its own name of the transaction.
    await driver.submit(live, /\/stop$/);
    await reach(id, "settled");
    const settled = await tell(id);
    const capturedMinor = Math.round(Number(settled.captured.amount) * 100);
    expect(await street.provider(id)).toMatchObject({ status: "succeeded", received: capturedMinor });
    expect(capturedMinor).toBeGreaterThan(3000);
    expect(Math.abs(Number(settled.energy_kwh) * 450 - capturedMinor)).toBeLessThan(0.6);

    const after = await driver.open(page.address);
    const receipt = await driver.open(driver.link(after, /receipt/i));
    expect(receipt.text).toContain(`MAD ${settled.captured.amount}`);
    expect(receipt.text).toContain(`${settled.energy_kwh} kWh`);
    const proof = await proofOf(id);
    const keys = street.product.secrets.document.published;
    expect(await judgeProof(proof, keys)).toMatchObject({ kind: "good" });
    // Which events were heard is in the proof, and nobody can add one.
    const numbers = /"value":"0-(\d+)"/.exec(JSON.stringify(proof))?.[1];
    expect(Number(numbers)).toBeGreaterThan(10);
    const tampered = JSON.stringify(proof).replace(`"0-${numbers}"`, `"0-3,5-${numbers}"`);
    expect(await judgeProof(JSON.parse(tampered), keys)).toMatchObject({ kind: "refused" });

    // The connector is free for the next driver once the cable is out.
    await station.unplug(1);
    const next = street.driver();
    await street.until(
      async () => /\/start"/.test((await next.open(`/q/${codes[0]}`)).html),
      "the connector can be started again",
    );
  });

  it("that goes away in the session and comes back is priced by its own times, and nothing is missing", async () => {
    const { station, codes } = await open("NUM-AWAY");
    const { id } = await pay(street.driver(), codes[0]);
    await station.plug(1);
    await reach(id, "charging");
    await street.pass(4 * minute);
    await station.goOffline();
    await street.pass(6 * minute);
    await station.unplug(1);
    await street.pass(30 * minute, 10 * minute);
    expect((await tell(id)).state).toBe("charging");
    await station.goOnline();
    await reach(id, "settled");
    const { started_at: from, ended_at: to } = await tell(id);
    expect(Date.parse(to) - Date.parse(from)).toBeLessThan(12 * minute);
    expect((await proofOf(id)).proof.result.flags).toEqual([]);
  });

  it("of which an event is lost is waited for, then priced from what came, and the receipt says so", async () => {
    const id = await chargeAt("NUM-GAP", { lostEvent: 4 });
    await reach(id, "stopping");
    await street.pass(11 * minute);
    await reach(id, "settled");
    const proof = await proofOf(id);
    expect(proof.proof.result.flags).toEqual(["seq_gap"]);
    expect(await judgeProof(proof, street.product.secrets.document.published)).toMatchObject({
      kind: "good",
    });
  });

  it("that never sends its Ended is closed from the last reading once its connector is free", async () => {
    const id = await chargeAt("NUM-NOEND", { stopMessages: "never" });
    await street.pass(8 * minute);
    await reach(id, "settled");
    expect(await tell(id)).toMatchObject({ stop_reason: "StopMissing" });
  });

  it("that refuses the start: the hold is back", async () => {
    const { station, codes } = await open("NUM-REFUSE", { refuseStart: true });
    const driver = street.driver();
    const { id } = await pay(driver, codes[0]);
    await station.plug(1);
    let page = await driver.open(`/s/${id}`);
    await street.until(async () => {
      page = await driver.open(`/s/${id}`);
      return /another connector/i.test(page.text);
    }, "another connector is offered");
    await driver.submit(page, /\/stop/);
    await reach(id, "released");
    expect(await tell(id)).toMatchObject({ why: "station_refused" });
  });
});

describe("a meter of 2.0.1", () => {
  const dialects: readonly (readonly [string, Knobs])[] = [
    ["by phases, without registers in its Ended", { dialect: "phases", transactionData: false }],
    ["in thousandths, by a power of ten", { dialect: "strings" }],
    ["that says everything twice", { dialect: "duplicated", stopMessages: "twice", repeatStart: true }],
    ["out of order", { dialect: "shuffled" }],
  ];
  for (const [n, [label, behaviour]] of dialects.entries()) {
    it(`${label} is priced by what flowed`, async () => {
      const id = await chargeAt(`NUM-D${n}`, behaviour);
      await reach(id, "settled");
      const { energy_kwh: energy, captured } = await tell(id);
      // A dozen seconds of ramp, then 60 kW for the rest of six minutes.
      expect(Number(energy)).toBeGreaterThan(4.8);
      expect(Number(energy)).toBeLessThan(6.2);
      expect(Math.abs(Number(captured.amount) - Number(energy) * 4.5)).toBeLessThan(0.006);
    });
  }

  it("with an end below its begin is for a person, with the hold kept", async () => {
    const id = await chargeAt("NUM-BELOW", { meterStop: "below_start" });
    await reach(id, "review");
    expect(await street.provider(id)).toMatchObject({ status: "requires_capture", received: 0 });
  });
});
