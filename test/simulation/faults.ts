/** What goes wrong in a schedule, by kind, and how often it did. */
import type { Choice } from "./seeded-choice.ts";

export const faultKinds = [
  "process crashes before a call",
  "process crashes after a call",
  "whole product is down for a while",
  "request lost",
  "answer lost",
  "request done twice",
  "request done late",
  "request done after more than a day",
  "throttled",
  "commit cancelled",
  "stale read",
  "index behind",
  "failure kept under a key",
  "stream record lost",
  "stream record twice",
  "event lost",
  "event twice",
  "event late",
  "endpoint hears nothing",
  "event of a kind nobody knows",
  "event of an unknown session",
  "hold lapses",
  "status nobody knows",
  "captured in the dashboard",
  "cancelled in the dashboard",
  "bank hesitates over a refund",
  "bank sends a refund back",
  "bank warns of fraud",
  "bank asks about a payment",
  "bank takes money back",
  "bank changes its mind",
  "operator corrects what was sealed",
  "driver abandons the page",
  "driver's card declined",
  "driver pays at the last moment",
  "driver asks twice at once",
  "driver gives up a held session",
  "driver never plugs in",
  "station refuses the start",
  "station never begins",
  "station ignores the stop",
  "station offline",
  "station offline for ever",
  "station loses its Stop",
  "station says it twice",
  "station's status lost",
  "register begins anew",
  "station boots",
  "another version's policy",
  "older version writes what a newer one has written",
  "older version leaves a step to a newer one",
  "clock ahead or behind",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** How often each kind happened; a kind that is not there did not. */
export type FaultCounts = Map<FaultKind, number>;

/** What may happen to a call, by what is called. */
export type CallKind = "read" | "commit" | "pay" | "give" | "look" | "post" | "file" | "append";

const possible: Readonly<Record<CallKind, readonly [FaultKind, ...FaultKind[]]>> = {
  read: ["process crashes before a call", "request lost", "throttled", "process crashes before a call"],
  commit: [
    "process crashes before a call",
    "process crashes after a call",
    "process crashes after a call",
    "request lost",
    "answer lost",
    "answer lost",
    "request done twice",
    "request done late",
    "throttled",
    "commit cancelled",
  ],
  pay: [
    "process crashes before a call",
    "process crashes after a call",
    "process crashes after a call",
    "request lost",
    "answer lost",
    "answer lost",
    "request done twice",
    "request done late",
    "request done after more than a day",
    "throttled",
    "failure kept under a key",
  ],
  // A provider that has forgotten a refund's key makes it again: nobody can guard a call that is a day under way.
  give: [
    "process crashes before a call",
    "process crashes after a call",
    "process crashes after a call",
    "request lost",
    "answer lost",
    "answer lost",
    "request done twice",
    "request done late",
    "throttled",
    "failure kept under a key",
  ],
  look: ["process crashes before a call", "request lost", "answer lost", "throttled"],
  post: [
    "process crashes before a call",
    "process crashes after a call",
    "request lost",
    "answer lost",
    "request done twice",
  ],
  file: ["process crashes before a call", "process crashes after a call", "request lost", "answer lost"],
  append: [
    "process crashes before a call",
    "process crashes after a call",
    "request lost",
    "answer lost",
    "request done twice",
  ],
};

export interface Faults {
  readonly counts: FaultCounts;
  /** what happens to the call that has its turn; null: nothing */
  at(call: CallKind): FaultKind | null;
  /** whether something that is likely by itself happens; counted where it does */
  happens(kind: FaultKind, probability: number): boolean;
  count(kind: FaultKind): void;
  /** From here on nothing goes wrong any more. */
  stop(): void;
  readonly haveStopped: () => boolean;
}

/** `rate`: how many calls of a hundred go wrong; `first`: the call that goes wrong in any case. */
export function createFaults(choice: Choice, of: { readonly rate: number; readonly first: number }): Faults {
  const counts: FaultCounts = new Map();
  let calls = 0;
  let stopped = false;
  const count = (kind: FaultKind): void => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  };
  return {
    counts,
    count,
    at(call) {
      if (stopped) return null;
      calls++;
      if (calls !== of.first && !choice.chance(of.rate)) return null;
      const kind = choice.pick(possible[call]);
      count(kind);
      return kind;
    },
    happens(kind, probability) {
      if (stopped || !choice.chance(probability)) return false;
      count(kind);
      return true;
    },
    stop() {
      stopped = true;
    },
    haveStopped: () => stopped,
  };
}
