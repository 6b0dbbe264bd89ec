/** The work queue and its numbers on the wire, for people at work. */
import type { OpenHold } from "@barq/actions/report-holds";
import type { Metrics } from "@barq/actions/report-metrics";
import type { WorkRow } from "@barq/actions/work-row";
import { kwhText } from "@barq/domain/decimal";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import { amountOf } from "@barq/domain/money";

type Json = Readonly<Record<string, unknown>>;

const timeOr = (at: Instant | null): string | null => (at === null ? null : isoText(at));
const amountOr = (value: Money | null) => value && amountOf(value);
const secondsSince = (at: Instant | null, now: Instant): number | null =>
  at === null ? null : Math.floor((now - at) / 1000);

export const workJson =
  (now: Instant) =>
  (row: WorkRow): Json => ({
    id: row.id,
    state: row.resolved ? "resolved" : "open",
    why: row.why,
    at: isoText(row.at),
    age_s: secondsSince(row.at, row.resolved?.at ?? now),
    session: row.session,
    session_state: row.sessionState,
    reference: row.reference,
    station: row.station,
    connector: row.connector,
    amount: amountOr(row.amount),
    amount_is: row.amountIs,
    capture_before: timeOr(row.captureBefore),
    facts: row.facts,
    next_step: row.nextStep,
    acts: row.acts,
    resolved: row.resolved && {
      at: isoText(row.resolved.at),
      by: row.resolved.by,
      act: row.resolved.act,
      reason: row.resolved.reason,
      note: row.resolved.note,
      energy_kwh: row.resolved.energyMwh === null ? null : kwhText(row.resolved.energyMwh),
      amount: amountOr(row.resolved.amount),
    },
  });

/** The place that a cursor of the queue stands for. @throws Fault invalid_request for what is no cursor of ours */
export function placeOf(cursor: string | undefined): string | undefined {
  if (cursor === undefined || cursor === "") return undefined;
  const place = Buffer.from(cursor.slice(0, 400), "base64url").toString();
  if (!/^\d{15}#[\x21-\x7e]{1,250}$/.test(place))
    throw new Fault(
      "invalid_request",
      "This is no cursor of a list here. Leave it out to begin at the first page.",
    );
  return place;
}

export const holdsJson = (holds: readonly OpenHold[], now: Instant): Json => ({
  at: isoText(now),
  items: holds.map((hold) => ({
    session: hold.session,
    reference: hold.reference,
    station: hold.station,
    state: hold.state,
    why: hold.why,
    hold: amountOf(hold.holdAmount),
    held_at: timeOr(hold.heldAt),
    age_s: secondsSince(hold.heldAt, now),
    capture_before: timeOr(hold.captureBefore),
    lapses_in_s: hold.captureBefore === null ? null : Math.floor((hold.captureBefore - now) / 1000),
    next_step_at: timeOr(hold.due),
  })),
});

export const metricsJson = ({
  at,
  steps,
  holds,
  unbilled,
  receivables,
  givenFree,
  work,
  declines,
}: Metrics): Json => ({
  at: isoText(at),
  steps: {
    waiting: steps.waiting,
    overdue: steps.overdue,
    oldest_overdue_s: Math.floor(steps.oldestMs / 1000),
  },
  holds: {
    open: holds.count,
    amounts: holds.amounts.map(amountOf),
    oldest_s: secondsSince(holds.oldestHeldAt, at),
    first_lapses_at: timeOr(holds.firstLapsesAt),
  },
  unbilled: {
    sessions: unbilled.sessions,
    energy_kwh: kwhText(unbilled.energyMwh),
    sessions_unknown: unbilled.unknown,
  },
  receivables: {
    open: receivables.count,
    amounts: receivables.amounts.map(amountOf),
    oldest_s: secondsSince(receivables.oldestAt, at),
  },
  given_free: {
    days: 30,
    sessions: givenFree.sessions,
    amounts: givenFree.amounts.map(amountOf),
  },
  work: { open: work.open, oldest_s: secondsSince(work.oldestAt, at) },
  // Of each hour's first holds: what is still open has not failed.
  declines: {
    hours: declines.hours.map(({ from, asked, failed, declined }) => ({
      from: isoText(from),
      asked,
      failed,
      declined,
    })),
    stickers: declines.stickers.map((one) => ({
      sticker: one.sticker,
      station: one.station,
      connector: one.connector,
      from: isoText(one.from),
      asked: one.asked,
      failed: one.failed,
      declined: one.declined,
      unusual: one.isUnusual,
    })),
  },
});
