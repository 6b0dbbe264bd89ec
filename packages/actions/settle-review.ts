/**
 * The evidence of a session in review, as a person states it: what they leave out is the station's own, and whatever cannot be
 * true is refused before anything is written. The price that follows is shown to whoever decides, and is sealed by the saga.
 */
import type { Decision, DecisionReason } from "@barq/domain/decision";
import { decidedTimes } from "@barq/domain/decision";
import { meterMwh } from "@barq/domain/energy-reading";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { lastTrustedIn } from "@barq/domain/metering";
import type { Money } from "@barq/domain/money";
import { registerAsMeant } from "@barq/domain/quirk-profiles";
import type { Session } from "@barq/domain/session";
import { whText } from "./event-evidence.ts";
import type { ReadPorts } from "./ports.ts";
import { gatherEvidence, priceEnded } from "./price-ended.ts";

/** What the person says; null where they leave it to what is known. */
export interface StatedEvidence {
  readonly reason: DecisionReason;
  /** Wh as decimal text */
  readonly meterStart: string | null;
  readonly meterStop: string | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
}

interface Priced {
  readonly decision: Decision;
  readonly energyMwh: bigint;
  /** what the driver owes by it, after tax */
  readonly cost: Money;
}

/** @throws Fault unpriceable, with `why` and what is missing or cannot be true */
export async function decide(ports: ReadPorts, session: Session, stated: StatedEvidence): Promise<Priced> {
  const decision =
    stated.reason === "last_trusted"
      ? await toLastTrusted(ports, session, stated)
      : await asStated(ports, session, stated);
  const priced = await priceEnded(ports, session, decision);
  if (priced.kind === "review") throw refused(priced.why);
  const { metered, price } = priced.computed;
  return { decision, energyMwh: metered.energyMwh, cost: price.afterTax };
}

/** What the session would cost by its readings alone, for the count of what is given free; null where they say nothing. */
export async function knownCost(ports: ReadPorts, session: Session): Promise<Money | null> {
  if (session.sealed) return { minor: session.sealed.total, currency: session.currency };
  try {
    return (await decide(ports, session, { ...nothing, reason: "last_trusted" })).cost;
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

const nothing = { meterStart: null, meterStop: null, startedAt: null, endedAt: null };

const said: Readonly<Record<string, string>> = {
  meter_too_much: "That is more energy than the connector can deliver in the time.",
  meter_backwards: "The register at the stop is below the one at the start.",
  meter_missing: "There is no reading that can be trusted: state the registers.",
  times_impossible: "A session ends after it begins, begins after it was asked for, and not in the future.",
  current_missing: "The tariff asks for a current that nobody measured: this session cannot be priced.",
};

const refused = (why: string): Fault =>
  new Fault("unpriceable", said[why] ?? "By this evidence the session cannot be priced.", { why });

const missing = (name: string): Fault =>
  new Fault("unpriceable", `This has to be stated, because the station did not say it: ${name}.`, {
    why: "evidence_missing",
    missing: name,
  });

async function asStated(ports: ReadPorts, session: Session, stated: StatedEvidence): Promise<Decision> {
  const { reason, ...evidence } = stated;
  if (Object.values(evidence).every((one) => one === null)) throw missing("meter_stop_wh");
  const { startedAt, endedAt } = timesOf(ports, session, stated);
  if (startedAt === null) throw missing("started_at");
  if (endedAt === null) throw missing("ended_at");
  const known = await evidenceOf(ports, session, { startedAt, endedAt });
  const meant = (register: string | null): string | null => {
    const read = meterMwh(registerAsMeant(register, known.facts.quirks));
    return read === null ? null : whText(read);
  };
  const meterStart = evidence.meterStart ?? meant(session.meterStart);
  const meterStop = evidence.meterStop ?? meant(session.meterStop);
  if (meterStart === null) throw missing("meter_start_wh");
  if (meterStop === null) throw missing("meter_stop_wh");
  return { reason, meterStart, meterStop, startedAt: evidence.startedAt, endedAt: evidence.endedAt };
}

async function toLastTrusted(ports: ReadPorts, session: Session, stated: StatedEvidence): Promise<Decision> {
  if (stated.meterStart !== null || stated.meterStop !== null)
    throw new Fault("invalid_request", "To the last trusted register means that no register is stated.");
  const { startedAt, endedAt } = timesOf(ports, session, stated);
  if (startedAt === null) throw missing("started_at");
  // Where nobody knows the end, everything until now is looked at, and the last register says when it was.
  const known = await evidenceOf(ports, session, { startedAt, endedAt: endedAt ?? ports.clock() });
  const trusted = lastTrustedIn(known.facts);
  if (!trusted) throw refused("meter_missing");
  return {
    reason: "last_trusted",
    meterStart: whText(trusted.startMwh),
    meterStop: whText(trusted.stopMwh),
    startedAt: stated.startedAt,
    endedAt: stated.endedAt ?? (session.endedAt === null ? trusted.at : null),
  };
}

/** Times that could have been: not before the session was asked for, not in the future, and in order. @throws Fault unpriceable */
function timesOf(
  ports: Pick<ReadPorts, "clock">,
  session: Session,
  stated: StatedEvidence,
): { readonly startedAt: Instant | null; readonly endedAt: Instant | null } {
  const { startedAt, endedAt } = decidedTimes(session, stated);
  const isEarly = stated.startedAt !== null && stated.startedAt < session.createdAt;
  const isLate = stated.endedAt !== null && stated.endedAt > ports.clock();
  if (isEarly || isLate || (startedAt !== null && endedAt !== null && endedAt < startedAt))
    throw refused("times_impossible");
  return { startedAt, endedAt };
}

/** What is known of the session between these times, the times of a decision not counted. */
async function evidenceOf(
  ports: ReadPorts,
  session: Session,
  times: { readonly startedAt: Instant; readonly endedAt: Instant },
) {
  const evidence = await gatherEvidence(ports, { ...session, ...times }, null);
  if (evidence.kind === "review") throw refused(evidence.why);
  return evidence;
}
