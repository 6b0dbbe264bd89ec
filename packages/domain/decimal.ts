/** Decimal text as big integers of a fixed scale: how numbers from JSON and from meters come in without becoming floats. */

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

/** 12345n with 3 decimals is "12.345"; zeros at the end are kept. */
export function decimalText(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return value < 0n ? `-${text}` : text;
}

/** kWh with three decimals from mWh, rounded half away from zero: "12.345". */
export function kwhText(energyMwh: bigint): string {
  const sign = energyMwh < 0n ? -1n : 1n;
  return decimalText((sign * (2n * energyMwh * sign + 1000n)) / 2000n, 3);
}
