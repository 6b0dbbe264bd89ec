/** Holding more on an intent that holds already (Stripe, "Incremental authorizations"). */
import { assertAmount } from "./amounts.ts";
import type { Form } from "./form.ts";
import type { PaymentIntent } from "./objects.ts";
import { metadataAt, textAt, wholeAt } from "./parameters.ts";
import { invalid, StripeRefusal } from "./refusal.ts";
import type { World } from "./world.ts";
import { announce } from "./world.ts";

/** Declines count, too. */
const mostTries = 10;

export const raises = (brand: string): boolean => ["visa", "mastercard", "discover"].includes(brand);

/** The bank of the card with these last four digits holds once, and no more after that; a test card of our own. */
const holdsNoMore = "0036";

/**
 * `amount` is the new total.
 * @throws StripeRefusal payment_intent_unexpected_state, amount_too_small, card_declined, and where the charge does not allow it
 */
export function increment(world: World, id: string, form: Form): PaymentIntent {
  const { books } = world;
  const intent = books.need("payment_intent", id);
  if (intent.status !== "requires_capture")
    throw invalid(
      "payment_intent_unexpected_state",
      `This PaymentIntent's amount could not be incremented because it has a status of ${intent.status}.`,
    );
  const charge = books.need("charge", intent.latest_charge ?? "");
  const { card } = charge.payment_method_details;
  const memory = books.find("page_memory", intent.id);
  const tried = memory?.beyond?.tried ?? 0;
  if (card.incremental_authorization.status !== "available" || !memory?.beyond || tried >= mostTries)
    throw invalid(null, "This PaymentIntent is not eligible for incremental authorization.");
  const amount = wholeAt(form, "amount") ?? 0;
  assertAmount(amount, intent.currency, "amount");
  if (amount <= intent.amount)
    throw invalid("amount_too_small", "The amount must be greater than the authorized amount.", "amount");
  books.put("page_memory", { ...memory, beyond: { ...memory.beyond, tried: tried + 1 } });
  if (card.last4 === holdsNoMore)
    throw new StripeRefusal(402, {
      type: "card_error",
      code: "card_declined",
      decline_code: "insufficient_funds",
      message: "Your card has insufficient funds.",
    });
  const raised: PaymentIntent = {
    ...intent,
    amount,
    amount_capturable: amount,
    metadata: { ...intent.metadata, ...metadataAt(form, "metadata") },
    description: textAt(form, "description") ?? intent.description,
  };
  books.put("charge", {
    ...charge,
    amount,
    payment_method_details: {
      ...charge.payment_method_details,
      card: {
        ...card,
        amount_authorized: amount,
        overcapture: {
          ...card.overcapture,
          maximum_amount_capturable: Math.max(amount, card.overcapture.maximum_amount_capturable),
        },
      },
    },
  });
  books.put("payment_intent", raised);
  announce(world, "payment_intent.amount_capturable_updated", raised);
  return raised;
}
