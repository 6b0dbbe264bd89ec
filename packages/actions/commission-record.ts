/** How a station is being commissioned: who is at it, what was typed and scanned, which sessions tested it. Evidence lies elsewhere. */
import type { Declared } from "@barq/domain/commissioning";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import { number, text } from "@barq/store/fields";
import { commissionKey } from "@barq/store/network-keys";
import type { Change } from "@barq/store/port";
import type { StationRecord } from "./network.ts";
import type { ReadPorts } from "./ports.ts";

/** What the meters of connectors show, in kWh as typed, by the connector's number. */
export type Displays = Readonly<Record<string, string>>;

export interface TestRecord {
  readonly session: string;
  readonly at: Instant;
  readonly before: Displays;
  readonly after: Displays | null;
  readonly afterAt: Instant | null;
  /** what it was tested under: another firmware, or another station in its place, is tested anew */
  readonly serial: string | null;
  readonly firmware: string | null;
}

export interface CommissionRecord {
  /** who is at the station, opaque, and since when */
  readonly by: string;
  readonly since: Instant;
  readonly declared: Declared;
  readonly tests: Readonly<Record<string, TestRecord>>;
  /** by connector: the sticker that was scanned there */
  readonly stickers: Readonly<Record<string, string>>;
  /** who took it over from whom, and why */
  readonly taken: readonly {
    readonly at: Instant;
    readonly from: string;
    readonly to: string;
    readonly reason: string;
  }[];
  /** the last one that was sealed */
  readonly verdict: string | null;
}

export interface Loaded {
  readonly record: CommissionRecord;
  readonly version: number;
}

export async function findCommission(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  station: string,
): Promise<Loaded | null> {
  const [item] = await ports.store.read([commissionKey(tenant, station)], { strong: true });
  if (!item) return null;
  const record: CommissionRecord = JSON.parse(text(item, "json"));
  return { record, version: number(item, "v") };
}

/** The record as it is to be, lost to whoever wrote it meanwhile. */
export const commissionChange = (
  tenant: string,
  station: string,
  record: CommissionRecord,
  version: number | null,
): Change => ({
  put: { ...commissionKey(tenant, station), v: (version ?? 0) + 1, json: JSON.stringify(record) },
  guards: [version === null ? { absent: true } : { version }],
});

/** Somebody else is at the station: who, and since when. */
export const somebodyElse = ({ by, since }: CommissionRecord): Fault =>
  new Fault(
    "state_conflict",
    `Another technician has been at this station since ${isoText(since)}. Take it over with a reason, or leave it to them.`,
    { by, since },
  );

/** The record of whoever asks. @throws Fault state_conflict where nobody has begun, or somebody else has */
export async function ownCommission(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  station: string,
  by: string,
): Promise<Loaded> {
  const loaded = await findCommission(ports, tenant, station);
  if (!loaded)
    throw new Fault(
      "state_conflict",
      "Nobody has begun to commission this station: say first the serial that is on its plate.",
      {
        next: "begin",
      },
    );
  if (loaded.record.by !== by) throw somebodyElse(loaded.record);
  return loaded;
}

/** Read, changed and written, until it was nobody else's turn. @throws Fault busy, and what `change` throws */
export async function changeCommission<T>(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  station: string,
  by: string,
  change: (record: CommissionRecord) => Promise<{
    readonly record: CommissionRecord;
    readonly together?: readonly Change[];
    readonly answer: T;
  }>,
): Promise<T> {
  for (let race = 0; race < 5; race++) {
    const { record, version } = await ownCommission(ports, tenant, station, by);
    const changed = await change(record);
    if (changed.record === record) return changed.answer;
    const written = await ports.store.commit([
      commissionChange(tenant, station, changed.record, version),
      ...(changed.together ?? []),
    ]);
    if (written.written) return changed.answer;
  }
  throw new Fault("busy", "This station is being commissioned from another phone as well. Please try again.");
}

/** @throws Fault not_found */
export function assertConnector({ id, connectors }: StationRecord, number: number): void {
  if (!connectors.some((connector) => connector.number === number))
    throw new Fault("not_found", `Station ${id} has no connector ${number}.`);
}
