/** What a person has to look at: written in the commit that needs the person, so that nothing is lost in a log. */
import type { Instant } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { numberOr } from "@barq/store/fields";
import { workedKey, workKey } from "@barq/store/keys";
import type { Change, Item, Store, Value } from "@barq/store/port";

export function workItem(
  session: Pick<Session, "tenant" | "id" | "reference" | "station" | "connector">,
  why: string,
  at: Instant,
  facts: Readonly<Record<string, string>> = {},
): Change {
  return {
    put: {
      ...workKey(session.tenant, `${session.id}#${why}`),
      session: session.id,
      reference: session.reference,
      station: session.station,
      connector: session.connector,
      why,
      at,
      facts,
    },
  };
}

/** Something at a station that belongs to no session: energy without a hold, a Stop of an unknown number. */
export function stationWork(
  tenant: string,
  station: string,
  name: string,
  why: string,
  at: Instant,
  facts: Readonly<Record<string, Value>>,
): Change {
  return { put: { ...workKey(tenant, `${station}#${name}`), station, why, at, facts } };
}

/** The row, unless it waits already: what is said again keeps its age. */
export async function toldOnce(
  { store }: { readonly store: Store },
  row: ReturnType<typeof workItem>,
): Promise<readonly Change[]> {
  if (!("put" in row)) return [row];
  const [known] = await store.read([row.put], { strong: true });
  return known ? [] : [row];
}

/** A row leaves the queue for what was resolved, with who, why and what it came to. Nothing else takes one out. */
export function rowResolved(
  tenant: string,
  row: Item,
  done: {
    readonly at: Instant;
    readonly actor: string;
    readonly act: string;
    readonly reason: string;
    readonly note: string | null;
    /** `minor` and `cur` for an amount, `mwh` for an energy, as decimal text */
    readonly outcome?: Readonly<Record<string, string>>;
  },
): readonly Change[] {
  const { pk, sk, ...fields } = row;
  const { at, actor, act, reason, note, outcome } = done;
  return [
    // Said again meanwhile it is another row, and stays.
    { delete: { pk, sk }, guards: [{ field: "at", in: [numberOr(row, "at")] }] },
    {
      put: {
        ...workedKey(tenant, at, sk),
        ...fields,
        row: sk,
        done: { at, by: actor, act, reason, ...(note === null ? {} : { note }), ...outcome },
      },
      guards: [{ absent: true }],
    },
  ];
}
