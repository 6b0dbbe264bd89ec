/**
 * The end of one session against the beginning of the next on the same meter: what the register counted in between was sold
 * to nobody. Every such gap is a row with its energy and its cause, or it says that it has none.
 */

import { meterMwh } from "./energy-reading.ts";
import type { Instant } from "./instant.ts";
import type { Meter } from "./meter.ts";
import { meterAt } from "./meter.ts";
import { noiseMwh } from "./register-line.ts";

/** A session at one connector, with the registers of its meter as the station named them; null where they are not known. */
export interface SessionRegisters {
  readonly session: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly startMwh: bigint | null;
  readonly stopMwh: bigint | null;
  /** a person has to look: what it used is not sold yet */
  readonly isInReview: boolean;
}

interface ConnectorHistory {
  readonly sessions: readonly SessionRegisters[];
  /** the connector's meters; none where nobody wrote them down */
  readonly meters: readonly Meter[];
  /** when the station booted */
  readonly boots: readonly Instant[];
  /** when transactions began for which there was no session */
  readonly unsold: readonly Instant[];
  /** where the model's register is known to begin anew (quirk-profiles.ts); undefined: never */
  readonly register?: "session" | "boot" | undefined;
}

type GapCause =
  | "before_installation"
  | "meter_exchanged"
  | "register_reset"
  | "session_in_review"
  /** a session in between whose registers are not known */
  | "session_without_register"
  | "unsold_transaction"
  /** the register fell, and nothing says why */
  | "contradiction"
  | "unexplained";

export interface Gap {
  /** the session that ended before it; null where the meter was put in */
  readonly after: string | null;
  /** the session that began after it */
  readonly before: string;
  readonly from: Instant;
  readonly to: Instant;
  /** what the register moved in between, below zero where it fell; null where one side of it is not known */
  readonly energyMwh: bigint | null;
  readonly cause: GapCause;
}

interface Known extends SessionRegisters {
  readonly startMwh: bigint;
  readonly stopMwh: bigint;
}

const isKnown = (session: SessionRegisters): session is Known =>
  session.startMwh !== null && session.stopMwh !== null && !session.isInReview;

/** The gaps of a connector in order of time; a difference within a meter's noise is none. */
export function gapsOf(history: ConnectorHistory): readonly Gap[] {
  const sessions = history.sessions.toSorted(
    (a, b) => a.startedAt - b.startedAt || (a.session < b.session ? -1 : 1),
  );
  const gaps: Gap[] = [];
  let last: Known | undefined;
  for (const session of sessions.filter(isKnown)) {
    const gap = gapBefore(history, last, session);
    if (gap) gaps.push(gap);
    last = session;
  }
  return gaps;
}

/** What was counted and nobody can say why, in mWh: rises alone, because a fall sold nothing. */
export const unexplainedMwh = (gaps: readonly Gap[]): bigint =>
  gaps.reduce(
    (all, { cause, energyMwh }) => (cause === "unexplained" && energyMwh !== null ? all + energyMwh : all),
    0n,
  );

function gapBefore(history: ConnectorHistory, last: Known | undefined, next: Known): Gap | undefined {
  const meter = meterAt(history.meters, next.startedAt);
  const isSame = last !== undefined && meterAt(history.meters, last.endedAt) === meter;
  const installedMwh = meterMwh(meter?.registerWh ?? null);
  if (!isSame) {
    // The first session on its meter: counted from where the register stood when that was put in.
    if (meter === undefined) return undefined;
    const ends = { after: last?.session ?? null, before: next.session, to: next.startedAt };
    const energyMwh = installedMwh === null ? null : next.startMwh - installedMwh;
    if (last) return { ...ends, from: last.endedAt, energyMwh, cause: "meter_exchanged" };
    if (energyMwh === null) {
      return { ...ends, from: meter.from, energyMwh: next.startMwh, cause: "before_installation" };
    }
    const between = { from: meter.from, to: next.startedAt };
    return isNoise(energyMwh)
      ? undefined
      : { ...ends, ...between, energyMwh, cause: causeOf(history, between, energyMwh) };
  }
  const energyMwh = next.startMwh - last.stopMwh;
  const between = { from: last.endedAt, to: next.startedAt };
  if (isNoise(energyMwh)) return undefined;
  return {
    after: last.session,
    before: next.session,
    ...between,
    energyMwh,
    cause: causeOf(history, between, energyMwh),
  };
}

const isNoise = (energyMwh: bigint): boolean => energyMwh <= noiseMwh && energyMwh >= -noiseMwh;

function causeOf(
  history: ConnectorHistory,
  { from, to }: { readonly from: Instant; readonly to: Instant },
  energyMwh: bigint,
): GapCause {
  const isBetween = (at: Instant): boolean => at >= from && at <= to;
  if (energyMwh < 0n) {
    const isReset = history.register === "session" || history.boots.some(isBetween);
    return isReset ? "register_reset" : "contradiction";
  }
  const inside = history.sessions.filter(({ startedAt }) => isBetween(startedAt));
  if (inside.some(({ isInReview }) => isInReview)) return "session_in_review";
  if (inside.some((session) => !isKnown(session))) return "session_without_register";
  return history.unsold.some(isBetween) ? "unsold_transaction" : "unexplained";
}
