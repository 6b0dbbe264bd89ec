/**
 * The smallest amounts a card provider captures. Stripe decides by the settlement currency, about half a US dollar, and
 * publishes nothing for most of these currencies, so each is rounded up to what is safe to ask for.
 */
import { Fault } from "@barq/domain/fault";
import type { Money } from "@barq/domain/money";

const leastMinor: Readonly<Record<string, bigint>> = {
  MAD: 500n,
  EUR: 50n,
  USD: 50n,
  GBP: 30n,
  AED: 200n,
  SAR: 200n,
  XOF: 500n,
  JPY: 80n,
  TND: 2_000n,
  BHD: 250n,
  JOD: 500n,
  KWD: 250n,
  OMR: 250n,
};

/** The least that is captured, in minor units of the currency. @throws Fault currency_unknown */
export function leastMoney(currency: string): Money {
  const minor = leastMinor[currency];
  if (minor === undefined) throw new Fault("currency_unknown", `Currency ${currency} is not supported.`);
  return { minor, currency };
}
