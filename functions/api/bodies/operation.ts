/** What may be asked of a station, each kind with what it needs, and why. */
import * as v from "valibot";

const reason = v.pipe(v.string(), v.minLength(3), v.maxLength(200));
const connector = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99));
/** The form of an address; whether it is one is asked where it is read. The station opens it, we never do. */
const address = v.pipe(
  v.string(),
  v.maxLength(400),
  v.regex(/^(?:https?|ftps?|sftp):\/\/[!-~]+$/, "an address such as https://files.example/diagnostics"),
);
const when = v.pipe(
  v.string(),
  v.maxLength(40),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[0-9.Z:+-]*$/, "a date and time such as 2026-11-24T15:00:00Z"),
);
/** OCPP 1.6's idTag is the shorter of the two. */
const token = v.strictObject({
  token: v.pipe(v.string(), v.regex(/^[!-~]{1,20}$/, "1 to 20 visible characters")),
  accepted: v.boolean(),
  until: v.optional(when),
});

export const operationBody = v.union([
  v.strictObject({
    kind: v.literal("unlock"),
    connector,
    /** whose cable it is: let go after the session's own stop */
    session: v.optional(v.pipe(v.string(), v.regex(/^ses_[a-z0-9]{1,40}$/, "a session's id"))),
    reason,
  }),
  v.strictObject({
    kind: v.literal("reset"),
    how: v.optional(v.picklist(["soft", "hard"])),
    /** a restart in the middle of a session is meant */
    in_session: v.optional(v.boolean()),
    reason,
  }),
  v.strictObject({
    kind: v.literal("availability"),
    /** the whole station where none is named */
    connector: v.optional(connector),
    operative: v.boolean(),
    reason,
  }),
  v.strictObject({ kind: v.picklist(["clear_cache", "local_list_version"]), reason }),
  v.strictObject({
    kind: v.literal("diagnostics"),
    to: address,
    from: v.optional(when),
    until: v.optional(when),
    reason,
  }),
  v.strictObject({
    kind: v.literal("firmware"),
    url: address,
    /** when the station fetches it; at once where it is left out */
    at: v.optional(when),
    reason,
  }),
  v.strictObject({
    kind: v.literal("local_list"),
    version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2_000_000_000)),
    update: v.picklist(["full", "differential"]),
    tokens: v.pipe(v.array(token), v.maxLength(100)),
    reason,
  }),
]);
