/** A station of each dialect, over the wire: billed right, or in review with its reason and its hold kept. */
import { setTimeout as pause } from "node:timers/promises";
import { judgeProof } from "@barq/actions/judge-proof";
import { issueStaffToken } from "@barq/local/issuer";
import { localTenant } from "@barq/local/product";
import { startAndPay } from "@barq/local/replay/driver";
import type { Spoken } from "@barq/local/stations/state";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "./dialects.ts";
import { dialects, lasts, numberedDialects, registeredKey, timeFrom } from "./dialects.ts";
import type { Street } from "./street.ts";
import { openStreet, perKwh } from "./street.ts";
import type { WireStation } from "./wire-station.ts";
import { connectWireStation } from "./wire-station.ts";

let street: Street;
const stations: WireStation[] = [];
const seen: string[] = [];
beforeAll(async () => {
  street = await openStreet();
});
afterAll(async () => {
  await Promise.all(stations.map((station) => station.close()));
  await street.close();
  console.log(["", ...seen].join("\n"));
});

const made = v.object({
  password: v.string(),
  evses: v.array(v.object({ connectors: v.array(v.object({ qr: v.string() })) })),
});
const session = v.object({ state: v.string(), why: v.nullable(v.string()), hold: v.unknown() });
const proof = v.object({
  proof: v.object({
    result: v.object({
      energy_mwh: v.string(),
      evidence: v.string(),
      flags: v.array(v.string()),
      after_tax: v.string(),
    }),
  }),
});

