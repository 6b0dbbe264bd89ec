/**
 * Messages to people: a receipt's address today, invoices and reminders later. A twin in memory, `.eml` files in a folder on
 * a laptop, Amazon SES. Whoever sends writes down before it that it will, and afterwards what came back.
 */
import type { Instant } from "@barq/domain/instant";

export interface Attachment {
  /** as it is called on the reader's disk */
  readonly name: string;
  /** such as application/pdf */
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface Notice {
  /** ours: letters, digits, `.`, `_` and `-`, at most 100; a repeat under it is the same message, and nothing personal is in it */
  readonly id: string;
  /** one address */
  readonly to: string;
  readonly language: "ar" | "fr" | "en";
  readonly subject: string;
  readonly text: string;
  /** the same for readers that show pages; null where text is all there is */
  readonly html: string | null;
  readonly attachments: readonly Attachment[];
  /** when it was written; not when it is sent, so that a repeat is the same bytes */
  readonly at: Instant;
}

/**
 * - sent: it was taken over, which does not say that it was read
 * - refused: this message will never be taken; the code says why and nothing of it
 * - unknown: it may have gone or not, or cannot go now: the same again, later
 */
export type Sending =
  | { readonly kind: "sent" }
  | { readonly kind: "refused"; readonly code: "address" | "too_large" | "rejected" }
  | { readonly kind: "unknown" };

export interface Notices {
  /** Whether a repeat under one id is one message. Where not, a repeat reaches the person twice, with the same Message-ID. */
  readonly isOnce: boolean;
  /** Never throws for what the other side says or leaves unsaid. @throws Error (a bug) for an id of another shape */
  send(notice: Notice): Promise<Sending>;
}

/** Of all attachments together: what nearly every mailbox takes. */
export const mostAttachedBytes = 5_000_000;

/** One address in ASCII (RFC 5321, 4.1.2, without quoted parts): nothing in it can end a header or name a second reader. */
const address = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/;

/** What every adapter refuses before it asks anybody; null where the notice may go. @throws Error for an id of another shape */
export function refusalOf({ id, to, attachments }: Notice): Extract<Sending, { kind: "refused" }> | null {
  if (!/^[A-Za-z0-9._-]{1,100}$/.test(id) || id.startsWith(".")) throw new Error("a notice's id is none");
  if (to.length > 254 || !address.test(to)) return { kind: "refused", code: "address" };
  const bytes = attachments.reduce((sum, each) => sum + each.bytes.length, 0);
  return bytes > mostAttachedBytes ? { kind: "refused", code: "too_large" } : null;
}
