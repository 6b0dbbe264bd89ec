/**
 * What models of stations are known to do wrong, as data: chosen by vendor, model and firmware, applied to the facts of a
 * session before anything is computed from them, and said in the flags wherever it changed something. No rule elsewhere
 * asks who made a station. A session's proof holds the quirks themselves, so that a better table changes no old price.
 */
import { decimalText, parseDecimal } from "./decimal.ts";
import { energyOf, intervalMeasurand, registerMeasurand } from "./energy-reading.ts";
import type { MeterFacts } from "./metering.ts";
import { noiseMwh } from "./register-line.ts";
import type { Arrived } from "./session-readings.ts";
import { inOrder, timeOf } from "./session-readings.ts";

/** Plain JSON: it travels in proofs. */
export interface Quirks {
  /** the profile that they come from */
  readonly profile: string;
  /** readings of energy that call themselves Wh, or nothing, are kWh */
  readonly energyUnit?: "kWh";
  /** meterStart and meterStop are kWh */
  readonly startStopUnit?: "kWh";
  /** readings of power that call themselves W, or nothing, are kW */
  readonly powerUnit?: "kW";
  /** where the register begins anew: with every session, or with every boot, of which the fall itself is evidence then */
  readonly register?: "session" | "boot";
  /** the station's clock is never set: its times are arrivals, and no time is billed by them */
  readonly clock?: "unset";
  /** the register of the begin comes again with every message, under the message's own time */
  readonly begin?: "repeated";
  /** other quantities come without their measurand, and only their unit tells them from energy */
  readonly measurand?: "by_unit";
  /** meterStop repeats meterStart, or is 0, whatever flowed */
  readonly meterStop?: "meaningless";
  /** transactions that began offline, or all, bear the station's own negative number (failure case 22) */
  readonly transactionId?: "own";
}

interface Profile {
  readonly vendor: string;
  /** beginnings of models, and of firmware versions where not all have the quirk; compared without case */
  readonly models?: readonly string[];
  readonly firmware?: readonly string[];
  readonly quirks: Quirks;
}

/** Only ever what was seen in messages of such stations. Of two that fit, the first. */
const profiles: readonly Profile[] = [
  {
    vendor: "Growatt",
    models: ["THOR"],
    quirks: { profile: "growatt-thor", begin: "repeated" },
  },
  {
    vendor: "OpenEVSE",
    models: ["Advanced Series"],
    firmware: ["4.2.2", "v4.2.2"],
    quirks: { profile: "openevse-4.2.2", energyUnit: "kWh", startStopUnit: "kWh" },
  },
  {
    vendor: "ABB",
    models: ["CDT_TACW"],
    quirks: { profile: "abb-terra-ac", register: "session" },
  },
  {
    vendor: "Etrel",
    models: ["INCH"],
    quirks: { profile: "etrel-inch", transactionId: "own" },
  },
  {
    vendor: "chargebyte",
    models: ["Charge Control C"],
    firmware: ["0.5."],
    quirks: { profile: "chargebyte-0.5", transactionId: "own" },
  },
];

/** What a station says of itself when it boots. */
export interface StationMake {
  readonly vendor: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
}

/** The quirks of a make; undefined where none are known. */
export function quirksOf(make: StationMake, known: readonly Profile[] = profiles): Quirks | undefined {
  const begins = (text: string | null, beginnings: readonly string[] | undefined): boolean =>
    beginnings === undefined ||
    (text !== null &&
      beginnings.some((beginning) => text.trim().toLowerCase().startsWith(beginning.toLowerCase())));
  return known.find(
    ({ vendor, models, firmware }) =>
      make.vendor?.trim().toLowerCase() === vendor.toLowerCase() &&
      begins(make.model, models) &&
      begins(make.firmware, firmware),
  )?.quirks;
}

type Change = (facts: MeterFacts, quirks: Quirks) => MeterFacts;

/** In this order: measurands are named before their units are read, and a register is read in its own unit. */
const changes: readonly (readonly [name: string, change: Change])[] = [
  ["measurand", (facts, { measurand }) => (measurand === undefined ? facts : withReadings(facts, named))],
  [
    "energy_unit",
    (facts, { energyUnit: unit }) =>
      unit === undefined
        ? facts
        : withReadings(facts, (reading) =>
            isEnergy(reading) && (reading.unit === null || reading.unit === "Wh")
              ? { ...reading, unit }
              : reading,
          ),
  ],
  [
    "start_stop_unit",
    (facts, { startStopUnit }) =>
      startStopUnit === undefined
        ? facts
        : { ...facts, meterStart: inWh(facts.meterStart), meterStop: inWh(facts.meterStop) },
  ],
  [
    "power_unit",
    (facts, { powerUnit: unit }) =>
      unit === undefined
        ? facts
        : withReadings(facts, (reading) =>
            isPower(reading) && (reading.unit === null || reading.unit === "W")
              ? { ...reading, unit }
              : reading,
          ),
  ],
  [
    "clock",
    (facts, { clock }) =>
      clock === undefined
        ? facts
        : // A wrong time still tells a repeat from another reading, so repeats go first.
          { ...facts, readings: inOrder(facts.readings).map((reading) => ({ ...reading, at: null })) },
  ],
  ["meter_stop", (facts, { meterStop }) => (meterStop === undefined ? facts : { ...facts, meterStop: null })],
  ["begin", (facts, { begin }) => (begin === undefined ? facts : withOneBegin(facts))],
  [
    "register",
    (facts, { register }) =>
      register === "boot" ? { ...facts, boots: [...(facts.boots ?? []), ...fallsOf(facts)] } : facts,
  ],
];

