/** What a person has to look at: written in the commit that needs the person, so that nothing is lost in a log. */
import type { Instant } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { workKey } from "@barq/store/keys";
import type { Change, Value } from "@barq/store/port";

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
