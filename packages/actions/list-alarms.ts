/**
 * What is wrong at stations now, each with its age and a next step. Most of it follows from the stations' rows, so that it is told once,
 * and is gone when it is over, without anybody having to take it back; what a person has to end lies in the work queue, and is told here too.
 */
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import { mapOr, number, numberOr, text, textOr } from "@barq/store/fields";
import { workPartition } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import type { StationRow } from "./network-row-text.ts";
import type { Policy } from "./policy.ts";
import { stationAlarmsAt } from "./policy.ts";
import type { ReadPorts } from "./ports.ts";
import { rowsFrom } from "./show-network.ts";
import { nextStepOf } from "./work-acts.ts";
import { workId } from "./work-row.ts";

export interface Alarm {
  readonly code: string;
  readonly station: string;
  readonly connector: number | null;
  readonly since: Instant;
  readonly facts: Readonly<Record<string, string>>;
  readonly nextStep: string;
  /** the row of the work queue that a person ends it by; null: it ends by itself */
  readonly work: string | null;
}

const nextSteps = {
  silent_in_use:
    "The station went away with a cable in it: call the place, look at its power and its network. A session there is priced when the station comes back, from what it has kept.",
  silent:
    "Nobody has heard of the station for long: look at its power and its network, or take it out of the list of what is sold.",
  connector_faulted:
    "The connector reports a fault: reset the station when nobody charges there, and send somebody if it stays.",
  used_not_scanned:
    "Cables go in and nobody scans: look at the post, whose sticker may be gone, covered, or stuck over by another.",
} as const;

/** The oldest first. */
export async function listAlarms(
  ports: Pick<ReadPorts, "store" | "clock" | "policy">,
  tenant: string,
): Promise<readonly Alarm[]> {
  const now = ports.clock();
  const [rows, work] = await Promise.all([rowsFrom(ports, tenant), workOfStations(ports, tenant)]);
  return [...rows.flatMap((row) => alarmsOf(row, ports.policy, now)), ...work].sort(
    (a, b) => a.since - b.since,
  );
}

/** What a station's own row says is wrong. */
export function alarmsOf(
  row: StationRow,
  policy: Pick<Policy, "stationAlarms">,
  now: Instant,
): readonly Alarm[] {
  const { silentInUseMs, silentMs } = stationAlarmsAt(policy, now);
  const alarms: Alarm[] = [];
  const tell = (
    code: keyof typeof nextSteps,
    connector: number | null,
    since: Instant,
    facts: Alarm["facts"] = {},
  ) =>
    alarms.push({
      ...{ code, station: row.station, connector, since, facts },
      nextStep: nextSteps[code],
      work: null,
    });
  const awayMs = row.online || row.heardAt === null ? -1 : now - row.heardAt;
  if (awayMs >= silentMs) tell("silent", null, row.heardAt ?? now);
  for (const { number: connector, use, since, error, unscanned } of row.connectors) {
    if (use === "in_use" && awayMs >= silentInUseMs)
      tell(
        "silent_in_use",
        connector,
        row.heardAt ?? now,
        since === null ? {} : { in_use_since: isoText(since) },
      );
    // Of a station that is away nobody knows whether it is mended: that it is away is told.
    if (use === "faulted" && row.online)
      tell("connector_faulted", connector, since ?? now, error === null ? {} : { error });
    if (unscanned) tell("used_not_scanned", connector, unscanned.since, { plugged: `${unscanned.count}` });
  }
  return alarms;
}

/** Rows of the work queue that are about a station and no session: an old sticker that is scanned, a password used twice. */
async function workOfStations(
  { store }: Pick<ReadPorts, "store">,
  tenant: string,
): Promise<readonly Alarm[]> {
  const alarms: Alarm[] = [];
  for await (const item of store.list(workPartition(tenant))) {
    if (textOr(item, "session") === null && textOr(item, "station") !== null) alarms.push(alarmOf(item));
  }
  return alarms;
}

function alarmOf(item: Item): Alarm {
  const code = text(item, "why");
  const facts = Object.entries(mapOr(item, "facts") ?? {});
  return {
    code,
    station: text(item, "station"),
    connector: numberOr(item, "connector"),
    since: number(item, "at"),
    facts: Object.fromEntries(facts.map(([name, fact]) => [name, String(fact)])),
    nextStep: nextStepOf(code),
    work: workId(item.sk),
  };
}
