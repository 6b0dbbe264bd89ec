/**
 * Sessions that owe nothing, or less than is captured, counted by connector in windows of time: a meter that stands still, or
 * somebody who has found out how, shows as many of them at one place. Written with their release alone.
 */
import type { Session } from "@barq/domain/session";
import { numberOr } from "@barq/store/fields";
import { owedNothingKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import type { ReadPorts } from "./ports.ts";
import { stationWork, toldOnce } from "./work-queue.ts";

/** By whatever the sealed price said; what a person gives free is their act, and is counted with it. */
const isCounted = ({ state, hold, why }: Session): boolean =>
  state === "released" && hold !== null && (why === "nothing_owed" || why === "below_minimum");

/** What goes into the commit of a release: one more, and beyond the budget a row for a person. */
export async function owedNothing(
  ports: Pick<ReadPorts, "store" | "clock" | "policy">,
  session: Session,
): Promise<readonly Change[]> {
  if (!isCounted(session)) return [];
  const { tenant, station, connector } = session;
  const { most, windowMs } = ports.policy.owedNothing;
  const now = ports.clock();
  const window = Math.floor(now / windowMs);
  const key = owedNothingKey(tenant, station, connector, window);
  const [counter] = await ports.store.read([key], { strong: true });
  const n = ((counter && numberOr(counter, "n")) ?? 0) + 1;
  const row = stationWork(tenant, station, `NIL#${connector}#${window}`, "many_owe_nothing", now, {
    connector,
    sessions: n,
    last: session.id,
  });
  return [
    // Kept for two windows more than it counts in.
    { update: key, add: { n: 1 }, set: { x: Math.floor((now + 3 * windowMs) / 1000) } },
    ...(n > most ? await toldOnce(ports, row) : []),
  ];
}
