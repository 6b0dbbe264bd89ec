/** Which days are reconciled: legal days of the operator, the last one in it. */
import * as v from "valibot";

const dayText = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, "a day such as 2026-11-24"));

export const reconciliationBody = v.strictObject({ from: dayText, to: dayText });
