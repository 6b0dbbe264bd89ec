/** Stripe's test cards, as far as a hold can tell them apart (Stripe, "Testing"). */
import { createHash } from "node:crypto";

export const defaultCard = "4242424242424242";

export interface Decline {
  readonly code: string;
  readonly decline_code: string;
  readonly message: string;
}

export interface Card {
  readonly number: string;
  readonly brand: string;
  readonly last4: string;
  readonly fingerprint: string;
  /** asks for 3-D Secure before anything else */
  readonly challenges: boolean;
  /** what the issuer says once it is asked; null: yes */
  readonly decline: Decline | null;
  /** what the issuer says once the card was kept and its holder is away; null: yes */
  readonly declineLater: Decline | null;
}

const declinedAs = (decline_code: string, message: string): Decline => ({
  code: "card_declined",
  decline_code,
  message,
});

export const genericDecline = declinedAs("generic_decline", "Your card was declined.");

const declines: Readonly<Record<string, Decline>> = {
  "4000000000000002": genericDecline,
  "4000000000009995": declinedAs("insufficient_funds", "Your card has insufficient funds."),
  "4000000000009987": declinedAs("lost_card", "Your card was declined."),
  "4000000000000341": genericDecline,
  "4000008400001629": genericDecline,
  "4000000000000069": {
    code: "expired_card",
    decline_code: "expired_card",
    message: "Your card has expired.",
  },
};

const authenticationRequired: Decline = {
  code: "authentication_required",
  decline_code: "authentication_required",
  message: "Your card was declined. This transaction requires authentication.",
};

/** The second one is ours alone: Stripe gives out no card that can be held and is declined when its holder is away. */
const declinesLater: Readonly<Record<string, Decline>> = {
  "4000002760003184": authenticationRequired,
  "4000001110000341": declinedAs("insufficient_funds", "Your card has insufficient funds."),
};

const challenging = ["4000002500003155", "4000002760003184", "4000008400001629"];

const brands: readonly (readonly [RegExp, string])[] = [
  [/^4/, "visa"],
  [/^(5[1-5]|2[2-7])/, "mastercard"],
  [/^3[47]/, "amex"],
  [/^(6011|65)/, "discover"],
];

/** Test payment methods stand for the cards of the same name. */
const methods: Readonly<Record<string, string>> = {
  pm_card_visa: defaultCard,
  pm_card_mastercard: "5555555555554444",
  pm_card_amex: "378282246310005",
  pm_card_visa_chargeDeclined: "4000000000000002",
  pm_card_threeDSecure2Required: "4000002760003184",
};

export const cardOfMethod = (method: string): Card | undefined =>
  Object.hasOwn(methods, method) ? readCard(methods[method] ?? "") : undefined;

/** A real card has no business here, and its number must not be kept: only numbers that Stripe gives out for tests. */
const testNumbers = [
  defaultCard,
  "4012888888881881",
  "5555555555554444",
  "2223003122003222",
  "5200828282828210",
  "5105105105105100",
  "378282246310005",
  "371449635398431",
  "6011111111111117",
  "6011000990139424",
];

/** Undefined for what is no test card. */
export function readCard(text: string): Card | undefined {
  const number = text.replaceAll(/[\s-]/g, "");
  if (!testNumbers.includes(number) && !/^400000\d{10}$/.test(number)) return undefined;
  return {
    number,
    brand: brands.find(([pattern]) => pattern.test(number))?.[1] ?? "unknown",
    last4: number.slice(-4),
    fingerprint: createHash("sha256").update(number).digest("hex").slice(0, 16),
    challenges: challenging.includes(number),
    decline: declines[number] ?? null,
    declineLater: declinesLater[number] ?? null,
  };
}

/** What the cardholder's bank does some time after a capture on the card with these last four digits. */
export function troubleOf(last4: string): "dispute" | "inquiry" | "early_fraud_warning" | null {
  if (last4 === "0259") return "dispute";
  if (last4 === "1976") return "inquiry";
  return last4 === "5423" ? "early_fraud_warning" : null;
}

/** How refunds to the card with these last four digits turn out. */
export function refundsOf(last4: string): "succeed" | "succeed_later" | "fail_later" {
  if (last4 === "7726") return "succeed_later";
  return last4 === "5126" ? "fail_later" : "succeed";
}
