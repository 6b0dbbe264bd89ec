/** What is asked of a station that is being commissioned: plates, displays, stickers, and who is at it. */
import * as v from "valibot";

const words = v.pipe(v.string(), v.minLength(3), v.maxLength(200));
const plate = v.pipe(v.string(), v.minLength(1), v.maxLength(50));
const connector = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99));

export const emptyBody = v.strictObject({});

export const passwordBody = v.strictObject({
  /** it is written to the station over its connection as well */
  write: v.optional(v.boolean()),
});

export const beginBody = v.strictObject({
  /** null: the plate has none, and the station says none */
  serial: v.optional(v.nullable(plate)),
  vendor: v.optional(plate),
  model: v.optional(plate),
  /** a quirk profile's name, `none`, or `auto` */
  profile: v.optional(plate),
  take_over: v.optional(v.strictObject({ reason: words })),
});

/** By the connector's number, which is compared with the station's own: kWh as the display shows them, with its digits. */
const displays = v.record(
  v.string(),
  v.pipe(v.string(), v.regex(/^\d{1,9}(?:\.\d{1,4})?$/, 'kWh as the display shows them, such as "12.345"')),
);

export const displayBody = v.strictObject({ display: displays });
export const beginTestBody = v.strictObject({ connector, display: displays });

export const scanBody = v.strictObject({
  connector,
  /** its id, its typed code or what is scanned of it */
  sticker: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
});

export const commissioningPolicyBody = v.strictObject({
  required: v.boolean(),
  /** now where it is left out */
  from: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(40),
      v.regex(
        /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[0-9.Z:+-]*$/,
        "a date and time such as 2026-11-24T15:00:00Z",
      ),
    ),
  ),
});
