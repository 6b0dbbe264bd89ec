/**
 * Meter values of OCPP 2.0.1 as readings: a number keeps its digits as text (frame.ts), its unit may come with a power of
 * ten, and a signed value beside it is a reading of its own whose value is the JSON text of what was signed.
 */
import type { Reading } from "@barq/domain/reading";
import * as v from "valibot";
import { mostDigits, shortText, when } from "./members.ts";

/** Beyond it no meter counts (domain/reading.ts): what is further off is kept as far off, and understood by nobody. */
const clampedPower = v.pipe(
  v.number(),
  v.transform((power) => Math.trunc(Math.max(-1000, Math.min(1000, power)))),
);

const unitOfMeasure = v.object({ unit: v.nullish(shortText), multiplier: v.nullish(clampedPower) });

const sampledValue = v.object({
  // A text where a number is due is what some stations send: its digits are as good.
  value: v.pipe(
    v.union([v.string(), v.number()]),
    v.transform((value) => String(value).slice(0, mostDigits)),
  ),
  context: v.nullish(shortText),
  measurand: v.nullish(shortText),
  phase: v.nullish(shortText),
  location: v.nullish(shortText),
  unitOfMeasure: v.nullish(unitOfMeasure),
  signedMeterValue: v.nullish(v.looseObject({})),
});
const meterValue = v.object({ timestamp: when, sampledValue: v.array(v.unknown()) });

/** A reading each, and one more for each that is signed; what is no sampled value at all is left out. */
export function readingsOf(values: readonly unknown[]): readonly Reading[] {
  return values.flatMap((entry) => {
    const value = v.safeParse(meterValue, entry);
    if (!value.success) return [];
    return value.output.sampledValue.flatMap((sampled): readonly Reading[] => {
      const read = v.safeParse(sampledValue, sampled);
      if (!read.success) return [];
      const { output } = read;
      const { unit, multiplier } = output.unitOfMeasure ?? {};
      const reading: Reading = {
        at: value.output.timestamp,
        value: output.value,
        measurand: output.measurand ?? "Energy.Active.Import.Register",
        unit: unit ?? null,
        context: output.context ?? "Sample.Periodic",
        phase: output.phase ?? null,
        location: output.location ?? "Outlet",
        format: "Raw",
      };
      const plain = multiplier == null || multiplier === 0 ? reading : { ...reading, multiplier };
      return output.signedMeterValue == null
        ? [plain]
        : [plain, { ...reading, value: JSON.stringify(output.signedMeterValue), format: "SignedData" }];
    });
  });
}
