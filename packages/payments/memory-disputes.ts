/** The twin of a provider's disputes: over the same holds as memory.ts, with a bank that tests speak for. */
import type { Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import type { DisputeStanding, Disputes, Evidence, EvidenceGiven } from "./disputes.ts";
import type { TwinState } from "./memory-state.ts";
import { lost } from "./memory-state.ts";

export interface TwinDispute {
  readonly id: string;
  readonly at: Instant;
  /** money that went to the bank, and came back, with its time */
  readonly moves: { readonly at: Instant; readonly isBack: boolean }[];
  readonly page: string;
  readonly disputedAmount: Money;
  readonly dueBy: Instant;
  standing: DisputeStanding;
  said: string;
  isWithdrawn: boolean;
  evidence: Evidence | null;
  changes: number;
}

export interface MemoryDisputes {
  readonly disputes: Disputes;
  readonly issuer: {
    /** The driver's bank disputes a capture, or only asks about it; answers the dispute's name. @throws when nothing was captured */
    dispute(
      page: string | null,
      of?: { readonly kind?: "dispute" | "inquiry"; readonly minor?: bigint },
    ): string;
    /** The bank decides; what it had taken comes back when it is won. @throws when there is none */
    decide(dispute: string, standing: DisputeStanding, said?: string): void;
    /** An inquiry becomes a dispute: the money is taken. */
    withdraw(dispute: string): void;
    /** A warning of fraud, before any dispute; answers its name. */
    warn(page: string | null): string;
  };
  readonly allDisputes: () => readonly Readonly<TwinDispute>[];
  /** what was handed in, or null */
  readonly evidenceOf: (dispute: string) => Evidence | null;
}

const daysToAnswer = 9;

export function createMemoryDisputes(state: TwinState): MemoryDisputes {
  const disputes = new Map<string, TwinDispute>();
  const keyed = state.keyed<EvidenceGiven>("giveEvidence");
  let warnings = 0;

  const known = (id: string): TwinDispute => {
    const dispute = disputes.get(id);
    if (!dispute) throw new Error(`the twin knows no dispute ${id}`);
    return dispute;
  };
  /** As at the provider: without evidence by the deadline it is lost. */
  const byTime = (dispute: TwinDispute): TwinDispute => {
    const isLate = state.clock() >= dispute.dueBy && dispute.evidence === null;
    if (isLate && dispute.standing === "open") change(dispute, "lost", "lost");
    if (isLate && dispute.standing === "inquiry") change(dispute, "inquiry_closed", "warning_closed");
    return dispute;
  };
  const change = (dispute: TwinDispute, standing: DisputeStanding, said: string): void => {
    dispute.standing = standing;
    dispute.said = said;
    if (standing === "won" && dispute.isWithdrawn) {
      dispute.isWithdrawn = false;
      dispute.moves.push({ at: state.clock(), isBack: true });
    }
    tell(dispute, standing);
  };
  const tell = (dispute: TwinDispute, what: string): void => {
    const isTaken = ({ page, isWithdrawn }: TwinDispute): boolean => page === dispute.page && isWithdrawn;
    if ([...disputes.values()].some(isTaken)) state.disputed.add(dispute.page);
    else state.disputed.delete(dispute.page);
    const hold = state.holdOf({ page: dispute.page, intent: null });
    if (!hold) return;
    dispute.changes++;
    const type = `dispute.${what}.${dispute.changes}`;
    state.announce(hold, { type, kind: "dispute", isOver: false, object: dispute.id });
  };

  return {
    allDisputes: () => [...disputes.values()].map(byTime),
    evidenceOf: (dispute) => known(dispute).evidence,
    issuer: {
      dispute(page, { kind = "dispute", minor } = {}) {
        const hold = state.holdOf({ page, intent: null });
        if (hold?.standing !== "captured" || !hold.capturedAmount) throw new Error("nothing was captured");
        const takes = kind === "dispute";
        const dispute: TwinDispute = {
          id: `dispute_${disputes.size + 1}`,
          at: state.clock(),
          moves: takes ? [{ at: state.clock(), isBack: false }] : [],
          page: hold.page,
          disputedAmount: { ...hold.capturedAmount, ...(minor === undefined ? {} : { minor }) },
          dueBy: state.clock() + daysToAnswer * day,
          standing: takes ? "open" : "inquiry",
          said: takes ? "needs_response" : "warning_needs_response",
          isWithdrawn: takes,
          evidence: null,
          changes: 0,
        };
        disputes.set(dispute.id, dispute);
        tell(dispute, "created");
        return dispute.id;
      },
      decide: (dispute, standing, said = standing) => change(known(dispute), standing, said),
      withdraw(id) {
        const dispute = known(id);
        dispute.isWithdrawn = true;
        dispute.moves.push({ at: state.clock(), isBack: false });
        change(dispute, "open", "needs_response");
      },
      warn(page) {
        const hold = state.holdOf({ page, intent: null });
        if (!hold) throw new Error(`the twin knows no page ${page}`);
        const object = `warning_${++warnings}`;
        state.announce(hold, { type: "warning.created", kind: "warning", isOver: false, object });
        return object;
      },
    },
    disputes: {
      async read(id) {
        if (state.silenceOf("readDispute") !== null) return lost;
        const found = disputes.get(id);
        if (!found) return { kind: "none" };
        const dispute = byTime(found);
        const hold = state.holdOf({ page: dispute.page, intent: null });
        return {
          kind: "dispute",
          standing: dispute.standing,
          said: dispute.said,
          disputedAmount: dispute.disputedAmount,
          isWithdrawn: dispute.isWithdrawn,
          reason: "fraudulent",
          evidenceDueBy: dispute.dueBy,
          hasEvidence: dispute.evidence !== null,
          threeDSecure: null,
          intent: hold?.intent ?? null,
          tenant: hold?.labels.tenant ?? null,
          session: hold?.labels.session ?? null,
        };
      },
      async give({ key, dispute: id, evidence }) {
        return keyed(key, [id, evidence], (): EvidenceGiven => {
          const found = disputes.get(id);
          if (!found) return { kind: "refused", code: "resource_missing", why: "There is no such dispute." };
          const dispute = byTime(found);
          if (dispute.evidence !== null) {
            return { kind: "refused", code: "dispute_evidence_submitted", why: "It was handed in before." };
          }
          if (dispute.standing !== "open" && dispute.standing !== "inquiry") {
            return { kind: "refused", code: "dispute_closed", why: `The dispute is ${dispute.said}.` };
          }
          dispute.evidence = evidence;
          const asked = dispute.standing === "inquiry";
          change(dispute, "under_review", asked ? "warning_under_review" : "under_review");
          return { kind: "given" };
        });
      },
    },
  };
}
