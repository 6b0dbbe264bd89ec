/**
 * Somebody's OCPI CDR read back into what the session used. Its hours have
 * four decimals, which is a fifth of a second: whole seconds come back from the period's own boundaries.
 */
import { parseDecimal } from "./decimal.ts";
import { isThousand } from "./energy-source.ts";
import type { Instant } from "./instant.ts";
import { day, parseInstant, second } from "./instant.ts";
import type { Problems } from "./problems.ts";
import type { Profile, Stretch, Usage } from "./usage.ts";

/** The members of a CDR (mod_cdrs of 2.2.1 and 2.3.0) that say what was used. */
interface OcpiCdr {
  readonly start_date_time: string;
  readonly end_date_time: string;
  readonly total_energy?: number | null | undefined;
  readonly charging_periods: readonly {
    readonly start_date_time: string;
    readonly dimensions: readonly { readonly type: string; readonly volume: number }[];
  }[];
}

export type CdrNoteCode =
  | "dimension_not_priced"
  | "period_mixes_time"
  | "time_differs_from_period"
  | "energy_differs_from_total";

interface CdrNote {
  readonly code: CdrNoteCode;
  readonly path: string;
}

interface CdrUsage {
  readonly usage: Usage;
  /** of every stretch, the number of the period it came from */
  readonly periods: readonly number[];
  readonly notes: readonly CdrNote[];
}

/** CdrDimensionType of both versions; what is not priced is known all the same. */
const priced = ["ENERGY", "TIME", "PARKING_TIME", "RESERVATION_TIME"] as const;
const measured = ["MIN_CURRENT", "MAX_CURRENT", "MIN_POWER", "MAX_POWER"] as const;
const others = ["CURRENT", "ENERGY_EXPORT", "ENERGY_IMPORT", "POWER", "STATE_OF_CHARGE"] as const;
type Named = (typeof priced)[number] | (typeof measured)[number];
const named: readonly Named[] = [...priced, ...measured];

/** Longer than any session: what is longer is a wrong date. */
export const longestUsageMs = 100 * day;
const longestHours = 2400n;
/** A volume and its period agree when they differ by no more than what three decimals of an hour lose. */
const agreeMs = 2 * second;

/** What the CDR says was used; what cannot be is added to the problems, with paths below `path`. */
export function usageOfCdr(cdr: OcpiCdr, path: string, problems: Problems): CdrUsage {
  const notes: CdrNote[] = [];
  const start = instantOf(cdr.start_date_time, `${path}.start_date_time`, problems);
  const end = instantOf(cdr.end_date_time, `${path}.end_date_time`, problems);
  const [startedAt, endedAt] = [start ?? end ?? 0, end ?? start ?? 0];
  if (endedAt < startedAt || endedAt - startedAt > longestUsageMs)
    problems.add(`${path}.end_date_time`, "at or after the start, and within 100 days of it");
  if (cdr.charging_periods.length === 0) problems.add(`${path}.charging_periods`, "at least one period");
  const stretches: Stretch[] = [];
  const periods: number[] = [];
  const starts = cdr.charging_periods.map(({ start_date_time }, n) =>
    instantOf(start_date_time, `${path}.charging_periods.${n}.start_date_time`, problems),
  );
  for (const [n, from] of starts.entries()) {
    const where = `${path}.charging_periods.${n}`;
    const to = n + 1 < starts.length ? starts[n + 1] : end;
    if (isBefore(to, from) || isBefore(from, start) || isBefore(end, to))
      problems.add(`${where}.start_date_time`, "periods in order, within the session");
    const volumes = volumesOf(cdr.charging_periods[n]?.dimensions ?? [], where, notes, problems);
    const [since, until] = [from ?? startedAt, to ?? endedAt];
    for (const each of stretchesOf(volumes, since, Math.max(since, until), (code) =>
      notes.push({ code, path: where }),
    )) {
      stretches.push(each);
      periods.push(n);
    }
  }
  compareTotal(cdr, stretches, path, notes, problems);
  const isExpiredReservation = stretches.length > 0 && stretches.every(({ kind }) => kind === "reserved");
  return { usage: { startedAt, endedAt, stretches, isExpiredReservation }, periods, notes };
}

function instantOf(text: string, path: string, problems: Problems): Instant | undefined {
  const at = parseInstant(text);
  if (at === undefined) problems.add(path, "a date and time such as 2026-11-24T09:00:00Z");
  return at;
}

/** A time that cannot be read is told of once: nothing is said of its order. */
const isBefore = (one: Instant | undefined, other: Instant | undefined): boolean =>
  one !== undefined && other !== undefined && one < other;

