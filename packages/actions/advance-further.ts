/**
 * One further hold taken as far as it can go now. While it is asked for: is it paid? When it stands, one commit records it and
 * raises its session's limits. When its session's money has ended: what stands of it goes back.
 */
import type { FurtherHold } from "@barq/domain/further-hold";
import { enterHold, isOpenHold } from "@barq/domain/further-hold";
import { day, hour } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import { backOffMs, effectKey, isTerminal } from "@barq/domain/session";
import type { HoldTruth } from "@barq/payments/port";
import { furtherHoldChange } from "@barq/store/further-hold-item";
import { furtherPageMs } from "./add-hold.ts";
import { findFurtherHold, furtherHoldsOf, writeHold, writeWithSession } from "./further-holds.ts";
import { furtherLost } from "./further-lost.ts";
import type { FoundHold } from "./hold-truth.ts";
import { holdTruth } from "./hold-truth.ts";
import { limitsWith } from "./limits-with.ts";
import type { MoneyPorts } from "./ports.ts";
import { advanceRaise } from "./raise-hold.ts";
import { depositTaken, returning } from "./return-deposit.ts";
import { loadSession, writeStep } from "./session-store.ts";
import { captureBeforeOf } from "./settle-difference.ts";
import { chargingEnds } from "./stop-station.ts";
import { toldOnce, workItem } from "./work-queue.ts";

/** A hold that stands while its session runs is looked at again this often, and when its own window ends. */
const standingLookMs = hour;

/** The further holds of a session that nobody has seen paid yet are looked at now: the driver is back, or news came. */
export async function confirmFurther(ports: MoneyPorts, session: Session): Promise<void> {
  if (session.hold === null || session.startedAt === null) return;
  for (const hold of await furtherHoldsOf(ports, session))
    if (hold.state === "raising" || hold.state === "opening" || hold.state === "open")
      await advanceFurther(ports, hold);
}

export async function advanceFurther(ports: MoneyPorts, hold: FurtherHold): Promise<FurtherHold> {
  if (!isOpenHold(hold)) return hold;
  if (hold.state === "raising") return advanceRaise(ports, hold);
  const session = await loadSession(ports, hold.tenant, hold.session);
  const truth = await holdTruth(ports, hold);
  if (hold.state === "held") return watchHeld(ports, session, hold, truth);
  const isWanted = session.state === "charging";
  switch (truth.kind) {
    case "held":
      if (!ports.payments.capabilities.hold) return joinDeposit(ports, session, hold, truth);
      return isWanted && isSame(truth.heldAmount, hold.holdAmount)
        ? join(ports, session, hold, truth)
        : giveBack(ports, session, { ...hold, page: truth.ref.page, intent: truth.ref.intent });
    case "open":
      return isWanted && ports.clock() < hold.createdAt + furtherPageMs
        ? later(ports, { ...hold, page: truth.ref.page, intent: truth.ref.intent, state: "open" }, hold)
        : giveBack(ports, session, { ...hold, page: truth.ref.page, intent: truth.ref.intent }, true);
    case "gone":
      return (await writeHold(ports, hold, enterHold(hold, "failed"))).hold;
    case "none":
      // The answer of its creation may still be on its way: the page's own end is waited for.
      return ports.clock() < hold.createdAt + furtherPageMs
        ? later(ports, hold, hold)
        : (await writeHold(ports, hold, enterHold(hold, "failed"))).hold;
    case "captured":
      return capturedElsewhere(ports, session, hold, truth.capturedAmount.minor);
    case "unknown":
      return later(ports, hold, hold);
  }
}

/** It stands: recorded in the one commit that raises the session's limits, or not at all. */
async function join(
  ports: MoneyPorts,
  session: Session,
  hold: FurtherHold,
  truth: Extract<HoldTruth, { kind: "held" }>,
): Promise<FurtherHold> {
  const limits = await limitsWith(ports, session, hold.holdAmount);
  const raised = { ...session, ...limits, further: furtherWith(session, hold) };
  const ends = chargingEnds(ports, raised, session.startedAt ?? session.since);
  return recordHeld(ports, session, { ...raised, due: ends }, hold, truth);
}

/** A provider that holds in another currency holds something else, whatever the figure is. */
const isSame = (one: Money, other: Money): boolean =>
  one.minor === other.minor && one.currency === other.currency;

const furtherWith = (session: Session, { n, holdAmount }: FurtherHold): NonNullable<Session["further"]> => ({
  last: Math.max(n, session.further?.last ?? n),
  heldMinor: (session.further?.heldMinor ?? 0n) + holdAmount.minor,
});

/**
 * A deposit was taken the moment it was paid, so it is on the books whatever the session does by then. It raises the limits
 * while the car charges, helps to pay until the money has ended, and goes back after that.
 */
async function joinDeposit(
  ports: MoneyPorts,
  session: Session,
  hold: FurtherHold,
  truth: Extract<HoldTruth, { kind: "held" }>,
): Promise<FurtherHold> {
  const { minor } = truth.heldAmount;
  if (!isSame(truth.heldAmount, hold.holdAmount)) return capturedElsewhere(ports, session, hold, minor);
  if (session.state === "charging") return join(ports, session, hold, truth);
  return recordHeld(ports, session, { ...session, further: furtherWith(session, hold) }, hold, truth);
}

