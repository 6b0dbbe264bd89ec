/**
 * The use of a session as stretches (usage.ts): one between any two neighbouring points of its energy, cut wherever its
 * state changes and wherever power or current were read. Energies are differences of one rounded register, so they add up.
 */
import type { KindAt } from "./connector-states.ts";
import type { CurvePoint } from "./energy-curve.ts";
import { energyAt } from "./energy-curve.ts";
import type { Instant } from "./instant.ts";
import type { MeasuredLine } from "./measured-line.ts";
import { profileOf } from "./measured-line.ts";
import type { Stretch } from "./usage.ts";
import { stretch } from "./usage.ts";

interface MeasuredUse {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly curve: readonly CurvePoint[];
  /** from the start on, each unlike the one before */
  readonly kinds: readonly KindAt[];
  readonly power: MeasuredLine;
  readonly current: MeasuredLine;
}

/** Without a gap from the start to the end; one of no length where the end is not after the start. */
export function stretchesOf(use: MeasuredUse): readonly Stretch[] {
  const { startedAt, endedAt, curve, kinds, power, current } = use;
  if (endedAt <= startedAt) return [stretch(startedAt, startedAt, "charging", curve.at(-1)?.energyMwh ?? 0n)];
  const cuts = new Set([startedAt, endedAt]);
  for (const { at } of [...curve, ...kinds, ...power, ...current])
    if (at > startedAt && at < endedAt) cuts.add(at);
  const instants = [...cuts].sort((a, b) => a - b);
  const [kindNow, powerNext, currentNext] = [upTo(kinds), upTo(power), upTo(current)];
  let energyMwh = 0n;
  return instants.slice(1).map((to, n): Stretch => {
    const from = instants[n] ?? startedAt;
    const reached = energyAt(curve, to);
    const flowed = reached - energyMwh;
    energyMwh = reached;
    return {
      ...stretch(from, to, kinds[kindNow(from) - 1]?.kind ?? "charging", flowed),
      powerMilliW: profileOf(power, powerNext(from), from, to),
      currentTenthMa: profileOf(current, currentNext(from), from, to),
    };
  });
}

/** How many entries lie at or before an instant, asked for instants that only rise: linear in all of them together. */
function upTo(entries: readonly { readonly at: Instant }[]): (instant: Instant) => number {
  let next = 0;
  return (instant) => {
    while ((entries[next]?.at ?? Number.POSITIVE_INFINITY) <= instant) next++;
    return next;
  };
}
