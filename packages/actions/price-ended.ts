/**
 * What a session that has ended comes to: the evidence of its readings, what a person decided where that proves nothing, and
 * the price of both by the pinned tariff. Moves nothing: sealing calls it, and whoever decides sees the price before.
 */
import { computeSession } from "@barq/domain/computation";
import type { Decision } from "@barq/domain/decision";
import { asDecided } from "@barq/domain/decision";
import type { Metered, MeterFacts } from "@barq/domain/metering";
import type { Session } from "@barq/domain/session";
import { waiverOf } from "@barq/domain/waiver";
import type { StoredReading } from "@barq/store/packs";
import { sealedEvidence } from "./event-evidence.ts";
import { readLocation, readSettings, readStation, readTariffVersion } from "./network.ts";
import { packedReadings } from "./packed-readings.ts";
import type { ReadPorts } from "./ports.ts";
import { judgedBy, meterKeysOf } from "./signed-evidence.ts";
import { readPast } from "./station-boots.ts";

export type PricedSession = Exclude<Awaited<ReturnType<typeof priceEnded>>, Unpriced>;

interface Unpriced {
  readonly kind: "review";
  readonly why: string;
  readonly facts: Readonly<Record<string, string>>;
}

const unpriced = (why: string, facts: Readonly<Record<string, string>> = {}): Unpriced => ({
  kind: "review",
  why,
  facts,
});

/**
 * @param decision what a person decided; null where the readings speak for themselves
 * @param withLate a correction hears what came after the sealing, too
 */
export async function priceEnded(
  ports: ReadPorts,
  session: Session,
  decision: Decision | null,
  withLate = false,
) {
  const evidence = await gatherEvidence(ports, session, decision, withLate);
  if (evidence.kind === "review") return evidence;
  const { tariff, facts } = evidence;
  const computed = computeSession({
    tariff,
    zone: session.pinned.zone,
    facts,
    leftAt: session.leftAt,
    waiverFor: (energyMwh) =>
      waiverOf({
        ...asDecided(facts),
        why: session.why,
        energyMwh,
        thresholdMs: ports.policy.stationFaultMs,
      }),
  });
  if (computed.kind === "review") return unpriced(computed.why, factsForPerson(session, computed));
  return { ...evidence, kind: "priced" as const, computed };
}

/**
 * Everything that the price of a session is computed from, as it stands now.
 * @param heard its readings, by whoever has read them already
 */
export async function gatherEvidence(
  ports: ReadPorts,
  session: Session,
  decision: Decision | null,
  withLate = false,
  heard?: readonly StoredReading[],
) {
  const { pinned, tenant } = session;
  const [packed, tariff, location, station, settings, past] = await Promise.all([
    (heard ? Promise.resolve(heard) : packedReadings(ports, session, withLate)).then(sealedEvidence),
    readTariffVersion(ports, tenant, pinned.tariff, pinned.tariffVersion),
    readLocation(ports, tenant, pinned.location),
    readStation(ports, tenant, session.station),
    readSettings(ports, tenant),
    readPast(ports, tenant, session.station, session.startedAt ?? session.createdAt),
  ]);
  const connector = station?.connectors.find((candidate) => candidate.number === session.connector);
  if (!tariff || !location || !station || !connector) return unpriced("facts_missing");
  // A time that the station never said is the one that was decided; where it said one, both are kept.
  const startedAt = session.startedAt ?? decision?.startedAt ?? null;
  const endedAt = session.endedAt ?? decision?.endedAt ?? null;
  if (startedAt === null || endedAt === null) return unpriced("times_missing");
  const meterKeys = meterKeysOf(connector.meters ?? [], { startedAt, endedAt });
  const signed = judgedBy(packed.readings, meterKeys);
  const facts: MeterFacts = {
    startedAt,
    endedAt,
    meterStart: session.meterStart,
    meterStop: session.meterStop,
    stopReason: session.stopReason,
    readings: packed.readings,
    statuses: packed.statuses,
    maxPowerW: connector.maxPowerW,
    ...(connector.phases === undefined ? {} : { phases: connector.phases }),
    signed,
    // What came later is no evidence of this session, and whoever computes it again must find the same.
    boots: past.boots.filter((at) => at >= startedAt && at <= endedAt),
    ...(past.quirks === undefined ? {} : { quirks: past.quirks }),
    ...(decision === null ? {} : { decision }),
  };
  return {
    kind: "evidence" as const,
    tariff,
    location,
    station,
    connector,
    settings,
    meterKeys,
    signed,
    facts,
  };
}

const factsForPerson = (
  session: Session,
  metered: Extract<Metered, { kind: "review" }>,
): Record<string, string> => ({
  meter_start: session.meterStart ?? "unknown",
  meter_stop: session.meterStop ?? "unknown",
  rejected: String(metered.rejected.length),
});
