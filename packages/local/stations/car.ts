/**
 * The car at the cable and what it draws: up in a ramp, then the least of connector and car, then less and less while the
 * battery fills. Whole watts, one value a second, so that the same seconds give the same energy however often one looks.
 */
import * as v from "valibot";
import type { Behaviour } from "./behaviour.ts";

const wh = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2_000_000));

export const carSchema = v.object({
  batteryWh: v.pipe(wh, v.minValue(1)),
  /** what is in the battery when the cable is plugged */
  levelWh: wh,
  /** the onboard limit: what its own rectifier can take */
  acLimitW: wh,
  dcLimitW: wh,
});
export type Car = Readonly<v.InferOutput<typeof carSchema>>;

export const usualCar: Car = { batteryWh: 60_000, levelWh: 18_000, acLimitW: 11_000, dcLimitW: 120_000 };

/** W times ms in one Wh */
export const mjPerWh = 3_600_000;
export const stepMs = 1000;
const rampMs = 20_000;
/** From this share of the battery (per mille) the power falls on a straight line to what is left of it when full. */
const taper = { AC: { from: 950, left: 200 }, DC: { from: 800, left: 100 } } as const;

interface Draw {
  readonly kind: "AC" | "DC";
  readonly ratedW: number;
  readonly car: Car;
  /** what the battery holds now, in W times ms */
  readonly levelMj: number;
  readonly sinceStartMs: number;
}

/** The power of the step that begins now; 0 when the car wants nothing more. It never fills more than the battery holds. */
export function drawnW({ kind, ratedW, car, levelMj, sinceStartMs }: Draw): number {
  const batteryMj = car.batteryWh * mjPerWh;
  const limitW = Math.min(ratedW, kind === "AC" ? car.acLimitW : car.dcLimitW);
  const rampedW = Math.floor((limitW * Math.min(sinceStartMs + stepMs, rampMs)) / rampMs);
  const { from, left } = taper[kind];
  const level = Math.floor((levelMj * 1000) / batteryMj);
  const share = level < from ? 1000 : 1000 - Math.floor(((1000 - left) * (level - from)) / (1000 - from));
  const taperedW = Math.floor((limitW * share) / 1000);
  const missingMj = Math.max(0, batteryMj - levelMj);
  return Math.min(rampedW, taperedW, Math.floor(missingMj / stepMs));
}

/** The power a curve of the behaviour orders: that of its latest step. */
export function orderedW(curve: NonNullable<Behaviour["powerCurve"]>, sinceStartMs: number): number {
  const passed = curve.filter((step) => step.afterS * 1000 <= sinceStartMs);
  return passed.reduce((latest, step) => (step.afterS >= latest.afterS ? step : latest), {
    afterS: 0,
    powerW: 0,
  }).powerW;
}
