/**
 * One session taken as far as it can go now. Everybody calls this: the stream when something was written, the sweeper
 * when something is due, a person who presses a button. Running it twice, or twice at once, changes nothing more.
 */
import type { Session } from "@barq/domain/session";
import { captureHold } from "./capture-hold.ts";
import { findConsent } from "./collect-later.ts";
import { confirmHold } from "./confirm-hold.ts";
import { isDecided } from "./decided.ts";
import { openPage } from "./open-page.ts";
import { otherConnectors } from "./other-connectors.ts";
import type { SagaPorts } from "./ports.ts";
import { isMovable, isReleasing, releaseHold } from "./release-hold.ts";
import { watchReview } from "./review.ts";
import { sealDecided, sealSession } from "./seal-session.ts";
import { findSession } from "./session-store.ts";
import { checkStart, startStation, waitsForPlug } from "./start-station.ts";
import { checkCharging, checkStop, sendStop } from "./stop-station.ts";

/** More steps than any session can take in one go: a bug that goes in circles ends here, loudly. */
const mostSteps = 12;

/** @throws Error when a step does; the session keeps its `due`, and the next sweep tries again */
export async function advanceSession(
  ports: SagaPorts,
  tenant: string,
  id: string,
): Promise<Session | undefined> {
  const session = await findSession(ports, tenant, id, { strong: true });
  return session && advanceFrom(ports, session);
}

/** From the session as it was just read, or as the stream tells it: the guards notice when that is old. */
export async function advanceFrom(ports: SagaPorts, read: Session): Promise<Session> {
  let session = read;
  let sealedHere = false;
  for (let step = 0; step < mostSteps; step++) {
    const after: Session = await nextStep(ports, session, sealedHere);
    if (after.version === session.version) return after;
    sealedHere =
      session.state === "ended" && after.state === "settling" && after.version === session.version + 1;
    session = after;
  }
  throw new Error(`session ${read.id} does not come to rest in ${session.state}`);
}

async function nextStep(ports: SagaPorts, session: Session, sealedHere: boolean): Promise<Session> {
  const now = ports.clock();
  const isDue = session.due !== null && session.due <= now;
  if (isReleasing(session)) {
    // Where there is nothing else to take, nobody is kept waiting for the hold.
    const waits = !isDue && (!isMovable(session, now) || (await otherConnectors(ports, session)).length > 0);
    return waits ? session : releaseHold(ports, session);
  }
  switch (session.state) {
    case "pending":
      if (!isDue) return session;
      if (session.hold && session.effect && now < session.createdAt + ports.policy.pageMs) {
        return reopen(ports, session);
      }
      return confirmHold(ports, session.tenant, session.id);
    case "held":
      return startStation(ports, session);
    case "starting":
      if (session.transactionId !== null) return session;
      if (waitsForPlug(session)) return startStation(ports, session);
      return isDue ? checkStart(ports, session) : session;
    case "charging":
      return isDue ? checkCharging(ports, session) : session;
    case "stopping":
      return isDue ? checkStop(ports, session) : sendStop(ports, session);
    case "ended":
      return isDue ? sealSession(ports, session) : session;
    case "settling":
      return isDue ? captureHold(ports, session, sealedHere) : session;
    case "review":
      if (!isDue) return session;
      return isDecided(session) ? sealDecided(ports, session) : watchReview(ports, session);
    case "settled":
    case "released":
    case "failed":
      return session;
  }
}

/** The page's id was never written down: the same key again, or what our labels find. */
async function reopen(ports: SagaPorts, session: Session): Promise<Session> {
  const confirmed = await confirmHold(ports, session.tenant, session.id);
  if (confirmed.state !== "pending" || confirmed.effect === null) return confirmed;
  try {
    const consent = await findConsent(ports, session.tenant, session.id);
    return (await openPage(ports, confirmed, { isFirst: false, consent })).session;
  } catch {
    // Still no answer: the session keeps its due, which confirmHold has moved.
    return confirmed;
  }
}
