/** What a person asked of a station, why, and what became of it: a row beside the station. */
import type { Instant } from "@barq/domain/instant";
import type { CommandOutcome, OperateCommand } from "@barq/stations/port";
import { number, numberOr, text, textOr } from "@barq/store/fields";
import { callKey, connectorKey, stationPartition } from "@barq/store/keys";
import { operationKey, operationPrefix } from "@barq/store/network-keys";
import type { Change, Item } from "@barq/store/port";
import type { Page } from "./page.ts";
import type { ReadPorts } from "./ports.ts";

export type OperateKind = OperateCommand["kind"];

/** asked: written down, and nobody knows whether it went out; silent: nothing was answered by its deadline, and may still be */
type ActState = "asked" | "sent" | "offline" | "accepted" | "rejected" | "silent";

export interface StationAct {
  readonly id: string;
  readonly station: string;
  readonly kind: OperateKind;
  /** null: the whole station */
  readonly connector: number | null;
  readonly state: ActState;
  /** the station's own word: `Unlocked`, `Scheduled`, a file's name, a list's version, or why not */
  readonly word: string | null;
  readonly reason: string;
  /** opaque */
  readonly by: string;
  /** whose cable it was */
  readonly session: string | null;
  /** what was asked in few words: soft, inoperative, the host of an address */
  readonly asked: string | null;
  readonly at: Instant;
  readonly deadline: Instant;
  readonly answeredAt: Instant | null;
}

const kinds = [
  "unlock",
  "reset",
  "change_availability",
  "clear_cache",
  "get_diagnostics",
  "update_firmware",
  "send_local_list",
  "get_local_list_version",
] as const satisfies readonly OperateKind[];
const written = ["asked", "sent", "offline", "accepted", "rejected"] as const;

/** The name under which its call is under way, from which its row is found again. */
export const effectOf = ({ at, id }: Pick<StationAct, "at" | "id">): string => `operate#${at}#${id}`;
const effectPattern = /^operate#(\d{1,15})#(op_[a-z0-9]{1,40})$/;
export const isOperation = (effect: string | null): effect is string =>
  effect !== null && effectPattern.test(effect);

export const actItem = (tenant: string, act: StationAct): Item => ({
  ...operationKey(tenant, act.station, act.at, act.id),
  id: act.id,
  kind: act.kind,
  st: act.state,
  reason: act.reason,
  by: act.by,
  at: act.at,
  deadline: act.deadline,
  ...(act.connector === null ? {} : { connector: act.connector }),
  ...(act.session === null ? {} : { session: act.session }),
  ...(act.asked === null ? {} : { asked: act.asked }),
});

/** The act as it stands now. `call`: the call that is or was the last one under way there */
export function actOf(station: string, row: Item, call: Item | undefined, now: Instant): StationAct {
  const state = written.find((name) => name === textOr(row, "st"));
  const kind = kinds.find((name) => name === textOr(row, "kind"));
  if (!state || !kind) throw new Error("an operation of a station is not what was written");
  const act: StationAct = {
    id: text(row, "id"),
    station,
    kind,
    connector: numberOr(row, "connector"),
    state,
    word: textOr(row, "word"),
    reason: text(row, "reason"),
    by: text(row, "by"),
    session: textOr(row, "session"),
    asked: textOr(row, "asked"),
    at: number(row, "at"),
    deadline: number(row, "deadline"),
    answeredAt: numberOr(row, "answered"),
  };
  if (state !== "asked" && state !== "sent") return act;
  // Whoever took the answer may have died before it was written here.
  const outcome = call && textOr(call, "effect") === effectOf(act) ? textOr(call, "outcome") : null;
  if (outcome === "accepted" || outcome === "rejected")
    return { ...act, state: outcome, word: call ? textOr(call, "why") : null };
  return outcome === "silent" || act.deadline <= now ? { ...act, state: "silent" } : act;
}

/** What became of it, unless something is known already. */
export const becomes = (
  tenant: string,
  act: Pick<StationAct, "station" | "at" | "id">,
  state: "sent" | "offline",
): Change => ({
  update: operationKey(tenant, act.station, act.at, act.id),
  set: { st: state },
  guards: [{ field: "st", in: ["asked"] }],
});

/** The station has answered a call that a person had asked for. */
export async function noteOutcome(
  ports: Pick<ReadPorts, "store" | "clock">,
  tenant: string,
  station: string,
  effect: string,
  outcome: CommandOutcome,
): Promise<void> {
  const [, at, id] = effectPattern.exec(effect) ?? [];
  if (outcome.kind === "silent" || at === undefined || id === undefined) return;
  const word = outcome.kind === "rejected" ? outcome.why : wordOf(outcome.detail);
  const key = operationKey(tenant, station, Number(at), id);
  const [row] = await ports.store.read([key], { strong: true });
  if (!row) return;
  await ports.store.commit([
    {
      update: key,
      set: { st: outcome.kind, answered: ports.clock(), ...(word === null ? {} : { word }) },
      guards: [{ field: "st", in: ["asked", "sent"] }],
    },
    ...(outcome.kind === "accepted" ? serviceOf(tenant, station, row) : []),
  ]);
}

/** Connectors of a station that took the order are in or out of service, whatever they say of themselves afterwards. */
function serviceOf(tenant: string, station: string, row: Item): readonly Change[] {
  const asked = textOr(row, "asked");
  if (textOr(row, "kind") !== "change_availability") return [];
  const numbers = textOr(row, "covers")?.split(" ").map(Number) ?? [];
  return numbers.map((connector) => ({
    update: connectorKey(tenant, station, connector),
    set: { service: asked === "inoperative" ? "out" : null },
  }));
}

const mostSigns = 100;
const names = ["status", "fileName", "filename", "listVersion", "versionNumber"];

/** What an accepted answer says beside Accepted; null where that is all. */
function wordOf(detail: unknown): string | null {
  if (typeof detail !== "object" || detail === null) return null;
  const said = Object.entries(detail).flatMap(([name, value]) =>
    names.includes(name) && (typeof value === "string" || typeof value === "number") && value !== "Accepted"
      ? [String(value).slice(0, mostSigns).toWellFormed()]
      : [],
  );
  return said.length === 0 ? null : said.join(", ");
}

const pageSize = 50;

/** Newest first. @param from the sort key that a page before ended at */
export async function listActs(
  ports: Pick<ReadPorts, "store" | "clock">,
  tenant: string,
  station: string,
  from: string | undefined,
): Promise<Page<StationAct>> {
  const [call] = await ports.store.read([callKey(tenant, station)], { strong: true });
  const rows: StationAct[] = [];
  const options = { prefix: operationPrefix, limit: pageSize + 1, ...(from === undefined ? {} : { from }) };
  for await (const row of ports.store.list(stationPartition(tenant, station), options)) {
    if (rows.length === pageSize) return { rows, next: row.sk };
    rows.push(actOf(station, row, call, ports.clock()));
  }
  return { rows, next: null };
}
