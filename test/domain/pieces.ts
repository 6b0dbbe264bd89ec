/** Sessions cut into pieces for tests, in few words: stretches of milliseconds, conditions and grace. */
import { LocalTime } from "@barq/domain/boundary";
import type { Piece } from "@barq/domain/cut";
import { cutUsage, extentOf } from "@barq/domain/cut";
import type { OcpiElement } from "@barq/domain/ocpi-tariff";
import type { Profile, Stretch, Usage } from "@barq/domain/usage";
import { stretch } from "@barq/domain/usage";
import { always, elementsOf, priced, when } from "./tariff-terms.ts";

export const start = Date.parse("2026-11-24T15:00:00Z");
export const used = (stretches: readonly Stretch[]): Usage => ({
  startedAt: start,
  endedAt: stretches.at(-1)?.to ?? start,
  stretches,
});
type Body = NonNullable<OcpiElement["restrictions"]>;
export interface Cutting {
  readonly conditions?: readonly Body[];
  /** null: the tariff has no terms on idle time */
  readonly graceS?: number | null;
}

/** Every piece, and what could not be cut. */
export function cut(stretches: readonly Stretch[], { conditions = [], graceS = 0 }: Cutting) {
  const tariff = elementsOf(
    [...conditions.map((body) => when(body, priced("ENERGY", 1))), always(priced("ENERGY", 2))],
    { barq: { idle: graceS === null ? null : { grace_s: graceS } } },
  );
  const usage = used(stretches);
  const pieces: Piece[] = [];
  const local = (): LocalTime => new LocalTime("UTC", ...extentOf(usage));
  const { uncut } = cutUsage(tariff, usage, local, (piece) => pieces.push(piece));
  return { pieces, uncut };
}
/** "from-to energy" in ms since the start and mWh, with what marks a piece. */
export const spoken = (stretches: readonly Stretch[], cutting: Cutting): readonly string[] =>
  cut(stretches, cutting).pieces.map(
    ({ from, to, energyMwh, isCut, isGrace }) =>
      `${from - start}-${to - start} ${energyMwh}${isCut ? " cut" : ""}${isGrace ? " grace" : ""}`,
  );
/** From one ms to another after the start. */
export const over = (
  from: number,
  to: number,
  energyMwh: number,
  { kind = "charging", ...other }: Partial<Stretch> = {},
): Stretch => ({ ...stretch(start + from, start + to, kind, BigInt(energyMwh)), ...other });
export const line = (from: number, to: number): Profile => ({ kind: "line", from, to });
