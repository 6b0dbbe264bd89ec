/** What a session used, for tests: stretches of minutes with their energy, one after the other, and any of them. */
import type { Segment, Usage } from "@barq/domain/price";
import fc from "fast-check";

const startedAt = Date.parse("2026-11-24T15:00:00Z");

export interface Stretch {
  readonly kind: Segment["kind"];
  readonly seconds?: number;
  readonly ms?: number;
  readonly energyWh?: number;
  readonly energyMwh?: bigint;
}

/** One after the other from 15:00. */
export function usageOf(...stretches: readonly Stretch[]): Usage {
  let at = startedAt;
  const segments = stretches.map((stretch): Segment => {
    const from = at;
    at += stretch.ms ?? (stretch.seconds ?? 0) * 1000;
    return {
      from,
      to: at,
      kind: stretch.kind,
      energyMwh: stretch.energyMwh ?? BigInt(Math.round((stretch.energyWh ?? 0) * 1000)),
    };
  });
  return { startedAt, endedAt: at, segments };
}

export const charging = (energyWh: number, seconds = 0): Stretch => ({ kind: "charging", energyWh, seconds });
export const parking = (seconds: number): Stretch => ({ kind: "parking", seconds });

export const anyUsage: fc.Arbitrary<Usage> = fc
  .array(
    fc.record({
      kind: fc.constantFrom<Segment["kind"][]>("charging", "parking"),
      ms: fc.oneof(
        fc.integer({ min: 0, max: 8 * 3600 * 1000 }),
        fc.integer({ min: 0, max: 8 * 3600 }).map((s) => s * 1000),
      ),
      energyMwh: fc.bigInt({ min: 0n, max: 100_000_000n }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((stretches) => usageOf(...stretches));
