/**
 * What a station's registers counted between its sessions, connector by connector: every gap with its energy and its cause.
 * Registers are those that the station named; where it did not, what the sealed proof says of the session.
 */
import { meterMwh } from "@barq/domain/energy-reading";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import { isoDay } from "@barq/domain/legal-time";
import type { Proof } from "@barq/domain/proof";
import { recompute } from "@barq/domain/proof";
import type { Quirks } from "@barq/domain/quirk-profiles";
import { registerAsMeant } from "@barq/domain/quirk-profiles";
import type { Gap, SessionRegisters } from "@barq/domain/register-continuity";
import { gapsOf, unexplainedMwh } from "@barq/domain/register-continuity";
import type { Session } from "@barq/domain/session";
import { mapOr, number, numberOr, text } from "@barq/store/fields";
import { workKey, workPartition } from "@barq/store/keys";
import { findSessions } from "./find-sessions.ts";
import { readStation } from "./network.ts";
import type { ReadPorts } from "./ports.ts";
import { readSealed } from "./sealed-session.ts";
import { readPast } from "./station-boots.ts";

interface ConnectorContinuity {
  readonly connector: number;
  readonly gaps: readonly Gap[];
  readonly unexplainedMwh: bigint;
}

interface Period {
  readonly station: string;
  /** sessions that began from one instant to another */
  readonly from: Instant;
  readonly to: Instant;
}

/** A quarter, and a day for the clock of the place. */
const longestPeriodMs = 93 * day;

/** @throws Fault not_found (no such station), invalid_request (a period that is none, or longer than a quarter) */
export async function reportContinuity(
  ports: ReadPorts,
  tenant: string,
  { station, from, to }: Period,
): Promise<readonly ConnectorContinuity[]> {
  if (to < from || to - from > longestPeriodMs)
    throw new Fault("invalid_request", "A period ends after it begins, and is a quarter at most.");
  const record = await readStation(ports, tenant, station);
  if (!record) throw new Fault("not_found", `There is no station ${station}.`);
  const [sessions, unsold, past] = await Promise.all([
    sessionsOf(ports, tenant, { station, from, to }),
    unsoldOf(ports, tenant, station),
    readPast(ports, tenant, station, from),
  ]);
  const known: { readonly connector: number; readonly registers: SessionRegisters }[] = [];
  for (const session of sessions) {
    const registers = await registersOf(ports, session, past.quirks);
    if (registers) known.push({ connector: session.connector, registers });
  }
  return record.connectors.map(({ number: connector, meters = [] }) => {
    const gaps = gapsOf({
      sessions: known.flatMap((row) => (row.connector === connector ? [row.registers] : [])),
      meters,
      boots: past.boots,
      unsold: unsold.flatMap((row) => (row.connector === connector ? [row.at] : [])),
      register: past.quirks?.register,
    });
    return { connector, gaps, unexplainedMwh: unexplainedMwh(gaps) };
  });
}

/** By the days of the index, which are those of the place: a day more on either side for its clock. */
async function sessionsOf(
  ports: ReadPorts,
  tenant: string,
  { station, from, to }: Period,
): Promise<readonly Session[]> {
  const found = new Map<string, Session>();
  for (let at = from - day; at <= to + day; at += day) {
    for (const session of await findSessions(ports, tenant, { station, day: isoDay("UTC", at) }))
      found.set(session.id, session);
  }
  return [...found.values()].filter(
    ({ startedAt }) => startedAt !== null && startedAt >= from && startedAt <= to,
  );
}

/** A session that has ended, with its registers; undefined while it charges, and where it never began. */
async function registersOf(
  ports: ReadPorts,
  session: Session,
  quirks: Quirks | undefined,
): Promise<SessionRegisters | undefined> {
  const { id, startedAt, endedAt, state } = session;
  const isInReview = state === "review";
  // What still charges has no end; what waits for a person may never get one.
  if (startedAt === null || (endedAt === null && !isInReview)) return undefined;
  const own = { session: id, startedAt, endedAt: endedAt ?? startedAt, isInReview };
  const startMwh = meterMwh(registerAsMeant(session.meterStart, quirks));
  const stopMwh = meterMwh(registerAsMeant(session.meterStop, quirks));
  if (startMwh !== null && stopMwh !== null && stopMwh >= startMwh) return { ...own, startMwh, stopMwh };
  if (!session.sealed) return { ...own, startMwh: null, stopMwh: null };
  const proof: Proof = JSON.parse(new TextDecoder().decode(await readSealed(ports, session, "proof")));
  const metered = recompute(proof)?.metered;
  const isRegister = metered?.source !== "signed" && metered?.source !== "intervals";
  const counts = metered && isRegister && metered.source !== "decided";
  if (!counts) return { ...own, startMwh: null, stopMwh: null };
  // A register that began anew ended where the station said, not where its counts were joined to.
  if (metered.flags.includes("register_reset"))
    return { ...own, startMwh: startMwh ?? metered.registerStartMwh, stopMwh };
  return { ...own, startMwh: metered.registerStartMwh, stopMwh: metered.registerStopMwh };
}

/** Transactions that began at a station without a session, as the work queue keeps them. */
async function unsoldOf(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  station: string,
): Promise<readonly { readonly connector: number; readonly at: Instant }[]> {
  const rows: { connector: number; at: Instant }[] = [];
  const { sk } = workKey(tenant, `${station}#TX#`);
  for await (const item of ports.store.list(workPartition(tenant), { prefix: sk })) {
    const connector = numberOr(mapOr(item, "facts") ?? {}, "connector");
    if (text(item, "why") === "start_without_session" && connector !== null)
      rows.push({ connector, at: number(item, "at") });
  }
  return rows;
}
