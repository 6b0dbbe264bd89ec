/** The book of Stripe's events, and whose an object there is: all that the saga needs of the account's books. */
import { second } from "@barq/domain/instant";
import type Stripe from "stripe";
import type { EventRow, Period, ProviderBooks } from "./provider-books.ts";
import { newsOf, subscribedTypes } from "./stripe-news.ts";
import { whose } from "./stripe-whose.ts";

export function createStripeEvents(stripe: Stripe): ProviderBooks<"events"> {
  return {
    list: (_, period) => eventsOf(stripe, period),
    whose: (object) => whose(stripe, object),
  };
}

/** Stripe counts in whole seconds, and `to` is not part of the period. @throws Error when Stripe does not answer */
export async function* eventsOf(stripe: Stripe, { from, to }: Period): AsyncIterable<EventRow> {
  const created = { gte: Math.floor(from / second), lt: Math.ceil(to / second) };
  for await (const event of stripe.events.list({ created, types: [...subscribedTypes], limit: 100 })) {
    const news = newsOf(event);
    if (news) yield { kind: "event", id: event.id, createdAt: event.created * second, news };
  }
}
