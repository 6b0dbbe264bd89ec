/** The provider's events: received is one fact, recorded before the 200; handled is another, in the commit of the effect. */

import type { Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import { dueShard, dueValue, inboxKey } from "@barq/store/keys";
import type { Change, Item } from "@barq/store/port";

const keptMs = 30 * day;

/** What is put when an event arrives that may change something: found by the sweeper until it is handled. */
export function eventReceived(event: string, tenant: string, session: string, at: Instant): Item {
  return {
    ...inboxKey(event),
    tenant,
    session,
    at,
    x: Math.floor((at + keptMs) / 1000),
    d: dueValue(dueShard(event)),
    due: at,
  };
}

/** What is put when an event changes nothing any more. */
export function eventWithoutEffect(event: string, at: Instant): Item {
  return { ...inboxKey(event), at, x: Math.floor((at + keptMs) / 1000), handled: at };
}

/** The change that goes into the commit of the effect. */
export function eventHandled(event: string, at: Instant): Change {
  return {
    update: inboxKey(event),
    set: { handled: at, d: null, due: null, x: Math.floor((at + keptMs) / 1000) },
  };
}
