/**
 * A sticker is bound to the connector that it is stuck on, by whoever stands before it: blank, or moved from another one, or in
 * the place of one that is withdrawn in the same moment. Everything that must be true together is one commit: the sticker's
 * places, the station's record, the act.
 */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import type { Assignment } from "@barq/domain/sticker";
import { text } from "@barq/store/fields";
import { stationBodyKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import type { Sticker } from "@barq/store/sticker-item";
import { stickerItem } from "@barq/store/sticker-item";
import type { StationRecord } from "./network.ts";
import type { ReadPorts } from "./ports.ts";
import { stickerAct } from "./sticker-act.ts";
import { readSticker, unchanged } from "./sticker-place.ts";

export interface Binding {
  readonly sticker: string;
  readonly station: string;
  readonly connector: number;
  /** the sticker that was on the connector and is withdrawn by the same act */
  readonly replaces: string | null;
  /** asked for where the sticker stood for another connector, and where one is withdrawn */
  readonly reason: string | null;
  /** opaque */
  readonly actor: string;
}

/** A sticker that was moved so often is worn out. */
const mostPlaces = 50;
const mostRaces = 5;

/**
 * The sticker as it stands then. A repeat changes nothing.
 * @throws Fault not_found, qr_unknown, qr_revoked, state_conflict (it stands for another connector, or somebody else was first), busy
 */
export async function bindSticker(ports: ReadPorts, tenant: string, binding: Binding): Promise<Sticker> {
  for (let race = 0; race < mostRaces; race++) {
    const printed = await readSticker(ports, tenant, binding.sticker, { strong: true });
    if (!printed) throw new Fault("qr_unknown", "No sticker was printed with this code.");
    const before = printed.sticker ?? blank(tenant, binding.sticker);
    if (before.revokedAt !== null || (printed.batch && printed.batch.revokedAt !== null))
      throw new Fault(
        "qr_revoked",
        "This sticker was withdrawn, and cannot be bound again: use another one.",
      );
    const last = before.assignments.at(-1);
    if (last?.until === null && isAt(last, binding)) return before;
    assertMayMove(last, before, binding);
    const bound = boundTo(before, binding, ports.clock());
    const together = [
      await onStation(ports, tenant, binding),
      ...(await replacing(ports, tenant, binding)),
      stickerAct(tenant, binding.sticker, {
        at: ports.clock(),
        act: last ? "moved" : "bound",
        by: binding.actor,
        reason: binding.reason,
        facts: { station: binding.station, connector: binding.connector },
      }),
    ];
    const written = { put: stickerItem(bound), guards: [unchanged(printed.sticker)] };
    const answer = await ports.store.commit([written, ...together]);
    if (answer.written) {
      for (const name of [`sticker|${tenant}|${binding.sticker}`, `station|${tenant}|${binding.station}`])
        ports.cache.drop(name);
      if (binding.replaces !== null) ports.cache.drop(`sticker|${tenant}|${binding.replaces}`);
      return bound;
    }
  }
  throw new Fault("busy", "This station is being changed by somebody else. Please try again.");
}

const blank = (tenant: string, id: string): Sticker => ({
  tenant,
  id,
  version: 0,
  assignments: [],
  revokedAt: null,
});

const isAt = (of: Assignment, { station, connector }: Binding): boolean =>
  of.station === station && of.connector === connector;

function assertMayMove(last: Assignment | undefined, { assignments }: Sticker, { reason }: Binding): void {
  if (assignments.length >= mostPlaces)
    throw new Fault("state_conflict", "This sticker was moved too often: withdraw it, and use another one.");
  if (last?.until !== null || reason !== null) return;
  throw new Fault(
    "state_conflict",
    `This sticker stands for connector ${last.connector} of ${last.station} since ${isoText(last.from)}. Say why it moves, or use another one.`,
    { station: last.station, connector: last.connector },
  );
}

function boundTo(before: Sticker, { station, connector }: Binding, now: Instant): Sticker {
  const ended = before.assignments.map((each) => (each.until === null ? { ...each, until: now } : each));
  return {
    ...before,
    version: before.version + 1,
    assignments: [...ended, { station, connector, from: now, until: null }],
  };
}

/** The station's record names the sticker that its other connectors' drivers are sent to. */
async function onStation(ports: ReadPorts, tenant: string, binding: Binding): Promise<Change> {
  const key = stationBodyKey(tenant, binding.station);
  const [item] = await ports.store.read([key], { strong: true });
  if (!item) throw new Fault("not_found", `There is no station ${binding.station}.`);
  const json = text(item, "json");
  const record: StationRecord = JSON.parse(json);
  if (!record.connectors.some(({ number }) => number === binding.connector))
    throw new Fault("not_found", `Station ${binding.station} has no connector ${binding.connector}.`);
  const connectors = record.connectors.map((each) =>
    each.number === binding.connector ? { ...each, sticker: binding.sticker } : each,
  );
  return {
    update: key,
    set: { json: JSON.stringify({ ...record, connectors }) },
    guards: [{ field: "json", in: [json] }],
  };
}

async function replacing(ports: ReadPorts, tenant: string, binding: Binding): Promise<readonly Change[]> {
  const { replaces, reason } = binding;
  if (replaces === null) return [];
  if (reason === null) throw new Fault("invalid_request", "Say why the sticker is replaced.");
  if (replaces === binding.sticker)
    throw new Fault("invalid_request", "A sticker is not replaced by itself.");
  const old = (await readSticker(ports, tenant, replaces, { strong: true }))?.sticker;
  const last = old?.assignments.at(-1);
  if (!old || last?.until !== null || !isAt(last, binding))
    throw new Fault("state_conflict", "The sticker that is replaced does not stand for this connector.");
  if (old.revokedAt !== null) return [];
  const now = ports.clock();
  return [
    {
      put: stickerItem({ ...old, version: old.version + 1, revokedAt: now }),
      guards: [unchanged(old)],
    },
    stickerAct(tenant, replaces, {
      at: now,
      act: "replaced",
      by: binding.actor,
      reason,
      facts: { by: binding.sticker },
    }),
  ];
}
