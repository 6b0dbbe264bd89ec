/**
 * From what a station said to what a session costs: meter, then price. The one function behind the sealed CDR, the running
 * figures, the receipt and whoever computes a proof again.
 */

import { stretchesAfterStop } from "./after-stop.ts";
import { asDecided } from "./decision.ts";
import type { IdleSaid } from "./idle-said.ts";
import { idleSaid } from "./idle-said.ts";
import type { Instant } from "./instant.ts";
import type { Metered, MeterFacts } from "./metering.ts";
import { settleMeter } from "./metering.ts";
import type { Price } from "./price.ts";
import { priceSession } from "./price.ts";
import type { Tariff } from "./tariff.ts";
import type { Usage } from "./usage.ts";
import type { Waiver } from "./waiver.ts";

export interface Computed {
  readonly metered: Extract<Metered, { kind: "metered" }>;
  readonly price: Price;
  readonly waiver: Waiver | null;
  /** the tariff's own terms on idle time */
  readonly idle: IdleSaid | null;
}

export type Computation = ({ readonly kind: "computed" } & Computed) | Extract<Metered, { kind: "review" }>;

interface ComputationFacts {
  readonly tariff: Tariff;
  readonly zone: string;
  readonly facts: MeterFacts;
  /** when the cable was out, where the tariff prices the time after the stop and it can be known */
  readonly leftAt: Instant | null;
  /** what is not due, by the energy that was delivered */
  readonly waiverFor: (energyMwh: bigint) => Waiver | null;
}

/** @throws Fault invalid_request for a zone that the legal-time table does not hold */
export function computeSession({ tariff, zone, leftAt, waiverFor, ...of }: ComputationFacts): Computation {
  const facts = asDecided(of.facts);
  const metered = settleMeter(facts);
  if (metered.kind === "review") return metered;
  const waiver = waiverFor(metered.energyMwh);
  const price = priceSession(tariff, usageOf(facts, metered, leftAt), zone, waiver);
  // A price that hangs on a current nobody measured is a person's to say (pricing case 45).
  if (price.notes.some(({ code }) => code === "current_missing"))
    return { kind: "review", why: "current_missing", flags: metered.flags, rejected: metered.rejected };
  const flags = [
    ...metered.flags,
    ...(price.notes.some(({ code }) => code === "power_from_energy") ? ["power_from_energy"] : []),
  ];
  return { kind: "computed", metered: { ...metered, flags }, price, waiver, idle: idleSaid(tariff) };
}

/** A vehicle that never took energy is not idle after the stop either. */
function usageOf(
  { startedAt, endedAt, statuses }: MeterFacts,
  { stretches, energyMwh }: Extract<Metered, { kind: "metered" }>,
  leftAt: Instant | null,
): Usage {
  const after = energyMwh === 0n ? [] : stretchesAfterStop(endedAt, leftAt, statuses);
  return {
    startedAt,
    endedAt: after.at(-1)?.to ?? endedAt,
    stretches: [...stretches, ...after],
  };
}
