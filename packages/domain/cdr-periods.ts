/** The charging periods of a CDR and their volumes: kWh and hours with OCPI's four decimals, so that they add up to the totals. */
import { decimalText } from "./decimal.ts";
import { evenShares, roundHalfAway } from "./fraction.ts";
import { isoText } from "./instant.ts";
import type { Period } from "./quantities.ts";

/** Ten-thousandths, as OCPI's JSON number: from exact digits, never the result of an arithmetic of floats. */
export const volume = (tenThousandths: bigint): number => Number(decimalText(tenThousandths, 4));
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

/** Periods with their volumes, rounded so that they add up to the totals, as money does (pricing reference 4). */
export function periodsOf(periods: readonly Period[], energyMwh: bigint, tariffId: string): PeriodVolumes {
  const msOf = (of: readonly Period[]): bigint => sumOf(of.map(({ ms }) => BigInt(ms)));
  const own = periods.filter(({ kind }) => kind !== "reserved" && kind !== "unsaid");
  const energy = roundHalfAway({ numerator: energyMwh, denominator: 100n });
  const time = roundHalfAway({ numerator: msOf(own), denominator: 360n });
  const reserved = periods.filter(({ kind }) => kind === "reserved");
  const energies = evenShares(
    energy,
    periods.map((period) => period.energyMwh),
    100n,
  );
  const times = evenShares(
    time,
    own.map(({ ms }) => BigInt(ms)),
    360n,
  );
  const reservations = evenShares(
    roundHalfAway({ numerator: msOf(reserved), denominator: 360n }),
    reserved.map(({ ms }) => BigInt(ms)),
    360n,
  );
  let [ownSeen, reservedSeen] = [0, 0];
  const told = periods.map((period, n) => {
    const hours =
      period.kind === "reserved"
        ? reservations[reservedSeen++]
        : period.kind === "unsaid"
          ? 0n
          : times[ownSeen++];
    return { period, energy: energies[n] ?? 0n, hours: hours ?? 0n };
  });
  return {
    periods: told.map(({ period, energy: part, hours }) => {
      const type = timeTypes[period.kind];
      return {
        start_date_time: isoText(period.from),
        dimensions: [
          { type: "ENERGY", volume: volume(part) },
          ...(type === null ? [] : [{ type, volume: volume(hours) }]),
        ],
        tariff_id: tariffId,
      };
    }),
    energyTotal: energy,
    timeTotal: time,
    parkingTotal: sumOf(told.flatMap(({ period, hours }) => (period.kind === "parking" ? [hours] : []))),
  };
}
