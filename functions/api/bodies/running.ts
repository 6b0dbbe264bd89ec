/** What is asked by whoever runs the network: pauses, maintenance windows, and where a station goes. */
import { pauseReasons } from "@barq/actions/pause-words";
import { pauseScopes } from "@barq/domain/closure";
import * as v from "valibot";
import { spacedWords } from "./location.ts";
import { idText } from "./ocpi.ts";

/** For people at work. */
const words = v.pipe(v.string(), v.minLength(3), v.maxLength(200));

/** Read by drivers, of any script, as a label is. */
const sentence = v.pipe(v.string(), v.maxLength(200), v.regex(spacedWords, "words with single spaces"));
const sentences = v.strictObject({
  ar: v.optional(sentence),
  fr: v.optional(sentence),
  en: v.optional(sentence),
});

/** The form of a date and time; whether it is one is asked where it is read. */
const when = v.pipe(
  v.string(),
  v.maxLength(40),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[0-9.Z:+-]*$/, "a date and time such as 2026-11-24T15:00:00Z"),
);

const told = {
  reason: v.picklist(pauseReasons),
  note: words,
  sentence: v.optional(sentences),
  from: v.optional(when),
};

/** `id` names what the scope is of; the operator and `provider` (whatever money is held for) are one, and have none. */
export const pauseBody = v.strictObject({
  scope: v.picklist(pauseScopes),
  id: v.optional(idText),
  ...told,
  until: v.optional(when),
});

export const maintenanceBody = v.strictObject({
  scope: v.picklist(["location", "station"]),
  id: idText,
  note: words,
  sentence: v.optional(sentences),
  from: v.optional(when),
  until: when,
});

export const noteBody = v.strictObject({ note: words });

export const placementBody = v.strictObject({
  location_id: idText,
  from: v.optional(when),
  reason: words,
});

export const networkQuery = v.object({
  cursor: v.optional(v.string()),
  limit: v.optional(v.pipe(v.string(), v.regex(/^(?:[1-9]\d{0,2}|1000)$/, "1 to 1000"))),
});
