/**
 * An OCPI Tariff (mod_tariffs) of 2.2.1 or 2.3.0. Its form is checked here; what its numbers and texts may mean is the
 * domain's to say.
 */
import * as v from "valibot";
import { amountBody, currencyText, idText, shortText } from "./ocpi.ts";

const component = v.looseObject({
  type: shortText(20),
  price: v.number(),
  vat: v.nullish(v.number()),
  step_size: v.number(),
});

const restrictions = v.looseObject({
  start_time: v.nullish(shortText(5)),
  end_time: v.nullish(shortText(5)),
  start_date: v.nullish(shortText(10)),
  end_date: v.nullish(shortText(10)),
  min_kwh: v.nullish(v.number()),
  max_kwh: v.nullish(v.number()),
  min_current: v.nullish(v.number()),
  max_current: v.nullish(v.number()),
  min_power: v.nullish(v.number()),
  max_power: v.nullish(v.number()),
  min_duration: v.nullish(v.number()),
  max_duration: v.nullish(v.number()),
  day_of_week: v.nullish(v.pipe(v.array(shortText(10)), v.maxLength(7))),
  reservation: v.nullish(shortText(20)),
});

const element = v.looseObject({
  price_components: v.pipe(v.array(component), v.minLength(1), v.maxLength(20)),
  restrictions: v.nullish(restrictions),
});

/** PriceLimit of 2.3.0; `excl_vat` and `incl_vat` are what 2.2.1 calls them. */
const limit = v.looseObject({
  before_taxes: v.nullish(v.number()),
  after_taxes: v.nullish(v.number()),
  excl_vat: v.nullish(v.number()),
  incl_vat: v.nullish(v.number()),
});

const hours = v.strictObject({ start_time: shortText(5), end_time: shortText(5) });

const idle = v.strictObject({
  grace_s: v.optional(v.number()),
  hours: v.optional(v.union([hours, v.pipe(v.array(hours), v.maxLength(20))])),
  threshold_w: v.optional(v.number()),
  cap: v.optional(amountBody),
});

export const tariffBody = v.looseObject({
  id: idText,
  currency: currencyText,
  type: v.nullish(shortText(40)),
  tariff_alt_text: v.nullish(
    v.pipe(v.array(v.looseObject({ language: shortText(2), text: v.string() })), v.maxLength(20)),
  ),
  tax_included: v.nullish(v.picklist(["YES", "NO", "N/A"])),
  min_price: v.nullish(limit),
  max_price: v.nullish(limit),
  elements: v.pipe(v.array(element), v.minLength(1), v.maxLength(100)),
  start_date_time: v.nullish(v.string()),
  end_date_time: v.nullish(v.string()),
  barq: v.optional(v.strictObject({ idle: v.optional(idle) })),
});
