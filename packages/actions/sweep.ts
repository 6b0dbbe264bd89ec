/**
 * Everything that is overdue, taken up by the same step code as the fast path. The stream is quick, the sweeper is the
 * guarantee: at start-up and then every second on a laptop, every minute on AWS.
 */
import { backOffMs } from "@barq/domain/session";
import { readCorrection } from "@barq/store/correction-item";
import { numberOr, textOr } from "@barq/store/fields";
import { isFurtherHold, readFurtherHold } from "@barq/store/further-hold-item";
import { knownFormat, NewerItem } from "@barq/store/item-format";
import {
  contactSort,
  correctionPrefix,
  disputePrefix,
  dueShards,
  eventsReadKey,
  inboxKey,
  ownerOf,
  receivableSort,
  refundPrefix,
} from "@barq/store/keys";
import type { Item, Key } from "@barq/store/port";
import { readSession } from "@barq/store/session-item";
import { advanceDispute } from "./advance-dispute.ts";
import { advanceFurther } from "./advance-further.ts";
import { advanceSession } from "./advance-session.ts";
import { catchUpEvents } from "./catch-up-events.ts";
import { advanceReceivable } from "./collect-receivable.ts";
import { eventStuck } from "./inbox.ts";
import type { SagaPorts } from "./ports.ts";
import { advanceRefund } from "./refund-advance.ts";
import { sealCorrection } from "./seal-correction.ts";
import { advanceReceiptMail } from "./send-receipt.ts";
import { findSession } from "./session-store.ts";
import { takeEvent } from "./take-event.ts";
import { workItem } from "./work-queue.ts";

interface Swept {
  readonly done: number;
  readonly failed: readonly { readonly key: Key; readonly error: unknown }[];
  /** how long ago the oldest overdue step was due, in ms: the number to watch */
  readonly oldestMs: number;
}

/** One pass over all shards, some at a time. An item whose step throws is tried again later and never stops the others. */
export async function sweep(ports: SagaPorts, atOnce = 8): Promise<Swept> {
  const now = ports.clock();
  const failed: { key: Key; error: unknown }[] = [];
  let done = 0;
  let oldestMs = 0;
  const shards = Array.from({ length: dueShards }, (_, shard) => shard);
  const work = async (): Promise<void> => {
    for (let shard = shards.shift(); shard !== undefined; shard = shards.shift()) {
      for await (const key of ports.store.overdue(shard, now)) {
        const [item] = await ports.store.read([key], { strong: true });
        const due = item ? numberOr(item, "due") : null;
        if (!item || due === null || due > now) continue;
        oldestMs = Math.max(oldestMs, now - due);
        try {
          await takeUp(ports, item);
          done++;
        } catch (error) {
          failed.push({ key, error });
          // What a newer version has written is its own to take up and to put off.
          if (!(error instanceof NewerItem)) await putOff(ports, item);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { done, failed, oldestMs };
}

/** What an overdue item needs; the same for the stream. */
export async function takeUp(ports: SagaPorts, item: Item): Promise<void> {
  if (item.pk.startsWith("EV#")) {
    if (item.sk === eventsReadKey.sk) await catchUpEvents(ports);
    else await takeEvent(ports, item);
    return;
  }
  if (item.sk.startsWith(disputePrefix)) {
    const { tenant, session } = ownerOf(item);
    await advanceDispute(ports, tenant, session, item.sk.slice(disputePrefix.length));
    return;
  }
  if (item.sk.startsWith(refundPrefix)) {
    const { tenant, session } = ownerOf(item);
    await advanceRefund(ports, tenant, session, item.sk.slice(refundPrefix.length));
    return;
  }
  if (item.sk.startsWith(correctionPrefix)) {
    await sealCorrection(ports, readCorrection(item));
    return;
  }
  if (isFurtherHold(item)) {
    await advanceFurther(ports, readFurtherHold(item));
    return;
  }
  if (item.sk === contactSort) return advanceReceiptMail(ports, item);
  if (item.sk === receivableSort) return advanceReceivable(ports, item);
  const session = readSession(item);
  await advanceSession(ports, session.tenant, session.id);
}

/** A step that throws is a bug or an outage: later and later again, and after twelve times a person is told. */
async function putOff(ports: SagaPorts, item: Item): Promise<void> {
  const tries = (numberOr(item, "tr") ?? 0) + 1;
  const now = ports.clock();
  const state = textOr(item, "st");
  await ports.store.commit([
    {
      update: { pk: item.pk, sk: item.sk },
      set: { tr: tries, due: now + backOffMs(tries) },
      guards: [
        // A newer version may have raised the format since the item was read, and `due` may be the same.
        knownFormat,
        { field: "due", in: [numberOr(item, "due")] },
        ...(state === null ? [] : [{ field: "st", in: [state] }]),
      ],
    },
  ]);
  if (tries === 12 && item.sk === inboxKey("").sk) await ports.store.commit([{ put: eventStuck(item, now) }]);
  if (tries === 12 && state !== null) {
    const owner = ownerOf(item);
    const session = await findSession(ports, owner.tenant, owner.session, { strong: true });
    if (session) await ports.store.commit([workItem(session, "step_keeps_failing", now, { state })]);
  }
}
