/** A station of each dialect, over the wire: billed right, or in review with its reason and its hold kept. */
import { judgeProof } from "@barq/actions/judge-proof";
import type { Instant } from "@barq/domain/instant";
import { minute } from "@barq/domain/instant";
import { startAndPay } from "@barq/local/replay/driver";
import type { Spoken } from "@barq/local/stations/state";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dialects } from "./dialects.ts";
import type { Outcome } from "./half-hour.ts";
import { lasts, start, timeFrom } from "./half-hour.ts";
import { numberedDialects } from "./numbered-dialects.ts";
import { openWireStation } from "./open-wire-station.ts";
import { parkedDialects } from "./parked-dialects.ts";
import { signedDialects } from "./signed-dialects.ts";
import type { Street } from "./street.ts";
import { openStreet } from "./street.ts";
import type { WireStation } from "./wire-station.ts";

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

const session = v.object({
  state: v.string(),
  why: v.nullable(v.string()),
  started_at: v.nullable(v.string()),
  ended_at: v.nullable(v.string()),
});
const cdr = v.object({
  total_energy: v.number(),
  total_cost: v.object({ before_taxes: v.number(), taxes: v.array(v.object({ amount: v.number() })) }),
});
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

/** A station that is connected, behind a code that was scanned and paid. */
async function paidStation(id: string, protocol: Spoken, more: Parameters<typeof openWireStation>[3]) {
  const opened = await openWireStation(street, id, protocol, more);
  stations.push(opened.station);
  return opened;
}

/** What became of it: settled with the right energy and price and a good proof, or in review with the reason. */
async function expectOutcome(id: string, name: string, outcome: Outcome): Promise<void> {
  const look = async () => v.parse(session, await street.look(`/v1/sessions/${id}`));
  await street.until(
    async () => ["settled", "review", "released"].includes((await look()).state),
    `${name} has an outcome`,
  );
  const { state, why, started_at: from, ended_at: to } = await look();
  if ("review" in outcome) {
    expect({ name, state, why }).toEqual({ name, state: "review", why: outcome.review });
    expect(await street.provider(id)).toMatchObject({ status: "requires_capture", received: 0 });
    seen.push(`review    ${why}  ${name}`);
    return;
  }
  expect({ name, state, why }).toEqual({ name, state: "settled", why: null });
  const document = await street.look(`/v1/sessions/${id}/proof`);
  const { result } = v.parse(proof, document).proof;
  const wh = Math.round(Number(outcome.kwh) * 1000);
  const { evidence = result.evidence, flags = [], total = ((wh * 45) / 10_000).toFixed(2) } = outcome;
  // By the station's own times, however late they were told.
  expect({ name, ms: Date.parse(to ?? "") - Date.parse(from ?? "") }).toEqual({ name, ms: lasts });
  expect({ name, ...result }).toMatchObject({
    name,
    energy_mwh: String(wh * 1000),
    after_tax: total,
    evidence,
    flags,
  });
  const minor = Math.round(Number(result.after_tax) * 100);
  expect(await street.provider(id)).toMatchObject({ received: minor });
  const told = v.parse(cdr, await street.look(`/v1/sessions/${id}/cdr`));
  const taxed = told.total_cost.taxes.reduce((sum, { amount }) => sum + amount, told.total_cost.before_taxes);
  expect({ name, kwh: told.total_energy.toFixed(3), total: taxed.toFixed(2) }).toEqual({
    name,
    kwh: outcome.kwh,
    total,
  });
  expect(await judgeProof(document, street.product.secrets.document.published)).toMatchObject({
    kind: "good",
  });
  seen.push(
    `settled   ${outcome.kwh} kWh  MAD ${total}  ${result.evidence}${flags.length > 0 ? ` (${flags.join()})` : ""}  ${name}`,
  );
}

/** The street's clock goes on until an instant. */
async function reach(at: Instant): Promise<void> {
  const ms = at - street.product.clock.now();
  if (ms > 0) await street.pass(ms, ms);
}

const all16 = [...dialects, ...signedDialects, ...parkedDialects];
describe("OCPP 1.6", () => {
  it.each(all16.map((dialect, n) => ({ n, ...dialect })))("$name", async (dialect) => {
    const { station, qr } = await paidStation(`D16-${dialect.n}`, "ocpp1.6", dialect);
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
    const from = street.product.clock.now();
    const time = timeFrom(from);
    await status("Available", time(0));
    const { id } = await startAndPay(street.product.origin, qr, `dialect-${dialect.n}`);
    await status("Preparing", time(0));
    const { token } = await station.started();
    const said = dialect.said(time);
    const { meterStart = start, statuses = [[30, "Available"]], bootsAfter = 0, awayMinutes } = said;
    const answer = await call("StartTransaction", {
      connectorId: 1,
      idTag: token,
      meterStart,
      timestamp: time(0),
    });
    const { transactionId } = v.parse(v.object({ transactionId: v.number() }), answer);
    await status("Charging", time(0));
    const tell = async (messages: typeof said.messages): Promise<void> => {
      for (const meterValue of messages)
        await call("MeterValues", { connectorId: 1, transactionId, meterValue });
    };
    const take = async (changes: typeof statuses): Promise<void> => {
      for (const [minutes, state] of changes) {
        await reach(from + minutes * minute);
        await status(state, time(minutes));
      }
    };
    if (bootsAfter > 0) {
      // A boot is known by when it came, so the clock has to have got there.
      await reach(from + lasts / 2);
      await tell(said.messages.slice(0, bootsAfter));
      await call("BootNotification", boot);
    }
    if (awayMinutes !== undefined) {
      await station.goOffline();
      await reach(from + awayMinutes * minute);
      await station.goOnline();
    }
    await take(statuses.filter(([minutes]) => minutes < 30));
    await reach(from + lasts);
    await tell(said.messages.slice(bootsAfter));
    await call("StopTransaction", {
      transactionId,
      meterStop: said.meterStop,
      timestamp: time(30),
      reason: statuses.some(([, state]) => state === "Finishing") ? "Local" : "EVDisconnected",
      ...(said.transactionData ? { transactionData: said.transactionData } : {}),
    });
    const after = statuses.filter(([minutes]) => minutes >= 30);
    await take(after);
    await street.product.settleDown();
    // Idle time is looked at again a moment after the cable is out.
    if (after.some(([minutes]) => minutes > 30)) await street.pass(10_000, 5000);
    await expectOutcome(id, dialect.name, dialect.outcome);
  });
});

describe("OCPP 2.0.1", () => {
  it.each(numberedDialects.map((dialect, n) => ({ n, ...dialect })))("$name", async (dialect) => {
    const { station, qr } = await paidStation(`D201-${dialect.n}`, "ocpp2.0.1", dialect);
    const { call } = station;
    await call("BootNotification", {
      reason: "PowerUp",
      chargingStation: { vendorName: "Wire", model: "Plain" },
    });
    const from = street.product.clock.now();
    const time = timeFrom(from);
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
    await reach(from + lasts);
    for (const event of rest) await say(event);
    await status("Available", time(30));
    await street.product.settleDown();
    const { outcome } = dialect;
    // Only what is missing has its time before the price says so.
    if ("kwh" in outcome && outcome.flags?.includes("seq_gap")) await street.pass(11 * minute, minute);
    await expectOutcome(id, dialect.name, outcome);
  });
});