async function post(path: string, body: object): Promise<unknown> {
  const { origin, clock, secrets } = street.product;
  const token = await issueStaffToken(secrets.issuer, clock.now, {
    tenant: localTenant,
    role: "operator",
    fleet: null,
  });
  const answer = await fetch(`${origin}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.json();
}

/** A station that was made by the operator, is connected, and stands behind a code that was scanned and paid. */
async function paidStation(id: string, protocol: Spoken, signs: boolean) {
  await post("/v1/tariffs", perKwh);
  await post("/v1/locations", {
    id: `AT-${id}`,
    address: "12 boulevard des Dattiers",
    city: "Casablanca",
    country: "MAR",
    time_zone: "Africa/Casablanca",
  });
  const connector = {
    id: "1",
    standard: "IEC_62196_T2_COMBO",
    power_type: "DC",
    max_electric_power: 60_000,
    tariff_ids: [perKwh.id],
    ...(signs ? { barq: { meter: { serial: "mt-900", public_key: registeredKey } } } : {}),
  };
  const { password, evses } = v.parse(
    made,
    await post("/v1/stations", {
      id,
      location_id: `AT-${id}`,
      evses: [{ uid: "1", connectors: [connector] }],
    }),
  );
  const station = await connectWireStation({
    endpoint: street.product.ocpp.replace("localhost", "127.0.0.1"),
    id,
    password,
    protocol,
  });
  stations.push(station);
  return { station, qr: evses[0]?.connectors[0]?.qr ?? "" };
}

/** What became of it: settled with the right energy and price and a good proof, or in review with the reason. */
async function expectOutcome(id: string, name: string, outcome: Outcome): Promise<void> {
  const look = async () => v.parse(session, await street.look(`/v1/sessions/${id}`));
  await street.until(
    async () => ["settled", "review", "released"].includes((await look()).state),
    `${name} has an outcome`,
  );
  const { state, why } = await look();
  if ("review" in outcome) {
    expect({ name, state, why }).toEqual({ name, state: "review", why: outcome.review });
    expect(await street.provider(id)).toMatchObject({ status: "requires_capture", received: 0 });
    seen.push(`review    ${why}  ${name}`);
    return;
  }
  expect({ name, state, why }).toEqual({ name, state: "settled", why: null });
  const document = await street.look(`/v1/sessions/${id}/proof`);
  const { result } = v.parse(proof, document).proof;
  const wh = Number(outcome.kwh) * 1000;
  const { evidence = result.evidence, flags = [] } = outcome;
  expect({ name, ...result }).toMatchObject({
    name,
    energy_mwh: String(wh * 1000),
    after_tax: ((wh * 45) / 10_000).toFixed(2),
    evidence,
    flags,
  });
  const minor = Math.round(Number(result.after_tax) * 100);
  expect(await street.provider(id)).toMatchObject({ received: minor });
  expect(await judgeProof(document, street.product.secrets.document.published)).toMatchObject({
    kind: "good",
  });
  seen.push(
    `settled   ${outcome.kwh} kWh  ${result.evidence}${flags.length > 0 ? ` (${flags.join()})` : ""}  ${name}`,
  );
}

describe("OCPP 1.6", () => {
  it.each(dialects.map((dialect, n) => ({ n, ...dialect })))("$name", async (dialect) => {
    const { station, qr } = await paidStation(`D16-${dialect.n}`, "ocpp1.6", dialect.signs ?? false);
    const [vendor, model, firmware] = dialect.make ?? ["Wire", "Plain"];
    const boot = {
      chargePointVendor: vendor,
      chargePointModel: model,
      ...(firmware === undefined ? {} : { firmwareVersion: firmware }),
    };
    const { call } = station;
    const status = (state: string, timestamp: string): Promise<unknown> =>
      call("StatusNotification", { connectorId: 1, errorCode: "NoError", status: state, timestamp });
    await call("BootNotification", boot);
    const time = timeFrom(street.product.clock.now());
    await status("Available", time(0));
    const { id } = await startAndPay(street.product.origin, qr, `dialect-${dialect.n}`);
    await status("Preparing", time(0));
    const { token } = await station.started();
    const said = dialect.said(time);
    const answer = await call("StartTransaction", {
      connectorId: 1,
      idTag: token,
      meterStart: said.meterStart ?? 1_000_000,
      timestamp: time(0),
    });
    const { transactionId } = v.parse(v.object({ transactionId: v.number() }), answer);
    await status("Charging", time(0));
    for (const [n, meterValue] of said.messages.entries()) {
      // A boot is known by when it came, so the clock has to have got there.
      if (said.bootsAfter === n) {
        await street.pass(lasts / 2, lasts / 2);
        await call("BootNotification", boot);
      }
      await call("MeterValues", { connectorId: 1, transactionId, meterValue });
    }
    await street.pass(said.bootsAfter === undefined ? lasts : lasts / 2, lasts);
    await call("StopTransaction", {
      transactionId,
      meterStop: said.meterStop,
      timestamp: time(30),
      reason: "EVDisconnected",
      ...(said.transactionData ? { transactionData: said.transactionData } : {}),
    });
    await status("Available", time(30));
    await street.product.settleDown();
    await expectOutcome(id, dialect.name, dialect.outcome);
  });
});

describe("OCPP 2.0.1", () => {
  it.each(numberedDialects.map((dialect, n) => ({ n, ...dialect })))("$name", async (dialect) => {
    const { station, qr } = await paidStation(`D201-${dialect.n}`, "ocpp2.0.1", false);
    const { call } = station;
    await call("BootNotification", {
      reason: "PowerUp",
      chargingStation: { vendorName: "Wire", model: "Plain" },
    });
    const time = timeFrom(street.product.clock.now());
    const status = (connectorStatus: string, timestamp: string): Promise<unknown> =>
      call("StatusNotification", { timestamp, connectorStatus, evseId: 1, connectorId: 1 });
    await status("Available", time(0));
    const { id } = await startAndPay(street.product.origin, qr, `dialect-201-${dialect.n}`);
    await status("Occupied", time(0));
    const { token, startNumber } = await station.started();
    const say = ({ event, number, minutes, values, state }: ReturnType<typeof dialect.events>[number]) =>
      call("TransactionEvent", {
        eventType: event,
        timestamp: time(minutes),
        triggerReason: event === "Updated" ? "MeterValuePeriodic" : "RemoteStart",
        seqNo: number,
        transactionInfo: {
          transactionId: `wire-${dialect.n}`,
          ...(state === undefined ? {} : { chargingState: state }),
          ...(event === "Started" && startNumber !== null ? { remoteStartId: startNumber } : {}),
          ...(event === "Ended" ? { stoppedReason: "EVDisconnected" } : {}),
        },
        evse: { id: 1, connectorId: 1 },
        ...(event === "Started" ? { idToken: { idToken: token, type: "Central" } } : {}),
        meterValue: [{ timestamp: time(minutes), sampledValue: values }],
      });
    const [begin, ...rest] = dialect.events(time);
    if (begin) await say(begin);
    await street.pass(lasts, lasts);
    for (const event of rest) await say(event);
    await status("Available", time(30));
    await street.product.settleDown();
    // What is missing has its time before the price says so.
    await street.pass(11 * 60_000, 60_000);
    await pause(20);
    await expectOutcome(id, dialect.name, dialect.outcome);
  });
});
