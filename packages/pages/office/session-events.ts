/** Each event of a session's story as a sentence. */
import { kwhText } from "@barq/domain/decimal";
import type { Money } from "@barq/domain/money";
import { amountOf } from "@barq/domain/money";
import type { StoryEvent } from "@barq/domain/story";
import type { Html } from "../html.ts";
import { html, ltr } from "../html.ts";
import { measureHtml, moneyHtml } from "../money-text.ts";
import type { StoryView } from "./session-view.ts";
import { storyWords } from "./story-words.ts";
import { officeWords } from "./words.ts";

const code = (text: string | number): Html => html`<code>${ltr(text)}</code>`;

export function eventHtml(view: StoryView, event: StoryEvent): Html {
  const { locale } = view;
  const words = storyWords(locale);
  const say = words.events;
  const money = (value: Money): Html => moneyHtml(amountOf(value), locale);
  switch (event.code) {
    case "asked_for":
      return say.asked_for(ltr(event.station), ltr(event.connector), officeWords(event.locale).name);
    case "held":
      return say.held(money(event.amount), ltr(`${event.brand ?? ""} ···· ${event.last4 ?? "?"}`));
    case "further_hold":
      return say.further_hold(money(event.amount), code(event.state));
    case "consent":
      return say.consent(money(event.most));
    case "began":
      return say.began(register(event.register));
    case "readings":
      return say.readings(
        ltr(event.count),
        event.energyMwh === null ? null : measureHtml(kwhText(event.energyMwh), "kWh", locale),
        event.late,
      );
    case "ended":
      return say.ended(register(event.register), code(event.reason ?? "?"));
    case "act":
      return html`${say.act(actName(view, event.act), personName(view, event.by), reasonName(view, event.reason))}${
        event.note !== null && html`<br><q>${event.note}</q>`
      }`;
    case "journal":
      return say.journal(code(event.kind));
    case "state":
      return say.state(words.states[event.state], event.why === null ? null : code(event.why));
    case "refund_asked":
      return say.refund_asked(money(event.amount), words.refundReasons[event.reason]);
    case "refund":
      return say.refund(money(event.amount), code(event.state));
    case "correction_asked":
      return say.correction_asked();
    case "correction":
      return say.correction(code(event.state));
    case "dispute":
      return say.dispute(money(event.amount), code(event.standing));
    case "receivable":
      return say.receivable(money(event.amount), code(event.state));
    case "receipt_mail":
      return say.receipt_mail(code(event.state));
    case "command":
      return say.command(code(event.command), event.answer === null ? null : code(event.answer));
    case "next_due":
      return say.next_due();
  }
}

const register = (text: string | null): Html => ltr(text === null ? "?" : `${text} Wh`);

function actName({ locale }: StoryView, act: string): Html {
  const { act: names } = storyWords(locale);
  const said = Object.entries(names).find(([known]) => known === act)?.[1];
  return said === undefined ? code(act) : html`${said}`;
}

function personName({ locale, person }: StoryView, by: string): string {
  const { you, colleague, policy } = storyWords(locale);
  return by === "policy" ? policy : by === person ? you : colleague;
}

function reasonName({ locale }: StoryView, reason: string): Html {
  const words = storyWords(locale);
  const said = Object.entries({ ...words.refundReasons, ...words.reasons }).find(
    ([known]) => known === reason,
  )?.[1];
  return said === undefined ? code(reason) : html`${said}`;
}
