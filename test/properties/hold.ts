/** A session that is told to stop at its limits, and stops within a reading and 20 s of them, never costs more than its hold. */
import type { HoldPlan, HoldQuestion } from "@barq/domain/hold";
import { planHold } from "@barq/domain/hold";
import { hour } from "@barq/domain/instant";
import type { Tariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import type { Stretch, Usage } from "@barq/domain/usage";
import fc from "fast-check";
import { anyZone } from "../oracle/generators.ts";
import { costOf, energyOf, lengthOf, soldTariff, soldUsage } from "./cases.ts";
import { guarantee, must } from "./guarantee.ts";

interface Asked {
  readonly policyMinor: bigint;
  /** minor units, or Wh */
  readonly limit: { readonly kind: "amount" | "energy"; readonly value: bigint } | null;
  readonly maxPowerW: number | null;
  readonly readingIntervalS: number;
  readonly maxSessionMs: number;
}

const anyAsked: fc.Arbitrary<Asked> = fc.record({
  policyMinor: fc.bigInt({ min: 100n, max: 60_000n }),
  limit: fc.oneof(
    fc.constant(null),
    fc.record({ kind: fc.constant("amount" as const), value: fc.bigInt({ min: 1n, max: 60_000n }) }),
    fc.record({ kind: fc.constant("energy" as const), value: fc.bigInt({ min: 1n, max: 60_000n }) }),
  ),
  maxPowerW: fc.constantFrom(3700, 7400, 22_000, 60_000, 150_000, 400_000, null),
  readingIntervalS: fc.constantFrom(5, 10, 30, 60, 300, 900),
  maxSessionMs: fc.constantFrom(2, 12, 72).map((hours) => hours * hour),
});

function planned(tariff: Tariff, { policyMinor, limit, ...rest }: Asked): HoldPlan | null {
  const { currency } = tariff;
  const question: HoldQuestion = {
    ...rest,
    tariff,
    policy: { minor: policyMinor, currency },
    limit:
      limit === null
        ? null
        : limit.kind === "amount"
          ? { kind: "amount", value: { minor: limit.value, currency } }
          : { kind: "energy", energyWh: limit.value },
  };
  try {
    return planHold(question);
  } catch {
    // Too large a limit: nothing is sold.
    return null;
  }
}

/** A session of the same shape with this much energy in this much time. */
function stretched(usage: Usage, energyMwh: bigint, ms: number): Usage {
  const [ownMwh, ownMs] = [energyOf(usage), lengthOf(usage)];
  let [at, given, seenMs, seenMwh] = [usage.startedAt, 0n, 0, 0n];
  const stretches = usage.stretches.map((stretch, n): Stretch => {
    const isLast = n === usage.stretches.length - 1;
    seenMs += stretch.to - stretch.from;
    seenMwh += stretch.energyMwh;
    const from = at;
    at = usage.startedAt + Math.floor((ms * seenMs) / ownMs);
    const reached = isLast ? energyMwh : ownMwh === 0n ? 0n : (energyMwh * seenMwh) / ownMwh;
    const own = reached - given;
    given = reached;
    return { ...stretch, from, to: at, energyMwh: own };
  });
  return { ...usage, endedAt: at, stretches };
}

/** Up to all of it. */
const anyShare = fc.oneof(fc.constant(1000), fc.integer({ min: 0, max: 1000 }));

export const holdIsKept = guarantee(
  {
    name: "hold",
    says: "no session that stops within a reading and 20 s of its limits costs more than its hold",
    part: 800,
    weight: 3,
  },
  fc.record({
    body: soldTariff,
    zone: anyZone,
    usage: soldUsage,
    asked: anyAsked,
    energyShare: anyShare,
    timeShare: anyShare,
  }),
  ({ body, zone, usage, asked, energyShare, timeShare }) => {
    const tariff = readTariff(body);
    const plan = planned(tariff, asked);
    fc.pre(plan !== null && plan.kind !== "limit_too_small");
    const held = plan.kind === "free" ? 0n : plan.holdAmount.minor;
    const [stopEnergyMwh, stopAfterMs, intervalS] =
      plan.kind === "free"
        ? [null, null, asked.readingIntervalS]
        : [plan.stopEnergyMwh, plan.stopAfterMs, plan.readingIntervalS];
    const powerW = BigInt(asked.maxPowerW ?? 400_000);
    const lateMs = (intervalS + 20) * 1000;
    const mostMs = (stopAfterMs ?? asked.maxSessionMs) + lateMs;
    const ms = Math.floor((mostMs * timeShare) / 1000);
    const flowing = (powerW * BigInt(ms)) / 3600n;
    const stopping = stopEnergyMwh === null ? flowing : stopEnergyMwh + (powerW * BigInt(lateMs)) / 3600n;
    const most = flowing < stopping ? flowing : stopping;
    const session = stretched(usage, (most * BigInt(energyShare)) / 1000n, ms);
    const cost = costOf(tariff, session, zone);
    must(cost <= held, `a session costs ${cost}, and ${held} is held`);
  },
);
