/**
 * The provider's events: received is one fact, recorded before the 200; handled is another, in the commit of the effect. What
 * nobody here knows is parked: kept, and shown once per type and day.
 */
import type { Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import { isoDay } from "@barq/domain/legal-time";
import type { ProviderNews } from "@barq/payments/port";
import { number, text, textOr } from "@barq/store/fields";
import { dueShard, dueValue, inboxKey, parkedPartition } from "@barq/store/keys";
import type { Change, Item, Store } from "@barq/store/port";

const keptMs = 30 * day;
const keptUntilS = (at: Instant): number => Math.floor((at + keptMs) / 1000);

/** What an event is about, as far as it said so itself. */
export type Received = Pick<
  ProviderNews,
  "event" | "kind" | "object" | "intent" | "tenant" | "session" | "isOver"
>;

/** What is put when an event arrives that may change something: found by the sweeper until it is handled. */
export function eventReceived(news: Received, at: Instant): Item {
  const { event, kind, object, intent, tenant, session, isOver } = news;
  return {
    ...inboxKey(event),
    k: kind,
    ...(object === null ? {} : { o: object }),
    ...(intent === null ? {} : { i: intent }),
    ...(tenant === null || session === null ? {} : { tenant, session }),
    ...(isOver ? { over: true } : {}),
    at,
    x: keptUntilS(at),
    d: dueValue(dueShard(event)),
    due: at,
  };
}

const kinds = ["hold", "refund", "dispute", "warning"] as const;

/** An event as it was received; one that an older version wrote is of a hold. */
export function readReceived(item: Item): Received {
  const kind = textOr(item, "k") ?? "hold";
  return {
    event: item.pk.slice("EV#".length),
    kind: kinds.find((known) => known === kind) ?? "other",
    object: textOr(item, "o"),
    intent: textOr(item, "i"),
    tenant: textOr(item, "tenant"),
    session: textOr(item, "session"),
    isOver: item.over === true,
  };
}

/** What is put when an event changes nothing any more. */
export function eventWithoutEffect(event: string, at: Instant): Item {
  return { ...inboxKey(event), at, x: keptUntilS(at), handled: at };
}

/** The change that goes into the commit of the effect. */
export function eventHandled(event: string, at: Instant): Change {
  return {
    update: inboxKey(event),
    set: { handled: at, d: null, due: null, x: keptUntilS(at) },
  };
}

/** An event that nobody here knows: kept under its id, and on the list of its type and day. */
export function eventParked(news: ProviderNews, at: Instant): { readonly event: Item; readonly shown: Item } {
  const { type } = news;
  const date = isoDay("UTC", at);
  return {
    event: { ...inboxKey(news.event), type, at, parked: true, x: keptUntilS(at) },
    shown: { pk: parkedPartition, sk: `U#${date}#${type}`, type, at, event: news.event, x: keptUntilS(at) },
  };
}

/** A received event whose step has failed again and again: shown like the others, once. It stays due. */
export function eventStuck(item: Item, at: Instant): Item {
  const { event, kind } = readReceived(item);
  const stuck = { type: kind, at, event, stuck: true, x: keptUntilS(at) };
  return { pk: parkedPartition, sk: `U#${isoDay("UTC", at)}#${event}`, ...stuck };
}

/** Types of events that nobody here knows, with the day's first event of each; and events that cannot be handled. */
export async function parkedTypes(store: Store): Promise<
  readonly {
    readonly type: string;
    readonly at: Instant;
    readonly event: string;
    readonly isStuck: boolean;
  }[]
> {
  const rows = [];
  for await (const item of store.list(parkedPartition, { prefix: "U#", backwards: true, limit: 100 }))
    rows.push({
      type: text(item, "type"),
      at: number(item, "at"),
      event: text(item, "event"),
      isStuck: item.stuck === true,
    });
  return rows;
}
