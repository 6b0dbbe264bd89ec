/**
 * A driver starts: the hold is planned from the tariff as it stands, the session is written as pending, and the payment
 * page is opened under a key of ours. Where the worst case costs nothing there is no page and the lock is taken at once.
 * Three sequential calls on the good path: the session (with the address's row and the connector's state beside it), the
 * provider, the page's id.
 */

import type { Closure } from "@barq/domain/closure";
import { closedBy } from "@barq/domain/closure";
import type { Consent } from "@barq/domain/consent";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import { isoDay } from "@barq/domain/legal-time";
import type { Session } from "@barq/domain/session";
import { enter } from "@barq/domain/session";
import { connectorKey, stationKey } from "@barq/store/keys";
import { closuresKey } from "@barq/store/network-keys";
import { readSession, sessionChange, sessionItem } from "@barq/store/session-item";
import { closuresOf, startPlaceOf } from "./closed-places.ts";
import { agreedConsent, consentGiven, findConsent } from "./collect-later.ts";
import type { Availability } from "./connector-state.ts";
import { availabilityOf, connectorStateOf } from "./connector-state.ts";
import { foundByEmail } from "./found-by-email.ts";
import { admitAddress, isExempt } from "./limit-address.ts";
import { failureKeys, hasFailedTooOften, retryAfterS } from "./limit-failures.ts";
import type { Place } from "./network.ts";
import { placeOfQr } from "./network.ts";
import { openPage } from "./open-page.ts";
import type { Plan, StartRequest } from "./plan-start.ts";
import { newSession, planOf } from "./plan-start.ts";
import { scanned } from "./plugs.ts";
import type { MoneyPorts } from "./ports.ts";
import { contactGiven } from "./send-receipt.ts";
import { findSession, isOver } from "./session-store.ts";

export interface Started {
  readonly session: Session;
  readonly paymentUrl: string | null;
  readonly repeated: boolean;
  /** what the driver agreed to be asked for later, as it was written */
  readonly consent: Consent | null;
}

/** @throws Fault qr_*, limit_too_small, limit_too_large, idempotency_key_reused, too_many_requests, station_offline, connector_taken, connector_unavailable, provider_unavailable */
export async function startSession(ports: MoneyPorts, request: StartRequest): Promise<Started> {
  let place: Place;
  let plan: Plan;
  try {
    place = await placeOfQr(ports, request.qr);
    plan = planOf(ports, place, request.limit);
  } catch (refusal) {
    // What is refused now may have been accepted before: a repeat finds its session, whatever has changed since.
    const earlier = await earlierOf(ports, request);
    if (!earlier) throw refusal;
    return repeat(ports, earlier, ports.identity.fingerprint(request.body));
  }
  const session = newSession(ports, place, plan, request);
  const consent = agreedConsent(ports, session.hold?.holdAmount ?? null, request.consent ?? null);
  const day = isoDay(place.location.zone, session.createdAt);
  const [put, hasPlace, [meta, row, standing, ...failures]] = await Promise.all([
    ports.store.commit([
      { put: sessionItem(session, day), guards: [{ absent: true }] },
      ...consentGiven(session.tenant, session.id, consent),
    ]),
    admitAddress(ports, place.tenant, request.address, session.id),
    ports.store.read([
      stationKey(place.tenant, place.station.id),
      connectorKey(place.tenant, place.station.id, place.connector.number),
      closuresKey(place.tenant),
      ...failureKeys(ports, session),
    ]),
  ]);
  if (!put.written) {
    const earlier = put.winner ? readSession(put.winner) : await findSession(ports, place.tenant, session.id);
    if (!earlier) throw new Error("a session is neither absent nor there");
    return repeat(ports, earlier, session.fingerprint);
  }
  const isSuspect = !isExempt(ports, request.address) && hasFailedTooOften(ports, session, failures);
  const waitS = !hasPlace ? 600 : isSuspect ? retryAfterS(session.createdAt) : null;
  const state = connectorStateOf(meta, row);
  const busy = state.lockedBy !== null && !(await isOver(ports, place.tenant, state.lockedBy));
  const closed = closedBy(
    closuresOf(standing),
    startPlaceOf(place, session.hold !== null),
    session.createdAt,
  );
  const refusal = closed
    ? pausedFault(closed, request.locale)
    : refusalOf(waitS, availabilityOf(state, busy), session.carConfirmed, state.statusAt);
  if (refusal) {
    await refuse(ports, session, refusal.code);
    throw refusal;
  }
  if (!session.hold) {
    const [taken] = await Promise.all([
      takeFree(ports, session, state.lockedBy),
      keepContact(ports, session, request),
    ]);
    return { session: taken, paymentUrl: null, repeated: false, consent };
  }
  const [opened] = await Promise.all([
    openPage(ports, session, { isFirst: true, consent }),
    keepContact(ports, session, request),
  ]);
  return { ...opened, repeated: false, consent };
}

