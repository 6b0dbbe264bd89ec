/**
 * A station loses its line while it is about to begin, tells nobody of a whole session, and says all of it in one breath when
 * the line is back: everything that was acknowledged is kept, nothing is refused, and the price is right to the cent.
 */
import { judgeProof } from "@barq/actions/judge-proof";
import type { Instant } from "@barq/domain/instant";
import { isoText, second } from "@barq/domain/instant";
import { startAndPay } from "@barq/local/replay/driver";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWireStation } from "./open-wire-station.ts";
import type { Street } from "./street.ts";
import { openStreet } from "./street.ts";
import type { WireStation } from "./wire-station.ts";

let street: Street;
beforeAll(async () => {
  street = await openStreet();
});
afterAll(() => street.close());

const inQueue = 1000;
const meterStart = 5_000_000;
/** What flows from one reading to the next, in Wh: some minutes of 50 kW, never the same twice in a row. */
const flowed = (n: number): number => 1 + ((n * 7919) % 3);

interface Said {
  /** its place in time; every 25th is a status instead of a reading */
  readonly n: number;
  readonly isStatus: boolean;
  readonly at: Instant;
  readonly registerWh: number;
}

/** Readings 80 ms apart, as many as make a queue with those that are said twice; and how the queue tells them. */
function queueFrom(from: Instant) {
  const inOrder: Said[] = [];
  let registerWh = meterStart;
  const doubled = (n: number): boolean => n % 10 === 3;
  for (let n = 0, messages = 0; messages < inQueue; n++) {
    registerWh += flowed(n);
    inOrder.push({ n, isStatus: n % 25 === 0, at: from + (n + 1) * 80, registerWh });
    messages += doubled(n) && messages + 2 <= inQueue ? 2 : 1;
  }
  const twice = inOrder.flatMap((said) => (doubled(said.n) ? [said, said] : [said])).slice(0, inQueue);
  // Of every block of twenty some come first that are due last, and those that are said twice come apart.
  const queue = Array.from({ length: Math.ceil(twice.length / 20) }, (_, block) =>
    twice.slice(block * 20, block * 20 + 20),
  ).flatMap((block, n) => (n % 3 === 0 ? block.toReversed() : [...block.slice(7), ...block.slice(0, 7)]));
  const endedAt = from + (inOrder.length + 1) * 80;
  return { queue, inOrder, meterStop: registerWh + 1, endedAt };
}

const proof = v.object({
  proof: v.object({
    facts: v.object({
      readings: v.array(v.object({ at: v.nullable(v.number()), value: v.string() })),
      statuses: v.array(v.object({ at: v.number(), status: v.string() })),
    }),
    result: v.object({ energy_mwh: v.string(), after_tax: v.string(), flags: v.array(v.string()) }),
  }),
});
const session = v.object({
  state: v.string(),
  why: v.nullable(v.string()),
  started_at: v.nullable(v.string()),
  ended_at: v.nullable(v.string()),
});
const begun = v.object({ transactionId: v.number(), idTagInfo: v.object({ status: v.string() }) });
const work = v.object({ items: v.array(v.unknown()) });
const cdr = v.object({
  total_energy: v.number(),
  total_cost: v.object({ before_taxes: v.number(), taxes: v.array(v.object({ amount: v.number() })) }),
});

const away = 95 * second;

/** Paid and told to begin, and the line breaks. Longer than two minutes nobody waits for the begin. */
async function cutOff(station: WireStation, qr: string) {
  const { id } = await startAndPay(street.product.origin, qr, `queue-${qr.slice(-12)}`);
  const from = street.product.clock.now();
  return {
    id,
    from,
    /** until everything that is due has happened, and the line is back */
    async comeBack() {
      await station.goOffline();
      await street.pass(away, away);
      await station.goOnline();
    },
  };
}

/** Settled for exactly what the registers say, by the station's own times, from everything that was said. */
async function expectWhole(id: string, from: Instant, told: ReturnType<typeof queueFrom>): Promise<void> {
  const look = async () => v.parse(session, await street.look(`/v1/sessions/${id}`));
  await street.until(async () => ["settled", "review"].includes((await look()).state), "it is over");
  expect(await look()).toEqual({
    state: "settled",
    why: null,
    started_at: isoText(from),
    ended_at: isoText(told.endedAt),
  });
  const document = await street.look(`/v1/sessions/${id}/proof`);
  const { facts, result } = v.parse(proof, document).proof;
  const kept = new Set(facts.readings.map(({ at, value }) => `${at} ${value}`));
  const readings = told.inOrder.filter(({ isStatus }) => !isStatus);
  expect(readings.filter(({ at, registerWh }) => !kept.has(`${at} ${registerWh}`))).toEqual([]);
  const wh = told.meterStop - meterStart;
  const centimes = (wh * 45 + 50 - ((wh * 45 + 50) % 100)) / 100;
  expect(result).toEqual({
    energy_mwh: `${wh * 1000}`,
    after_tax: (centimes / 100).toFixed(2),
    flags: [],
  });
  const { total_energy, total_cost } = v.parse(cdr, await street.look(`/v1/sessions/${id}/cdr`));
  const cost = total_cost.taxes.reduce((sum, { amount }) => sum + amount, total_cost.before_taxes);
  expect({ kwh: total_energy.toFixed(3), cost: cost.toFixed(2) }).toEqual({
    kwh: (wh / 1000).toFixed(3),
    cost: (centimes / 100).toFixed(2),
  });
  expect(await street.provider(id)).toMatchObject({ status: "succeeded", received: centimes });
  expect(await judgeProof(document, street.product.secrets.document.published)).toMatchObject({
    kind: "good",
  });
  expect(v.parse(work, await street.look("/v1/work-queue")).items).toEqual([]);
}

