/**
 * What drivers ask most on the phone, as codes with the facts that an answer needs. The sentences live with the pages' words
 * (packages/pages/macro-words.ts), so that each language builds its own.
 */
import type { Instant } from "./instant.ts";
import type { Money } from "./money.ts";
import type { Session } from "./session.ts";
import { heldOf, isTerminal } from "./session.ts";

export const macroCodes = [
  "cable_stuck",
  "charged_twice",
  "price_higher",
  "no_receipt",
  "did_not_start",
  "did_not_stop",
] as const;
export type MacroCode = (typeof macroCodes)[number];

/** Where the hold has gone, as far as we know: what the bank shows is the bank's. */
export type HoldFate = "none" | "stands" | "captured" | "part_captured" | "released" | "lapsed";

export interface MacroFacts {
  readonly reference: string;
  readonly station: string;
  readonly connector: number;
  /** the location's zone: instants are said in its legal time */
  readonly zone: string;
  readonly hold: Money | null;
  readonly holdFate: HoldFate;
  /** by the provider's word the latest moment until which a hold that stands can be taken; null where it stands no more */
  readonly holdUntil: Instant | null;
  readonly captured: Money | null;
  /** what of the hold was not taken */
  readonly rest: Money | null;
  readonly energyMwh: bigint | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** the cable's: when it was out, where that is priced */
  readonly leftAt: Instant | null;
  readonly receipt: string | null;
  /** masked; null where none was given */
  readonly email: string | null;
  readonly isFlowing: boolean;
  readonly state: Session["state"];
  readonly why: string | null;
}

export interface Macro {
  readonly code: MacroCode;
  /** whether the session is such that this is probably what the driver calls about */
  readonly likely: boolean;
  readonly facts: MacroFacts;
}

export function macrosOf(session: Session, email: string | null): readonly Macro[] {
  const facts = factsOf(session, email);
  return macroCodes.map((code) => ({ code, likely: isLikely(code, facts), facts }));
}

export function factsOf(session: Session, email: string | null): MacroFacts {
  const { hold, currency, captured, sealed, pinned } = session;
  const held = heldOf(session);
  return {
    reference: session.reference,
    station: session.station,
    connector: session.connector,
    zone: pinned.zone,
    hold: session.heldAt === null ? null : held,
    holdFate: fateOf(session),
    holdUntil: hold?.stands ? hold.captureBefore : null,
    captured: captured === null ? null : { minor: captured, currency },
    rest:
      held === null || captured === null || captured > held.minor
        ? null
        : { minor: held.minor - captured, currency },
    energyMwh: sealed?.energyMwh ?? null,
    startedAt: session.startedAt,
    endedAt: session.endedAt,
    leftAt: session.leftAt,
    receipt: session.receipt,
    email,
    isFlowing: session.state === "charging" || session.state === "stopping",
    state: session.state,
    why: session.why,
  };
}

function fateOf(session: Session): HoldFate {
  const { hold, heldAt, captured, state } = session;
  if (!hold || heldAt === null) return "none";
  if (captured !== null && captured > 0n)
    return captured < (heldOf(session)?.minor ?? 0n) ? "part_captured" : "captured";
  if (hold.stands) return "stands";
  // Known to be gone before anybody gave it back: it lapsed while a person looked.
  return hold.released && !isTerminal(state) ? "lapsed" : hold.released ? "released" : "stands";
}

function isLikely(code: MacroCode, { state, holdFate, isFlowing, startedAt, receipt }: MacroFacts): boolean {
  switch (code) {
    case "cable_stuck":
      return startedAt !== null && !isFlowing;
    case "charged_twice":
      return holdFate === "part_captured" || holdFate === "released";
    case "price_higher":
      return state === "settled";
    case "no_receipt":
      return receipt !== null;
    case "did_not_start":
      return startedAt === null && state !== "pending";
    case "did_not_stop":
      return isFlowing;
  }
}
