/** The twin of a provider that keeps cards: collections beside the holds of memory.ts, found by our own labels for ever. */
import type { Instant } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import type { Collected, Collecting, CollectionTruth } from "./collecting.ts";
import { leastMoney } from "./least.ts";
import type { TwinHold, TwinState } from "./memory-state.ts";
import { lost } from "./memory-state.ts";
import type { HoldLabels } from "./port.ts";

export interface TwinCollection {
  readonly intent: string;
  readonly at: Instant;
  readonly page: string;
  readonly labels: Omit<HoldLabels, "hold">;
  readonly collectAmount: Money;
  /** null: the money was taken */
  readonly declined: { readonly code: string; readonly why: string } | null;
}

export interface MemoryCollecting {
  readonly collecting: Collecting;
  readonly keptCards: {
    /** What the card's bank says when its holder is away, until it is told otherwise with null. */
    declineLater(declined: { readonly code: string; readonly why: string } | null): void;
    /** Every collection has a status that nobody knows, until it is set right with null. */
    confuseCollections(status: string | null): void;
  };
  /** every time that a kept card was asked, declined or not */
  readonly collections: () => readonly TwinCollection[];
}

export function createMemoryCollecting(state: TwinState): MemoryCollecting {
  const keyed = state.keyed<Collected>("collect");
  let declining: TwinCollection["declined"] = null;
  let confusion: string | null = null;
  const made = (): readonly TwinCollection[] => [...state.collections.values()];

  const truthOf = ({
    intent,
    collectAmount,
    declined,
  }: TwinCollection): Extract<Collected, { kind: "collected" | "declined" | "unknown" }> => {
    if (confusion !== null) return { kind: "unknown", why: confusion };
    return declined
      ? { kind: "declined", ...declined }
      : { kind: "collected", intent, collectedAmount: collectAmount };
  };
  /** A card is kept once its page was paid, and stays kept when the hold has ended. */
  const keptBy = (hold: TwinHold | undefined): TwinHold | null =>
    hold?.savesCard && hold.captureBefore !== null ? hold : null;

  return {
    collections: made,
    keptCards: {
      declineLater(declined) {
        declining = declined;
      },
      confuseCollections(status) {
        confusion = status;
      },
    },
    collecting: {
      async collect({ key, labels, ref, collectAmount }) {
        return keyed(key, [labels.session, collectAmount], (): Collected => {
          const hold = keptBy(state.holdOf(ref));
          if (!state.abilities.savedCard || !hold)
            return { kind: "refused", code: "no_saved_card", why: "No card was kept with this hold." };
          if (collectAmount.minor < leastMoney(collectAmount.currency).minor)
            return { kind: "refused", code: "amount_too_small", why: "Less than the least that is taken." };
          const one: TwinCollection = {
            intent: `collection_${state.collections.size + 1}`,
            at: state.clock(),
            page: hold.page,
            labels,
            collectAmount,
            declined: declining,
          };
          state.collections.set(one.intent, one);
          state.announce(hold, {
            type: declining ? "collection.declined" : "collection.succeeded",
            kind: "hold",
            isOver: !declining,
            object: one.intent,
          });
          return truthOf(one);
        });
      },
      async findCollection({ labels }): Promise<CollectionTruth> {
        if (state.silenceOf("findCollection") !== null) return lost;
        const own = made().filter(
          ({ labels: { tenant, session, environment } }) =>
            tenant === labels.tenant && session === labels.session && environment === labels.environment,
        );
        const best = own.findLast(({ declined }) => declined === null) ?? own.at(-1);
        return best ? truthOf(best) : { kind: "none" };
      },
    },
  };
}
