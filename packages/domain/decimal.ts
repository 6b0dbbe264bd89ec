/** Decimal text as big integers of a fixed scale: how numbers from JSON and from meters come in without becoming floats. */
import { roundHalfAway } from "./fraction.ts";

/** "12.345" with 3 decimals is 12345n; undefined when it is no decimal or has more decimals than fit (trailing zeros aside). */
export function parseDecimal(text: string, decimals: number): bigint | undefined {
  const match = /^\s*([+-]?)(\d{1,30})(?:[.](\d{1,30}))?(?:[eE]([+-]?\d{1,2}))?\s*$/.exec(text);
  if (!match) return undefined;
  const [, sign, whole = "", part = "", exponent = "0"] = match;
  const shift = decimals - part.length + Number(exponent);
  let digits = BigInt(whole + part);
  if (shift >= 0) digits *= 10n ** BigInt(shift);
  else {
    const divisor = 10n ** BigInt(-shift);
    if (digits % divisor !== 0n) return undefined;
    digits /= divisor;
  }
  return sign === "-" ? -digits : digits;
}

/** More decimals than any text has that `parseDecimal` takes. */
const finest = 130;

/** As `parseDecimal`, but what has more decimals than fit is rounded half away from zero: what meters print is often a float's tail. */
export function roundDecimal(text: string, decimals: number): bigint | undefined {
  const exact = parseDecimal(text, decimals);
  if (exact !== undefined) return exact;
  const fine = parseDecimal(text, decimals + finest);
  return fine === undefined
    ? undefined
    : roundHalfAway({ numerator: fine, denominator: 10n ** BigInt(finest) });
}

/** 12345n with 3 decimals is "12.345"; zeros at the end are kept. */
export function decimalText(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return value < 0n ? `-${text}` : text;
}

/** kWh with three decimals from mWh, rounded half away from zero: "12.345". */
export const kwhText = (energyMwh: bigint): string =>
  decimalText(roundHalfAway({ numerator: energyMwh, denominator: 1000n }), 3);

/** kWh with every digit there is, and three decimals at least: "12.345", "12.3455". */
export const exactKwhText = (energyMwh: bigint): string => decimalText(energyMwh, 6).replace(/0{1,3}$/, "");
