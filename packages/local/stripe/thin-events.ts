/** An event as an event destination gets it: it names its object and carries nothing of it (Stripe, "Event destinations"). */
import { isoText, second } from "@barq/domain/instant";
import type { StripeEvent } from "./objects.ts";

const collections: Readonly<Record<string, string>> = {
  "checkout.session": "checkout/sessions",
  "radar.early_fraud_warning": "radar/early_fraud_warnings",
};

export function thinOf(event: StripeEvent): object {
  const { id, type } = named(event.data.object);
  const path = collections[type] ?? `${type}s`;
  return {
    id: event.id,
    object: "v2.core.event",
    type: `v1.${event.type}`,
    created: isoText(event.created * second),
    livemode: event.livemode,
    related_object: { id, type, url: `/v1/${path}/${id}` },
  };
}

function named(object: unknown): { readonly id: string; readonly type: string } {
  const members = new Map(Object.entries(typeof object === "object" && object !== null ? object : {}));
  return { id: String(members.get("id")), type: String(members.get("object")) };
}
