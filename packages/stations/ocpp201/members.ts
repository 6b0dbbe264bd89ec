/** Members that several messages of OCPP 2.0.1 share, read as leniently as billing can bear. */
import type { Instant } from "@barq/domain/instant";
import { parseInstant } from "@barq/domain/instant";
import * as v from "valibot";

/** More digits than any meter has. */
export const mostDigits = 100;

/** Limits count signs, and a sign may take two units of a string. */
export const textOf = (most: number) => v.pipe(v.string(), v.maxLength(2 * most));
export const shortText = textOf(255);
/** what is written into a key or goes back to the station: text that is Unicode */
export const idText = v.pipe(
  textOf(36),
  v.transform((text) => text.toWellFormed()),
);

/** ISO 8601 with any offset or none; null: not there, or no instant at all */
export const when = v.pipe(
  v.nullish(v.string(), null),
  v.transform((text): Instant | null => (text === null ? null : (parseInstant(text) ?? null))),
);
