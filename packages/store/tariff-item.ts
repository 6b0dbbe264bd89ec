/** A tariff's row and its versions as items. The row is all that a scan reads: the version in force, and the next one. */
import type { TariffVersions } from "@barq/domain/tariff-versions";
import { number, numberOr } from "./fields.ts";
import { tariffKey, tariffVersionKey } from "./keys.ts";
import type { Change, Guard, Item } from "./port.ts";

/** Rows of before have neither an instant nor a next version. `top` is the highest number that was ever given. */
export interface TariffRow extends TariffVersions {
  readonly top: number;
}

export function tariffRowOf(item: Item): TariffRow {
  const [version, next, nextFrom] = [number(item, "version"), numberOr(item, "nv"), numberOr(item, "nf")];
  return {
    current: { version, from: numberOr(item, "from") ?? 0 },
    next: next === null || nextFrom === null ? null : { version: next, from: nextFrom },
    top: Math.max(version, next ?? 0, numberOr(item, "top") ?? 0),
  };
}

/** The row as it is to be, where it is still as it was read. @param json the current version's body */
export function tariffRowChange(
  tenant: string,
  tariff: string,
  before: TariffRow | null,
  after: TariffRow,
  json: string,
): Change {
  const { current, next, top } = after;
  return {
    put: {
      ...tariffKey(tenant, tariff),
      version: current.version,
      json,
      ...(current.from > 0 ? { from: current.from } : {}),
      ...(next ? { nv: next.version, nf: next.from } : {}),
      ...(top > Math.max(current.version, next?.version ?? 0) ? { top } : {}),
    },
    guards: unchangedRow(before),
  };
}

/** Nobody has made, planned or withdrawn a version since the row was read. */
export const unchangedRow = (before: TariffRow | null): readonly Guard[] => [
  { field: "version", in: [before?.current.version ?? null] },
  { field: "from", in: [before && before.current.from > 0 ? before.current.from : null] },
  { field: "nv", in: [before?.next?.version ?? null] },
  { field: "nf", in: [before?.next?.from ?? null] },
];

/** A version is written once, and never again. */
export const tariffVersionChange = (
  tenant: string,
  tariff: string,
  version: number,
  of: { readonly json: string; readonly at: number; readonly from: number },
): Change => ({
  put: { ...tariffVersionKey(tenant, tariff, version), json: of.json, at: of.at, from: of.from },
  guards: [{ absent: true }],
});
