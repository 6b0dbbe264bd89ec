/**
 * An event that was received and waits to be handled. Whose it is is found by its labels or, where it has none, by reading its
 * object at the provider; either is believed only after our session says the same. What it leads to is written in one commit
 * with the fact that it was handled.
 */
import type { Session } from "@barq/domain/session";
import type { Item } from "@barq/store/port";
import { confirmHold } from "./confirm-hold.ts";
import { hurryHolds } from "./hold-news.ts";
import type { Received } from "./inbox.ts";
import { eventHandled, readReceived } from "./inbox.ts";
import { NotYet } from "./not-yet.ts";
import { noteDispute } from "./note-dispute.ts";
import type { SagaPorts } from "./ports.ts";
import { asksForLook, isOfFurtherHold } from "./receive-event.ts";
import { hurryRefund } from "./refund-news.ts";
import { findSession } from "./session-store.ts";
import { watchHold } from "./watch-hold.ts";
import { workItem } from "./work-queue.ts";

/** @throws NotYet while the provider or another step stands in the way: the event stays due */
export async function takeEvent(ports: SagaPorts, item: Item): Promise<void> {
  const event = readReceived(item);
  const session = await sessionOf(ports, event);
  const handled = eventHandled(event.event, ports.clock());
  // Another product on the account at the provider, another environment, or a tenant that only metadata knows.
  if (!session) {
    await ports.store.commit([handled]);
    return;
  }
  switch (event.kind) {
    case "hold":
      return takeHoldNews(ports, session, event);
    case "refund":
      return hurryRefund(ports, session.tenant, session.id, event.object, [handled]);
    case "dispute":
      if (event.object !== null) await noteDispute(ports, session, event.object, [handled]);
      return;
    case "warning": {
      const captured = (session.captured ?? 0n).toString();
      const facts = { warning: event.object ?? "", captured };
      await ports.store.commit([workItem(session, "fraud_warning", ports.clock(), facts), handled]);
      return;
    }
    default:
      throw new Error(`an event of the kind ${event.kind} waits for nobody`);
  }
}

async function takeHoldNews(ports: SagaPorts, session: Session, event: Received): Promise<void> {
  const { tenant, id, state } = session;
  const handled = eventHandled(event.event, ports.clock());
  if (state === "pending" || state === "failed") {
    await confirmHold(ports, tenant, id, event.event);
    return;
  }
  if (isOfFurtherHold(session, event)) return hurryHolds(ports, session, [handled]);
  if (!asksForLook(session, event, ports.clock())) {
    await ports.store.commit([handled]);
    return;
  }
  const looked = await watchHold(ports, session, [handled]);
  if (!looked) throw new NotYet(`session ${id} has gone on while its hold was looked at`);
}

/** @throws NotYet when the provider does not say whose it is */
async function sessionOf(ports: SagaPorts, event: Received): Promise<Session | undefined> {
  // A dispute's own labels are whoever's who writes at the provider: the hold's that it is about count.
  if (event.tenant !== null && event.session !== null && event.kind !== "dispute")
    return findSession(ports, event.tenant, event.session, { strong: true });
  for (const name of [event.intent, event.object]) {
    if (name === null) continue;
    const whose = await ports.books.whose(name);
    if (whose.kind === "unknown") throw new NotYet(`whose an event is is not known: ${whose.why}`);
    if (whose.kind === "none") continue;
    if (whose.environment !== null && whose.environment !== ports.environment) return undefined;
    return findSession(ports, whose.tenant, whose.session, { strong: true });
  }
  return undefined;
}
