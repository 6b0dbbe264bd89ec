/** What lies beside a session as events in the order of their instants, and what happens next. */
import type { Instant } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import type { Next, StoryEvent } from "@barq/domain/story";
import { bigint, mapOr, number, numberOr, text, textOr } from "@barq/store/fields";
import { supportActPrefix } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import { isReleasing } from "./release-hold.ts";
import type { Beside } from "./story-beside.ts";
import type { Packs } from "./story-readings.ts";

type Told = Beside & { readonly session: Session };

/** @param call the last command to the station, where it was this session's */
export function eventsOf(told: Told, heard: Packs, call: Item | undefined): readonly StoryEvent[] {
  const events: readonly StoryEvent[] = [
    ...beginning(told),
    ...heard.timelyEvents,
    ...endOf(told.session),
    ...told.acts.map(actEvent),
    ...told.journal.map(({ at, kind }): StoryEvent => ({ at, code: "journal", kind })),
    stateOf(told.session),
    ...heard.lateEvents,
    ...moneyAfter(told),
    ...(call ? [commandOf(call)] : []),
    ...dueOf(told.session),
  ];
  // Those of one instant are told in the order in which one follows from the other, which is the order above.
  return events.toSorted((a, b) => a.at - b.at);
}

function beginning({ session, furtherHolds, consent }: Told): readonly StoryEvent[] {
  const { hold, heldAt, startedAt, pinned } = session;
  return [
    {
      at: session.createdAt,
      code: "asked_for",
      station: session.station,
      connector: session.connector,
      sticker: pinned.sticker,
      location: pinned.location,
      tariff: pinned.tariff,
      tariffVersion: pinned.tariffVersion,
      locale: pinned.locale,
    },
    ...(consent
      ? [
          {
            at: number(consent, "at"),
            code: "consent" as const,
            most: { minor: bigint(consent, "most"), currency: session.currency },
          },
        ]
      : []),
    ...(hold && heldAt !== null
      ? [{ at: heldAt, code: "held" as const, amount: hold.holdAmount, brand: hold.brand, last4: hold.last4 }]
      : []),
    ...furtherHolds.map(({ createdAt, n, holdAmount, state }) => ({
      at: createdAt,
      code: "further_hold" as const,
      n,
      amount: holdAmount,
      state,
    })),
    ...(startedAt === null
      ? []
      : [
          {
            at: startedAt,
            code: "began" as const,
            register: session.meterStart,
            transaction: session.transactionId,
          },
        ]),
  ];
}

const endOf = ({ endedAt, stopReason, meterStop }: Session): readonly StoryEvent[] =>
  endedAt === null ? [] : [{ at: endedAt, code: "ended", reason: stopReason, register: meterStop }];

const stateOf = ({ since, state, why, receipt }: Session): StoryEvent => ({
  at: since,
  code: "state",
  state,
  why,
  receipt,
});

function actEvent(item: Item): StoryEvent {
  const { note: noted, ...facts } = mapOr(item, "facts") ?? {};
  const isSupport = item.sk.startsWith(supportActPrefix);
  return {
    at: number(item, "at"),
    code: "act",
    of: isSupport ? "support" : item.rows === undefined ? "money" : "work",
    act: text(item, "act"),
    by: text(item, "by"),
    reason: text(item, "reason"),
    note: textOr(item, "note") ?? (noted === undefined ? null : String(noted)),
    facts: Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, String(fact)])),
  };
}

function moneyAfter(told: Told): readonly StoryEvent[] {
  const { currency } = told.session;
  return [
    ...told.refunds.flatMap(
      ({ id, refundAmount: amount, reason, askedAt, since, state, why, creditNote }): StoryEvent[] => [
        { at: askedAt, code: "refund_asked", id, amount, reason },
        { at: since, code: "refund", id, amount, state, why, creditNote: creditNote?.number ?? null },
      ],
    ),
    ...told.corrections.flatMap(({ id, askedAt, since, state, why, corrected }): StoryEvent[] => [
      { at: askedAt, code: "correction_asked", id },
      ...(state === "asked"
        ? []
        : [
            {
              at: since,
              code: "correction" as const,
              id,
              state,
              why,
              total: corrected && { minor: corrected.total, currency },
            },
          ]),
    ]),
    ...told.disputes.map(
      ({ id, openedAt, decidedAt, disputedAmount: amount, reason, standing }): StoryEvent => ({
        at: decidedAt ?? openedAt,
        code: "dispute",
        id,
        amount,
        reason,
        standing,
      }),
    ),
    ...(told.receivable
      ? [
          {
            at: told.receivable.at,
            code: "receivable" as const,
            amount: told.receivable.owed,
            state: told.receivable.state,
          },
        ]
      : []),
    ...mailOf(told.contact),
  ];
}

/** The message with the receipt, once one was sent or asked for again. */
function mailOf(contact: Item | null): readonly StoryEvent[] {
  const at = contact && (numberOr(contact, "sentAt") ?? numberOr(contact, "asked"));
  const state = contact && textOr(contact, "st");
  return at === null || state === null ? [] : [{ at, code: "receipt_mail", state }];
}

function commandOf(call: Item): StoryEvent {
  const { kind }: { kind: string } = JSON.parse(text(call, "command"));
  return {
    at: number(call, "deadline"),
    code: "command",
    command: kind,
    answer: textOr(call, "outcome"),
    why: textOr(call, "why"),
  };
}

const dueOf = ({ due, effect }: Session): readonly StoryEvent[] =>
  due === null
    ? []
    : [{ at: due, code: "next_due", effect: effect?.name ?? null, attempt: effect?.attempt ?? null }];

/** What happens next, the nearest first; nothing where all has ended. */
export function nextOf({ session, refunds, receivable }: Told, now: Instant): readonly Next[] {
  const steps = [
    ...nextOfSession(session),
    ...refunds.flatMap(({ state, due }): Next[] =>
      state === "asked"
        ? [{ code: "refund_waits_for_person", at: due }]
        : state === "approved" || state === "sending"
          ? [{ code: "refund_is_sent", at: due ?? now }]
          : [],
    ),
    ...(receivable?.state === "open"
      ? [{ code: "receivable_given_up" as const, at: receivable.giveUpAt }]
      : []),
  ];
  return steps.toSorted((a, b) => (a.at ?? Number.MAX_SAFE_INTEGER) - (b.at ?? Number.MAX_SAFE_INTEGER));
}

function nextOfSession(session: Session): readonly Next[] {
  const { state, due, idleUntil, hold } = session;
  if (isReleasing(session)) return [{ code: "hold_goes_back", at: due }];
  switch (state) {
    case "pending":
      return [{ code: "payment_expected", at: due }];
    case "held":
      return [{ code: "cable_expected", at: due }];
    case "starting":
      return [{ code: session.effect === null ? "cable_expected" : "station_begins", at: due }];
    case "charging":
      return [{ code: "charging_goes_on", at: due }];
    case "stopping":
      return [{ code: "station_stops", at: due }];
    case "ended":
      return [{ code: idleUntil === null ? "price_is_sealed" : "cable_leaves", at: idleUntil ?? due }];
    case "settling":
      return [{ code: "money_is_taken", at: due }];
    case "review":
      return [
        { code: session.effect === null ? "person_decides" : "price_is_sealed", at: due },
        ...(hold?.stands && hold.captureBefore !== null
          ? [{ code: "hold_lapses" as const, at: hold.captureBefore }]
          : []),
      ];
    case "settled":
    case "released":
    case "failed":
      return [];
  }
}
