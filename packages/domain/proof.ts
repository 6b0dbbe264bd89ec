/**
 * Everything needed to recompute a price, as plain JSON: the frozen tariff, the readings as they were sent, and the facts
 * of the session. Whoever holds a proof runs `recompute` and compares. Formats have versions: `barq.proof/2` says every line
 * of its price; `barq.proof/1` said the totals alone, and is still recomputed.
 */
import type { Computation, Computed } from "./computation.ts";
import { computeSession } from "./computation.ts";
import type { DecisionJson } from "./decision.ts";
import { decisionJson, readDecision } from "./decision.ts";
import type { Instant } from "./instant.ts";
import { isoText } from "./instant.ts";
import { legalTimeVersion } from "./legal-time.ts";
import type { MeterFacts } from "./metering.ts";
import type { PricedResult } from "./priced-result.ts";
import { pricedResult } from "./priced-result.ts";
import type { MeterKey, MoreFacts } from "./proof-facts.ts";
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
  /** what a person decided where the readings prove nothing; absent: nobody had to */
  readonly decision?: DecisionJson;
  readonly result: ProofResult;
}

/** What the sealed computation came to; recomputing must come to the same, to the letter. */
interface ProofResult extends PricedResult {
  readonly energy_mwh: string;
  /** of the register that counts; of intervals, which are sums, from zero */
  readonly register_start_mwh: string;
  readonly register_stop_mwh: string;
  readonly evidence: string;
  readonly flags: readonly string[];
  readonly rejected: readonly { readonly at: string | null; readonly value: string; readonly why: string }[];
}

export function resultOf({ metered, price, idle }: Computed): ProofResult {
  return {
    energy_mwh: metered.energyMwh.toString(),
    register_start_mwh: metered.registerStartMwh.toString(),
    register_stop_mwh: metered.registerStopMwh.toString(),
    evidence: metered.source,
    flags: metered.flags,
    // What only says again what another reading says is found by computing; a proof names what was wrong.
    rejected: metered.rejected.filter(isWrong).map(({ reading, why }) => ({
      at: reading.at === null ? null : isoText(reading.at),
      value: reading.value,
      why,
    })),
    ...pricedResult(price, idle),
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
  readonly meterKeys?: readonly MeterKey[];
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
      ...moreFacts(facts, of.meterKeys),
    },
    waiver: of.computed.waiver,
    ...(facts.decision === undefined ? {} : { decision: decisionJson(facts.decision) }),
    result: resultOf(of.computed),
  };
}

/** The computation made again from what the proof holds; null where its readings alone prove nothing. */
export function recompute(proof: Proof): Computed | null {
  const computed = computeUnder(proof, { ...readTariff(proof.tariff), version: proof.tariff_version });
  return computed.kind === "computed" ? computed : null;
}

/** What the same facts come to under another tariff: readings, times, waiver and a person's decision stay as they were sealed. */
export function computeUnder(proof: Proof, tariff: Tariff): Computation {
  const { facts } = proof;
  return computeSession({
    tariff,
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
      ...(proof.decision === undefined ? {} : { decision: readDecision(proof.decision) }),
    },
  });
}
