/**
 * Everything needed to recompute a price, as plain JSON: the frozen tariff, the readings as they were sent, and the facts
 * of the session. Whoever holds a proof runs `recompute` and compares. Formats have versions: `barq.proof/2` says every line
 * of its price; `barq.proof/1` said the totals alone, and is still recomputed.
 */
import type { Computed } from "./computation.ts";
import { computeSession } from "./computation.ts";
import type { Instant } from "./instant.ts";
import { isoText } from "./instant.ts";
import { legalTimeVersion } from "./legal-time.ts";
import type { MeterFacts } from "./metering.ts";
import { amountText } from "./money.ts";
import type { PriceLine, TaxTotal } from "./price.ts";
import type { MoreFacts } from "./proof-facts.ts";
import { moreFacts, readMoreFacts } from "./proof-facts.ts";
import type { Reading } from "./reading.ts";
import { isWrong } from "./register-series.ts";
import type { OcpiTariff, Tariff } from "./tariff.ts";
import { readTariff } from "./tariff.ts";
import { readWaiver } from "./waiver.ts";

const proofFormat = "barq.proof/2";
export const proofFormats = ["barq.proof/1", proofFormat] as const;

interface ProofReading extends Reading {
  readonly arrivedAt: Instant;
}

export interface Proof {
  readonly format: (typeof proofFormats)[number];
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
    /** when the cable was out, where the time after the stop is priced */
    readonly left_at?: Instant | null;
    readonly max_power_w: number | null;
    readonly statuses: readonly { readonly at: Instant; readonly status: string }[];
    readonly readings: readonly ProofReading[];
  };
  /** what is not due, and why; absent or null: all of it is */
  readonly waiver?: { readonly kind: string; readonly why: string } | null;
  readonly result: ProofResult;
}

/** What the sealed computation came to; recomputing must come to the same, to the letter. */
interface ProofResult {
  readonly energy_mwh: string;
  readonly evidence: string;
  readonly flags: readonly string[];
  readonly rejected: readonly { readonly at: string | null; readonly value: string; readonly why: string }[];
  readonly lines?: readonly ProofLine[];
  readonly taxes?: readonly ProofTax[];
  readonly limited_by?: string | null;
  /** exact, in the major unit, before the one rounding */
  readonly exact?: Readonly<Record<"before_tax" | "tax" | "after_tax", string | null>>;
  readonly before_tax: string;
  readonly tax: string;
  readonly after_tax: string;
  readonly currency: string;
}

interface ProofTax {
  readonly vat: string | null;
  readonly before_tax: string;
  readonly tax: string;
  readonly after_tax: string;
}

interface ProofLine extends ProofTax {
  readonly element: number | null;
  readonly dimension: string;
  readonly quantity: string;
  readonly billed: string;
  readonly unit: string;
  readonly price: string | null;
  readonly reason: string;
}

const amountsOf = (of: PriceLine | TaxTotal): ProofTax => ({
  vat: of.vatText,
  before_tax: amountText(of.beforeTax),
  tax: amountText(of.tax),
  after_tax: amountText(of.afterTax),
});

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
    lines: price.lines.map((line) => ({
      element: line.element,
      dimension: line.dimension,
      quantity: line.quantityText,
      billed: line.billedText,
      unit: line.unit,
      price: line.priceText,
      reason: line.reason,
      ...amountsOf(line),
    })),
    taxes: price.taxes.map(amountsOf),
    limited_by: price.limitedBy,
    exact: {
      before_tax: price.exact.beforeTax,
      tax: price.exact.tax,
      after_tax: price.exact.afterTax,
    },
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
  readonly leftAt: Instant | null;
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
      left_at: of.leftAt,
      max_power_w: facts.maxPowerW,
      statuses: facts.statuses,
      readings: facts.readings,
      ...moreFacts(facts),
    },
    waiver: of.computed.waiver,
    result: resultOf(of.computed),
  };
}

/** The computation made again from what the proof holds; null where its readings alone prove nothing. */
export function recompute(proof: Proof): Computed | null {
  const { facts } = proof;
  const computed = computeSession({
    tariff: { ...readTariff(proof.tariff), version: proof.tariff_version },
    zone: proof.time_zone,
    leftAt: facts.left_at ?? null,
    waiverFor: () => readWaiver(proof.waiver),
    facts: {
      startedAt: facts.started_at,
      endedAt: facts.ended_at,
      meterStart: facts.meter_start,
      meterStop: facts.meter_stop,
      stopReason: facts.stop_reason,
      readings: facts.readings,
      statuses: facts.statuses,
      maxPowerW: facts.max_power_w,
      ...readMoreFacts(facts),
    },
  });
  return computed.kind === "computed" ? computed : null;
}
