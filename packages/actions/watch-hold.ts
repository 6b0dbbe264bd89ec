/**
 * A hold that ended behind our back: a person captured or cancelled it in the provider's dashboard, or it lapsed. The
 * provider's own object is read. Where the hold is gone no more energy flows and what is owed is asked for later; where it was
 * captured a person looks, and nothing is taken a second time.
 */
import type { Session } from "@barq/domain/session";
import { enter, firstRelease } from "@barq/domain/session";
import type { Change } from "@barq/store/port";
import { NotYet } from "./not-yet.ts";
import type { SagaPorts } from "./ports.ts";
import { loadSession, writeStep } from "./session-store.ts";
import { sendStop } from "./stop-station.ts";
import { workItem } from "./work-queue.ts";

/** Each loss is a reading, a command's outcome or a driver's stop written meanwhile. */
const mostRaces = 5;

/**
 * Looks at the hold of a session that has one; `together` is true with whatever comes of it. Answers undefined where another
 * step has changed the session so far that the question must be asked anew. @throws NotYet while the provider does not say
 */
export async function watchHold(
  ports: SagaPorts,
  read: Session,
  together: readonly Change[],
): Promise<Session | undefined> {
  let session = read;
  for (let race = 0; race < mostRaces; race++) {
    if (!session.hold || session.state !== read.state) return undefined;
    const truth = await ports.payments.read({ page: session.hold.page, intent: session.hold.intent });
    if (truth.kind === "unknown") throw new NotYet(`what became of a hold is not known: ${truth.why}`);
    const [after, notes] = outcome(ports, session, truth);
    const written = await writeStep(ports, session, after, [...together, ...notes]);
    if (written.won) return after.state === "stopping" ? sendStop(ports, written.session) : written.session;
    session = await loadSession(ports, session.tenant, session.id);
  }
  throw new NotYet(`session ${read.id} is being written by others all the time`);
}

type Truth = Awaited<ReturnType<SagaPorts["payments"]["read"]>>;

function outcome(ports: SagaPorts, session: Session, truth: Truth): [Session, readonly Change[]] {
  const now = ports.clock();
  const { hold } = session;
  if (!hold || truth.kind === "held" || truth.kind === "open") return [session, []];
  if (truth.kind === "captured") {
    const captured = truth.capturedAmount.minor.toString();
    return [session, [workItem(session, "captured_elsewhere", now, { captured })]];
  }
  const gone = { ...hold, stands: false, released: true };
  const lost = [workItem(session, "hold_lost", now, { held: hold.holdAmount.minor.toString() })];
  switch (session.state) {
    case "held":
    case "starting":
      // No energy has flowed: the session ends as every other whose hold goes back.
      return [{ ...session, effect: firstRelease, due: now, tries: 0, why: "hold_lost" }, []];
    case "charging": {
      const effect = { name: "remote_stop", attempt: 1 };
      const due = now + ports.policy.commandMs;
      return [enter(session, "stopping", now, { hold: gone, effect, due, why: "hold_lost" }), lost];
    }
    case "review":
      return [{ ...session, hold: gone, due: null }, [workItem(session, "hold_lapsed", now)]];
    default:
      return [{ ...session, hold: gone }, lost];
  }
}
