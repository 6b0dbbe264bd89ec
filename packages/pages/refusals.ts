/** What a page says of each refusal: a title, and what to do now. Written for whoever stands before the station. */
import type { FaultCode } from "@barq/domain/fault";

/** Faults, and the two answers of the doors themselves. */
type RefusalCode = FaultCode | "method_not_allowed" | "internal";

interface Refusal {
  readonly title: string;
  readonly text: string;
}

export type Refusals = Readonly<Record<RefusalCode, Refusal>>;

/** The words for a code; one that nobody knows is a fault of ours. */
export function refusalFor(refusals: Refusals, code: string): Refusal {
  return knownRefusal(refusals, code) ?? refusals.internal;
}

export function knownRefusal(refusals: Refusals, code: string | null | undefined): Refusal | undefined {
  for (const [known, refusal] of Object.entries<Refusal>(refusals)) if (known === code) return refusal;
  return undefined;
}
