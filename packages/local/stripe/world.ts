/** What every verb of the stand-in is handed, and how it tells that something happened. */
import type { Books } from "./books.ts";
import type { Deadlines } from "./deadlines.ts";

export const apiVersion = "2026-10-28.endive";

/** Partial captures are shown in one of two shapes; nobody may read the released rest as a refund of ours. */
export type CaptureShape = "plain" | "released_as_refund";

export interface World {
  readonly books: Books;
  readonly deadlines: Deadlines;
  /** what waits in the account for the bank, and the midnights at which some of it will leave */
  readonly account: { readonly unpaid: Set<string>; readonly midnights: Set<number> };
  /** where the payment page is, without a slash at the end */
  payBase: string;
  captureShape: CaptureShape;
  /** seconds that a hold of a brand can be captured; 7 days where none is said */
  captureWindowS: Readonly<Record<string, number>>;
  /** the request that is being served; null for what time does */
  cause: { readonly request: string; readonly key: string | null } | null;
  /** events of this turn, to be delivered once they are on disk */
  fresh: string[];
}

/** Puts an event that others may list, and that the webhook is told of when a hook of ours is subscribed to it. */
export function announce(world: World, type: string, object: unknown): void {
  put(world, type, object, subscribed.has(type));
}

/** An event that the webhook is told of whatever it is. */
export function announceAnything(world: World, type: string, object: unknown): void {
  put(world, type, object, true);
}

function put(world: World, type: string, object: unknown, isTold: boolean): void {
  const { books, cause } = world;
  const id = books.newId("evt");
  books.put("event", {
    id,
    object: "event",
    api_version: apiVersion,
    created: books.nowS(),
    data: { object },
    livemode: false,
    pending_webhooks: isTold ? 1 : 0,
    request: { id: cause?.request ?? null, idempotency_key: cause?.key ?? null },
    type,
  });
  if (isTold) world.fresh.push(id);
}

/** The events that a hook of ours is subscribed to; the others can only be listed. */
const subscribed = new Set([
  "payment_intent.amount_capturable_updated",
  "payment_intent.succeeded",
  "payment_intent.canceled",
  "payment_intent.payment_failed",
  "payment_intent.requires_action",
  "charge.expired",
  "charge.refunded",
  "refund.created",
  "refund.updated",
  "refund.failed",
  "charge.dispute.created",
  "charge.dispute.updated",
  "charge.dispute.closed",
  "charge.dispute.funds_withdrawn",
  "charge.dispute.funds_reinstated",
  "radar.early_fraud_warning.created",
  "checkout.session.completed",
  "checkout.session.expired",
  "payout.paid",
  "payout.reconciliation_completed",
]);
