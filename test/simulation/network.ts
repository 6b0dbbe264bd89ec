/** The network between a process and everything it calls: each call waits for its turn, and the seed says what becomes of it. */

import { day, minute, second } from "@barq/domain/instant";
import type { CallKind, Faults } from "./faults.ts";
import type { Choice } from "./seeded-choice.ts";
import { type Life, never, type Turns } from "./turns.ts";

/** What a caller is told of a call whose answer never came, where that is an error and no word of the port's own. */
export class NoAnswer extends Error {}

export interface Call<T> {
  readonly kind: CallKind;
  readonly label: string;
  /** Done when called, before anything is awaited. */
  effect(): Promise<T>;
  /** What the caller hears when it hears nothing. @throws NoAnswer, where the port has no word for it */
  silence(): T;
  /** the answer of a provider that has kept a failure under the call's key */
  spent?(): Promise<T>;
}

export interface Network {
  call<T>(life: Life, call: Call<T>): Promise<T>;
}

/** How long a call may be under way, in seconds: whoever repeats one under another key counts on the last (refund-send.ts). */
const latestS: Partial<Record<CallKind, number>> = { commit: 10, give: 110 };

export function createNetwork(of: {
  readonly turns: Turns;
  readonly faults: Faults;
  readonly choice: Choice;
  readonly crash: (life: Life) => void;
  /** Without keys nothing tells a repeat from a second wish: no network of such a provider repeats, or is later than a minute. */
  readonly hasKeys: boolean;
}): Network {
  const { turns, faults, choice, crash, hasKeys } = of;
  return {
    async call(life, { kind, label, effect, silence, spent }) {
      if (life.hasEnded) return never();
      await turns.turn(life, label);
      const fault = faults.at(kind);
      if (fault === null) return effect();
      turns.trace(() => `  ${fault}`);
      const later = async (ms: number): Promise<void> => {
        await turns.sleep(ms);
        turns.trace(() => `late: ${label}`);
        // Whoever asked is gone: what it comes to is nobody's affair but the invariants'.
        await effect().catch(() => {});
      };
      const isRepeatable = (kind !== "pay" && kind !== "give") || hasKeys;
      const latest = latestS[kind] ?? 3600;
      switch (fault) {
        case "process crashes before a call":
          crash(life);
          return never();
        case "process crashes after a call":
          void effect();
          crash(life);
          return never();
        case "answer lost":
          await effect();
          return silence();
        case "request done twice":
          if (isRepeatable) await effect();
          return effect();
        case "request done late":
          void later(choice.between(1, isRepeatable ? latest : Math.min(latest, 60)) * second);
          return silence();
        case "request done after more than a day":
          if (isRepeatable) void later(day + choice.between(1, 600) * minute);
          return silence();
        case "failure kept under a key":
          return spent ? spent() : silence();
        default:
          return silence();
      }
    },
  };
}
