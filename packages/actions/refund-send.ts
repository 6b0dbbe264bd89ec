/**
 * Giving back. The call that is about to be made is on the refund before it is made, with its key's attempt and the
 * instant, so that of two workers one calls. Nothing is called a second time before the provider's own refunds have been
 * looked through: a key is forgotten after a day, our id among them is not.
 */
import type { Instant } from "@barq/domain/instant";
import { day, minute } from "@barq/domain/instant";
import type { Refund } from "@barq/domain/refund";
import { enterRefund, refundEffect } from "@barq/domain/refund";
import type { Session } from "@barq/domain/session";
import { backOffMs, effectKey } from "@barq/domain/session";
import type { HoldRef, PaymentCapabilities } from "@barq/payments/port";
import type { DeskPorts } from "./ports.ts";
import { holdRefOf } from "./refund-holds.ts";
import { noteRefund, refuseRefund } from "./refund-outcome.ts";
import { refundWork, writeRefund } from "./refund-store.ts";
import { loadSession } from "./session-store.ts";

/**
 * A call that has not come back by then will do nothing any more: only then may another key be used. A call is over in two
 * minutes; the clocks of two processes may be ten minutes apart, and the one that is ahead looks.
 */
const settledMs = 12 * minute;
/** Without a key a repeat gives back again: no clock is so wrong, and no call so slow, that one of before is still under way. */
const unkeyedMs = 12 * minute;
/** Some hours of trying; a person is told, and it goes on. */
const triesUntilTold = 12;

/** One try. Where the provider gives nothing back a person does, by transfer. */
export async function sendRefund(ports: DeskPorts, read: Refund): Promise<Refund> {
  const { capabilities } = ports.payments;
  if (!capabilities.refunds) return refuseRefund(ports, read, "refunds_not_offered");
  const session = await loadSession(ports, read.tenant, read.session);
  const ref = await holdRefOf(ports, session, read);
  if (read.attempt > 0) {
    const truth = await ports.refunds.find({ refund: read.id, ref });
    if (truth.kind === "refund") return noteRefund(ports, read, truth);
    if (truth.kind === "unknown" || mayBeUnderWay(capabilities, read, ports.clock()))
      return later(ports, session, read);
  }
  const now = ports.clock();
  const tries = read.tries + 1;
  const claim = {
    ...enterRefund(read, "sending", now, {}),
    attempt: attemptOf(read, now),
    calledAt: now,
    tries,
    due: now + patience(tries),
  };
  const { won, refund } = await writeRefund(ports, read, claim, told(session, claim, now));
  if (!won) return refund;
  const answer = await ports.refunds.refund({
    key: effectKey(ports.environment, session.id, refundEffect(refund)),
    refund: refund.id,
    tenant: session.tenant,
    session: session.id,
    ref,
    refundAmount: refund.refundAmount,
  });
  if (answer.kind === "refund") return noteRefund(ports, refund, answer);
  // Unknown: what was written before the call says when to look.
  return answer.kind === "refused" ? refused(ports, session, refund, ref, answer.code) : refund;
}

const mayBeUnderWay = (
  { idempotencyKeys }: Pick<PaymentCapabilities, "idempotencyKeys">,
  { calledAt }: Refund,
  now: Instant,
): boolean => !idempotencyKeys && now - (calledAt ?? now) < unkeyedMs;

/** The key once more for as long as a call under it may be under way; the next one when it is spent or forgotten. */
function attemptOf(read: Refund, now: Instant): number {
  if (read.attempt === 0) return 1;
  const isSettled = now - (read.calledAt ?? now) >= settledMs;
  return isSettled && read.tries > 1 ? read.attempt + 1 : read.attempt;
}

/** A lost answer is looked for at once, the key is repeated once, then there is time for whatever is still under way. */
const patience = (tries: number): number =>
  tries === 1 ? backOffMs(0) : Math.max(settledMs, backOffMs(tries));

const told = (session: Session, { tries, ...refund }: Refund, now: Instant) =>
  tries === triesUntilTold ? [refundWork(session, { ...refund, tries }, "refund_stuck", now)] : [];

/** A no counts only when no earlier call of this refund was a yes. */
async function refused(
  ports: DeskPorts,
  session: Session,
  refund: Refund,
  ref: HoldRef,
  code: string,
): Promise<Refund> {
  const truth = await ports.refunds.find({ refund: refund.id, ref });
  if (truth.kind === "refund") return noteRefund(ports, refund, truth);
  if (truth.kind === "unknown") return refund;
  if (code !== "idempotency_error") return refuseRefund(ports, refund, code);
  // The key was used with other words, which no step of ours does: a person looks before any other key is tried.
  const now = ports.clock();
  const parked = { ...refund, due: now + day };
  const note = refundWork(session, refund, "refund_key_reused", now);
  return (await writeRefund(ports, refund, parked, [note])).refund;
}

async function later(ports: DeskPorts, session: Session, refund: Refund): Promise<Refund> {
  const now = ports.clock();
  const after = { ...refund, tries: refund.tries + 1, due: now + backOffMs(refund.tries) };
  return (await writeRefund(ports, refund, after, told(session, after, now))).refund;
}
