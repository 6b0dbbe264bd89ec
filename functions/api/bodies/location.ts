/**
 * An OCPI Location (mod_locations), with the operator's own members for this place: its hold policy, what it calls what it
 * sells, and the account each of that is booked on.
 */
import { labelNames } from "@barq/domain/labels";
import * as v from "valibot";
import { amountBody, countryText, idText, shortText, zoneText } from "./ocpi.ts";

/**
 * A name is read by drivers in all three languages, so it is given in all three: half of a label would mix two meanings.
 * Words of any script with single spaces; controls and most marks of direction would turn what stands around them.
 */
const sign =
  "[!-~\\u00a0-\\u1fff\\u2010-\\u2027\\u2030-\\u205e\\u2070-\\ud7ff\\uf900-\\ufdff\\ufe70-\\ufefc]";
export const spacedWords = new RegExp(`^${sign}+(?: ${sign}+)*$`);
const labelText = v.pipe(v.string(), v.maxLength(60), v.regex(spacedWords, "words with single spaces"));
const label = v.strictObject({ fr: labelText, ar: labelText, en: labelText });
/** An account's code in the operator's own chart. */
const account = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$/, "1 to 20 letters and digits"),
);

export const locationBody = v.looseObject({
  id: idText,
  name: v.optional(shortText(255)),
  address: shortText(45),
  city: shortText(45),
  country: countryText,
  time_zone: zoneText,
  operator: v.optional(v.looseObject({ name: shortText(100) })),
  barq: v.optional(
    v.strictObject({
      hold: v.optional(amountBody),
      labels: v.optional(v.strictObject(v.entriesFromList(labelNames, v.optional(label)))),
      accounts: v.optional(v.strictObject(v.entriesFromList(labelNames, v.optional(account)))),
    }),
  ),
});
