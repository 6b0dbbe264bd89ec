/** A form's Idempotency-Key: 120 bits, fresh for every rendering, so that each page that is shown can do its act once. */
import { randomBytes } from "node:crypto";
import { base32 } from "@barq/evidence/base32";

export const freshKey = (): string => base32(randomBytes(15));
