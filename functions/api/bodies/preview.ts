/** What a price is asked for: a tariff with a CDR, or with readings of a register. OCPI's own members are kept. */
import * as v from "valibot";
import { zoneText } from "./ocpi.ts";
import { tariffBody } from "./tariff.ts";

const cdrBody = v.looseObject({
  start_date_time: v.string(),
  end_date_time: v.string(),
  total_energy: v.nullish(v.number()),
  charging_periods: v.pipe(
    v.array(
      v.looseObject({
        start_date_time: v.string(),
        dimensions: v.pipe(v.array(v.looseObject({ type: v.string(), volume: v.number() })), v.maxLength(20)),
      }),
    ),
    v.minLength(1, "at least one period"),
    v.maxLength(10_000, "at most 10000 periods"),
  ),
});

const readingStates = ["charging", "suspended_ev", "suspended_evse", "finishing"] as const;

const decimalWords = 'a decimal in a text, such as "1500.5"';

const reading = v.strictObject({
  timestamp: v.string(),
  energy_wh: v.pipe(v.string(decimalWords), v.regex(/^\d{1,15}(?:\.\d{1,3})?$/, decimalWords)),
  state: v.optional(v.picklist(readingStates)),
});

const readingsBody = v.pipe(
  v.array(reading),
  v.minLength(2, "at least two readings"),
  v.maxLength(10_000, "at most 10000 readings"),
);

export const previewBody = v.union([
  v.strictObject({ tariff: tariffBody, cdr: cdrBody, time_zone: v.optional(zoneText) }),
  v.strictObject({ tariff: tariffBody, readings: readingsBody, time_zone: v.optional(zoneText) }),
]);
