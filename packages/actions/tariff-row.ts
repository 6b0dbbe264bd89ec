/** A tariff gets its next version: sold at once, or planned from an instant on. One plan stands at a time. */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import { never, plannedAt } from "@barq/domain/tariff-versions";
import { text } from "@barq/store/fields";
import { tariffKey, tariffVersionKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import type { TariffRow } from "@barq/store/tariff-item";
import { tariffRowChange, tariffRowOf, tariffVersionChange } from "@barq/store/tariff-item";
import type { ReadPorts } from "./ports.ts";

export interface StandingTariff {
  /** as it was read; null: there is no such tariff */
  readonly read: TariffRow | null;
  /** as it stands now: a plan whose instant has come is the current version */
  readonly row: TariffRow | null;
  /** the current version's body */
  readonly json: string;
}

/** What is sold under an id, strongly read. */
export async function readStanding(
  ports: ReadPorts,
  tenant: string,
  id: string,
  now: Instant,
): Promise<StandingTariff> {
  const [item] = await ports.store.read([tariffKey(tenant, id)], { strong: true });
  if (!item) return { read: null, row: null, json: "" };
  const read = tariffRowOf(item);
  const { next, top } = read;
  if (!next || next.from > now) return { read, row: read, json: text(item, "json") };
  const [version] = await ports.store.read([tariffVersionKey(tenant, id, next.version)], { strong: true });
  if (!version) throw new Error(`version ${next.version} of tariff ${id} is not there`);
  return { read, row: { current: next, next: null, top }, json: text(version, "json") };
}

/**
 * The changes by which a version comes into force at `from`, to be committed with whatever belongs to it.
 * @throws Fault state_conflict where another version is planned already
 */
export function versionChanges(
  tenant: string,
  id: string,
  { read, row, json }: StandingTariff,
  of: { readonly json: string; readonly from: Instant; readonly now: Instant },
): { readonly version: number; readonly changes: readonly Change[] } {
  const version = (row?.top ?? 0) + 1;
  const planned = row && plannedAt(row, of.now);
  const put = tariffVersionChange(tenant, id, version, { json: of.json, at: of.now, from: of.from });
  const after = (to: Omit<TariffRow, "top">, body: string) => ({
    version,
    changes: [put, tariffRowChange(tenant, id, read, { ...to, top: version }, body)],
  });
  if (of.from <= of.now) return after({ current: { version, from: 0 }, next: planned }, of.json);
  if (planned)
    throw new Fault(
      "state_conflict",
      `Version ${planned.version} of this tariff is planned from ${isoText(planned.from)} on. Withdraw it first, or wait until it is in force.`,
      { planned: { version: planned.version, in_force_from: isoText(planned.from) } },
    );
  if (!row || row.current.from === never)
    return after({ current: { version, from: of.from }, next: null }, of.json);
  return after({ current: row.current, next: { version, from: of.from } }, json);
}

/** The changes by which a planned version is planned no more; undefined where it is not planned (any more). */
export function withdrawalOf(
  tenant: string,
  id: string,
  { read, row, json }: StandingTariff,
  version: number,
  now: Instant,
): Change | undefined {
  if (!row || plannedAt(row, now)?.version !== version) return undefined;
  const current = row.current.version === version ? { version, from: never } : row.current;
  return tariffRowChange(tenant, id, read, { ...row, current, next: null }, json);
}
