/**
 * A further hold of a session: the driver adds to what is held while the car charges, by an act of their own. It has a page,
 * an intent and a window of its own, and is an item beside its session. The session's first hold is number 1.
 */
import type { Instant } from "./instant.ts";
import type { Money } from "./money.ts";

export const furtherHoldStates = [
  /** the session's own hold is asked to hold so much more, on the card that it stands on */
  "raising",
  /** it does: what was asked for is part of the session's own hold from here on */
  "raised",
  /** asked for; the page's name is not known yet */
  "opening",
  "open",
  /** it stands, and the session's limits have been raised by it */
  "held",
  /** by us, or by others: of that nothing is on record as captured */
  "captured",
  "released",
  /** nobody paid, or the provider let it go before anything was taken */
  "failed",
  "lapsed",
] as const;
export type FurtherHoldState = (typeof furtherHoldStates)[number];

const followers: Readonly<Record<FurtherHoldState, readonly FurtherHoldState[]>> = {
  raising: ["raised", "released", "failed"],
  raised: [],
  opening: ["open", "held", "captured", "released", "failed"],
  open: ["held", "captured", "released", "failed"],
  held: ["captured", "released", "lapsed"],
  captured: [],
  released: [],
  failed: [],
  lapsed: [],
};

export interface FurtherHold {
  readonly tenant: string;
  readonly session: string;
  /** from 2 */
  readonly n: number;
  readonly version: number;
  readonly state: FurtherHoldState;
  readonly holdAmount: Money;
  readonly page: string | null;
  readonly intent: string | null;
  readonly captureBefore: Instant | null;
  readonly createdAt: Instant;
  /** rises only after a read has shown that the earlier attempt at its release did nothing */
  readonly attempt: number;
  readonly tries: number;
  readonly due: Instant | null;
  readonly captured: bigint | null;
  /** what the session's own hold comes to when it is raised, in minor units; null where a page asks for a hold of its own */
  readonly raiseTo: bigint | null;
}

/** Whether anything can still be taken from it or has to be given back. */
export const isOpenHold = ({ state }: Pick<FurtherHold, "state">): boolean => followers[state].length > 0;

/** In its next state. @throws Error (a bug) when that may not follow */
export function enterHold(
  hold: FurtherHold,
  state: FurtherHoldState,
  changes: Partial<Pick<FurtherHold, "page" | "intent" | "captureBefore" | "captured" | "due">> = {},
): FurtherHold {
  if (state !== hold.state && !followers[hold.state].includes(state))
    throw new Error(`a further hold that is ${hold.state} is never ${state} next`);
  const due = followers[state].length === 0 ? null : hold.due;
  return { ...hold, tries: 0, due, ...changes, state };
}
