/**
 * Is it paid? The provider's own object is read (an event is only a hint to do so), and when the hold stands it is
 * recorded in the one commit that also takes the connector's lock. Whoever loses that race is held without the lock, and
 * the hold goes back at once.
 */
import type { Session } from "@barq/domain/session";
import { backOffMs, effectKey, enter, firstRelease } from "@barq/domain/session";
import type { HoldRef, HoldTruth } from "@barq/payments/port";
import { textOr } from "@barq/store/fields";
import { connectorKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import { confirmFurther } from "./advance-further.ts";
import { firstHold, holdTruth } from "./hold-truth.ts";
import { eventHandled } from "./inbox.ts";
import { cardFailureKeys, countFailure, isTooMany } from "./limit-failures.ts";
import { NotYet } from "./not-yet.ts";
import { scanned } from "./plugs.ts";
import type { MoneyPorts } from "./ports.ts";
import { depositTaken, returning } from "./return-deposit.ts";
import { isOver, loadSession, writeStep } from "./session-store.ts";
import { captureBeforeOf } from "./settle-difference.ts";
import { workItem } from "./work-queue.ts";

/** The session as it stands afterwards; one that is not pending any more is answered as it is. */
export async function confirmHold(
  ports: MoneyPorts,
  tenant: string,
  id: string,
  event: string | null = null,
): Promise<Session> {
  const session = await loadSession(ports, tenant, id);
  if (session.state === "failed" && session.hold && event !== null)
    return releaseStray(ports, session, event);
  // Cut off before it took its connector: it was never answered, and nothing is held.
  if (session.state === "pending" && !session.hold) return pageEnded(ports, session, []);
  if (session.state !== "pending") {
    await confirmFurther(ports, session);
    if (event !== null) await ports.store.commit([eventHandled(event, ports.clock())]);
    return session;
  }
  const truth = await holdTruth(ports, firstHold(session));
  const together = event === null ? [] : [eventHandled(event, ports.clock())];
  switch (truth.kind) {
    case "held":
      return recordHold(ports, session, truth, together);
    case "open":
      return stillOpen(ports, session, truth.ref, together);
    case "gone":
      return pageEnded(ports, session, together, truth.declinedCard);
    case "none":
      return neverOpened(ports, session, together);
    case "captured":
      return capturedByOthers(ports, session, truth, together);
    case "unknown":
      return unclear(ports, session, truth.why, together);
  }
}

/**
 * Something happened to the hold of a session that is over (failure case 5): whatever stands of it goes back. The event stays
 * due until the provider says that nothing stands. @throws NotYet while that is not so
 */
async function releaseStray(ports: MoneyPorts, session: Session, event: string): Promise<Session> {
  const truth = await holdTruth(ports, firstHold(session));
  if (truth.kind === "held" && !ports.payments.capabilities.hold)
    return returnStray(ports, session, truth, event);
  if (truth.kind === "held" || truth.kind === "open") {
    const released = await ports.payments.release({
      key: effectKey(ports.environment, session.id, firstRelease),
      ref: truth.ref,
    });
    if (released.kind !== "released")
      throw new NotYet(`the hold of a session that is over still stands: ${released.kind}`);
  }
  if (truth.kind === "unknown")
    throw new NotYet("what became of the hold of a session that is over is not known");
  const now = ports.clock();
  const note = truth.kind === "captured" ? [workItem(session, "captured_elsewhere", now)] : [];
  await ports.store.commit([eventHandled(event, now), ...note]);
  return session;
}

/** A deposit that was paid when all was over: on the books as the driver's, and on its way back by a refund of its own. */
async function returnStray(
  ports: MoneyPorts,
  session: Session,
  truth: Extract<HoldTruth, { kind: "held" }>,
  event: string,
): Promise<Session> {
  const handled = eventHandled(event, ports.clock());
  if (session.returned !== null) {
    await ports.store.commit([handled]);
    return session;
  }
  const hold = session.hold && { ...session.hold, page: truth.ref.page, intent: truth.ref.intent };
  const after = { ...session, hold, returned: truth.heldAmount.minor };
  const written = await writeStep(ports, session, after, [
    ...(await depositTaken(ports, session, truth.heldAmount)),
    ...returning(ports, session, 1, truth.heldAmount),
    handled,
  ]);
  return written.won ? written.session : confirmHold(ports, session.tenant, session.id, event);
}

async function recordHold(
  ports: MoneyPorts,
  session: Session,
  truth: Extract<HoldTruth, { kind: "held" }>,
  together: readonly Change[],
): Promise<Session> {
  if (!session.hold) return session;
  const now = ports.clock();
  const taken = await depositTaken(ports, session, truth.heldAmount);
  const hold = {
    ...session.hold,
    page: truth.ref.page ?? session.hold.page,
    intent: truth.ref.intent,
    stands: true,
    captureBefore: captureBeforeOf(ports, truth),
    brand: truth.card.brand,
    last4: truth.card.last4,
  };
  if (truth.heldAmount.minor !== hold.holdAmount.minor || truth.heldAmount.currency !== session.currency) {
    return giveBack(ports, session, hold, "hold_differs", [...together, ...taken]);
  }
  const lock = connectorKey(session.tenant, session.station, session.connector);
  const failed = cardFailureKeys(ports, session.tenant, truth.card.fingerprint);
  const [row, failures] = await ports.store.read([lock, ...failed], { strong: true });
  // On a laptop all cards are test cards.
  const isLimited = ports.environment !== "local" || ports.policy.limitsOnLoopback;
  if (isLimited && isTooMany(ports, "card", failures))
    return giveBack(ports, session, hold, "too_many_pending", [...together, ...taken]);
  const lockedBy = row ? textOr(row, "act") : null;
  if (lockedBy !== null && lockedBy !== session.id && !(await isOver(ports, session.tenant, lockedBy))) {
    return giveBack(ports, session, hold, "connector_taken", [...together, ...taken]);
  }
  const held = enter(session, "held", now, {
    hold,
    effect: null,
    heldAt: now,
    due: now + ports.policy.plugMs,
  });
  const written = await writeStep(ports, session, held, [
    { update: lock, set: { act: session.id, ...scanned }, guards: [{ field: "act", in: [null, lockedBy] }] },
    ...together,
    ...taken,
  ]);
  // Lost at the lock: another driver's hold was recorded a moment before.
  return written.won || written.lostAt === 0
    ? written.session
    : confirmHold(ports, session.tenant, session.id);
}

/** Held without the lock: nothing starts, the hold is released at once and the driver is told why. */
async function giveBack(
  ports: MoneyPorts,
  session: Session,
  hold: NonNullable<Session["hold"]>,
  why: string,
  together: readonly Change[],
): Promise<Session> {
  const now = ports.clock();
  const held = enter(session, "held", now, {
    hold,
    heldAt: now,
    effect: firstRelease,
    due: now,
    why,
  });
  return (await writeStep(ports, session, held, together)).session;
}

async function stillOpen(
  ports: MoneyPorts,
  session: Session,
  ref: HoldRef,
  together: readonly Change[],
): Promise<Session> {
  if (!session.hold) return session;
  const hold = { ...session.hold, page: ref.page, intent: ref.intent };
  if (ports.clock() < session.createdAt + ports.policy.pageMs) {
    return later(ports, session, { hold, effect: null }, together);
  }
  const released = await ports.payments.release({
    key: effectKey(ports.environment, session.id, firstRelease),
    ref: { page: ref.page, intent: ref.intent },
    pageOnly: true,
  });
  // Refused means that it may be complete and held by now: the next read tells.
  if (released.kind !== "released") return later(ports, session, { hold }, together);
  const ended = await ports.payments.read({ page: ref.page, intent: ref.intent });
  return pageEnded(ports, session, together, ended.kind === "gone" ? ended.declinedCard : null);
}

async function pageEnded(
  ports: MoneyPorts,
  session: Session,
  together: readonly Change[],
  declinedCard: string | null = null,
): Promise<Session> {
  const failed = enter(session, "failed", ports.clock(), {
    why: declinedCard === null ? "hold_abandoned" : "hold_declined",
    due: null,
    effect: null,
    hold: session.hold ? { ...session.hold, released: true } : null,
  });
  const written = await writeStep(ports, session, failed, together);
  if (written.won && session.hold?.page) await countFailure(ports, session, declinedCard);
  return written.session;
}

/** The provider knows nothing of it: nobody was ever asked to pay, or the answer of its creation is still to come. */
async function neverOpened(
  ports: MoneyPorts,
  session: Session,
  together: readonly Change[],
): Promise<Session> {
  if (ports.clock() < session.createdAt + ports.policy.pageMs) return later(ports, session, {}, together);
  return pageEnded(ports, session, together);
}

/** Somebody else has taken the money before the hold was on record: a person looks, and nothing is started. */
async function capturedByOthers(
  ports: MoneyPorts,
  session: Session,
  truth: Extract<HoldTruth, { kind: "captured" }>,
  together: readonly Change[],
): Promise<Session> {
  const now = ports.clock();
  const review = enter(session, "review", now, {
    hold: session.hold && {
      ...session.hold,
      page: truth.ref.page ?? session.hold.page,
      intent: truth.ref.intent,
    },
    effect: null,
    due: null,
    why: "captured_elsewhere",
  });
  const note = workItem(session, "captured_elsewhere", now, {
    captured: truth.capturedAmount.minor.toString(),
  });
  return (await writeStep(ports, session, review, [...together, note])).session;
}

/** A provider that is silent, or says what nobody knows: a person is told after some half an hour, and nothing is guessed. */
async function unclear(
  ports: MoneyPorts,
  session: Session,
  said: string,
  together: readonly Change[],
): Promise<Session> {
  const note = session.tries === 11 ? [workItem(session, "hold_unclear", ports.clock(), { said })] : [];
  return later(ports, session, {}, [...together, ...note]);
}

async function later(
  ports: MoneyPorts,
  session: Session,
  changes: Partial<Pick<Session, "hold" | "effect">>,
  together: readonly Change[],
): Promise<Session> {
  const now = ports.clock();
  const pageEnds = session.createdAt + ports.policy.pageMs;
  const next = now + backOffMs(session.tries + 2);
  const after = {
    ...session,
    ...changes,
    tries: session.tries + 1,
    due: now < pageEnds ? Math.min(next, pageEnds) : next,
  };
  return (await writeStep(ports, session, after, together)).session;
}
