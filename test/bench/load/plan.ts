/**
 * What the sessions of the bench will say, and what each must come to: worked out here, in whole watt-hours and centimes,
 * without anything of the product.
 */
import type { Station } from "./station.ts";

const minuteMs = 60_000;

/** Both prices with tax: so much for a session, so much for a kWh. */
export const flatDirham = 2;
export const kwhDirham = 4.5;
const flatCentimes = 200n;
const kwhCentimes = 450n;

export interface Plan {
  readonly station: Station;
  readonly connector: number;
  readonly isFree: boolean;
  readonly meterStart: number;
  /** where the register stands after each minute, in Wh */
  readonly registersWh: readonly number[];
  readonly meterStop: number;
}

/** A session as it charges: what it is called on both sides, and since when. */
export interface Charging {
  readonly plan: Plan;
  readonly id: string;
  readonly transactionId: number;
  readonly startedAt: number;
}

/** Never the same minute twice in a row, between 7 and 22 kW. */
const flowedWh = (of: number, minute: number): number => 120 + ((of * 104_729 + minute * 7919) % 241);

export function planOf(station: Station, number: number, connector: number, readings: number): Plan {
  const of = number * 16 + connector;
  const meterStart = 1_000_000 + of * 1000;
  let wh = meterStart;
  const registersWh = Array.from({ length: readings }, (_, minute) => {
    wh += flowedWh(of, minute);
    return wh;
  });
  // Every second station is free, and every second connector the other way round.
  const isFree = (number + connector) % 2 === 0;
  return { station, connector, isFree, meterStart, registersWh, meterStop: wh + flowedWh(of, readings) };
}

export const energyWhOf = ({ meterStop, meterStart }: Plan): number => meterStop - meterStart;

/** Rounded once, to the nearest centime, a half up. */
export const centimesOf = (plan: Plan): bigint =>
  plan.isFree ? 0n : (flatCentimes * 1000n + BigInt(energyWhOf(plan)) * kwhCentimes + 500n) / 1000n;

/** The instant of a reading: one a minute. */
export const readAt = ({ startedAt }: Charging, n: number): string =>
  new Date(startedAt + (n + 1) * minuteMs).toISOString();

/** One MeterValues: the register, and the power of the minute before. */
export function meterValues(session: Charging, n: number): object {
  const { plan, transactionId } = session;
  const [before, register] = [plan.registersWh[n - 1] ?? plan.meterStart, plan.registersWh[n] ?? 0];
  return {
    connectorId: plan.connector,
    transactionId,
    meterValue: [
      {
        timestamp: readAt(session, n),
        sampledValue: [
          { value: String(register), measurand: "Energy.Active.Import.Register", unit: "Wh" },
          { value: String((register - before) * 60), measurand: "Power.Active.Import", unit: "W" },
        ],
      },
    ],
  };
}

export const stopTransaction = (session: Charging): object => ({
  transactionId: session.transactionId,
  meterStop: session.plan.meterStop,
  timestamp: readAt(session, session.plan.registersWh.length),
  reason: "EVDisconnected",
});

export const status = (connector: number, is: string, at: number): object => ({
  connectorId: connector,
  errorCode: "NoError",
  status: is,
  timestamp: new Date(at).toISOString(),
});
