/**
 * From settling to settled: exactly the CDR's total is captured, never more than was held; the rest of the hold goes back
 * with it. A silent provider is unknown: the state stays, and the next try first reads the provider's own truth.
 */
import type { Session } from "@barq/domain/session";
import { backOffMs, effectKey, enter } from "@barq/domain/session";
import { issueReceipt } from "./issue-receipt.ts";
import type { MoneyPorts, SagaPorts } from "./ports.ts";
import { ensureArchived } from "./seal-session.ts";
import { writeStep } from "./session-store.ts";
import { toReview } from "./stop-station.ts";

/** Within some three hours; until then the hold is far from its end. */
const mostTries = 40;

/** `archived`: the sealed files are known to be there, because the step before this one has just written them. */
export async function captureHold(ports: SagaPorts, session: Session, archived: boolean): Promise<Session> {
  const { hold, effect, sealed } = session;
  if (session.state !== "settling" || !sealed) return session;
  if (!hold || !effect) return toReview(ports, session, "capture_without_hold");
  // Without its proof nothing is taken; but whoever sealed it may be capturing at this moment, so the state stays.
  if (!archived && !(await ensureArchived(ports, session))) return later(ports, session, "proof_differs");
  const ref = { page: hold.page, intent: hold.intent };
  const owed = sealed.total < hold.holdAmount.minor ? sealed.total : hold.holdAmount.minor;
  const captureAmount = { minor: owed, currency: session.currency };
  if (session.tries > 0) {
    const truth = await ports.payments.read(ref);
    if (truth.kind === "captured") return settle(ports, session, truth.capturedAmount.minor);
    if (truth.kind === "gone") return settle(ports, session, 0n);
    if (truth.kind === "unknown" || truth.kind === "open") return later(ports, session);
    if (session.tries > 1)
      return attempt(
        ports,
        { ...session, effect: { ...effect, attempt: effect.attempt + 1 } },
        session,
        captureAmount,
      );
  }
  return attempt(ports, session, session, captureAmount);
}

/** A new attempt (a key that stored a failure is spent) is written down as an intent before it is made. */
async function attempt(
  ports: MoneyPorts,
  wanted: Session,
  before: Session,
  captureAmount: { readonly minor: bigint; readonly currency: string },
): Promise<Session> {
  let session = before;
  if (wanted.effect?.attempt !== before.effect?.attempt) {
    const written = await writeStep(ports, before, wanted);
    if (!written.won) return written.session;
    session = written.session;
  }
  const { hold, effect } = session;
  if (!hold || !effect) return session;
  const answer = await ports.payments.capture({
    key: effectKey(ports.environment, session.id, effect),
    ref: { page: hold.page, intent: hold.intent },
    captureAmount,
  });
  if (answer.kind === "captured") return settle(ports, session, answer.capturedAmount.minor);
  if (answer.kind === "refused" && answer.code === "idempotency_error") {
    return toReview(ports, session, "capture_key_reused");
  }
  return later(ports, session);
}

/** What was captured is on record, what could not be is a receivable: captured + receivable = the CDR's total. */
async function settle(ports: MoneyPorts, session: Session, captured: bigint): Promise<Session> {
  const { sealed, hold } = session;
  if (!sealed || !hold) return session;
  if (captured > sealed.total)
    return toReview(ports, session, "captured_too_much", { captured: captured.toString() });
  const owed = sealed.total - captured;
  const settled = enter(session, "settled", ports.clock(), {
    captured,
    receivable: owed > 0n ? owed : null,
    hold: { ...hold, stands: false, released: true },
    effect: null,
    due: null,
  });
  return issueReceipt(ports, session, settled);
}

/** Tried again later and later. After that a person looks, unless the provider says that the capture is made. */
async function later(ports: MoneyPorts, session: Session, why = "capture_stuck"): Promise<Session> {
  const tries = session.tries + 1;
  if (tries > mostTries) {
    const truth = await ports.payments.read({
      page: session.hold?.page ?? null,
      intent: session.hold?.intent ?? null,
    });
    if (truth.kind === "captured") return settle(ports, session, truth.capturedAmount.minor);
    if (truth.kind !== "unknown") return toReview(ports, session, why);
  }
  const after = { ...session, tries, due: ports.clock() + backOffMs(tries - 1) };
  return (await writeStep(ports, session, after)).session;
}