/** The facts as they are meant, and a flag `quirk:<name>` for everything that was read otherwise than it was sent. */
export function withProfile(given: MeterFacts): {
  readonly facts: MeterFacts;
  readonly flags: readonly string[];
} {
  const { quirks, ...sent } = given;
  if (quirks === undefined) return { facts: given, flags: [] };
  let facts: MeterFacts = sent;
  const flags: string[] = [];
  for (const [name, change] of changes) {
    const changed = change(facts, quirks);
    if (!isSame(facts, changed)) flags.push(`quirk:${name}`);
    facts = changed;
  }
  return { facts, flags };
}

/** Flags for people, each once: which of a station's quirks it was is for whoever reads the proof. */
export const plainFlags = (flags: readonly string[]): readonly string[] => [
  ...new Set(flags.map((flag) => (flag.startsWith("quirk:") ? "quirk" : flag))),
];

const isSame = (a: MeterFacts, b: MeterFacts): boolean =>
  a.meterStart === b.meterStart &&
  a.meterStop === b.meterStop &&
  (a.boots?.length ?? 0) === (b.boots?.length ?? 0) &&
  a.readings.length === b.readings.length &&
  a.readings.every((reading, n) => {
    const other = b.readings[n];
    return reading.at === other?.at && reading.unit === other.unit && reading.measurand === other.measurand;
  });

const withReadings = (facts: MeterFacts, meant: (reading: Arrived) => Arrived): MeterFacts => ({
  ...facts,
  readings: facts.readings.map((reading) => (reading.format === "Raw" ? meant(reading) : reading)),
});

const isEnergy = ({ measurand }: Arrived): boolean =>
  measurand === registerMeasurand || measurand === intervalMeasurand;
const isPower = ({ measurand }: Arrived): boolean => measurand === "Power.Active.Import";

const measurandOfUnit: ReadonlyMap<string, string> = new Map([
  ["W", "Power.Active.Import"],
  ["kW", "Power.Active.Import"],
  ["A", "Current.Import"],
  ["V", "Voltage"],
  ["Percent", "SoC"],
]);

/** A reading whose measurand was left out came in under the default; its unit says what it is. */
function named(reading: Arrived): Arrived {
  const measurand = measurandOfUnit.get(reading.unit ?? "");
  return reading.measurand === registerMeasurand && measurand !== undefined
    ? { ...reading, measurand }
    : reading;
}

/** What is no number, or below zero, stays what it was: unknown. */
function inWh(kwh: string | null): string | null {
  const wh = kwh === null ? undefined : parseDecimal(kwh, 6);
  return wh === undefined || wh < 0n ? kwh : decimalText(wh, 3);
}

/** Of the registers of the begin the first alone; what is the same again under a later time says nothing of that time. */
function withOneBegin(facts: MeterFacts): MeterFacts {
  const isBegin = (reading: Arrived): boolean => isEnergy(reading) && reading.context === "Transaction.Begin";
  const first = new Map<string, Arrived>();
  const keyOf = ({ measurand, phase, value, unit }: Arrived): string =>
    JSON.stringify([measurand, phase, value, unit]);
  for (const reading of inOrder(facts.readings)) {
    if (isBegin(reading) && !first.has(keyOf(reading))) first.set(keyOf(reading), reading);
  }
  const isRepeat = (reading: Arrived): boolean => {
    const begun = isBegin(reading) ? first.get(keyOf(reading)) : undefined;
    return begun !== undefined && (reading.at ?? reading.arrivedAt) > (begun.at ?? begun.arrivedAt);
  };
  return { ...facts, readings: facts.readings.filter((reading) => !isRepeat(reading)) };
}

/** The instants at which the register of the outlet fell: where each boot begins it anew, a fall was one. */
function fallsOf(facts: MeterFacts): readonly number[] {
  const falls: number[] = [];
  let highest = 0n;
  for (const reading of inOrder(facts.readings)) {
    if (reading.phase !== null || reading.location !== "Outlet") continue;
    const read = energyOf(reading, registerMeasurand);
    const at = timeOf(reading, facts.startedAt, facts.endedAt);
    if (read.kind !== "energy" || read.energyMwh < 0n || typeof at === "string") continue;
    if (read.energyMwh + noiseMwh < highest) {
      falls.push(at);
      highest = 0n;
    }
    if (read.energyMwh > highest) highest = read.energyMwh;
  }
  return falls;
}