/** The session that the same code and key made before. */
async function earlierOf(ports: MoneyPorts, request: StartRequest): Promise<Session | undefined> {
  const read = ports.identity.readQr(request.qr);
  if (read.kind !== "good") return undefined;
  const { tenant } = read;
  return findSession(ports, tenant, ports.identity.sessionId({ tenant, qr: request.qr, key: request.key }), {
    strong: true,
  });
}

/**
 * The address for the receipt, kept apart from the session so that it can be erased, and only for a start that stands. Beside
 * it a row by which support finds the session while drivers still call about it.
 */
async function keepContact(ports: MoneyPorts, session: Session, { email }: StartRequest): Promise<void> {
  if (email === null) return;
  await ports.store.commit([contactGiven(session, email), foundByEmail(ports, session, email)]);
}

/** In the driver's own language first, because it is read by people. */
function pausedFault({ sentence, until }: Closure, locale: StartRequest["locale"]): Fault {
  return new Fault("paused", sentence[locale], { sentence, until: until === null ? null : isoText(until) });
}

/** Why this start cannot be; null when it can. Nothing is held yet. */
function refusalOf(
  waitS: number | null,
  availability: Availability,
  carConfirmed: boolean,
  since: Instant | null,
): Fault | null {
  if (waitS !== null) {
    const words = "Too many unpaid starts from here. Finish or wait for one of them.";
    return new Fault("too_many_requests", words, { retry_after_s: waitS });
  }
  switch (availability) {
    case "paused":
      throw new Error("a pause is refused with its own sentence");
    case "offline":
      return new Fault("station_offline", "This station is not connected now. Nothing was held.");
    case "busy":
      return new Fault("connector_taken", "Somebody is charging here. Nothing was held.");
    case "out_of_order":
      return new Fault("connector_unavailable", "This connector is out of order. Nothing was held.");
    case "plugged": {
      if (carConfirmed) return null;
      const words = "A cable is plugged here already. Please say that it is your car.";
      return new Fault("car_not_confirmed", words, { since });
    }
    case "free":
      return null;
  }
}

/** The same key again: the same session, and its page while that is open. */
async function repeat(ports: MoneyPorts, earlier: Session, fingerprint: string): Promise<Started> {
  if (earlier.fingerprint !== fingerprint) {
    throw new Fault(
      "idempotency_key_reused",
      "This Idempotency-Key was used before with another body. Take a new one.",
    );
  }
  const consent = await findConsent(ports, earlier.tenant, earlier.id);
  if (earlier.state !== "pending" || !earlier.hold)
    return { session: earlier, paymentUrl: null, repeated: true, consent };
  return { ...(await openPage(ports, earlier, { isFirst: false, consent })), repeated: true, consent };
}

/** No hold was asked for: nothing has to be undone, the session is simply over. */
async function refuse(ports: MoneyPorts, session: Session, why: string): Promise<void> {
  const failed = enter(session, "failed", ports.clock(), {
    why,
    due: null,
    effect: null,
    hold: session.hold ? { ...session.hold, released: true } : null,
  });
  await ports.store.commit([sessionChange(session, failed)]);
}

/** Free of charge in the worst case: the lock is taken now, and the stream starts the station when the car is there. */
async function takeFree(ports: MoneyPorts, session: Session, lockedBy: string | null): Promise<Session> {
  const now = ports.clock();
  const starting = enter(session, "starting", now, {
    due: now + ports.policy.plugMs,
  });
  const answer = await ports.store.commit([
    sessionChange(session, starting),
    {
      update: connectorKey(session.tenant, session.station, session.connector),
      set: { act: session.id, ...scanned },
      guards: [{ field: "act", in: [null, lockedBy] }],
    },
  ]);
  if (answer.written) return { ...starting, version: session.version + 1 };
  await refuse(ports, session, "connector_taken");
  throw new Fault("connector_taken", "Somebody else was first at this connector.");
}
