/** A session on the wire: amounts with their currency, energies as decimal text, times as ISO 8601. */
import type { SessionView } from "@barq/actions/show-session";
import { kwhText } from "@barq/domain/decimal";
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import { amountOf } from "@barq/domain/money";
import type { Session, SessionState } from "@barq/domain/session";
import { heldOf } from "@barq/domain/session";

const timeOf = (at: Instant | null): string | null => (at === null ? null : isoText(at));

/** Seconds until it is worth looking again; null when nothing will change by itself. */
const lookAgainS: Readonly<Record<SessionState, number | null>> = {
  pending: 2,
  held: 2,
  starting: 2,
  charging: 5,
  stopping: 2,
  ended: 2,
  settling: 2,
  review: 60,
  settled: null,
  released: null,
  failed: null,
};

export const retryAfter = (state: SessionState): Readonly<Record<string, string>> => {
  const seconds = lookAgainS[state];
  return seconds === null ? {} : { "retry-after": String(seconds) };
};

export function sessionJson(view: SessionView): Readonly<Record<string, unknown>> {
  const { session } = view;
  const inCurrency = (minor: bigint | null): Money | null =>
    minor === null ? null : { minor, currency: session.currency };
  const amountOr = (value: Money | null) => value && amountOf(value);
  return {
    id: session.id,
    reference: session.reference,
    state: session.state,
    why: session.why,
    station: session.station,
    connector: session.connector,
    location_id: session.pinned.location,
    tariff_id: session.pinned.tariff,
    tariff_version: session.pinned.tariffVersion,
    energy_kwh: view.energyMwh === null ? null : kwhText(view.energyMwh),
    cost: amountOr(view.cost),
    power_w: view.powerW,
    waiting: view.waiting,
    as_of: timeOf(view.asOf),
    hold: amountOr(heldOf(session)),
    captured: amountOr(inCurrency(session.captured)),
    receivable: amountOr(inCurrency(session.receivable)),
    written_off: amountOr(inCurrency(session.writtenOff)),
    card: cardOf(session),
    created_at: isoText(session.createdAt),
    held_at: timeOf(session.heldAt),
    started_at: timeOf(session.startedAt),
    ended_at: timeOf(session.endedAt),
    stop_reason: session.stopReason,
    receipt: session.receipt,
  };
}

const cardOf = ({ hold }: Session): Readonly<Record<string, string>> | null =>
  hold?.last4 ? { brand: hold.brand ?? "card", last4: hold.last4 } : null;
