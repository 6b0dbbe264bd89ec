/** An OCPI Location (mod_locations), with the operator's hold policy for this place as our own member. */
import * as v from "valibot";
import { amountBody, countryText, idText, shortText, zoneText } from "./ocpi.ts";

export const locationBody = v.looseObject({
  id: idText,
  name: v.optional(shortText(255)),
  address: shortText(45),
  city: shortText(45),
  country: countryText,
  time_zone: zoneText,
  operator: v.optional(v.looseObject({ name: shortText(100) })),
  barq: v.optional(v.strictObject({ hold: v.optional(amountBody) })),
});
