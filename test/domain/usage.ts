/** What a session used, for tests: stretches of minutes with their energy, one after the other, and any of them. */
import type { Usage, Stretch as Used } from "@barq/domain/usage";
import { stretch as used } from "@barq/domain/usage";
import fc from "fast-check";

const startedAt = Date.parse("2026-11-24T15:00:00Z");

export interface Stretch {
  readonly kind: "charging" | "parking";
  readonly seconds?: number;
  readonly ms?: number;
  readonly energyWh?: number;
  readonly energyMwh?: bigint;
}

/** One after the other from 15:00. */
export function usageOf(...stretches: readonly Stretch[]): Usage {
  let at = startedAt;
  const all = stretches.map((each): Used => {
    const from = at;
    at += each.ms ?? (each.seconds ?? 0) * 1000;
    return used(from, at, each.kind, each.energyMwh ?? BigInt(Math.round((each.energyWh ?? 0) * 1000)));
  });
  return { startedAt, endedAt: at, stretches: all };
}

export const charging = (energyWh: number, seconds = 0): Stretch => ({ kind: "charging", energyWh, seconds });
export const parking = (seconds: number): Stretch => ({ kind: "parking", seconds });

export const anyUsage: fc.Arbitrary<Usage> = fc
  .array(
    fc.record({
      kind: fc.constantFrom("charging" as const, "parking" as const),
      ms: fc.oneof(
        fc.integer({ min: 0, max: 8 * 3600 * 1000 }),
        fc.integer({ min: 0, max: 8 * 3600 }).map((s) => s * 1000),
      ),
      energyMwh: fc.bigInt({ min: 0n, max: 100_000_000n }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((stretches) => usageOf(...stretches));
