/** How far a station is with a longer work, diagnostics or firmware: the last word of each is kept with the station. */
import type { Instant } from "@barq/domain/instant";
import type { StationNews, StationWork } from "@barq/stations/port";
import { number, numberOr, text } from "@barq/store/fields";
import { stationWorkKey } from "@barq/store/network-keys";
import type { ReadPorts } from "./ports.ts";

/** No word of either protocol is longer. */
const mostSigns = 60;

export async function noteWork(
  ports: Pick<ReadPorts, "store" | "clock">,
  tenant: string,
  station: string,
  { work, status, request }: Extract<StationNews, { kind: "work" }>,
): Promise<void> {
  await ports.store.commit([
    {
      put: {
        ...stationWorkKey(tenant, station, work),
        status: status.slice(0, mostSigns).toWellFormed(),
        at: ports.clock(),
        ...(request === null ? {} : { request }),
      },
    },
  ]);
}

export interface SaidWork {
  /** the station's own word */
  readonly status: string;
  readonly at: Instant;
  /** the number of the request it belongs to (2.0.1) */
  readonly request: number | null;
}

/** The last word of each work; null where nothing was said of it. */
export async function readWork(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  station: string,
): Promise<Readonly<Record<StationWork, SaidWork | null>>> {
  const works = ["diagnostics", "firmware"] as const;
  const [diagnostics, firmware] = (
    await ports.store.read(works.map((work) => stationWorkKey(tenant, station, work)))
  ).map((row) =>
    row ? { status: text(row, "status"), at: number(row, "at"), request: numberOr(row, "request") } : null,
  );
  return { diagnostics: diagnostics ?? null, firmware: firmware ?? null };
}
