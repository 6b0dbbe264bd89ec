/**
 * A start that failed goes to another connector of its location, with the same hold: by an act of the driver, who has seen
 * that one's price. One commit takes the new lock, lets the old one go, and freezes anew what the session is judged by.
 */
import { Fault } from "@barq/domain/fault";
import { isoDay } from "@barq/domain/legal-time";
import type { Session } from "@barq/domain/session";
import { textOr } from "@barq/store/fields";
import { connectorKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import { movedChange } from "@barq/store/session-item";
import { placeOfQr } from "./network.ts";
import { availabilityAt, limitsWithin } from "./other-connectors.ts";
import { scanned } from "./plugs.ts";
import type { ReadPorts } from "./ports.ts";
import { isMovable, isReleasing } from "./release-hold.ts";
import { isOver, loadSession } from "./session-store.ts";

interface MoveRequest {
  readonly qr: string;
  /** the cable that is plugged there is the driver's own */
  readonly carConfirmed: boolean;
}

/**
 * @throws Fault not_found, state_conflict, qr_*, tariff_missing, connector_unavailable, station_offline, connector_taken,
 * car_not_confirmed, limit_too_small
 */
export async function moveSession(
  ports: ReadPorts,
  tenant: string,
  id: string,
  { qr, carConfirmed }: MoveRequest,
): Promise<Session> {
  const session = await loadSession(ports, tenant, id);
  const place = await placeOfQr(ports, qr);
  if (isThere(session, place)) return session;
  const now = ports.clock();
  if (!isMovable(session, now))
    throw new Fault("state_conflict", `This session is ${session.state}, and its hold stays where it is.`, {
      state: session.state,
    });
  if (place.tenant !== tenant || place.location.id !== session.pinned.location)
    throw new Fault(
      "connector_unavailable",
      "The hold goes to connectors of the same place alone. Elsewhere, start a new session.",
    );
  const availability = await availabilityAt(ports, session, place);
  if (availability === "paused")
    throw new Fault(
      "paused",
      "The operator takes no starts at this connector now. Please choose another one.",
    );
  if (availability === "offline")
    throw new Fault("station_offline", "This station is not connected now. Please choose another connector.");
  if (availability === "busy")
    throw new Fault("connector_taken", "Somebody is charging here. Please choose another connector.");
  if (availability === "out_of_order")
    throw new Fault("connector_unavailable", "This connector is out of order. Please choose another one.");
  if (availability === "plugged" && !carConfirmed)
    throw new Fault("car_not_confirmed", "A cable is plugged here already. Please say that it is your car.");
  const limits = session.hold && limitsWithin(ports, place, session.hold.holdAmount);
  if (!limits)
    throw new Fault(
      "limit_too_small",
      "What is held is too little for this connector's price. Please choose another one.",
    );
  const moved: Session = {
    ...session,
    ...limits,
    station: place.station.id,
    connector: place.connector.number,
    pinned: {
      ...session.pinned,
      tariff: place.tariff.id,
      tariffVersion: place.tariff.version,
      legalEntity: place.location.legalEntity,
      sticker: place.sticker,
      zone: place.location.zone,
    },
    carConfirmed,
    effect: null,
    due: now + ports.policy.plugMs,
    tries: 0,
    since: now,
    why: null,
  };
  const day = isoDay(place.location.zone, session.createdAt);
  const answer = await ports.store.commit([
    movedChange(session, moved, day),
    ...(await locksOf(ports, session, moved)),
  ]);
  if (answer.written) return { ...moved, version: session.version + 1 };
  const current = await loadSession(ports, tenant, id);
  if (isThere(current, place)) return current;
  throw new Fault(
    answer.change === 0 ? "state_conflict" : "connector_taken",
    "Somebody else was a moment faster. Please look again at what is free.",
    { state: current.state },
  );
}

const isThere = (
  session: Session,
  place: { readonly station: { readonly id: string }; readonly connector: { readonly number: number } },
): boolean =>
  session.station === place.station.id &&
  session.connector === place.connector.number &&
  !isReleasing(session) &&
  session.startedAt === null;

/** The new connector's lock, and the old one's where it is still this session's. */
async function locksOf(ports: ReadPorts, from: Session, to: Session): Promise<readonly Change[]> {
  const [oldKey, newKey] = [from, to].map(({ tenant, station, connector }) =>
    connectorKey(tenant, station, connector),
  );
  if (!oldKey || !newKey) return [];
  const [old, taken] = await ports.store.read([oldKey, newKey], { strong: true });
  const holder = taken ? textOr(taken, "act") : null;
  if (holder !== null && holder !== to.id && !(await isOver(ports, to.tenant, holder)))
    throw new Fault("connector_taken", "Somebody is charging here. Please choose another connector.");
  const take = {
    update: newKey,
    set: { act: to.id, ...scanned },
    guards: [{ field: "act", in: [null, holder] }],
  };
  if (oldKey.pk === newKey.pk && oldKey.sk === newKey.sk) return [take];
  if (!old || textOr(old, "act") !== from.id) return [take];
  return [take, { update: oldKey, set: { act: null }, guards: [{ field: "act", in: [from.id] }] }];
}
