/**
 * The next version of the code, as it runs beside this one while it is deployed: the same actions over items of another shape.
 * On everything that it writes beside a session it counts in a field that this version has never heard of (`nx`). In some
 * schedules it also keeps the hold of a session where nobody of this version would look for it, and says so by a format: such
 * items are for its own processes alone.
 */
import type { Change, Commit, Guard, Item, Store, Value } from "@barq/store/port";

/** One version's view of what is stored. */
export interface Version {
  readonly isNext: boolean;
  /** an item as it is stored, in the words of the actions that run */
  understood(item: Item): Item;
  over(store: Store): Store;
}

export const thisVersion: Version = { isNext: false, understood: (item) => item, over: (store) => store };

const nextFormat = 2;
export const isReshaped = (item: Item | undefined): boolean => item?.fm === nextFormat;

/** As every version reads it from the next one on, whoever wrote it. */
export function understood(item: Item): Item {
  if (!isReshaped(item)) return item;
  const { fm: _, hl, ...rest } = item;
  const [hold] = Array.isArray(hl) ? hl : [];
  return { ...rest, pk: item.pk, sk: item.sk, ...(hold === undefined ? {} : { h: hold }) };
}

/** `isReshaping`: sessions that it writes are in its own format from then on. */
export function nextVersion(isReshaping: boolean): Version {
  const written = (change: Change): Change => {
    const guards = change.guards?.map(knowing);
    const guarded = guards ? { guards } : {};
    if ("put" in change && isBeside(change.put.pk))
      return { ...guarded, put: { ...reshaped(change.put), ...keyOf(change.put), nx: 1 } };
    if ("update" in change && isBeside(change.update.pk)) {
      const reshapes = change.update.sk === "META" && isReshaping && raisesVersion(change);
      const set = reshapes ? reset(change.set ?? {}) : change.set;
      return { ...change, ...guarded, ...(set ? { set } : {}), add: { ...change.add, nx: 1 } };
    }
    return guards ? { ...change, guards } : change;
  };
  const reshaped = (item: Item): Readonly<Record<string, Value>> => {
    if (!isReshaping || item.sk !== "META") return item;
    const { h, ...rest } = item;
    return { ...rest, fm: nextFormat, ...(h === undefined ? {} : { hl: [h] }) };
  };
  return {
    isNext: true,
    understood,
    over: (store) => ({
      read: async (keys, options) =>
        (await store.read(keys, options)).map((item) => item && understood(item)),
      async *list(partition, options) {
        for await (const item of store.list(partition, options)) yield understood(item);
      },
      overdue: store.overdue,
      async commit(changes): Promise<Commit> {
        const answer = await store.commit(changes.map(written));
        return answer.written || !answer.winner ? answer : { ...answer, winner: understood(answer.winner) };
      },
    }),
  };
}

const isBeside = (pk: string): boolean => pk.includes("|S#");
const keyOf = ({ pk, sk }: Item) => ({ pk, sk });

/**
 * A format is raised by a step alone, never by what only puts an item off: an older process that has read the item before
 * writes under the version that it has read, and would not find out otherwise that it knows the format no more.
 */
const raisesVersion = ({ set, add }: Extract<Change, { update: unknown }>): boolean =>
  set?.v !== undefined || add?.v !== undefined;

/** What is set of a session, in the new format: the hold lies in a list, whatever else comes to lie there. */
function reset(set: Readonly<Record<string, Value | null>>): Readonly<Record<string, Value | null>> {
  if (set.h === undefined) return { ...set, fm: nextFormat };
  const { h, ...rest } = set;
  return { ...rest, fm: nextFormat, h: null, hl: h === null ? null : [h] };
}

/** It knows both formats. */
const knowing = (guard: Guard): Guard =>
  "field" in guard && guard.field === "fm" ? { field: "fm", in: [null, nextFormat] } : guard;
