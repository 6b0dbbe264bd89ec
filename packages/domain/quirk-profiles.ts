/**
 * What models of stations are known to do wrong, as data: chosen by vendor, model and firmware, applied to the facts of a
 * session before anything is computed from them, and said in the flags wherever it changed something. No rule elsewhere
 * asks who made a station. A session's proof holds the quirks themselves, so that a better table changes no old price.
 */
import { decimalText, parseDecimal } from "./decimal.ts";
import { energyOf, intervalMeasurand, registerMeasurand } from "./energy-reading.ts";
import type { MeterFacts } from "./metering.ts";
import type { Reading } from "./reading.ts";
import { noiseMwh } from "./register-line.ts";
import type { Rejected } from "./register-series.ts";
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

/** The quirks that a person has chosen by a profile's name; undefined for `none`, and for a name that nobody knows. */
export const quirksNamed = (name: string, known: readonly Profile[] = profiles): Quirks | undefined =>
  known.find(({ quirks }) => quirks.profile === name)?.quirks;

export const isQuirkProfile = (name: string): boolean => quirksNamed(name) !== undefined;

/** How single readings are meant, in this order: measurands are named before their units are read. */
const meanings: readonly (readonly [name: string, meant: (reading: Reading, quirks: Quirks) => Reading])[] = [
  ["measurand", (reading, { measurand }) => (measurand === undefined ? reading : named(reading))],
  ["energy_unit", (reading, { energyUnit }) => inUnit(reading, isEnergy(reading), "Wh", energyUnit)],
  ["power_unit", (reading, { powerUnit }) => inUnit(reading, isPower(reading), "W", powerUnit)],
];

/** A reading as its station means it, for whoever looks at readings one by one as they come in. */
export function readingAsMeant(reading: Reading, quirks: Quirks | undefined): Reading {
  if (quirks === undefined || reading.format !== "Raw") return reading;
  return meanings.reduce((read, [, meant]) => meant(read, quirks), reading);
}

/** meterStart or meterStop in Wh; what is no number, or below zero, stays what it was: unknown. */
export function registerAsMeant(text: string | null, quirks: Quirks | undefined): string | null {
  const wh = text === null || quirks?.startStopUnit === undefined ? undefined : parseDecimal(text, 6);
  return wh === undefined || wh < 0n ? text : decimalText(wh, 3);
}

type Change = (facts: MeterFacts, quirks: Quirks) => MeterFacts;

/** What a whole session's facts are meant as, once its readings are. */
const changes: readonly (readonly [name: string, change: Change])[] = [
  ...meanings.map(([name, meant]): [string, Change] => [
    name,
    (facts, quirks) => ({
      ...facts,
      readings: facts.readings.map((reading) =>
        reading.format === "Raw" ? { ...meant(reading, quirks), arrivedAt: reading.arrivedAt } : reading,
      ),
    }),
  ]),
  [
    "start_stop_unit",
    (facts, quirks) => ({
      ...facts,
      meterStart: registerAsMeant(facts.meterStart, quirks),
      meterStop: registerAsMeant(facts.meterStop, quirks),
    }),
  ],
  [
    "clock",
    (facts, { clock }) =>
      clock === undefined
        ? facts
        : { ...facts, readings: facts.readings.map((reading) => ({ ...reading, at: null })) },
  ],
  ["meter_stop", (facts, { meterStop }) => (meterStop === undefined ? facts : { ...facts, meterStop: null })],
  [
    "register",
    (facts, { register }) =>
      register === "boot" ? { ...facts, boots: [...(facts.boots ?? []), ...fallsOf(facts)] } : facts,
  ],
];

/**
 * The facts as they are meant, a flag `quirk:<name>` for everything that was read otherwise than it was sent, and the
 * readings that only repeat the begin.
 */
export function withProfile(given: MeterFacts): {
  readonly facts: MeterFacts;
  readonly flags: readonly string[];
  readonly rejected: readonly Rejected[];
} {
  const { quirks, ...sent } = given;
  if (quirks === undefined) return { facts: given, flags: [], rejected: [] };
  // Messages that came twice go first: even a wrong time tells a repeat from another reading.
  const once = inOrder(sent.readings);
  const repeats = quirks.begin === undefined ? [] : repeatsOf(once);
  const dropped = new Set(repeats);
  let facts: MeterFacts = { ...sent, readings: once.filter((reading) => !dropped.has(reading)) };
  const flags = repeats.length > 0 ? ["quirk:begin"] : [];
  for (const [name, change] of changes) {
    const changed = change(facts, quirks);
    if (!isSame(facts, changed)) flags.push(`quirk:${name}`);
    facts = changed;
  }
  const rejected = repeats.map(({ arrivedAt: _, ...reading }) => ({
    reading,
    why: "begin_repeated",
  }));
  return { facts, flags, rejected };
}

/** Flags for people, each once: which of a station's quirks it was is for whoever reads the proof. */
export const plainFlags = (flags: readonly string[]): readonly string[] => [
  ...new Set(flags.map((flag) => (flag.startsWith("quirk:") ? "quirk" : flag))),
];

/** No change adds a reading or takes one away. */
const isSame = (a: MeterFacts, b: MeterFacts): boolean =>
  a.meterStart === b.meterStart &&
  a.meterStop === b.meterStop &&
  (a.boots?.length ?? 0) === (b.boots?.length ?? 0) &&
  a.readings.every((reading, n) => {
    const other = b.readings[n];
    return reading.at === other?.at && reading.unit === other.unit && reading.measurand === other.measurand;
  });

const isEnergy = ({ measurand }: Reading): boolean =>
  measurand === registerMeasurand || measurand === intervalMeasurand;
const isPower = ({ measurand }: Reading): boolean => measurand === "Power.Active.Import";

/** What calls itself by the usual unit, or by none, in the unit that is meant. */
const inUnit = (reading: Reading, isOne: boolean, usual: string, unit: string | undefined): Reading =>
  unit !== undefined && isOne && (reading.unit === null || reading.unit === usual)
    ? { ...reading, unit }
    : reading;

const measurandOfUnit: ReadonlyMap<string, string> = new Map([
  ["W", "Power.Active.Import"],
  ["kW", "Power.Active.Import"],
  ["A", "Current.Import"],
  ["V", "Voltage"],
  ["Percent", "SoC"],
]);

/** A reading whose measurand was left out came in under the default; its unit says what it is. */
function named(reading: Reading): Reading {
  const measurand = measurandOfUnit.get(reading.unit ?? "");
  return reading.measurand === registerMeasurand && measurand !== undefined
    ? { ...reading, measurand }
    : reading;
}

/** The registers of the begin but the first; what is the same again under a later time says nothing of that time. */
function repeatsOf(readings: readonly Arrived[]): readonly Arrived[] {
  const begins = readings.filter((reading) => isEnergy(reading) && reading.context === "Transaction.Begin");
  const keyOf = ({ measurand, phase, value, unit }: Arrived): string =>
    JSON.stringify([measurand, phase, value, unit]);
  const whenOf = ({ at, arrivedAt }: Arrived): number => at ?? arrivedAt;
  const first = new Map<string, number>();
  for (const reading of begins)
    first.set(keyOf(reading), Math.min(whenOf(reading), first.get(keyOf(reading)) ?? whenOf(reading)));
  return begins.filter((reading) => whenOf(reading) > (first.get(keyOf(reading)) ?? 0));
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
