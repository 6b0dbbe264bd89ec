/**
 * Money: integer minor units with their currency. Nothing here is ever a float.
 * The exponent of a currency (MAD 2, TND 3, JPY 0) is ISO 4217's and comes from the table below alone.
 */
import { decimalText } from "./decimal.ts";
import { Fault } from "./fault.ts";

/** ISO 4217 exponents of the currencies Barq knows. A currency that is not here is refused, never guessed. */
const exponents: ReadonlyMap<string, number> = new Map(
  Object.entries({
    0: "CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: "AED ALL ANG AOA ARS AUD BAM BDT BGN BRL BWP CAD CDF CHF CNY COP CVE CZK DKK DZD EGP ETB EUR GBP GEL GHS GMD HKD HUF IDR ILS INR KES LKR LRD MAD MDL MGA MKD MRU MUR MWK MXN MYR MZN NAD NGN NOK NZD PEN PHP PKR PLN QAR RON RSD SAR SCR SDG SEK SGD SLE SOS SSP STN SZL THB TRY TWD TZS UAH USD UYU ZAR ZMW",
    3: "BHD IQD JOD KWD LYD OMR TND",
  }).flatMap(([digits, codes]) => codes.split(" ").map((code): [string, number] => [code, Number(digits)])),
);

/** Whether the currency is known here. */
export const isCurrency = (code: string): boolean => exponents.has(code);

/** An amount in minor units (centimes for MAD) and its ISO 4217 currency. */
export interface Money {
  readonly minor: bigint;
  readonly currency: string;
}

/** An amount on the wire: a decimal string with its currency. */
export interface Amount {
  readonly amount: string;
  readonly currency: string;
}

/** Decimals of a currency. @throws Fault currency_unknown */
export function exponentOf(currency: string): number {
  const exponent = exponents.get(currency);
  if (exponent === undefined) throw new Fault("currency_unknown", `Currency ${currency} is not supported.`);
  return exponent;
}

/**
 * What an amount that a card pays is a multiple of, in minor units: card networks settle two decimals at most, so that of a
 * currency with three the last digit is 0 (Stripe, "Currencies"). @throws Fault currency_unknown
 */
const cardStep = (currency: string): bigint => 10n ** BigInt(Math.max(0, exponentOf(currency) - 2));

/** The most that a card can pay of it. @throws Fault currency_unknown */
export const cardFloor = ({ minor, currency }: Money): Money => ({
  minor: minor - (minor % cardStep(currency)),
  currency,
});

/** The least that a card can pay and that covers it. @throws Fault currency_unknown */
export const cardCeiling = ({ minor, currency }: Money): Money =>
  cardFloor({ minor: minor + cardStep(currency) - 1n, currency });

export const money = (minor: bigint, currency: string): Money => ({ minor, currency });
export const zero = (currency: string): Money => ({ minor: 0n, currency });

/** Reads a decimal string such as "125.40". @throws Fault amount_invalid when it is no decimal or has too many digits */
export function parseAmount(text: string, currency: string): Money {
  const exponent = exponentOf(currency);
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,6}))?$/.exec(text);
  const fraction = match?.[3] ?? "";
  if (!match || fraction.length > exponent) {
    throw new Fault(
      "amount_invalid",
      `"${text}" is not an amount in ${currency} with at most ${exponent} decimals.`,
    );
  }
  const minor = BigInt(`${match[2]}${fraction.padEnd(exponent, "0")}`);
  return { minor: match[1] === "-" ? -minor : minor, currency };
}

/** "125.40": always all the decimals of the currency, never a thousands separator. */
export const amountText = (value: Money): string => decimalText(value.minor, exponentOf(value.currency));

/** The wire form of an amount. */
export const amountOf = (value: Money): Amount => ({ amount: amountText(value), currency: value.currency });

function sameCurrency(a: Money, b: Money): string {
  if (a.currency !== b.currency) throw new Error(`currencies differ: ${a.currency} and ${b.currency}`);
  return a.currency;
}

export const add = (a: Money, b: Money): Money => ({
  currency: sameCurrency(a, b),
  minor: a.minor + b.minor,
});
