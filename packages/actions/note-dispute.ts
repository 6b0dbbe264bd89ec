/**
 * A dispute as the provider says it stands, written down: on first sight an item of its own is opened, what was taken or given
 * back goes into the journal in the same commit, and the work queue says what a person is to do now.
 */
import type { Dispute, DisputeFacts } from "@barq/domain/dispute";
import { foldDispute, freezesMoney, isSettled, takesEvidence } from "@barq/domain/dispute";
import type { Instant } from "@barq/domain/instant";
import { startingAccounts } from "@barq/domain/ledger";
import type { Session } from "@barq/domain/session";
import type { DisputeTruth } from "@barq/payments/disputes";
import { disputeChange } from "@barq/store/dispute-item";
import { disputePointerKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import { sessionChange } from "@barq/store/session-item";
import { disputeWork, disputeWorkDone, findDispute, workOf } from "./dispute-store.ts";
import { furtherHoldsOf } from "./further-holds.ts";
import { appendedInOrder, journalOf } from "./journal.ts";
import { NotYet } from "./not-yet.ts";
import { decidedDisputesAt } from "./policy.ts";
import type { DeskPorts, ReadPorts } from "./ports.ts";
import { loadSession } from "./session-store.ts";

const mostRaces = 5;

/**
 * News of a dispute: the provider is read, and its word is written with `together` in one commit.
 * @throws NotYet while the provider does not answer, or names a hold that the session does not know as its own
 */
export async function noteDispute(
  ports: DeskPorts,
  session: Session,
  id: string,
  together: readonly Change[],
): Promise<void> {
  const truth = await ports.disputes.read(id);
  if (truth.kind === "unknown") throw new NotYet(`the dispute ${id} cannot be read: ${truth.why}`);
  if (truth.kind === "none") {
    if (together.length > 0) await ports.store.commit(together);
    return;
  }
  if (!(await isOfSession(ports, session, truth)))
    throw new NotYet(`the dispute ${id} is of no hold of session ${session.id}`);
  await writeTruth(ports, session, id, truth, together);
}

/** The session says the same: it knows the hold, or has one whose name it never learnt and whose labels say whose it is. */
async function isOfSession(
  ports: Pick<ReadPorts, "store">,
  session: Session,
  truth: Extract<DisputeTruth, { kind: "dispute" }>,
): Promise<boolean> {
  const holds = [...(session.hold ? [session.hold] : []), ...(await furtherHoldsOf(ports, session))];
  if (truth.intent !== null && holds.some(({ intent }) => intent === truth.intent)) return true;
  const isLabelled = truth.tenant === session.tenant && truth.session === session.id;
  return isLabelled && holds.some(({ intent }) => intent === null);
}

/** Folds the provider's word into what is on record, whoever else writes the session meanwhile. */
export async function writeTruth(
  ports: ReadPorts,
  read: Session,
  id: string,
  truth: Extract<DisputeTruth, { kind: "dispute" }>,
  together: readonly Change[] = [],
): Promise<Dispute> {
  let session = read;
  for (let race = 0; race < mostRaces; race++) {
    const now = ports.clock();
    const before = await findDispute(ports, session.tenant, session.id, id);
    const { after: folded, entries } = foldDispute(
      before ?? firstSight(session, id, truth, now),
      truth,
      now,
      startingAccounts,
    );
    // A try that gave no answer is counted until evidence is known to be given.
    const tries = takesEvidence(folded) && folded.attempt > 0 ? folded.tries : 0;
    const after = { ...folded, tries, due: dueOf(ports, folded, now) };
    const changes: Change[] = [
      ...(before && isSame(before, after) ? [] : [disputeChange(before, after)]),
      ...(before ? [] : [pointer(after)]),
      ...workChanges(session, before, after, now),
      ...together,
    ];
    // Journal entries go with a write of the session, so that two never take one place; and so does what freezes its money,
    // so that no refund is asked for meanwhile.
    const isFreezing = freezesMoney(after) && !(before && freezesMoney(before));
    if (entries.length > 0 || isFreezing) changes.push(sessionChange(session, session));
    if (entries.length > 0) {
      const standing = await journalOf(ports, session.tenant, session.id);
      changes.push(...appendedInOrder(ports, session.tenant, standing, entries));
    }
    if (changes.length === 0) return after;
    const answer = await ports.store.commit(changes);
    if (answer.written) return { ...after, version: (before?.version ?? 0) + 1 };
    // Whoever won, perhaps we ourselves under a lost answer: what is on record now is folded again, and moves nothing twice.
    session = await loadSession(ports, session.tenant, session.id);
  }
  throw new NotYet(`the dispute ${id} is being written by others all the time`);
}

const firstSight = (session: Session, id: string, facts: DisputeFacts, now: Instant): Dispute => ({
  tenant: session.tenant,
  session: session.id,
  id,
  version: 0,
  standing: facts.standing,
  said: facts.said,
  reason: facts.reason,
  disputedAmount: facts.disputedAmount,
  booked: "nothing",
  bookedMinor: 0n,
  evidenceDueBy: facts.evidenceDueBy,
  givenAt: null,
  asked: null,
  attempt: 0,
  openedAt: now,
  decidedAt: null,
  due: null,
  tries: 0,
});

const pointer = (dispute: Dispute): Change => ({
  put: { ...disputePointerKey(dispute.tenant, dispute.id), session: dispute.session },
});

/**
 * A day later at the latest; sooner where evidence must be given before. What has its verdict is looked at
 * seldom, and for some months only: verdicts are appealed, and no event of ours is sure to be heard.
 */
export function dueOf({ policy }: Pick<ReadPorts, "policy">, dispute: Dispute, now: Instant): Instant | null {
  if (isSettled(dispute)) {
    const decidedAt = dispute.decidedAt ?? now;
    const { lookMs, forMs } = decidedDisputesAt(policy, decidedAt);
    const last = decidedAt + forMs;
    return now >= last ? null : Math.min(now + lookMs, last);
  }
  const look = now + policy.disputeLookMs;
  const last = dispute.evidenceDueBy === null ? null : dispute.evidenceDueBy - policy.evidenceMarginMs;
  if (last === null || !takesEvidence(dispute) || last <= now) return look;
  return Math.min(look, last);
}

const isSame = (before: Dispute, after: Dispute): boolean => wordsOf(before) === wordsOf(after);
const wordsOf = (dispute: Dispute): string =>
  JSON.stringify(dispute, (_, value) => (typeof value === "bigint" ? value.toString() : value));

/** The row follows the standing: put when what is to be done changes, taken away when nothing is. */
function workChanges(
  session: Session,
  before: Dispute | undefined,
  after: Dispute,
  now: Instant,
): readonly Change[] {
  const [was, is] = [before ? workOf(before) : null, workOf(after)];
  if (is !== null && (is !== was || before?.said !== after.said))
    return [disputeWork(session, after, is, now)];
  return is === null && was !== null ? [disputeWorkDone(after)] : [];
}
