/** What the twins of providers can do: one like Stripe, one like a bank's gateway, and one that can only sell. */
import type { PaymentCapabilities } from "./port.ts";

/** Keys for a day, holds of which any part is captured, and their last instant said. */
export const cardProvider: PaymentCapabilities = {
  hold: true,
  partialCapture: true,
  overcapture: true,
  increment: true,
  expiryKnown: true,
  idempotencyKeys: true,
  savedCard: true,
  refunds: true,
};

/** Pre-authorisations that are captured whole or not at all, for nobody knows how long, by calls that act again when repeated. */
export const bankGateway: PaymentCapabilities = {
  ...cardProvider,
  savedCard: false,
  partialCapture: false,
  overcapture: false,
  increment: false,
  expiryKnown: false,
  idempotencyKeys: false,
};

/** Takes money and gives it back; a repeat takes it again. */
export const saleOnly: PaymentCapabilities = { ...bankGateway, hold: false };
