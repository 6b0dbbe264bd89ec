/**
 * From what a station said to what a session costs: meter, then price. The one function behind the sealed CDR, the running
 * figures, the receipt and whoever computes a proof again.
 */
import type { Metered, MeterFacts } from "./metering.ts";
import { settleMeter } from "./metering.ts";
import type { Price, Waiver } from "./price.ts";
import { priceSession } from "./price.ts";
import type { Tariff } from "./tariff.ts";
import type { Usage } from "./usage.ts";
import { stretch } from "./usage.ts";

export interface Computed {
  readonly metered: Extract<Metered, { kind: "metered" }>;
  readonly price: Price;
}

type Computation = ({ readonly kind: "computed" } & Computed) | Extract<Metered, { kind: "review" }>;

export interface ComputationFacts {
  readonly tariff: Tariff;
  readonly zone: string;
  readonly facts: MeterFacts;
  readonly waiver: Waiver | null;
}

/** @throws Fault invalid_request for a zone that the legal-time table does not hold */
export function computeSession({ tariff, zone, facts, waiver }: ComputationFacts): Computation {
  const metered = settleMeter(facts);
  if (metered.kind === "review") return metered;
  const price = priceSession(tariff, usageOf(facts, metered), zone, waiver);
  // A price that hangs on a current nobody measured is a person's to say (pricing case 45).
  if (price.notes.some(({ code }) => code === "current_missing"))
    return { kind: "review", why: "current_missing", flags: metered.flags, rejected: metered.rejected };
  const flags = [
    ...metered.flags,
    ...(price.notes.some(({ code }) => code === "power_from_energy") ? ["power_from_energy"] : []),
  ];
  return { kind: "computed", metered: { ...metered, flags }, price };
}

const usageOf = (
  { startedAt, endedAt }: MeterFacts,
  { segments }: Extract<Metered, { kind: "metered" }>,
): Usage => ({
  startedAt,
  endedAt,
  stretches: segments.map(({ from, to, kind, energyMwh }) => stretch(from, to, kind, energyMwh)),
});