/** In millionths of the dimension's unit. */
type Volumes = ReadonlyMap<Named, bigint>;

function volumesOf(
  dimensions: OcpiCdr["charging_periods"][number]["dimensions"],
  path: string,
  notes: CdrNote[],
  problems: Problems,
): Volumes {
  const volumes = new Map<Named, bigint>();
  for (const [n, { type, volume }] of dimensions.entries()) {
    const where = `${path}.dimensions.${n}`;
    const name = named.find((known) => known === type);
    if (!name && !others.some((known) => known === type))
      problems.add(`${where}.type`, "a dimension of OCPI");
    if (!name) {
      notes.push({ code: "dimension_not_priced", path: where });
      continue;
    }
    const value = parseDecimal(String(volume), 6);
    const most = name.endsWith("TIME") ? longestHours : 10n ** 9n;
    if (value === undefined || value < 0n || value > most * 1_000_000n)
      problems.add(`${where}.volume`, "a quantity, 0 or more, with at most 6 decimals");
    else if (volumes.has(name)) problems.add(`${where}.type`, "each dimension once in a period");
    else volumes.set(name, value);
  }
  return volumes;
}

const msOf = (hoursMillionths: bigint): number =>
  Number((hoursMillionths * 3600n + 500_000n) / 1_000_000n) * second;

function stretchesOf(
  volumes: Volumes,
  from: Instant,
  to: Instant,
  note: (code: CdrNoteCode) => void,
): readonly Stretch[] {
  const of = (name: Named): bigint => volumes.get(name) ?? 0n;
  const times = {
    charging: msOf(of("TIME")),
    parking: msOf(of("PARKING_TIME")),
    reserved: msOf(of("RESERVATION_TIME")),
  };
  const common = {
    powerMilliW: rangeOf(volumes.get("MIN_POWER"), volumes.get("MAX_POWER"), 1n),
    currentTenthMa: rangeOf(volumes.get("MIN_CURRENT"), volumes.get("MAX_CURRENT"), 100n),
  };
  const energyMwh = of("ENERGY");
  const kinds = (["reserved", "charging", "parking"] as const).filter((kind) => times[kind] > 0);
  const [only] = kinds;
  if (only === undefined) return [{ from, to, kind: "unsaid", energyMwh, ...common }];
  const length = to - from;
  const said = kinds.reduce((all, kind) => all + times[kind], 0);
  const agrees = Math.abs(said - length) <= agreeMs;
  if (kinds.length > 1) note("period_mixes_time");
  if (!agrees) note("time_differs_from_period");
  // Energy flows while charging, if the period says that it charged.
  const carrier = kinds.includes("charging") ? "charging" : only;
  let at = from;
  return kinds.map((kind, n): Stretch => {
    const isLast = n === kinds.length - 1;
    const [begin, end] = agrees ? [at, isLast ? to : Math.min(to, at + times[kind])] : [from, to];
    at = end;
    return {
      from: begin,
      to: end,
      kind,
      energyMwh: kind === carrier ? energyMwh : 0n,
      ...common,
      ...(agrees ? {} : { statedMs: times[kind] }),
    };
  });
}

/** kW and A in millionths, as whole milliwatts and tenths of a milliampere. */
function rangeOf(least: bigint | undefined, most: bigint | undefined, divisor: bigint): Profile | null {
  if (least === undefined && most === undefined) return null;
  const scaled = (value: bigint | undefined): number | null =>
    value === undefined ? null : Number(value / divisor);
  return { kind: "range", least: scaled(least), most: scaled(most) };
}

/** A CDR whose periods add up to a thousand times its total has watt-hours in a member for kWh (pricing case 9). */
function compareTotal(
  { total_energy: total }: OcpiCdr,
  stretches: readonly Stretch[],
  path: string,
  notes: CdrNote[],
  problems: Problems,
): void {
  if (total === null || total === undefined) return;
  const totalMwh = parseDecimal(String(total), 6);
  const sumMwh = stretches.reduce((all, { energyMwh }) => all + energyMwh, 0n);
  if (totalMwh === undefined || totalMwh < 0n) {
    problems.add(`${path}.total_energy`, "an energy in kWh");
    return;
  }
  const apart = totalMwh < sumMwh ? sumMwh - totalMwh : totalMwh - sumMwh;
  if (isThousand(totalMwh, sumMwh))
    problems.add(`${path}.total_energy`, "the sum of the periods, in kWh: one of them is in Wh");
  // Four decimals of a kWh in every period.
  else if (apart > 100n * BigInt(stretches.length + 1))
    notes.push({ code: "energy_differs_from_total", path: `${path}.total_energy` });
}
