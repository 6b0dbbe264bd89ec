/**
 * Events that never arrived: our endpoint was down for longer than the provider goes on trying. Its own list is read, from a
 * little before where it was read to last, and every event goes the way of one that arrived. An item remembers how far the
 * list was read and is due by the clock like everything else.
 */
import type { Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import type { ProviderNews } from "@barq/payments/port";
import { numberOr } from "@barq/store/fields";
import { dueShard, dueValue, eventsReadKey, inboxKey } from "@barq/store/keys";
import type { ReadPorts, SagaPorts } from "./ports.ts";
import { recordNews } from "./receive-event.ts";

/** The provider lists an event for 30 days. */
const listedMs = 30 * day;
/** How many are looked up in the inbox at once. */
const atOnce = 100;

/** At every start of a process: the list is read now, whatever was due. Two at once change nothing more. */
export async function hurryEvents(ports: Pick<ReadPorts, "store" | "clock">): Promise<void> {
  await ports.store.commit([{ update: eventsReadKey, set: dueAt(ports.clock()) }]);
}

const dueAt = (due: Instant) => ({ due, d: dueValue(dueShard(eventsReadKey.sk)) });

/** @throws Error when the provider does not answer: how far the list was read stays where it was */
export async function catchUpEvents(ports: SagaPorts): Promise<{ readonly missed: number }> {
  const now = ports.clock();
  const [item] = await ports.store.read([eventsReadKey], { strong: true });
  const readTo = item ? numberOr(item, "to") : null;
  const from = Math.max(now - listedMs, (readTo ?? now - listedMs) - ports.policy.eventsOverlapMs);
  let missed = 0;
  let waiting: ProviderNews[] = [];
  const takeIn = async (): Promise<void> => {
    const all = waiting;
    waiting = [];
    const known = all.length === 0 ? [] : await ports.store.read(all.map(({ event }) => inboxKey(event)));
    for (const [n, news] of all.entries()) {
      if (known[n] || news.kind === "nothing") continue;
      missed++;
      await recordNews(ports, news);
    }
  };
  // Clocks differ: what the provider dates a little ahead of us is found the next time, too.
  for await (const { news } of ports.books.list("events", { from, to: now + day })) {
    waiting.push(news);
    if (waiting.length === atOnce) await takeIn();
  }
  await takeIn();
  await ports.store.commit([
    {
      update: eventsReadKey,
      set: { to: now, tr: null, ...dueAt(now + ports.policy.eventsReadMs) },
      guards: [{ field: "to", in: [readTo] }],
    },
  ]);
  return { missed };
}
