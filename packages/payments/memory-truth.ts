/** What the twin of a payment provider says of a hold as it stands, as far as its abilities go. */
import type { Money } from "@barq/domain/money";
import type { TwinHold } from "./memory-state.ts";
import type { HoldTruth, PaymentCapabilities } from "./port.ts";

/** The same that the adapter of a real provider reads from its objects. */
export function twinTruth(abilities: PaymentCapabilities, hold: TwinHold): HoldTruth {
  const ref = { page: hold.page, intent: hold.intent };
  if (hold.confusion !== null) return { kind: "unknown", why: hold.confusion };
  switch (hold.standing) {
    case "open":
      return { kind: "open", ref, url: `https://pay.example/${hold.page}` };
    case "held":
      return {
        kind: "held",
        ref,
        heldAmount: hold.holdAmount,
        captureBefore: abilities.expiryKnown ? hold.captureBefore : null,
        mayBeRaised: mayBeRaised(abilities, hold),
        mostCaptured: mostCaptured(abilities, hold),
        card: { brand: hold.card.brand, last4: hold.card.last4, fingerprint: hold.card.fingerprint },
      };
    case "captured":
      return { kind: "captured", ref, capturedAmount: hold.capturedAmount ?? hold.holdAmount };
    default:
      return { kind: "gone", ref, why: hold.standing, declinedCard: hold.declinedCard };
  }
}

/** Whether the card lets its hold be raised; how often it does is its bank's to say. */
export const mayBeRaised = ({ increment }: PaymentCapabilities, { card }: TwinHold): boolean =>
  increment && card.raises !== undefined;

/** The hold, and as much more as the card allows. */
export function mostCaptured({ overcapture }: PaymentCapabilities, { card, holdAmount }: TwinHold): Money {
  const over = overcapture ? BigInt(card.overTwentieths ?? 0) : 0n;
  return { ...holdAmount, minor: (holdAmount.minor * (20n + over)) / 20n };
}
