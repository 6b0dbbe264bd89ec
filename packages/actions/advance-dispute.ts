/**
 * The next step of a dispute that is due: the provider is read whatever events came or did not, and before the bank's deadline
 * the evidence that the proof holds is given, asked for by a person or by the clock. It is given once.
 */
import type { Dispute } from "@barq/domain/dispute";
import { isSettled, takesEvidence } from "@barq/domain/dispute";
import { disputeEvidence } from "@barq/domain/dispute-evidence";
import type { Proof } from "@barq/domain/proof";
import type { Session } from "@barq/domain/session";
import { backOffMs, effectKey } from "@barq/domain/session";
import type { DisputeTruth, Evidence } from "@barq/payments/disputes";
import { disputeChange } from "@barq/store/dispute-item";
import type { Change } from "@barq/store/port";
import type { DisputeWork } from "./dispute-store.ts";
import { disputeWork, findDispute } from "./dispute-store.ts";
import { readLocation, readSettings } from "./network.ts";
import { dueOf, writeTruth } from "./note-dispute.ts";
import type { DeskPorts, ReadPorts } from "./ports.ts";
import { readSealed } from "./sealed-session.ts";
import { loadSession } from "./session-store.ts";

type Truth = Extract<DisputeTruth, { kind: "dispute" }>;

/** @throws Error when a port does; the dispute keeps its `due`, and the next sweep tries again */
export async function advanceDispute(
  ports: DeskPorts,
  tenant: string,
  session: string,
  id: string,
): Promise<Dispute | undefined> {
  const before = await findDispute(ports, tenant, session, id);
  if (!before) return undefined;
  const owner = await loadSession(ports, tenant, session);
  const truth = await ports.disputes.read(id);
  if (truth.kind === "unknown") return later(ports, before);
  if (truth.kind === "none") {
    // One that has its verdict asks nothing of anybody, though the provider has forgotten it since.
    if (isSettled(before)) return again(ports, before, dueOf(ports, before, ports.clock()));
    return parked(ports, owner, before, "dispute_unclear", "gone");
  }
  const dispute = await writeTruth(ports, owner, id, truth);
  return isTimeForEvidence(ports, dispute) ? give(ports, owner, dispute, truth) : dispute;
}

function isTimeForEvidence({ clock, policy }: ReadPorts, dispute: Dispute): boolean {
  if (!takesEvidence(dispute)) return false;
  if (dispute.asked !== null) return true;
  if (!policy.evidenceByClock || dispute.evidenceDueBy === null) return false;
  return clock() >= dispute.evidenceDueBy - policy.evidenceMarginMs;
}

/** The attempt is written down before it is made; the provider has just said that no earlier one was. */
async function give(ports: DeskPorts, session: Session, read: Dispute, truth: Truth): Promise<Dispute> {
  const evidence = await evidenceOf(ports, session, truth);
  if (!evidence) return parked(ports, session, read, "evidence_missing", session.state);
  const now = ports.clock();
  const tries = read.tries + 1;
  const claimed = await write(ports, read, {
    ...read,
    attempt: read.attempt + 1,
    tries,
    due: now + backOffMs(tries),
  });
  if (!claimed) return read;
  const answer = await ports.disputes.give({
    key: effectKey(ports.environment, session.id, {
      name: `evidence.${claimed.id}`,
      attempt: claimed.attempt,
    }),
    dispute: claimed.id,
    evidence,
  });
  // Unknown: what was written before the call says when to look, and the look says whether it was given.
  if (answer.kind === "unknown") return claimed;
  const after = await ports.disputes.read(claimed.id);
  if (after.kind === "dispute" && (answer.kind === "given" || after.hasEvidence || after.said !== truth.said))
    return writeTruth(ports, session, claimed.id, after);
  return answer.kind === "refused"
    ? parked(ports, session, claimed, "evidence_refused", answer.code)
    : claimed;
}

/** Undefined while nothing is sealed: without a proof there is nothing to show. */
async function evidenceOf(ports: DeskPorts, session: Session, truth: Truth): Promise<Evidence | undefined> {
  if (!session.sealed) return undefined;
  const [bytes, location, settings] = await Promise.all([
    readSealed(ports, session, "proof"),
    readLocation(ports, session.tenant, session.pinned.location),
    readSettings(ports, session.tenant),
  ]);
  if (!location) return undefined;
  const proof: Proof = JSON.parse(new TextDecoder().decode(bytes));
  const { threeDSecure } = truth;
  return disputeEvidence({ session, proof, place: location, brand: settings.operator, threeDSecure });
}

/** A person is told, and the clock looks again in a day. */
async function parked(
  ports: ReadPorts,
  session: Session,
  read: Dispute,
  why: DisputeWork,
  said: string,
): Promise<Dispute> {
  const now = ports.clock();
  const after = { ...read, asked: null, tries: 0, due: now + ports.policy.disputeLookMs };
  return (await write(ports, read, after, [disputeWork(session, read, why, now, { code: said })])) ?? read;
}

const again = async (ports: ReadPorts, read: Dispute, due: Dispute["due"]): Promise<Dispute> =>
  (await write(ports, read, { ...read, tries: 0, due })) ?? read;

async function later(ports: ReadPorts, read: Dispute): Promise<Dispute> {
  const tries = read.tries + 1;
  return (await write(ports, read, { ...read, tries, due: ports.clock() + backOffMs(tries) })) ?? read;
}

/** Undefined where somebody else wrote it meanwhile: their step goes on. */
async function write(
  ports: ReadPorts,
  before: Dispute,
  after: Dispute,
  together: readonly Change[] = [],
): Promise<Dispute | undefined> {
  const answer = await ports.store.commit([disputeChange(before, after), ...together]);
  return answer.written ? { ...after, version: before.version + 1 } : undefined;
}
