/** A person has the evidence of a dispute handed in now: with who and why on record in the same commit, once. */
import type { Dispute } from "@barq/domain/dispute";
import { takesEvidence } from "@barq/domain/dispute";
import { Fault } from "@barq/domain/fault";
import { disputeChange } from "@barq/store/dispute-item";
import { advanceDispute } from "./advance-dispute.ts";
import { auditAct } from "./audit-act.ts";
import { loadDispute } from "./dispute-store.ts";
import type { DeskPorts } from "./ports.ts";
import { loadSession } from "./session-store.ts";

interface EvidenceAsked {
  /** opaque: made from the token's subject */
  readonly who: string;
  /** a stable code */
  readonly why: string;
  /** the caller's Idempotency-Key */
  readonly key: string;
}

/** The dispute as it stands afterwards; a repeat under the key answers the same. @throws Fault not_found, state_conflict */
export async function giveEvidence(
  ports: DeskPorts,
  tenant: string,
  id: string,
  { who, why, key }: EvidenceAsked,
): Promise<Dispute> {
  const read = await loadDispute(ports, tenant, id);
  const hash = ports.identity.hashed(`evidence|${tenant}|${id}|${key}`);
  if (read.asked?.key === hash) return read.givenAt === null ? goOn(ports, read) : read;
  const { standing, said } = read;
  if (read.givenAt !== null)
    throw new Fault(
      "state_conflict",
      "Evidence was given before, and it is taken once: nothing is left to do but wait for the bank.",
      {
        state: standing,
      },
    );
  if (!takesEvidence(read))
    throw new Fault("state_conflict", `This dispute takes no evidence: ${said}.`, { state: standing });
  if (read.asked !== null)
    throw new Fault(
      "state_conflict",
      "Somebody else is giving the evidence: look at the dispute again in a moment.",
      { state: standing },
    );
  const session = await loadSession(ports, tenant, read.session);
  if (!session.sealed)
    throw new Fault(
      "state_conflict",
      "This session is not priced yet, and has no proof to show. Settle it first, then give the evidence.",
      {
        state: session.state,
      },
    );
  const now = ports.clock();
  const asked = { ...read, asked: { who, at: now, key: hash }, due: now, tries: 0 };
  const what = `evidence_given#${id}`;
  const answer = await ports.store.commit([
    disputeChange(read, asked),
    auditAct(session, { what, who, why, at: now, facts: { dispute: id } }),
  ]);
  // Lost to another step of the dispute, or to somebody else's press of the button: what stands now decides.
  if (!answer.written) return giveEvidence(ports, tenant, id, { who, why, key });
  return goOn(ports, { ...asked, version: read.version + 1 });
}

/** What cannot be done now is the sweeper's. */
const goOn = async (ports: DeskPorts, dispute: Dispute): Promise<Dispute> =>
  (await advanceDispute(ports, dispute.tenant, dispute.session, dispute.id)) ?? dispute;
