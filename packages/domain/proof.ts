/**
 * Everything needed to recompute a price, as plain JSON: the frozen tariff, the readings as they were sent, and the facts
 * of the session. Whoever holds a proof runs `recompute` and compares. Formats have versions; this is `barq.proof/1`.
 */
import type { Instant } from "./instant.ts";
import { isoText } from "./instant.ts";
import { legalTimeVersion } from "./legal-time.ts";
import type { Metered, MeterFacts } from "./metering.ts";
import { settleMeter } from "./metering.ts";
import { amountText } from "./money.ts";
import type { Price } from "./price.ts";
import { priceSession } from "./price.ts";
import type { MoreFacts } from "./proof-facts.ts";
import { moreFacts, readMoreFacts } from "./proof-facts.ts";
import type { Reading } from "./reading.ts";
import { isWrong } from "./register-series.ts";
import type { OcpiTariff, Tariff } from "./tariff.ts";
import { readTariff } from "./tariff.ts";

const proofFormat = "barq.proof/1";

interface ProofReading extends Reading {
  readonly arrivedAt: Instant;
}

export interface Proof {
  readonly format: typeof proofFormat;
  readonly session: string;
  readonly reference: string;
  readonly location: string;
  readonly station: string;
  readonly connector: number;
  readonly time_zone: string;
  readonly legal_time: string;
  readonly tariff: OcpiTariff;
  readonly tariff_version: number;
  readonly facts: MoreFacts & {
    readonly started_at: Instant;
    readonly ended_at: Instant;
    readonly meter_start: string | null;
    readonly meter_stop: string | null;
    readonly stop_reason: string | null;
    readonly max_power_w: number | null;
    readonly statuses: readonly { readonly at: Instant; readonly status: string }[];
    readonly readings: readonly ProofReading[];
  };
  readonly result: ProofResult;
}

/** What the sealed computation came to; recomputing must come to the same, to the letter. */
interface ProofResult {
  readonly energy_mwh: string;
  readonly evidence: string;
  readonly flags: readonly string[];
  readonly rejected: readonly { readonly at: string | null; readonly value: string; readonly why: string }[];
  readonly before_tax: string;
  readonly tax: string;
  readonly after_tax: string;
  readonly currency: string;
}

interface Computed {
  readonly metered: Extract<Metered, { kind: "metered" }>;
  readonly price: Price;
}

export function resultOf({ metered, price }: Computed): ProofResult {
  return {
    energy_mwh: metered.energyMwh.toString(),
    evidence: metered.source,
    flags: metered.flags,
    // What only says again what another reading says is found by computing; a proof names what was wrong.
    rejected: metered.rejected.filter(isWrong).map(({ reading, why }) => ({
      at: reading.at === null ? null : isoText(reading.at),
      value: reading.value,
      why,
    })),
    before_tax: amountText(price.beforeTax),
    tax: amountText(price.tax),
    after_tax: amountText(price.afterTax),
    currency: price.currency,
  };
}

export function buildProof(of: {
  readonly session: string;
  readonly reference: string;
  readonly location: string;
  readonly station: string;
  readonly connector: number;
  readonly zone: string;
  readonly tariff: Tariff;
  readonly facts: MeterFacts;
  readonly computed: Computed;
}): Proof {
  const { facts } = of;
  return {
    format: proofFormat,
    session: of.session,
    reference: of.reference,
    location: of.location,
    station: of.station,
    connector: of.connector,
    time_zone: of.zone,
    legal_time: legalTimeVersion,
    tariff: of.tariff.source,
    tariff_version: of.tariff.version,
    facts: {
      started_at: facts.startedAt,
      ended_at: facts.endedAt,
      meter_start: facts.meterStart,
      meter_stop: facts.meterStop,
      stop_reason: facts.stopReason,
      max_power_w: facts.maxPowerW,
      statuses: facts.statuses,
      readings: facts.readings,
      ...moreFacts(facts),
    },
    result: resultOf(of.computed),
  };
}

/** The computation made again from what the proof holds; null where its readings alone prove nothing. */
export function recompute(proof: Proof): Computed | null {
  const { facts } = proof;
  const metered = settleMeter({
    startedAt: facts.started_at,
    endedAt: facts.ended_at,
    meterStart: facts.meter_start,
    meterStop: facts.meter_stop,
    stopReason: facts.stop_reason,
    readings: facts.readings,
    statuses: facts.statuses,
    maxPowerW: facts.max_power_w,
    ...readMoreFacts(facts),
  });
  if (metered.kind !== "metered") return null;
  const tariff = { ...readTariff(proof.tariff), version: proof.tariff_version };
  const price = priceSession(tariff, {
    startedAt: facts.started_at,
    endedAt: facts.ended_at,
    segments: metered.segments,
  });
  return { metered, price };
}
