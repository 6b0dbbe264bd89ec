/** Stretches told in two kinds alone, neighbours of one kind together. */
import type { Segment } from "./price.ts";
import type { Stretch } from "./usage.ts";

export function segmentsOf(stretches: readonly Stretch[]): readonly Segment[] {
  const segments: Segment[] = [];
  for (const { from, to, kind: told, energyMwh } of stretches) {
    const kind = told === "parking" ? "parking" : "charging";
    const before = segments.at(-1);
    if (before?.kind === kind) {
      segments.splice(-1, 1, { ...before, to, energyMwh: before.energyMwh + energyMwh });
    } else segments.push({ from, to, kind, energyMwh });
  }
  return segments;
}
