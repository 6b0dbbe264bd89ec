/**
 * Which register of a signed session is its energy. A record may state several; begin and end must be of the same one in
 * the same unit. A register at the device goes before one at the mains, because the cable's loss is already taken out of it
 * (policy; OCMF's CL says how much, and is never taken off again).
 */
import { roundDecimal } from "@barq/domain/decimal";
import type { OcmfReading } from "./ocmf-record.ts";

export interface RegisterPair {
  readonly register: string | null;
  readonly begin: OcmfReading;
  readonly end: OcmfReading;
  readonly startMwh: bigint;
  readonly stopMwh: bigint;
}

/** Decimals of a value in its unit that make it whole mWh (OCMF table 20); other units are no energy. */
const decimalsOf: ReadonlyMap<string, number> = new Map([
  ["Wh", 3],
  ["kWh", 6],
]);

/** By the third group of the OBIS code: import at the device, then at the mains, the session's own count before the total. */
const ranks: ReadonlyMap<string, number> = new Map([
  ["B3", 0],
  ["B1", 1],
  ["B2", 2],
  ["B0", 3],
  ["1", 4],
  // 98 and 9E are makers' own import registers; a rate of 1.8 and a register without a name come last as well.
  ["98", 5],
  ["9E", 5],
]);
const last = 5;
const exports: ReadonlySet<string> = new Set(["C0", "C1", "C2", "C3", "2"]);

/** 01-00:B2.08.00*FF, 1-b:1.8.0, 1-0:1.8.0*198: a place, what is measured, 8 for energy, the rate, what the maker adds. */
function groupsOf(register: string): { readonly quantity: string; readonly rate: string } | null {
  const match =
    /^(?:[0-9a-z]{1,3}-[0-9a-z]{1,3}:)?0?([0-9a-f]{1,2})\.0?8\.0?([0-9a-z]{1,2})(?:[*.][0-9a-z]{1,3})?$/i.exec(
      register,
    );
  return match ? { quantity: (match[1] ?? "").toUpperCase(), rate: match[2] ?? "" } : null;
}

function rankOf(register: string | null): number | undefined {
  if (register === null) return last;
  const groups = groupsOf(register);
  const rank = ranks.get(groups?.quantity ?? "");
  return groups?.quantity === "1" && groups.rate !== "0" ? last : rank;
}

const isExport = (register: string | null): boolean =>
  register !== null && exports.has(groupsOf(register)?.quantity ?? "");

/**
 * The pair that is the session's energy, or the code of why there is none. Each end is rounded by itself, half away from
 * zero, to whole mWh: a meter that prints more digits than that loses less than one mWh.
 * @param readings of one session in their order, each once
 */
export function registerPair(readings: readonly OcmfReading[]): RegisterPair | string {
  const energy = readings.filter(({ unit }) => decimalsOf.has(unit ?? ""));
  const groups = Map.groupBy(energy, ({ register, unit }) => JSON.stringify([register, unit]));
  const pairs: RegisterPair[] = [];
  for (const own of groups.values()) {
    const pair = pairOf(own);
    if (typeof pair === "string") return pair;
    if (pair !== null) pairs.push(pair);
  }
  // Nothing says yet how energy that a vehicle gives back is settled (pricing case 14).
  if (pairs.some(({ register, startMwh, stopMwh }) => isExport(register) && stopMwh > startMwh))
    return "energy_exported";
  const ranked = pairs.flatMap((pair) => {
    const rank = rankOf(pair.register);
    return rank === undefined ? [] : [{ pair, rank }];
  });
  const best = ranked.reduce((least, { rank }) => (rank < least ? rank : least), Number.POSITIVE_INFINITY);
  const [first, ...others] = ranked.filter(({ rank }) => rank === best).map(({ pair }) => pair);
  if (!first) return "register_missing";
  const energyMwh = first.stopMwh - first.startMwh;
  return others.some((other) => other.stopMwh - other.startMwh !== energyMwh) ? "register_unclear" : first;
}

/** Begin and end of one register; null where it has not both; a code where its values contradict each other. */
function pairOf(own: readonly OcmfReading[]): RegisterPair | string | null {
  const values: { readonly reading: OcmfReading; readonly mwh: bigint }[] = [];
  for (const reading of own) {
    if (reading.value === null) continue;
    const mwh = roundDecimal(reading.value, decimalsOf.get(reading.unit ?? "") ?? 0);
    if (mwh === undefined) return "value_unreadable";
    if (mwh < 0n) return "register_negative";
    if (mwh < (values.at(-1)?.mwh ?? 0n)) return "register_backwards";
    values.push({ reading, mwh });
  }
  const begin = values.find(({ reading }) => reading.transaction === "B");
  const end = values.findLast(({ reading }) => isEnd(reading));
  if (!begin || !end) return null;
  return {
    register: begin.reading.register,
    begin: begin.reading,
    end: end.reading,
    startMwh: begin.mwh,
    stopMwh: end.mwh,
  };
}

/** E, or why it ended: L locally, R remotely, A by an error, P by a power failure (OCMF table 7). */
export const isEnd = ({ transaction }: OcmfReading): boolean => /^[ELRAP]$/.test(transaction ?? "");