describe("a station that was away empties a queue of 1,000 messages as fast as they are answered", () => {
  it("over OCPP 1.6: a Start, readings and statuses, doubled and out of order, and a Stop are taken in whole", async () => {
    const { station, qr } = await openWireStation(street, "QUEUE-16", "ocpp1.6");
    const { call } = station;
    const status = (is: string, at: Instant) =>
      call("StatusNotification", {
        connectorId: 1,
        errorCode: "NoError",
        status: is,
        timestamp: isoText(at),
      });
    await call("BootNotification", { chargePointVendor: "Wire", chargePointModel: "Plain" });
    await status("Available", street.product.clock.now());
    const { id, from, comeBack } = await cutOff(station, qr);
    await status("Preparing", from);
    const { token } = await station.started();
    await comeBack();
    const told = queueFrom(from);
    const answer = await call("StartTransaction", {
      connectorId: 1,
      idTag: token,
      meterStart,
      timestamp: isoText(from),
    });
    const { transactionId, idTagInfo } = v.parse(begun, answer);
    expect(idTagInfo.status).toBe("Accepted");
    for (const { isStatus, at, registerWh } of told.queue) {
      if (isStatus) await status("Charging", at);
      else
        await call("MeterValues", {
          connectorId: 1,
          transactionId,
          meterValue: [{ timestamp: isoText(at), sampledValue: [{ value: `${registerWh}` }] }],
        });
    }
    const timestamp = isoText(told.endedAt);
    const { meterStop } = told;
    await call("StopTransaction", { transactionId, meterStop, timestamp, reason: "EVDisconnected" });
    await status("Available", told.endedAt);
    await street.product.settleDown();
    await expectWhole(id, from, told);
    await station.close();
  }, 60_000);

  it("over OCPP 2.0.1: a Started, numbered events and statuses, doubled and out of order, and an Ended are taken in whole", async () => {
    const { station, qr } = await openWireStation(street, "QUEUE-201", "ocpp2.0.1");
    const { call } = station;
    const status = (connectorStatus: string, at: Instant) =>
      call("StatusNotification", { timestamp: isoText(at), connectorStatus, evseId: 1, connectorId: 1 });
    await call("BootNotification", {
      reason: "PowerUp",
      chargingStation: { vendorName: "Wire", model: "Plain" },
    });
    await status("Available", street.product.clock.now());
    const { id, from, comeBack } = await cutOff(station, qr);
    await status("Occupied", from);
    const { token, startNumber } = await station.started();
    await comeBack();
    const told = queueFrom(from);
    const event = (
      eventType: string,
      seqNo: number,
      at: Instant,
      value: number,
      more: { readonly context?: string; readonly info?: object; readonly idToken?: object } = {},
    ) =>
      call("TransactionEvent", {
        eventType,
        timestamp: isoText(at),
        triggerReason: eventType === "Updated" ? "MeterValuePeriodic" : "RemoteStart",
        seqNo,
        offline: true,
        transactionInfo: { transactionId: "queue-201", chargingState: "Charging", ...more.info },
        evse: { id: 1, connectorId: 1 },
        ...(more.idToken ? { idToken: more.idToken } : {}),
        meterValue: [
          { timestamp: isoText(at), sampledValue: [{ value, context: more.context ?? "Sample.Periodic" }] },
        ],
      });
    await event("Started", 0, from, meterStart, {
      context: "Transaction.Begin",
      info: { remoteStartId: startNumber },
      idToken: { idToken: token, type: "Central" },
    });
    const numbers = new Map(
      told.inOrder.filter(({ isStatus }) => !isStatus).map(({ n }, place) => [n, place + 1]),
    );
    for (const { n, isStatus, at, registerWh } of told.queue) {
      if (isStatus) await status("Occupied", at);
      else await event("Updated", numbers.get(n) ?? 0, at, registerWh);
    }
    await event("Ended", numbers.size + 1, told.endedAt, told.meterStop, {
      context: "Transaction.End",
      info: { stoppedReason: "EVDisconnected" },
    });
    await status("Available", told.endedAt);
    await street.product.settleDown();
    await expectWhole(id, from, told);
    await station.close();
  }, 60_000);
});
