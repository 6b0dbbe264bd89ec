/**
 * Where starts are paused: one small row an operator, with all that is not over yet. It is read beside the connector's state, in
 * the same call, so that a pause is seen by every process at once and a scan stays one read.
 */
import type { Closure, StartPlace } from "@barq/domain/closure";
import { batchOfSticker } from "@barq/domain/sticker";
import { textOr } from "@barq/store/fields";
import type { Item } from "@barq/store/port";
import type { Place } from "./network.ts";

/** The row as it was read with `closuresKey`; nothing is closed where there is none. */
export function closuresOf(item: Item | undefined): readonly Closure[] {
  const json = item ? textOr(item, "json") : null;
  if (json === null) return [];
  const closures: readonly Closure[] = JSON.parse(json);
  return closures;
}

export const startPlaceOf = (
  {
    location,
    station,
    tariff,
    sticker,
  }: {
    readonly location: Pick<Place["location"], "id">;
    readonly station: Pick<Place["station"], "id" | "batch">;
    readonly tariff: { readonly id: string };
    readonly sticker: string;
  },
  holds: boolean,
): StartPlace => ({
  location: location.id,
  station: station.id,
  tariff: tariff.id,
  batch: batchOfSticker(sticker)?.batch ?? station.batch ?? null,
  holds,
});
