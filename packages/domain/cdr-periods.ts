/** The charging periods of a CDR and their volumes: kWh and hours with OCPI's four decimals, so that they add up to the totals. */
import { decimalText } from "./decimal.ts";
import { evenShares, roundHalfAway } from "./fraction.ts";
import { isoText } from "./instant.ts";
import type { Period } from "./quantities.ts";

/**
 * Ten-thousandths, as OCPI's JSON number. A whole number that a double holds, divided by a power of ten, is rounded once and
 * right, as its digits are when they are read; larger ones are read from their digits.
 */
export function volume(tenThousandths: bigint): number {
  const whole = Number(tenThousandths);
  return Number.isSafeInteger(whole) ? whole / 10_000 : Number(decimalText(tenThousandths, 4));
}
const sumOf = (all: readonly bigint[]): bigint => all.reduce((a, b) => a + b, 0n);

/** Totals in ten-thousandths of a kWh or an hour. */
interface PeriodVolumes {
  readonly periods: readonly Readonly<Record<string, unknown>>[];
  readonly energyTotal: bigint;
  /** charging and parking; a reservation is before the session */
  readonly timeTotal: bigint;
  readonly parkingTotal: bigint;
}

const timeTypes = {
  charging: "TIME",
  withheld: "TIME",
  parking: "PARKING_TIME",
  reserved: "RESERVATION_TIME",
  unsaid: null,
} as const;

/** Periods with their volumes, rounded so that they add up to the totals, as money does. */
export function periodsOf(periods: readonly Period[], energyMwh: bigint, tariffId: string): PeriodVolumes {
  const energy = roundHalfAway({ numerator: energyMwh, denominator: 100n });
  const energies = evenShares(
    energy,
    periods.map((period) => period.energyMwh),
    100n,
  );
  const own = hoursOf(periods, ({ kind }) => kind !== "reserved" && kind !== "unsaid");
  const reserved = hoursOf(periods, ({ kind }) => kind === "reserved");
  let parkingTotal = 0n;
  const told = periods.map(({ from, kind }, n) => {
    const type = timeTypes[kind];
    const dimensions = [{ type: "ENERGY", volume: volume(energies[n] ?? 0n) }];
    if (type !== null) {
      const hours = (kind === "reserved" ? reserved : own).next();
      dimensions.push({ type, volume: volume(hours) });
      if (kind === "parking") parkingTotal += hours;
    }
    return { start_date_time: isoText(from), dimensions, tariff_id: tariffId };
  });
  return { periods: told, energyTotal: energy, timeTotal: own.total, parkingTotal };
}

/** The time of some periods in ten-thousandths of an hour, and of one after the other its share. */
function hoursOf(
  periods: readonly Period[],
  isMeant: (period: Period) => boolean,
): { readonly total: bigint; next(): bigint } {
  const times = periods.filter(isMeant).map(({ ms }) => BigInt(ms));
  const total = roundHalfAway({ numerator: sumOf(times), denominator: 360n });
  const parts = evenShares(total, times, 360n).values();
  return { total, next: () => parts.next().value ?? 0n };
}
