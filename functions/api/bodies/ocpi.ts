/** OCPI's basic types (OCPI 2.2.1 and 2.3.0, types). What OCPI has and we do not act on is kept as it came. */
import * as v from "valibot";

/** CiString(36): visible US-ASCII; the two signs that divide our keys are not for ids. */
export const idText = v.pipe(
  v.string(),
  v.regex(/^[\x21\x22\x24-\x7b\x7d\x7e]{1,36}$/, "1 to 36 visible characters, neither # nor |"),
);
export const shortText = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
export const currencyText = v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, "an ISO 4217 code"));
export const countryText = v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, "an ISO 3166-1 alpha-3 code"));
/** A name of the IANA time zone database, by its form; whether its legal time is held here is the domain's to say. */
export const zoneText = v.pipe(
  v.string(),
  v.maxLength(64),
  v.regex(/^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/, "a time zone such as Africa/Casablanca"),
);

/** An amount on our own members: a decimal string with its currency. */
export const amountBody = v.strictObject({
  amount: v.pipe(v.string(), v.regex(/^\d{1,9}(?:\.\d{1,3})?$/, 'a decimal such as "150.00"')),
  currency: currencyText,
});
