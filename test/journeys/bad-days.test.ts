/** Bad days over the wire: two drivers at once, stations that refuse or vanish, meters in every dialect, a provider that is silent. */
import { minute } from "@barq/domain/instant";
import type { Knobs } from "@barq/local/stations/behaviour";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Driver } from "./driver.ts";
import type { Street } from "./street.ts";
import { openStreet, perKwh } from "./street.ts";

let street: Street;
beforeAll(async () => {
  street = await openStreet();
});
afterAll(() => street.close());

const tell = async (id: string) => JSON.parse(JSON.stringify(await street.look(`/v1/sessions/${id}`)));
const reach = (id: string, ...states: readonly string[]): Promise<void> =>
  street.until(
    async () => states.includes((await tell(id)).state),
    `session ${id} is ${states.join(" or ")}`,
  );

/** Scans, starts and pays; answers the session's id. */
async function pay(driver: Driver, code: string | undefined): Promise<string> {
  const scan = await driver.open(`/q/${code}`);
  const payment = await driver.submit(scan, /\/start$/);
  const session = await driver.submit(payment, /\/c\/pay\//, { outcome: "pay" });
  return session.address.split("/s/")[1]?.replace(/[/?].*$/, "") ?? "";
}

/** A whole session of some minutes at a station of its own. */
async function chargeAt(id: string, behaviour: Knobs, minutes = 6): Promise<string> {
  const { station, codes } = await street.openStation({ id, tariff: perKwh, behaviour });
  const session = await pay(street.driver(), codes[0]);
  await station.plug(1);
  await reach(session, "charging", "released", "review");
  await street.pass(minutes * minute);
  await station.unplug(1);
  await street.until(async () => station.snapshot().queued === 0, "everything was acknowledged");
  return session;
}

describe("two drivers at one connector", () => {
  it("one charges, the other is told why and has the hold back", async () => {
    const { station, codes } = await street.openStation({ id: "RACE-1", tariff: perKwh });
    const drivers = [street.driver(), street.driver()];
    const pages = await Promise.all(
      drivers.map(async (driver) => ({
        driver,
        page: await driver.submit(await driver.open(`/q/${codes[0]}`), /\/start$/),
      })),
    );
    const ids = await Promise.all(
      pages.map(
        async ({ driver, page }) =>
          (await driver.submit(page, /\/c\/pay\//, { outcome: "pay" })).address.split("/s/")[1] ?? "",
      ),
    );
    await street.until(async () => {
      const states = await Promise.all(ids.map(async (id) => (await tell(id)).state));
      return states.includes("held") && states.includes("released");
    }, "one holds and one is released");
    const told = await Promise.all(ids.map(tell));
    const loser = told.find(({ state }) => state === "released");
    expect(loser?.why).toBe("connector_taken");
    expect(await street.provider(loser?.id)).toMatchObject({ status: "canceled", received: 0 });
    await station.plug(1);
    await reach(told.find(({ state }) => state === "held")?.id, "charging");
  });
});

describe("a station", () => {
  /** A driver who has paid at a station that refuses, and reads on the page that another connector may be taken. */
  const refusedAt = async (name: string) => {
    const behaviour = { refuseStart: true };
    const { station, codes } = await street.openStation({ id: name, tariff: perKwh, behaviour });
    const driver = street.driver();
    const id = await pay(driver, codes[0]);
    await station.plug(1);
    let page = await driver.open(`/s/${id}`);
    await street.until(async () => {
      page = await driver.open(`/s/${id}`);
      return /another connector/i.test(page.text);
    }, "another connector is offered");
    return { driver, id, page, station, codes };
  };

  it("that refuses the start: the hold is back when its driver wants it, and the page says so", async () => {
    const { driver, id, page } = await refusedAt("REFUSE-1");
    await driver.submit(page, /\/stop/);
    await reach(id, "released");
    expect(await tell(id)).toMatchObject({ why: "station_refused" });
    expect(await street.provider(id)).toMatchObject({ status: "canceled" });
  });

  it("that refuses the start: the same hold pays at another connector of the place", async () => {
    const { driver, id, page, station, codes } = await refusedAt("REFUSE-2");
    await station.behave({ refuseStart: false });
    await driver.submit(page, /\/move$/, { qr: codes[1] ?? "" });
    await station.unplug(1);
    await station.plug(2);
    await reach(id, "charging");
    await street.pass(6 * minute);
    await station.unplug(2);
    await reach(id, "settled");
    expect(await tell(id)).toMatchObject({ station: "REFUSE-2", connector: 2 });
    expect(await street.provider(id)).toMatchObject({ status: "succeeded" });
  });

  it("that is offline is said to be, before anything is held", async () => {
    const { station, codes } = await street.openStation({ id: "OFF-1", tariff: perKwh });
    await station.goOffline();
    const driver = street.driver();
    await street.until(
      async () => /offline|not connected/i.test((await driver.open(`/q/${codes[0]}`)).text),
      "it is offline",
    );
    const answer = await fetch(`${street.product.origin}/v1/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": "offline-1" },
      body: JSON.stringify({ qr: codes[0] }),
    });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "station_offline" });
  });

  it("that goes away in the session and comes back is priced by its own times", async () => {
    const { station, codes } = await street.openStation({ id: "AWAY-1", tariff: perKwh });
    const id = await pay(street.driver(), codes[0]);
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
  });

  it("that never sends its Stop is closed from the last reading once its connector is free", async () => {
    const id = await chargeAt("NOSTOP-1", { stopMessages: "never" });
    await street.pass(8 * minute);
    await reach(id, "settled");
    expect(await tell(id)).toMatchObject({ stop_reason: "StopMissing" });
  });
});

describe("a meter", () => {
  const dialects: readonly (readonly [string, Knobs])[] = [
    ["in kWh", { dialect: "kWh" }],
    ["by phases", { dialect: "phases", transactionData: false }],
    ["in odd but legal text", { dialect: "strings" }],
    ["that says everything twice", { dialect: "duplicated", stopMessages: "twice", repeatStart: true }],
    ["out of order", { dialect: "shuffled" }],
    ["from before the start and after the stop", { dialect: "outside" }],
    ["with a stop of -1", { meterStop: "unknown", transactionData: false }],
  ];
  for (const [n, [label, behaviour]] of dialects.entries()) {
    it(`${label} is priced by what flowed`, async () => {
      const id = await chargeAt(`DIALECT-${n}`, behaviour);
      await reach(id, "settled");
      const { energy_kwh: energy, captured } = await tell(id);
      // A dozen seconds of ramp, then 60 kW for the rest of six minutes.
      expect(Number(energy)).toBeGreaterThan(4.8);
      expect(Number(energy)).toBeLessThan(6.2);
      expect(Math.abs(Number(captured.amount) - Number(energy) * 4.5)).toBeLessThan(0.006);
    });
  }

  it("with a stop below its start is for a person, with the hold kept", async () => {
    const id = await chargeAt("BELOW-1", { meterStop: "below_start", transactionData: false });
    await reach(id, "review");
    expect(await street.provider(id)).toMatchObject({ status: "requires_capture", received: 0 });
    expect(JSON.stringify(await street.look("/v1/work-queue"))).toContain(id);
  });
});

describe("a provider", () => {
  it("that makes the capture and says nothing is asked what it did, and has taken the money once", async () => {
    await street.order({
      faults: [{ operation: "POST /v1/payment_intents/:id/capture", kind: "reset_after", times: 3 }],
    });
    const id = await chargeAt("SILENT-1", {});
    await street.pass(3 * minute);
    await reach(id, "settled");
    const told = await tell(id);
    expect((await street.provider(id))?.received).toBe(Math.round(Number(told.captured.amount) * 100));
    await street.order({ clear_faults: true });
  });

  it("whose events come twice, shuffled, or not at all changes nothing", async () => {
    for (const [name, webhooks] of [
      ["TWICE-1", { copies: 3, shuffle: true, lose: false }],
      ["NONE-1", { copies: 1, shuffle: false, lose: true }],
    ] as const) {
      await street.order({ webhooks });
      const id = await chargeAt(name, {});
      await reach(id, "settled");
    }
    await street.order({ webhooks: { copies: 1, shuffle: false, lose: false } });
  });

  it("whose page nobody pays is ended by us, and nothing is held", async () => {
    const { codes } = await street.openStation({ id: "ABANDON-1", tariff: perKwh });
    const driver = street.driver();
    await driver.submit(await driver.open(`/q/${codes[0]}`), /\/start$/);
    const { items } = JSON.parse(
      JSON.stringify(
        await street.look(
          `/v1/sessions?station=ABANDON-1&day=${new Date(street.product.clock.now()).toISOString().slice(0, 10)}`,
        ),
      ),
    );
    await street.pass(12 * minute);
    await reach(items[0].id, "failed");
    expect(await tell(items[0].id)).toMatchObject({ why: "hold_abandoned" });
  });
});
