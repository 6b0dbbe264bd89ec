/**
 * What a connector sold on the day that runs there, on the connector's own row: written with the change that lets the connector go, so
 * that it costs no write of its own. It is a live figure for people who run the network, never the books.
 */
import { isoDay } from "@barq/domain/legal-time";
import type { Session } from "@barq/domain/session";
import { mapOr, textOr } from "@barq/store/fields";
import { connectorKey } from "@barq/store/keys";
import type { Item, Value } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";

type SoldOf = {
  readonly sessions: number;
  /** whole, as decimal text */
  readonly mwh: string;
  readonly minor: string;
};

export interface SoldToday {
  /** by the clock of the place */
  readonly day: string;
  /** by currency */
  readonly of: Readonly<Record<string, SoldOf>>;
}

/** What is set on the row for a sealed session that is not counted there yet; nothing for any other. */
export function soldChange(
  row: Item | undefined,
  session: Session | undefined,
  now: number,
): Readonly<Record<string, Value>> {
  if (!session?.sealed || (row && textOr(row, "soldBy") === session.id)) return {};
  const today = isoDay(session.pinned.zone, now);
  const before = row && textOr(row, "soldDay") === today ? soldOf(row) : {};
  const was = before[session.currency] ?? { sessions: 0, mwh: "0", minor: "0" };
  const { energyMwh, total } = session.sealed;
  const sold = {
    ...before,
    [session.currency]: {
      sessions: was.sessions + 1,
      mwh: `${BigInt(was.mwh) + energyMwh}`,
      minor: `${BigInt(was.minor) + total}`,
    },
  };
  return { soldBy: session.id, soldDay: today, sold };
}

function soldOf(row: Item): Readonly<Record<string, SoldOf>> {
  const sold = mapOr(row, "sold") ?? {};
  return Object.fromEntries(
    Object.keys(sold).flatMap((currency) => {
      const one = mapOr(sold, currency);
      const sessions = one?.sessions;
      if (!one || typeof sessions !== "number") return [];
      return [[currency, { sessions, mwh: textOr(one, "mwh") ?? "0", minor: textOr(one, "minor") ?? "0" }]];
    }),
  );
}

export const soldToday = (row: Item | undefined): SoldToday | null => {
  const day = row ? textOr(row, "soldDay") : null;
  return row && day !== null ? { day, of: soldOf(row) } : null;
};

/**
 * Beside the step that seals a session whose connector was let go before: whoever unplugs first. A lost race is left alone, because a
 * figure of the day is worth no second try on a session's path.
 */
export async function countSold(
  ports: Pick<ReadPorts, "store" | "clock">,
  row: Item | undefined,
  session: Session,
): Promise<void> {
  const set = soldChange(row, session, ports.clock());
  if (!row || textOr(row, "act") === session.id || Object.keys(set).length === 0) return;
  await ports.store.commit([
    {
      update: connectorKey(session.tenant, session.station, session.connector),
      set,
      guards: [
        { field: "act", in: [textOr(row, "act")] },
        { field: "soldBy", in: [textOr(row, "soldBy")] },
      ],
    },
  ]);
}
