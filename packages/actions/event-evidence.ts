/**
 * What a transaction's events leave behind for the price: their readings, what the vehicle was doing, and their numbers. All
 * of it travels as readings under measurands of our own, so that it is packed, kept and sealed like the meter's.
 */
import { decimalText } from "@barq/domain/decimal";
import { registersMwh } from "@barq/domain/energy-reading";
import type { HeardEvent } from "@barq/domain/event-numbers";
import { eventNumbersMeasurand, eventNumbersText } from "@barq/domain/event-numbers";
import type { Instant } from "@barq/domain/instant";
import { minute } from "@barq/domain/instant";
import type { StatusAt } from "@barq/domain/metering";
import type { Reading } from "@barq/domain/reading";
import type { Session } from "@barq/domain/session";
import type { TransactionNews } from "@barq/stations/port";
import type { StoredReading } from "@barq/store/packs";

/** A connector's status travels among the readings under this measurand of our own: its value is the status. */
const statusMeasurand = "Barq.ConnectorStatus";
/** So does the number of an event: its context is what kind of event it was. */
const numberMeasurand = "Barq.EventNumber";

const own = (at: Instant | null, measurand: string, value: string, context: string): Reading => ({
  at,
  value,
  measurand,
  unit: null,
  context,
  phase: null,
  location: "Outlet",
  format: "Raw",
});

export const statusReading = (at: Instant | null, status: string): Reading =>
  own(at, statusMeasurand, status, "Other");

/** Connected before any energy and connected after it are two things, and only the whole session tells which. */
const undecided = "EVConnected";

const inUse: ReadonlySet<string> = new Set(["Charging", "SuspendedEV", "SuspendedEVSE", "Finishing"]);

/** The status that follows another, as far as can be said while the session runs. */
export function statusAfter(before: string | null, status: string): string {
  if (status !== undecided) return status;
  return before !== null && inUse.has(before) ? "Finishing" : "Preparing";
}

/** An event as readings. `Idle` is a cable that is out; every other state has the name of its status. */
export function eventReadings(news: TransactionNews, arrivedAt: Instant): readonly StoredReading[] {
  const { at, event, number, state } = news;
  const readings: readonly Reading[] = [
    own(at, numberMeasurand, number === null ? "?" : `${number}`, event),
    ...(state === null ? [] : [statusReading(at, state === "Idle" ? "Available" : state)]),
    ...news.readings,
  ];
  return readings.map((reading) => ({ ...reading, arrivedAt }));
}

/**
 * A transaction may begin with the cable, long before the session does. What was read until then tells of nobody's session:
 * it is looked at when the session begins (its meterStart), and only the events' numbers are kept.
 */
export function ofSession(session: Session, readings: readonly StoredReading[]): readonly StoredReading[] {
  const { startedAt, transactionId } = session;
  if (startedAt === null || typeof transactionId !== "string") return readings;
  return readings.filter(
    ({ at, measurand }) => measurand === numberMeasurand || at === null || at >= startedAt - minute,
  );
}

/** Which events were heard, by the readings they left. */
export const heardIn = (readings: readonly Reading[]): readonly HeardEvent[] =>
  readings
    .filter(({ measurand }) => measurand === numberMeasurand)
    .map(({ context, value }) => ({ event: context, number: value === "?" ? null : Number(value) }));

/** Sent by a meter, and no evidence of our own among its readings. */
export const isMeters = ({ measurand }: Reading): boolean =>
  measurand !== statusMeasurand && measurand !== numberMeasurand;

/** What is priced and sealed: the meter's readings, the statuses as they turned out, and which events came. */
export function sealedEvidence(all: readonly StoredReading[]): {
  readonly readings: readonly StoredReading[];
  readonly statuses: readonly StatusAt[];
} {
  const metered = all.filter(isMeters);
  const heard = all.filter(({ measurand }) => measurand === numberMeasurand);
  const last = heard.reduce((latest, { arrivedAt }) => Math.max(latest, arrivedAt), 0);
  const numbers = {
    ...own(null, eventNumbersMeasurand, eventNumbersText(heardIn(heard)), "Other"),
    arrivedAt: last,
  };
  const statuses = all
    .filter(({ measurand }) => measurand === statusMeasurand)
    .map((reading) => ({ at: reading.at ?? reading.arrivedAt, status: reading.value }));
  return {
    readings: heard.length === 0 ? metered : [...metered, numbers],
    statuses: decided(statuses, metered),
  };
}

/** `EVConnected` is Preparing before the first energy and Finishing after it. */
function decided(statuses: readonly StatusAt[], readings: readonly StoredReading[]): readonly StatusAt[] {
  if (!statuses.some(({ status }) => status === undecided)) return statuses;
  const risenAt = firstRise(readings);
  const chargesFrom = statuses
    .filter(({ status }) => status === "Charging")
    .reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);
  const hasFlowed = (at: Instant): boolean => at >= risenAt || at > chargesFrom;
  return statuses.map(({ at, status }) => ({
    at,
    status: status !== undecided ? status : hasFlowed(at) ? "Finishing" : "Preparing",
  }));
}

/** When the register was first seen above where it stood; never, as infinity. */
function firstRise(readings: readonly StoredReading[]): number {
  const moments = Map.groupBy(readings, ({ at, arrivedAt }) => at ?? arrivedAt);
  let lowest: bigint | undefined;
  for (const [at, together] of [...moments].sort(([a], [b]) => a - b)) {
    const [register] = registersMwh(together);
    if (register === undefined) continue;
    if (lowest !== undefined && register > lowest) return at;
    if (lowest === undefined || register < lowest) lowest = register;
  }
  return Number.POSITIVE_INFINITY;
}

/** Wh as the text of a register: whole, or to the mWh. */
export const whText = (energyMwh: bigint): string =>
  energyMwh % 1000n === 0n ? `${energyMwh / 1000n}` : decimalText(energyMwh, 3);

/** The register at a session's start, in Wh: the highest read until then, else the one that marks the transaction's begin. */
export function registerAtStart(events: readonly TransactionNews[], startedAt: Instant): string | null {
  const until = registersIn(events, ({ at }) => at !== null && at <= startedAt);
  const [marked] = registersIn(events, ({ context }) => context === "Transaction.Begin");
  const register = until.length > 0 ? until.reduce((a, b) => (a > b ? a : b)) : marked;
  return register === undefined ? null : whText(register);
}

/** The register that marks the transaction's end, in Wh; null where the event has none. */
export function registerAtEnd(ended: TransactionNews): string | null {
  const register = registersIn([ended], ({ context }) => context === "Transaction.End").at(-1);
  return register === undefined ? null : whText(register);
}

const registersIn = (
  events: readonly TransactionNews[],
  which: (reading: Reading) => boolean,
): readonly bigint[] => events.flatMap(({ readings }) => registersMwh(readings.filter(which)));
