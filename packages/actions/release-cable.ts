/**
 * A driver whose cable is stuck lets it go, from the page of their receipt: after their session's stop, for some minutes, and only
 * while the connector is still this session's, for then nobody else can have come. Each try is an act of the station like
 * anybody's; pressing twice is one act, because a try has a number and no other name.
 */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { number, text, textOr } from "@barq/store/fields";
import { callKey, connectorKey } from "@barq/store/keys";
import { operationKey, operationPlaceKey } from "@barq/store/network-keys";
import { operateStation, operationId } from "./operate-station.ts";
import { releaseCableMs } from "./policy.ts";
import type { CommandPorts, ReadPorts } from "./ports.ts";
import type { StationAct } from "./station-act.ts";
import { actOf } from "./station-act.ts";

export interface Cable {
  /** null while nothing was tried */
  readonly last: StationAct | null;
  /** how often it was tried */
  readonly tried: number;
  /** the number of the next try; null: no more of them, or one is under way */
  readonly next: number | null;
  /** until when it may be tried */
  readonly until: Instant;
}

/** A lock that five commands did not open wants a person. */
const mostTries = 5;
const tries = Array.from({ length: mostTries }, (_, n) => n + 1);

const keyOfTry = (session: Session, n: number): string => `cable|${session.id}|${n}`;

/** What its driver may do about the cable now; null where that is nothing, and where nothing was ever tried. */
export async function cableOf(ports: ReadPorts, session: Session): Promise<Cable | null> {
  const { tenant, station, connector, endedAt } = session;
  const now = ports.clock();
  if (endedAt === null) return null;
  const until = endedAt + releaseCableMs(ports.policy, endedAt);
  if (now >= until) return null;
  const ids = tries.map((n) => operationId(ports, tenant, keyOfTry(session, n)));
  const [row, call, ...places] = await ports.store.read(
    [
      connectorKey(tenant, station, connector),
      callKey(tenant, station),
      ...ids.map((id) => operationPlaceKey(tenant, id)),
    ],
    { strong: true },
  );
  const done = places.filter((place) => place !== undefined);
  const place = done.at(-1);
  const id = ids[done.length - 1];
  let last: StationAct | null = null;
  if (place && id !== undefined) {
    const key = operationKey(tenant, text(place, "station"), number(place, "at"), id);
    const [act] = await ports.store.read([key], { strong: true });
    if (act) last = actOf(station, act, call, now);
  }
  // Its lock goes with Available: the cable is out then, and the next one here is somebody else's.
  const isOwn = row !== undefined && textOr(row, "act") === session.id;
  if (!isOwn) return null;
  const isUnderWay = last?.state === "sent";
  return {
    last,
    tried: done.length,
    next: isUnderWay || done.length >= mostTries ? null : done.length + 1,
    until,
  };
}

/**
 * Try so many. A repeat of an earlier one finds what became of it.
 * @throws Fault state_conflict (there is nothing to let go any more, or it is not this try's turn), busy
 */
export async function releaseCable(ports: CommandPorts, session: Session, n: number): Promise<StationAct> {
  const cable = await cableOf(ports, session);
  if (!cable || (n > cable.tried && n !== cable.next))
    throw new Fault("state_conflict", "This cable cannot be let go from here any more.");
  return operateStation(ports, session.tenant, {
    station: session.station,
    command: { kind: "unlock", connector: session.connector },
    reason: "The driver's cable is stuck",
    actor: "driver",
    session: session.id,
    inSession: false,
    key: keyOfTry(session, n),
    body: null,
  });
}
