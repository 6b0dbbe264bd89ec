/** The story of one session in English, line by line, for the command line: sentences made from the typed events. */

import { kwhText } from "@barq/domain/decimal";
import type { Instant } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import { amountText } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import type { StoryEvent, StoryEventOf } from "@barq/domain/story";
import type { ReadPorts } from "./ports.ts";
import { sessionStory } from "./session-story.ts";

interface StoryLine {
  readonly at: Instant;
  readonly what: string;
}

export interface Story {
  readonly session: Session;
  readonly lines: readonly StoryLine[];
  readonly readings: number;
  readonly postings: readonly { readonly from: string; readonly to: string; readonly amount: string }[];
  readonly work: readonly string[];
}

/** @throws Fault not_found */
export async function tellStory(ports: ReadPorts, tenant: string, id: string): Promise<Story> {
  const { session, events, readings, journal, work, connector } = await sessionStory(ports, tenant, id);
  return {
    session,
    lines: events.flatMap((event) => {
      const what = sentenceOf(event);
      return what === null ? [] : [{ at: event.at, what }];
    }),
    readings: readings.count,
    postings: journal.flatMap(({ postings, currency }) =>
      postings.map(({ from, to, minor }) => ({ from, to, amount: moneyText({ minor, currency }) })),
    ),
    work: [
      ...work.map(({ why }) => why),
      ...(connector.lockedBy === id ? ["holds the connector's lock"] : []),
    ],
  };
}

const moneyText = (amount: Money): string => `${amountText(amount)} ${amount.currency}`;
const because = (why: string | null): string => (why === null ? "" : ` (${why})`);

/** null for what another line tells already. */
function sentenceOf(event: StoryEvent): string | null {
  switch (event.code) {
    case "asked_for":
      return `asked for at ${event.station}, connector ${event.connector} (tariff ${event.tariff} v${event.tariffVersion}, location ${event.location})`;
    case "consent":
      return `agreed that ${moneyText(event.most)} at most may be asked for later`;
    case "held":
      return `${moneyText(event.amount)} held on ${event.brand ?? "card"} ending ${event.last4 ?? "?"}`;
    case "further_hold":
      return `${moneyText(event.amount)} more asked to be held (now ${event.state})`;
    case "began":
      return `charging began, register ${event.register ?? "?"} Wh, transaction ${event.transaction ?? "?"}`;
    case "readings":
      return readingsText(event);
    case "ended":
      return `ended (${event.reason ?? "?"}), register ${event.register ?? "unknown"} Wh`;
    case "act":
      return actText(event);
    case "journal":
      return `journal entry: ${event.kind}`;
    case "state":
      return `${event.state}${because(event.why)}${event.receipt === null ? "" : `, receipt ${event.receipt}`}`;
    case "refund_asked":
      return `refund of ${moneyText(event.amount)} asked for (${event.reason}, ${event.id})`;
    case "refund":
      return `refund of ${moneyText(event.amount)} ${event.state}${because(event.why)}${event.creditNote === null ? "" : `, credit note ${event.creditNote}`}`;
    case "correction_asked":
      return "correction asked for";
    case "correction":
      return `correction ${event.state} (${event.total === null ? (event.why ?? "") : `now ${moneyText(event.total)}`})`;
    case "dispute":
      return `the bank disputes ${moneyText(event.amount)} (${event.reason}): ${event.standing}`;
    case "receivable":
      return `${moneyText(event.amount)} owed and not taken: ${event.state}`;
    case "receipt_mail":
      return `the receipt by e-mail: ${event.state}`;
    case "command":
      return `the last moment to answer ${event.command}; it was ${event.answer ?? "not answered yet"}`;
    case "next_due":
      return `next step is due${event.effect === null ? "" : ` (${event.effect}, attempt ${event.attempt})`}`;
  }
}

function readingsText({ count, energyMwh, late }: StoryEventOf<"readings">): string {
  const energy =
    energyMwh === null ? "" : `, ${kwhText(energyMwh)} kWh ${late ? "with what came late" : "so far"}`;
  return `${count} ${count === 1 ? "reading" : "readings"}${energy}`;
}

/** Refunds, corrections and evidence are told by what became of them. */
function actText({ of, by, act, reason, note }: StoryEventOf<"act">): string | null {
  if (of === "money") return null;
  const who = by === "policy" ? "policy" : "a person";
  if (of === "work") return `${who} resolved the work queue by ${act} (${reason})`;
  return `support: ${act} (${reason})${note === null ? "" : `: ${note}`}`;
}
