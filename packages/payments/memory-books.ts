/** The twin of a provider's books. Each book is a function of its own. */
import type { TwinHold, TwinState } from "./memory-state.ts";
import type { BookRows, EventRow, Period, ProviderBooks } from "./provider-books.ts";

/** The books that are kept here. */
type Kept = "events";

type Lists = { readonly [B in Kept]: (period: Period) => AsyncIterable<BookRows[B]> };

export function createMemoryBooks(state: TwinState): ProviderBooks<Kept> {
  const lists: Lists = { events: (period) => events(state, period) };
  return {
    list: (book, period) => lists[book](period),
    async whose(object) {
      const hold = holdBehind(state, object);
      if (!hold) return { kind: "none" };
      const { tenant, session, environment } = hold.labels;
      return { kind: "labelled", tenant, session, environment, intent: hold.intent };
    },
  };
}

async function* events(state: TwinState, { from, to }: Period): AsyncIterable<EventRow> {
  // Pages end and holds lapse by the clock: whoever lists has let time act first.
  for (const page of state.holds.keys()) state.holdOf({ page, intent: null });
  for (const news of [...state.events].reverse()) {
    if (news.at >= from && news.at < to) yield { kind: "event", id: news.event, createdAt: news.at, news };
  }
}

/** By the twin's own names; an event of something else has said which hold is behind it. */
function holdBehind(state: TwinState, object: string): TwinHold | undefined {
  const told = state.events.find((news) => news.object === object);
  return (
    state.holdOf({ page: object, intent: object }) ??
    state.holdOf({ page: null, intent: object }) ??
    (told && state.holdOf({ page: null, intent: told.intent }))
  );
}
