/**
 * Whether the energy can be true: against what the connector can deliver, what the station reported as power, and what the
 * readings in between moved. What cannot be true is a person's, with a reason that says which of them it contradicts.
 */
import type { CurvePoint } from "./energy-curve.ts";
import { energyAt } from "./energy-curve.ts";
import type { Chosen } from "./energy-source.ts";
import { briefMs, isThousand, toleranceMwh } from "./energy-source.ts";
import type { Instant } from "./instant.ts";
import { minute } from "./instant.ts";
import type { MeasuredLine } from "./measured-line.ts";
import type { Registers } from "./one-register.ts";
import type { Reading } from "./reading.ts";
import { scaledValue } from "./reading.ts";
import { isOtherUnit, noiseMwh } from "./register-line.ts";
import type { Point } from "./register-series.ts";

interface SessionFacts {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly maxPowerW: number | null;
  readonly readings: readonly (Reading & { readonly arrivedAt: Instant })[];
}

interface Claim {
  readonly registers: Registers;
  readonly found: Chosen;
  readonly curve: readonly CurvePoint[];
  readonly power: MeasuredLine;
}

/**
 * Why it cannot be true, or null: meter_unit, meter_still (a zero that nothing proves), meter_contradicts (readings moved
 * further), meter_too_much (for the connector), meter_above_power and meter_below_power (more or less than reported).
 */
export function implausible(facts: SessionFacts, { registers, found, curve, power }: Claim): string | null {
  const { points } = registers;
  const energyMwh = found.stop - found.start;
  const moved = movedMwh(points);
  const isScaled = !registers.isOne && moved < noiseMwh && areScaled(registers);
  if (isScaled || looksLikeAnotherUnit(energyMwh, moved)) return "meter_unit";
  if (energyMwh === 0n && !provesNothingFlowed(facts, points, found)) return "meter_still";
  if (moved > energyMwh + toleranceMwh(energyMwh)) return "meter_contradicts";
  // What joins the counts of a reset register must be possible even where the connector does not say what it can.
  const mostW = facts.maxPowerW ?? (registers.wasReset ? strongestW : null);
  if (tooMuch(mostW, curve)) return "meter_too_much";
  // A verified meter is worth more than what a station says of its power.
  return found.source === "signed" ? null : againstPower(facts, curve, power);
}

/** As much as the strongest station in the field. */
export const strongestW = 400_000;

/** How far the register moved in the readings. */
function movedMwh(points: readonly Point[]): bigint {
  const registers = points.map((point) => point.registerMwh);
  const [first = 0n] = registers;
  const lowest = registers.reduce((a, b) => (a < b ? a : b), first);
  return registers.reduce((a, b) => (a > b ? a : b), first) - lowest;
}

/** The readings moved a thousand times as far as the stop says, or the other way round (failure case 31). */
const looksLikeAnotherUnit = (energyMwh: bigint, moved: bigint): boolean =>
  moved >= noiseMwh && energyMwh >= noiseMwh && isThousand(energyMwh, moved);

/** Every reading a thousandth or a thousandfold of what Start and Stop say, where too little moved to tell by it. */
const areScaled = ({ points, start, stop }: Registers): boolean =>
  start !== null &&
  stop !== null &&
  points.length > 0 &&
  points.every((point) => isOtherUnit(point.registerMwh, start, stop));

/**
 * A zero needs proof (failure case 34): a verified record, a register that is seen to stand still after the begin while no
 * power flows, or a session that was over at once with both its registers.
 */
function provesNothingFlowed(facts: SessionFacts, points: readonly Point[], { source }: Chosen): boolean {
  if (movedMwh(points) > noiseMwh) return false;
  const flows = facts.readings.filter(showsPower).map((reading) => reading.at ?? reading.arrivedAt);
  if (new Set(flows).size > 1) return false;
  if (source === "intervals" || source === "signed") return true;
  if (source !== "series" && facts.endedAt - facts.startedAt < briefMs) return true;
  return points.some((point) => point.context !== "Transaction.Begin" && point.at > facts.startedAt);
}

/** A power that no vehicle takes to keep itself awake: more than a kilowatt. */
export function showsPower(reading: Reading): boolean {
  const { measurand, unit, location, format } = reading;
  if (measurand !== "Power.Active.Import" || location !== "Outlet" || format !== "Raw") return false;
  return (scaledValue(reading, unit === "kW" ? 6 : 3) ?? 0n) > 1_000_000n;
}

/** Somewhere more than the connector can deliver in the time, with a tenth for the meter and a minute for clocks. */
export function tooMuch(maxPowerW: number | null, curve: readonly CurvePoint[]): boolean {
  if (maxPowerW === null || maxPowerW <= 0) return false;
  return curve.some((point, n) => {
    const before = curve[n - 1];
    if (!before) return false;
    const mostTenfold = BigInt(maxPowerW) * BigInt(point.at - before.at + minute) * 11n;
    return (point.energyMwh - before.energyMwh) * 3600n * 10n > mostTenfold;
  });
}

/** Powers further apart say nothing of what flowed between them. */
const farthestMs = 16 * minute;
/** Energy and power times time agree to a factor; what vehicles do between two readings is no contradiction. */
const factor = 3n;
const slackMwh = 500_000n;

/**
 * The energy against the power that the station reported, where it did so at least over half of the session: straight lines
 * between readings make an energy too, and three times as much or as little is no matter of what lies between them.
 */
function againstPower(
  { startedAt, endedAt }: SessionFacts,
  curve: readonly CurvePoint[],
  power: MeasuredLine,
): string | null {
  let [coveredMs, reportedTwice, metered] = [0, 0n, 0n];
  for (const [n, { at, value }] of power.entries()) {
    const before = power[n - 1];
    if (!before || at - before.at > farthestMs) continue;
    coveredMs += at - before.at;
    reportedTwice += BigInt(value + before.value) * BigInt(at - before.at);
    metered += energyAt(curve, at) - energyAt(curve, before.at);
  }
  if (power.length < 3 || coveredMs * 2 < endedAt - startedAt) return null;
  // mW times ms: 3,600,000 of them are a mWh, and the sum is of both ends.
  const reported = reportedTwice / (2n * 3_600_000n);
  if (metered > reported * factor + slackMwh)
    return isThousand(metered, reported) ? "meter_unit" : "meter_above_power";
  if (reported > metered * factor + slackMwh)
    return isThousand(metered, reported) ? "meter_unit" : "meter_below_power";
  return null;
}
