/** A station of the operator: its location, OCPI Connectors grouped by EVSE (mod_locations), and their meters. */
import * as v from "valibot";
import { idText, shortText } from "./ocpi.ts";

/**
 * The station's id is the last part of its OCPP address and, in lower case, the stem of its stickers, of which a code
 * holds 32 characters at most.
 */
const stationId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9*_.:-]{1,28}$/, "1 to 28 letters, digits and * _ . : -"),
);

const whole = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000_000));

/** The form of a date and time; whether it is one is asked where it is read. */
const when = v.pipe(
  v.string(),
  v.maxLength(40),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[0-9.Z:+-]*$/, "a date and time such as 2026-11-24T15:00:00Z"),
);

/** The meter behind a connector, as its plate and whoever put it in say. */
const meter = v.strictObject({
  serial: shortText(40),
  type: v.optional(shortText(40)),
  accuracy_class: v.optional(shortText(20)),
  verification_mark: v.optional(shortText(40)),
  verified_until: v.optional(when),
  public_key: v.optional(shortText(2000)),
  register_wh: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,15}(?:\.\d{1,3})?$/, 'Wh as a decimal such as "1250.5"')),
  ),
  from: v.optional(when),
});

const connector = v.looseObject({
  id: idText,
  standard: shortText(40),
  power_type: v.picklist(["AC_1_PHASE", "AC_2_PHASE", "AC_2_PHASE_SPLIT", "AC_3_PHASE", "DC"]),
  max_voltage: v.optional(whole),
  max_amperage: v.optional(whole),
  max_electric_power: v.optional(whole),
  tariff_ids: v.optional(v.pipe(v.array(idText), v.maxLength(10))),
  barq: v.optional(v.strictObject({ meter: v.optional(meter) })),
});

const evse = v.looseObject({
  uid: idText,
  connectors: v.pipe(v.array(connector), v.minLength(1), v.maxLength(8)),
});

/** The meter that takes the place of another. */
export const meterBody = v.strictObject({
  connector: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)),
  meter,
});

export const stationBody = v.strictObject({
  id: stationId,
  location_id: idText,
  evses: v.pipe(v.array(evse), v.minLength(1), v.maxLength(8)),
});
