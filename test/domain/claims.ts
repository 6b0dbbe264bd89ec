/** Claims of an energy for tests, in few words: what was found, what readings, power and connector say beside it. */
import type { Chosen } from "@barq/domain/energy-source";
import type { MeasuredLine } from "@barq/domain/measured-line";
import type { Registers } from "@barq/domain/one-register";
import { implausible } from "@barq/domain/plausibility";
import type { Arrived } from "./readings.ts";
import { atMinute, endedAt, startedAt } from "./readings.ts";

const mwh = (wh: number): bigint => BigInt(Math.round(wh * 1000));
interface Claimed {
  readonly wh: number;
  readonly source?: Chosen["source"];
  /** minutes and Wh of the readings; 1 as a third for the begin of the transaction */
  readonly points?: readonly (readonly [number, number, 1?])[];
  readonly registers?: Partial<Registers>;
  /** minutes and Wh of the energy over time; else it flows evenly */
  readonly curve?: readonly (readonly [number, number])[];
  /** minutes and mW */
  readonly power?: readonly (readonly [number, number])[];
  readonly maxPowerW?: number;
  readonly endedAt?: number;
  readonly readings?: readonly Arrived[];
}

/** Why a claim of an hour cannot be true. */
export function why(claim: Claimed): string | null {
  const facts = {
    startedAt,
    endedAt: claim.endedAt ?? endedAt,
    maxPowerW: claim.maxPowerW ?? null,
    readings: claim.readings ?? [],
  };
  const registers: Registers = {
    kind: "registers",
    points: (claim.points ?? []).map(([minutes, wh, isBegin]) => ({
      at: atMinute(minutes),
      registerMwh: mwh(wh),
      context: isBegin ? "Transaction.Begin" : "Sample.Periodic",
      readings: [],
    })),
    start: mwh(1_000_000),
    stop: mwh(1_020_000),
    isOne: true,
    wasReset: false,
    outliers: [],
    ...claim.registers,
  };
  const curve = (claim.curve ?? [[0, 0] as const, [60, claim.wh] as const]).map(([minutes, wh]) => ({
    at: atMinute(minutes),
    energyMwh: mwh(wh),
  }));
  const line: MeasuredLine = (claim.power ?? []).map(([minutes, value]) => ({
    at: atMinute(minutes),
    value,
  }));
  const found = {
    source: claim.source ?? "start_stop",
    start: 0n,
    stop: mwh(claim.wh),
    pointsStart: null,
    isEstimated: false,
  };
  return implausible(facts, { registers, found, curve, power: line });
}
