/** A tariff that is not sold yet: who wrote it and why, who agreed to it, and from when on it is sold. */
import type { Instant } from "./instant.ts";

export type DraftState = "draft" | "approved" | "withdrawn";

export interface TariffDraft {
  readonly tenant: string;
  readonly id: string;
  /** rises with every write */
  readonly version: number;
  readonly state: DraftState;
  /** the tariff's own id */
  readonly tariff: string;
  /** which of its bodies it has now, counted from 1 */
  readonly revision: number;
  /** SHA-256 of that body, canonical */
  readonly sha256: string;
  /** of the request that made it */
  readonly fingerprint: string;
  /** everybody who wrote a body of it, the first one first; opaque */
  readonly authors: readonly string[];
  /** why it was written, or last changed */
  readonly reason: string;
  readonly at: Instant;
  readonly changedAt: Instant;
  readonly approved: {
    readonly by: string;
    readonly at: Instant;
    /** what was approved, as it was seen */
    readonly seen: string;
    readonly from: Instant;
    readonly version: number;
  } | null;
  readonly withdrawn: { readonly by: string; readonly at: Instant; readonly reason: string } | null;
}

/** Nobody agrees to what they have written themselves, whatever role they come with. */
export const isAuthor = ({ authors }: Pick<TariffDraft, "authors">, who: string): boolean =>
  authors.includes(who);

/** More people than these write a draft anew. */
export const mostAuthors = 20;
/** More often than this a draft is not changed: it is written anew. */
export const mostRevisions = 200;
