/**
 * Lets a connector go whose session is over and whose cable is out. Usually Available comes after the end and frees it; a
 * station that says both in one breath has said Available before the Stop was drained.
 */
import type { Session } from "@barq/domain/session";
import { textOr } from "@barq/store/fields";
import { connectorKey } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";
import { soldChange } from "./sold-today.ts";

/** The connector as it stands afterwards; undefined where somebody else writes it. */
export async function freeConnector(
  ports: Pick<ReadPorts, "store" | "clock">,
  session: Session,
): Promise<Item | undefined> {
  const key = connectorKey(session.tenant, session.station, session.connector);
  const [row] = await ports.store.read([key], { strong: true });
  if (!row || textOr(row, "act") !== session.id || textOr(row, "status") !== "Available") return row;
  const answer = await ports.store.commit([
    {
      update: key,
      set: { act: null, ...soldChange(row, session, ports.clock()) },
      guards: [
        { field: "act", in: [session.id] },
        { field: "status", in: ["Available"] },
      ],
    },
  ]);
  if (!answer.written) return undefined;
  const { act: _, ...free } = row;
  return { ...free, pk: row.pk, sk: row.sk };
}
