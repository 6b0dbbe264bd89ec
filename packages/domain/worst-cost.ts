/** The most that a session can cost which takes at most so much energy in at most so much time, whatever the vehicle does. */
import type { Segment } from "./price.ts";
import { priceSession } from "./price.ts";
import type { Tariff } from "./tariff.ts";
import { componentFor } from "./tariff.ts";

/** After tax, in minor units. It never falls when energy or time grow. */
export function worstCost(tariff: Tariff, energyMwh: bigint, ms: number): bigint {
  const whole = Math.round(ms / 1000);
  const costs = [costOf(tariff, energyMwh, whole, 0)];
  const parking = componentFor(tariff, "PARKING_TIME")?.component;
  if (parking && ms >= 500) {
    // Charging and parking are brought to whole seconds apart, so together they may be a second more. Within a step of parking
    // a second more of charging instead only costs more: the dearest mixtures begin a step, the first or the last.
    const seconds = Math.floor(ms / 1000) + 1;
    const step = Math.max(1, Number(parking.stepSize));
    const lastStep = Math.floor((seconds - 1) / step) * step + 1;
    for (const parkedS of new Set([1, lastStep]))
      costs.push(costOf(tariff, energyMwh, seconds - parkedS, parkedS));
  }
  return costs.reduce((a, b) => (a > b ? a : b), 0n);
}

function costOf(tariff: Tariff, energyMwh: bigint, chargingS: number, parkedS: number): bigint {
  const [plugged, left] = [chargingS * 1000, (chargingS + parkedS) * 1000];
  const segments: Segment[] = [
    { from: 0, to: plugged, kind: "charging", energyMwh },
    { from: plugged, to: left, kind: "parking", energyMwh: 0n },
  ];
  return priceSession(tariff, { startedAt: 0, endedAt: left, segments }).afterTax.minor;
}
