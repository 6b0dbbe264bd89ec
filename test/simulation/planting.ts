/** What bugs are planted with: a store whose commits are others than the product asked for. */
import type { Change, Commit, Item, Store } from "@barq/store/port";
import type { Plant, Ports } from "./product.ts";

export interface PlantedBug {
  readonly name: string;
  readonly plant: Plant;
}

type Commits = (changes: readonly Change[]) => Promise<Commit>;

/** The store with another commit. */
export const committing = (
  ports: Ports,
  commit: (next: Commits, changes: readonly Change[]) => Promise<Commit>,
): Ports => {
  const store: Store = { ...ports.store, commit: (changes) => commit(ports.store.commit, changes) };
  return { ...ports, store };
};

/** The store with changes that are altered, left out or added before they are written. */
export const altering = (ports: Ports, alter: (change: Change) => readonly Change[]): Ports =>
  committing(ports, (next, changes) => next(changes.flatMap(alter)));

export const without = <C extends Change>(change: C): C => ({ ...change, guards: [] });

export const setOf = (change: Change): Readonly<Record<string, unknown>> =>
  "update" in change ? (change.set ?? {}) : {};
export const isSession = (change: Change): change is Extract<Change, { update: unknown }> =>
  "update" in change && change.update.sk === "META" && change.update.pk.includes("|S#");
export const isPut = (change: Change, sk: string): change is Extract<Change, { put: Item }> =>
  "put" in change && change.put.sk.startsWith(sk);
