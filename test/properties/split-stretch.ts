/** A reading more on the straight line between two others changes no price: a stretch is split where a whole mWh falls on a whole ms. */

import { priceUsage } from "@barq/domain/price";
import { readTariff } from "@barq/domain/tariff";
import type { Profile, Stretch } from "@barq/domain/usage";
import fc from "fast-check";
import { moneyOf } from "./amounts.ts";
import { anyCase } from "./cases.ts";
import { guarantee, mustEqual } from "./guarantee.ts";

const commonDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : commonDivisor(b, a % b));

/** Into how many equal parts the stretch can be split so that each is whole in time, energy and what was measured. */
function partsOf({ from, to, energyMwh, powerMilliW, currentTenthMa }: Stretch): bigint {
  const rise = (profile: Profile | null): bigint =>
    profile?.kind === "line" ? BigInt(Math.abs(profile.to - profile.from)) : 0n;
  return [energyMwh, rise(powerMilliW), rise(currentTenthMa)].reduce(commonDivisor, BigInt(to - from));
}

function split(stretch: Stretch, draw: number): readonly Stretch[] {
  const parts = partsOf(stretch);
  if (parts < 2n) return [stretch];
  const first = (BigInt(draw) % (parts - 1n)) + 1n;
  const share = (whole: number): number => Number((BigInt(whole) * first) / parts);
  const at = stretch.from + share(stretch.to - stretch.from);
  const energyMwh = (stretch.energyMwh * first) / parts;
  const halves = (profile: Profile | null): readonly [Profile | null, Profile | null] => {
    if (profile?.kind !== "line") return [profile, profile];
    const middle = profile.from + share(profile.to - profile.from);
    return [
      { ...profile, to: middle },
      { ...profile, from: middle },
    ];
  };
  const [power, current] = [halves(stretch.powerMilliW), halves(stretch.currentTenthMa)];
  return [
    { ...stretch, to: at, energyMwh, powerMilliW: power[0], currentTenthMa: current[0] },
    {
      ...stretch,
      from: at,
      energyMwh: stretch.energyMwh - energyMwh,
      powerMilliW: power[1],
      currentTenthMa: current[1],
    },
  ];
}

export const splitStretch = guarantee(
  {
    name: "split-stretch",
    says: "a stretch that is split where a whole mWh falls on a whole ms costs the same",
    part: 1500,
    weight: 5,
  },
  fc.record({ of: anyCase, n: fc.nat(), draw: fc.nat() }),
  ({ of: { tariff, zone, usage }, n, draw }) => {
    const { stretches } = usage;
    const parts = stretches.flatMap((stretch, m) =>
      m === n % stretches.length ? split(stretch, draw) : [stretch],
    );
    fc.pre(parts.length > stretches.length);
    const read = readTariff(tariff);
    mustEqual(
      moneyOf(priceUsage(read, { ...usage, stretches: parts }, zone)),
      moneyOf(priceUsage(read, usage, zone)),
      "in two parts",
    );
  },
);
