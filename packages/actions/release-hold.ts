/**
 * Giving a hold back: the intent is on the session (`release.1`), the provider is asked under its key, and only when the
 * provider says that nothing stands any more is the session released. Several roads lead here; one leads out.
 */
import type { Instant } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import { isOnBooks } from "@barq/domain/refund";
import type { Session } from "@barq/domain/session";
import { backOffMs, effectKey, enter, firstRelease } from "@barq/domain/session";
import { textOr } from "@barq/store/fields";
import { connectorKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import { wakeFurtherHolds } from "./further-holds.ts";
import { issueReceipt } from "./issue-receipt.ts";
import type { DeskPorts, MoneyPorts } from "./ports.ts";
import { advanceRefund } from "./refund-advance.ts";
import { findRefund } from "./refund-store.ts";
import { returnIdOf, returning } from "./return-deposit.ts";
import { loadSession, writeStep } from "./session-store.ts";
import { workItem } from "./work-queue.ts";

export const isReleasing = (session: Session): boolean =>
  session.effect?.name.startsWith("release.") === true;

/** The station's fault, not the driver's: the hold may go to another connector of the location before it goes back. */
const movableWhys = ["station_refused", "station_silent", "station_offline", "connector_unavailable"];

/** Asks for the release of a hold that is not needed: from held or starting, with the reason the driver will read. */
export async function beginRelease(
  ports: Pick<MoneyPorts, "store" | "clock" | "policy">,
  session: Session,
  why: string,
): Promise<Session> {
  const now = ports.clock();
  const waitsMs = session.hold?.stands === true && movableWhys.includes(why) ? ports.policy.moveMs : 0;
  const after = { ...session, effect: firstRelease, due: now + waitsMs, tries: 0, why };
  return (await writeStep(ports, session, after)).session;
}

/**
 * Its start failed, nothing of the hold was given back yet, and its driver may still take it elsewhere. Only of such a hold the
 * release is claimed before it is made; of any other no clock can tell whether it is gone.
 */
export const isMovable = (session: Session, now: Instant): boolean =>
  isReleasing(session) &&
  movableWhys.includes(session.why ?? "") &&
  session.tries === 0 &&
  (session.due ?? 0) > now &&
  session.hold?.stands === true &&
  session.startedAt === null &&
  session.transactionId === null;

/** The hold is on its way back, and nothing that comes now can stop that. */
export const isGivingBack = (session: Session, now: Instant): boolean =>
  isReleasing(session) && !isMovable(session, now);

/** One try. A sealed session (a CDR of zero, or below the least that can be captured) gets its receipt in the same commit. */
export async function releaseHold(ports: DeskPorts, session: Session): Promise<Session> {
  const { hold, effect } = session;
  if (!effect || !isReleasing(session)) return session;
  // Known to be gone: lapsed, or given back by a person at the provider.
  if (!hold || hold.released) return finish(ports, session);
  if (session.tries === 0 && movableWhys.includes(session.why ?? "")) {
    // Claimed before the provider is asked: a late start, or a driver who goes elsewhere, is told no from here on.
    const claimed = { ...session, tries: 1, due: Math.min(session.due ?? 0, ports.clock()) };
    const written = await writeStep(ports, session, claimed);
    return written.won ? releaseHold(ports, written.session) : written.session;
  }
  const ref = { page: hold.page, intent: hold.intent };
  const { capabilities } = ports.payments;
  if (!capabilities.hold || (!capabilities.idempotencyKeys && session.tries > 0)) {
    const truth = await ports.payments.read(ref);
    if (truth.kind === "gone") return finish(ports, session);
    if (truth.kind === "held" && !capabilities.hold) return returnDeposit(ports, session, truth.heldAmount);
  }
  const released = await ports.payments.release({
    key: effectKey(ports.environment, session.id, effect),
    ref,
  });
  if (released.kind === "released") return finish(ports, session);
  const truth = await ports.payments.read(ref);
  if (truth.kind === "gone") return finish(ports, session);
  const now = ports.clock();
  if (truth.kind === "captured") return takenElsewhere(ports, session, truth.capturedAmount.minor);
  // The provider's own word is that it still stands, so the attempt did nothing: the next one has a key of its own.
  const didNothing = released.kind === "refused" || (truth.kind === "held" && session.tries > 0);
  const after = {
    ...session,
    effect: didNothing && truth.kind === "held" ? { ...effect, attempt: effect.attempt + 1 } : effect,
    tries: session.tries + 1,
    due: now + backOffMs(session.tries),
  };
  const note = after.tries === 12 ? [workItem(session, "release_stuck", now)] : [];
  return (await writeStep(ports, session, after, note)).session;
}

/**
 * A deposit was taken, and nothing of it is owed: all of it goes back before the session is released. Where the provider or
 * the bank will not, the refund is in the work queue, and the session does not wait for the person.
 */
async function returnDeposit(ports: DeskPorts, read: Session, taken: Money): Promise<Session> {
  const { tenant, id } = read;
  const refund = returnIdOf(ports, read, 1);
  if (!(await findRefund(ports, tenant, id, refund))) {
    const written = await writeStep(
      ports,
      read,
      { ...read, returned: taken.minor },
      returning(ports, read, 1, taken),
    );
    if (!written.won) return written.session;
  }
  const after = await advanceRefund(ports, tenant, id, refund);
  const session = await loadSession(ports, tenant, id);
  if (!isReleasing(session) || !after) return session;
  if (after.state !== "approved" && after.state !== "sending")
    return finish(ports, session, isOnBooks(after));
  const due = Math.max(after.due ?? 0, ports.clock() + backOffMs(session.tries));
  return (await writeStep(ports, session, { ...session, tries: session.tries + 1, due })).session;
}

async function finish(ports: MoneyPorts, session: Session, isGone = true): Promise<Session> {
  const now = ports.clock();
  const hold = session.hold ? { ...session.hold, stands: false, released: isGone } : null;
  const released = enter(session, "released", now, { hold, effect: null, due: null });
  const woken = await wakeFurtherHolds(ports, session);
  const isOfDeposit = !ports.payments.capabilities.hold;
  if (session.sealed) return issueReceipt(ports, session, released, woken, { isOfDeposit });
  const together = [...(await unlocking(ports, session)), ...woken];
  return (await writeStep(ports, session, released, together)).session;
}

/**
 * Somebody else has taken the money that was to be given back: no repeat of ours can mend that. A person looks, and the
 * connector is let go.
 */
async function takenElsewhere(ports: MoneyPorts, session: Session, captured: bigint): Promise<Session> {
  const now = ports.clock();
  const hold = session.hold ? { ...session.hold, stands: false } : null;
  // A release that owed nothing, or gave it away, had said so already: what was taken is for the settlement to compare.
  const review = enter(session, "review", now, {
    hold,
    effect: null,
    due: null,
    captured: null,
    writtenOff: null,
    why: "captured_elsewhere",
  });
  const note = workItem(session, "captured_elsewhere", now, { captured: captured.toString() });
  return (await writeStep(ports, session, review, [note, ...(await unlocking(ports, session))])).session;
}

/** Lets the connector go with the release, if it is still this session's. */
async function unlocking(ports: MoneyPorts, session: Session): Promise<readonly Change[]> {
  const key = connectorKey(session.tenant, session.station, session.connector);
  const [row] = await ports.store.read([key], { strong: true });
  if (!row || textOr(row, "act") !== session.id) return [];
  return [{ update: key, set: { act: null }, guards: [{ field: "act", in: [session.id] }] }];
}
