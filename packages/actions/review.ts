/**
 * A session in review keeps its hold, and holds lapse. A person is told a day before; when the provider says that it is
 * gone, that is written down, and what is owed can then only be a receivable.
 */
import { hour } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { backOffMs } from "@barq/domain/session";
import type { MoneyPorts } from "./ports.ts";
import { writeStep } from "./session-store.ts";
import { workItem } from "./work-queue.ts";

const standingLookMs = hour;

/** A review that is due: the warning first, then a look at the provider once the hold should have lapsed. */
export async function watchReview(ports: MoneyPorts, session: Session): Promise<Session> {
  const { hold } = session;
  if (session.state !== "review" || !hold?.stands || hold.captureBefore === null) {
    return (await writeStep(ports, session, { ...session, due: null })).session;
  }
  const now = ports.clock();
  if (now < hold.captureBefore) {
    const note = workItem(session, "hold_lapses_soon", now);
    return (await writeStep(ports, session, { ...session, due: hold.captureBefore }, [note])).session;
  }
  const truth = await ports.payments.read({ page: hold.page, intent: hold.intent });
  if (truth.kind === "captured") {
    const captured = truth.capturedAmount.minor.toString();
    const note = workItem(session, "captured_elsewhere", now, { captured });
    return (await writeStep(ports, session, { ...session, due: null, tries: 0 }, [note])).session;
  }
  if (truth.kind !== "gone") {
    const tries = session.tries + 1;
    // Past a cautious life the hold may stand for days, and nobody says for how many.
    const isStanding = truth.kind === "held" && !ports.payments.capabilities.expiryKnown;
    const due = now + (isStanding ? standingLookMs : backOffMs(tries));
    return (await writeStep(ports, session, { ...session, tries, due })).session;
  }
  const lapsed = { ...session, due: null, tries: 0, hold: { ...hold, stands: false, released: true } };
  return (await writeStep(ports, session, lapsed, [workItem(session, "hold_lapsed", now)])).session;
}
