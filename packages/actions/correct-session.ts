/**
 * Asking for a correction, by a person who knows the meter's facts better than they were sealed. What is asked is written
 * down here; the saga, which has the key of documents, computes and seals (seal-correction.ts).
 */
import type { Correction } from "@barq/domain/correction";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { correctionAsked, readCorrection } from "@barq/store/correction-item";
import { correctionKey, correctionPrefix } from "@barq/store/keys";
import { auditAct } from "./audit-act.ts";
import { besideSession } from "./beside-session.ts";
import type { ReadPorts } from "./ports.ts";
import { loadSession } from "./session-store.ts";

export interface CorrectionAsked {
  readonly session: string;
  readonly key: string;
  readonly body: unknown;
  /** the register at the end, in Wh; null: as it was sealed, with what came late */
  readonly meterStop: string | null;
  readonly endedAt: Instant | null;
  readonly note: string | null;
  readonly who: string;
}

/** @throws Fault not_found, state_conflict, invalid_request, idempotency_key_reused */
export async function correctSession(
  ports: ReadPorts,
  tenant: string,
  asked: CorrectionAsked,
): Promise<{ readonly correction: Correction; readonly repeated: boolean }> {
  const session = await loadSession(ports, tenant, asked.session);
  const { state, startedAt } = session;
  if (state !== "settled" || !session.sealed || startedAt === null) {
    const words = "Only what was sealed and captured is corrected; this session is not settled.";
    throw new Fault("state_conflict", words, { state });
  }
  if (session.receivable !== null) {
    const words =
      "Something is still owed for this session. Settle that first, then correct what was captured.";
    throw new Fault("state_conflict", words);
  }
  const now = ports.clock();
  const { meterStop, endedAt, who } = asked;
  if (meterStop !== null && !/^\d{1,12}(?:\.\d{1,3})?$/.test(meterStop))
    throw new Fault("invalid_request", "A register is a number of Wh with at most 3 decimals.");
  if (endedAt !== null && (endedAt < startedAt || endedAt > now))
    throw new Fault("invalid_request", "A session ends after it began, and before now.");
  // No caller's Idempotency-Key has a space in it: nobody's refund takes the id of a correction.
  const id = ports.identity.refundId({ tenant, key: `correction ${session.id} ${asked.key}` });
  const correction: Correction = {
    tenant,
    session: session.id,
    id,
    version: 1,
    state: "asked",
    since: now,
    due: now,
    fingerprint: ports.identity.fingerprint(asked.body),
    askedAt: now,
    askedBy: who,
    reason: "correction",
    meterStop,
    endedAt,
    why: null,
    corrected: null,
  };
  const facts = {
    ...(meterStop === null ? {} : { meter_stop: meterStop }),
    ...(asked.note === null ? {} : { note: asked.note }),
  };
  const answer = await ports.store.commit([
    correctionAsked(correction),
    auditAct(session, { what: `correction_asked#${id}`, who, why: "correction", at: now, facts }),
  ]);
  if (answer.written) return { correction, repeated: false };
  const earlier = await findCorrection(ports, tenant, session.id, id);
  if (!earlier) throw new Error("a correction is neither absent nor there");
  if (earlier.fingerprint !== correction.fingerprint)
    throw new Fault("idempotency_key_reused", "This Idempotency-Key was used for another correction.");
  return { correction: earlier, repeated: true };
}

export async function findCorrection(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  session: string,
  id: string,
): Promise<Correction | undefined> {
  const [item] = await ports.store.read([correctionKey(tenant, session, id)], { strong: true });
  return item && readCorrection(item);
}

/** The corrections of a session, the oldest first. */
export async function correctionsOf(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  session: string,
): Promise<readonly Correction[]> {
  const found = await besideSession(ports, tenant, session, correctionPrefix, readCorrection);
  return found.toSorted((a, b) => a.askedAt - b.askedAt);
}
