/** A session's story on the wire: codes with facts, amounts with their currency, times as ISO 8601; without money for technicians. */

import type { SessionStory } from "@barq/actions/session-story";
import { viewOf } from "@barq/actions/show-session";
import type { PossibleAct } from "@barq/actions/support-possible";
import { kwhText } from "@barq/domain/decimal";
import { isoText } from "@barq/domain/instant";
import type { Macro } from "@barq/domain/macros";
import { amountOf } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import { isOfMoney } from "@barq/domain/story";
import { sessionJson } from "./session-view.ts";

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
const isInstant = (name: string): boolean => name === "at" || /(?:At|Until)$/.test(name);

/** Typed data as JSON, by what its members are called: instants, energies in mWh and money have one form each. */
export function wire(value: unknown, name = ""): unknown {
  if (typeof value === "bigint") return name.endsWith("Mwh") ? kwhText(value) : value.toString();
  if (typeof value === "number") return isInstant(name) ? isoText(value) : value;
  if (Array.isArray(value)) return value.map((each) => wire(each));
  if (!isRecord(value)) return value;
  const { minor, currency } = value;
  if (typeof minor === "bigint" && typeof currency === "string") return amountOf({ minor, currency });
  return Object.fromEntries(
    Object.entries(value).map(([member, each]) => [
      snake(member).replace(/_mwh$/, "_kwh"),
      wire(each, member),
    ]),
  );
}

/** @param withMoney not for whoever only mends stations */
export function foundJson(session: Session, withMoney: boolean): Json {
  const json = sessionJson(viewOf(session, undefined));
  if (withMoney) return json;
  const { hold: _h, cost: _c, captured: _t, receivable: _r, written_off: _w, card: _d, ...rest } = json;
  return rest;
}

export function supportJson(
  story: SessionStory,
  of: {
    readonly withMoney: boolean;
    readonly acts: readonly PossibleAct[];
    readonly macros: readonly Macro[];
  },
): Json {
  const { withMoney } = of;
  const { session, connector } = story;
  const events = story.events.filter((event) => withMoney || !isOfMoney(event));
  return {
    session: foundJson(session, withMoney),
    page: {
      locale: session.pinned.locale,
      sticker: session.pinned.sticker,
      time_zone: session.pinned.zone,
      tariff: withMoney ? story.tariff : null,
    },
    connector: wire({ ...connector, lockedBy: connector.lockedBy === session.id ? "this_session" : null }),
    events: wire(events),
    readings: wire(story.readings),
    price: withMoney ? story.price : null,
    journal: withMoney
      ? story.journal.map(({ kind, at, postings, currency }) => ({
          kind,
          at: isoText(at),
          postings: postings.map(({ from, to, minor }) => ({ from, to, ...amountOf({ minor, currency }) })),
        }))
      : [],
    disputed: withMoney && story.isDisputed,
    email: withMoney ? story.email : null,
    work: story.work.map(({ id, why, at, nextStep }) => ({ id, why, at: isoText(at), next_step: nextStep })),
    next: wire(story.next),
    acts: wire(of.acts),
    macros: withMoney ? wire(of.macros) : [],
  };
}
