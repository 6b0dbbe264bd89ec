/**
 * An OCPI Tariff (mod_tariffs) of 2.2.1 or 2.3.0. Its form is checked here; what it may mean, and what cannot be priced,
 * is the domain's to say.
 */
import { Fault } from "@barq/domain/fault";
import type { OcpiTariff } from "@barq/domain/tariff";
import * as v from "valibot";
import { amountBody, currencyText, idText, shortText } from "./ocpi.ts";

const component = v.looseObject({
  type: shortText(20),
  price: v.number(),
  vat: v.nullish(v.number()),
  step_size: v.number(),
});

const element = v.looseObject({
  price_components: v.pipe(v.array(component), v.minLength(1), v.maxLength(20)),
  restrictions: v.nullish(v.record(v.string(), v.unknown())),
});

const idle = v.strictObject({
  grace_s: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  hours: v.optional(v.unknown()),
  threshold_w: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
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
  elements: v.pipe(v.array(element), v.minLength(1), v.maxLength(50)),
  start_date_time: v.nullish(v.string()),
  end_date_time: v.nullish(v.string()),
  barq: v.optional(v.strictObject({ idle: v.optional(idle) })),
});

/**
 * The tariff the domain takes. Idle fees of ours are refused until the engine prices them, as every other member that it
 * does not price. @throws Fault tariff_unsupported
 */
export function tariffOf(body: v.InferOutput<typeof tariffBody>): OcpiTariff {
  if (body.barq?.idle) {
    throw new Fault("tariff_unsupported", "This tariff has barq.idle, which cannot be priced yet.", {
      member: "barq.idle",
    });
  }
  return body;
}
