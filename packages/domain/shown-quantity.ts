/**
 * How a quantity and its price are shown to people. Tariffs price time by the hour (OCPI mod_tariffs, PriceComponent), but
 * drivers think of it in minutes: operators post "1 DH la minute", a session lasts some tens of minutes, and EU rules ask
 * for a price per minute. So an hourly price is shown by the minute where that is a whole number of coins, and by the hour
 * where a price per minute would be rounded or finer than any coin.
 */
import { decimalText, parseDecimal } from "./decimal.ts";
import { fraction, roundHalfAway } from "./fraction.ts";
import { exponentOf } from "./money.ts";
import type { Why } from "./why.ts";

const minutesPerHour = 60n;

/** "60" per hour of MAD is "1.00" per minute; null where that is not exact, or no whole number of minor units. */
export function minutePrice(pricePerHour: string, currency: string): string | null {
  const exponent = exponentOf(currency);
  const price = parseDecimal(pricePerHour, exponent);
  if (price === undefined || price % minutesPerHour !== 0n) return null;
  return decimalText(price / minutesPerHour, exponent);
}

export interface Shown {
  /** decimal text */
  readonly quantity: string;
  readonly unit: "kWh" | "h" | "min" | "session";
  /** per that unit, with the currency's decimals at least; null: an adjustment has no price */
  readonly price: string | null;
}

/** The members of a receipt's line that this needs. */
interface Line {
  readonly quantity: string;
  readonly unit: "kWh" | "h" | "session";
  readonly price: string | null;
  readonly why: Why;
}

/** A line's quantity and price as they are shown: time in minutes where its price is shown so. */
export function shownQuantity({ quantity, unit, price, why }: Line, currency: string): Shown {
  const perMinute = unit === "h" && price !== null ? minutePrice(price, currency) : null;
  if (perMinute === null || why.kind !== "component")
    return { quantity, unit, price: price === null ? null : withCoins(price, currency) };
  const ms = parseDecimal(why.billed, 3) ?? 0n;
  const tenThousandths = roundHalfAway(fraction(ms, 6n));
  return { quantity: decimalText(tenThousandths, 4).replace(/\.?0+$/, ""), unit: "min", price: perMinute };
}

/** A price as a tariff writes it ("3.5"), with as many decimals as its currency has ("3.50"), and more where it has more. */
export function withCoins(price: string, currency: string): string {
  const [whole = "", part = ""] = price.split(".");
  const filled = part.padEnd(exponentOf(currency), "0");
  return filled === "" ? whole : `${whole}.${filled}`;
}
