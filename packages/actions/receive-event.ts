/**
 * An event of the payment provider: verified over the raw body, recorded as received before the 200, and looked at
 * afterwards by whoever is woken. An event that can change nothing any more is recorded as handled at once; one that
 * nobody here knows is parked where people see it.
 */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import type { ProviderNews } from "@barq/payments/port";
import type { Item } from "@barq/store/port";
import { eventParked, eventReceived, eventWithoutEffect } from "./inbox.ts";
import type { HookPorts } from "./ports.ts";
import { isGivingBack } from "./release-hold.ts";
import { findSession } from "./session-store.ts";

type Needs = Pick<HookPorts, "store" | "clock">;

/** @throws Fault signature_invalid */
export async function receiveEvent(ports: HookPorts, body: string, signature: string | null): Promise<void> {
  const verified = await ports.payments.verifyNews(body, signature);
  if (verified.kind !== "news")
    throw new Fault("signature_invalid", "This event is not signed by the provider, or is too old.");
  await recordNews(ports, verified.news);
}

/** The same for an event that was found in the provider's own list. Recording one again changes nothing. */
export async function recordNews(ports: Needs, news: ProviderNews): Promise<void> {
  const now = ports.clock();
  if (news.kind === "nothing") return;
  const names = news.object !== null || news.intent !== null;
  if (news.kind === "other" || !names) {
    const { event, shown } = eventParked(news, now);
    await putOnce(ports, shown);
    return putOnce(ports, event);
  }
  // A thin event, a dispute and a warning carry no labels: whoever looks finds the session by the object.
  if (news.tenant === null || news.session === null) return putOnce(ports, eventReceived(news, now));
  // A tenant that metadata names is believed only when the session says the same.
  const session = await findSession(ports, news.tenant, news.session, { strong: true });
  if (!session) return;
  const asks = news.kind !== "hold" || asksForLook(session, news, now);
  await putOnce(ports, asks ? eventReceived(news, now) : eventWithoutEffect(news.event, now));
}

const putOnce = async (ports: Needs, item: Item): Promise<void> => {
  await ports.store.commit([{ put: item, guards: [{ absent: true }] }]);
};

/** Whether it is another hold of the session that the provider tells of. */
export function isOfFurtherHold({ hold }: Session, news: Pick<ProviderNews, "object" | "intent">): boolean {
  if (!hold || hold.intent === null) return false;
  const named = [news.object, news.intent].filter((name) => name !== null);
  return !named.includes(hold.intent) && !named.includes(hold.page ?? hold.intent);
}

/** States in which nobody expects the hold to end: ours are made in settling, or under a release that is on record. */
const unawares = ["held", "starting", "charging", "stopping", "ended", "review"];

/** Whether news of a hold may change something: it may have come about, or ended behind our back. */
export function asksForLook(
  session: Session,
  news: Pick<ProviderNews, "object" | "intent" | "isOver">,
  now: Instant,
): boolean {
  if (session.state === "pending" || session.state === "failed") return true;
  if (isOfFurtherHold(session, news)) return true;
  return (
    news.isOver &&
    session.hold?.stands === true &&
    unawares.includes(session.state) &&
    !isGivingBack(session, now)
  );
}
