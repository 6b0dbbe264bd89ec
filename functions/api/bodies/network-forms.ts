/** The fields of the network's forms, as a browser sends them: what is left empty is there, and empty. */
import { pauseReasons } from "@barq/actions/pause-words";
import { pauseScopes } from "@barq/domain/closure";
import * as v from "valibot";
import { spacedWords } from "./location.ts";
import { idText } from "./ocpi.ts";

/** Made by the page, 120 bits. */
const key = v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{16,64}$/, "the form's own key"));
const reason = v.pipe(v.string(), v.minLength(3), v.maxLength(200));
const empty = v.literal("");
/** `datetime-local`: a day and a time without a zone */
const local = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, "a day and a time such as 2026-11-24T15:00"),
);
const sentence = v.optional(
  v.union([empty, v.pipe(v.string(), v.maxLength(200), v.regex(spacedWords, "words with single spaces"))]),
);
const connector = v.pipe(v.string(), v.regex(/^[1-9]\d?$/, "1 to 99"));
const address = v.pipe(
  v.string(),
  v.maxLength(400),
  v.regex(/^(?:https?|ftps?|sftp):\/\/[!-~]+$/, "an address such as https://files.example/diagnostics"),
);

export const operateFormBody = v.union([
  v.strictObject({ kind: v.literal("unlock"), key, reason, connector }),
  v.strictObject({
    kind: v.literal("reset"),
    key,
    reason,
    how: v.picklist(["soft", "hard"]),
    in_session: v.optional(v.literal("yes")),
  }),
  v.strictObject({
    kind: v.literal("change_availability"),
    key,
    reason,
    connector: v.union([empty, connector]),
    operative: v.picklist(["yes", "no"]),
  }),
  v.strictObject({ kind: v.literal("clear_cache"), key, reason }),
  v.strictObject({ kind: v.literal("get_diagnostics"), key, reason, to: address }),
]);

export const moveFormBody = v.strictObject({
  key,
  location: idText,
  from: v.union([empty, local]),
  reason,
});

const told = { key, note: reason, ar: sentence, fr: sentence, en: sentence };

export const pauseFormBody = v.strictObject({
  ...told,
  scope: v.picklist(pauseScopes),
  id: v.union([empty, idText]),
  reason: v.picklist(pauseReasons),
  until: v.union([empty, local]),
});

export const windowFormBody = v.strictObject({
  ...told,
  scope: v.picklist(["location", "station"]),
  id: idText,
  from: local,
  until: local,
});

export const reopenFormBody = v.strictObject({ note: reason });