async function recordHeld(
  ports: MoneyPorts,
  session: Session,
  after: Session,
  hold: FurtherHold,
  truth: Extract<HoldTruth, { kind: "held" }>,
): Promise<FurtherHold> {
  const captureBefore = captureBeforeOf(ports, truth);
  const held = enterHold(hold, "held", {
    page: truth.ref.page ?? hold.page,
    intent: truth.ref.intent,
    captureBefore,
    due: isTerminal(session.state) ? ports.clock() : nextLook(ports, captureBefore),
  });
  const taken = await depositTaken(ports, session, truth.heldAmount);
  return writeWithSession(ports, [session, after], [hold, held], taken, advanceFurther);
}

/** A window that is over and a hold that stands all the same are looked at as often as any other. */
function nextLook(ports: MoneyPorts, captureBefore: number | null): number {
  const now = ports.clock();
  const next = now + standingLookMs;
  return captureBefore !== null && captureBefore > now ? Math.min(next, captureBefore) : next;
}

/** A hold that stands waits for its session's money to end; a capture of it is the session's own step. */
async function watchHeld(
  ports: MoneyPorts,
  session: Session,
  hold: FurtherHold,
  truth: FoundHold,
): Promise<FurtherHold> {
  const isOver = isTerminal(session.state);
  if (truth.kind === "captured")
    return isOver || session.state !== "settling"
      ? capturedElsewhere(ports, session, hold, truth.capturedAmount.minor)
      : later(ports, hold, hold);
  if (truth.kind === "gone")
    return isOver
      ? (await writeHold(ports, hold, enterHold(hold, "released"))).hold
      : furtherLost(ports, session, hold);
  if (isOver) return giveBack(ports, session, hold);
  const after = { ...hold, tries: 0, due: nextLook(ports, hold.captureBefore) };
  return (await writeHold(ports, hold, after)).hold;
}

/** Nobody needs it: the page is ended, or the hold released; only what the provider then says is believed. */
async function giveBack(
  ports: MoneyPorts,
  session: Session,
  hold: FurtherHold,
  pageOnly = false,
): Promise<FurtherHold> {
  const ref = { page: hold.page, intent: hold.intent };
  const effect = { name: `release.${hold.n}`, attempt: hold.attempt };
  const before = await findFurtherHold(ports, hold.tenant, hold.session, hold.n);
  if (!before || !isOpenHold(before)) return before ?? hold;
  if (before.state === "held" && !ports.payments.capabilities.hold)
    return returnDeposit(ports, session, before);
  const released = await ports.payments.release({
    key: effectKey(ports.environment, hold.session, effect),
    ref,
    pageOnly,
  });
  if (released.kind === "released")
    return (await writeHold(ports, before, enterHold({ ...before, ...ref }, "released"))).hold;
  const truth = await ports.payments.read(ref);
  if (truth.kind === "gone")
    return (await writeHold(ports, before, enterHold({ ...before, ...ref }, "released"))).hold;
  if (truth.kind === "captured") return capturedElsewhere(ports, session, before, truth.capturedAmount.minor);
  const didNothing =
    truth.kind === "held" && (released.kind === "refused" || (hold.tries > 0 && hold.attempt > 0));
  return later(ports, { ...before, ...ref, attempt: before.attempt + (didNothing ? 1 : 0) }, before);
}

/** What nobody needs of a deposit is all of it: from here on its refund has a life of its own. */
async function returnDeposit(ports: MoneyPorts, session: Session, hold: FurtherHold): Promise<FurtherHold> {
  const released = enterHold(hold, "released");
  const returned = (session.returned ?? 0n) + hold.holdAmount.minor;
  const written = await writeStep(ports, session, { ...session, returned }, [
    furtherHoldChange(hold, released),
    ...returning(ports, session, hold.n, hold.holdAmount),
  ]);
  if (written.won) return { ...released, version: hold.version + 1 };
  return (await findFurtherHold(ports, hold.tenant, hold.session, hold.n)) ?? hold;
}

/**
 * Somebody took it at the provider: a person compares, and nothing of ours touches it again. Once its session's money has
 * ended, so has the hold: the row of the queue is what is left to do.
 */
async function capturedElsewhere(
  ports: MoneyPorts,
  session: Session,
  hold: FurtherHold,
  captured: bigint,
): Promise<FurtherHold> {
  const note = workItem(session, `captured_elsewhere_${hold.n}`, ports.clock(), {
    captured: captured.toString(),
    hold: `${hold.n}`,
  });
  const after = isTerminal(session.state)
    ? enterHold(hold, "captured", { captured: 0n })
    : { ...hold, tries: hold.tries + 1, due: ports.clock() + day };
  return (await writeHold(ports, hold, after, await toldOnce(ports, note))).hold;
}

async function later(ports: MoneyPorts, wanted: FurtherHold, before: FurtherHold): Promise<FurtherHold> {
  const tries = before.tries + 1;
  const now = ports.clock();
  const pageEnds = before.createdAt + furtherPageMs;
  const next = now + backOffMs(tries);
  const due = now < pageEnds && wanted.state !== "held" ? Math.min(next, pageEnds) : next;
  const stuck = tries === 12 && now >= pageEnds;
  const session = stuck ? await loadSession(ports, before.tenant, before.session) : null;
  const note = session ? [workItem(session, "release_stuck", now, { hold: `${before.n}` })] : [];
  return (await writeHold(ports, before, { ...wanted, tries, due }, note)).hold;
}
