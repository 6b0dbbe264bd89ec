/** Where the money of a session went, in honest words: taken, released, still owed, waived. Nothing is left to be guessed. */
import { amountOf } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import { heldOf } from "@barq/domain/session";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { Locale } from "./locale.ts";
import { moneyHtml } from "./money-text.ts";
import { refundWordsOf } from "./refund-words.ts";
import { sessionWordsOf } from "./session-words.ts";

export function moneyOutcome(session: Session, locale: Locale): Html {
  return html`${sentences(session, locale).map((sentence) => html`<p>${sentence}</p>`)}`;
}

function sentences(session: Session, locale: Locale): readonly (Html | string)[] {
  const words = sessionWordsOf(locale);
  const { sealed, currency } = session;
  const held = heldOf(session);
  const show = (minor: bigint): Html => moneyHtml(amountOf({ minor, currency }), locale);
  const captured = session.captured ?? 0n;
  const receivable = session.receivable ?? 0n;
  const writtenOff = session.writtenOff ?? 0n;
  // Where the provider cannot hold, or takes a hold whole, what is not owed goes back as a refund.
  const returned = session.returned ?? 0n;
  const { sent, bankTakesDays } = refundWordsOf(locale);
  const sentBack = [html`${sent}: ${show(returned)}`, bankTakesDays];
  switch (session.state) {
    case "failed":
      return [words.neverHeld];
    case "released":
      if (returned > 0n) return sentBack;
      if (!held) return [sealed ? words.wasFree : words.neverHeld];
      return [
        words.holdReleased(show(held.minor)),
        ...(writtenOff > 0n ? [words.writtenOff(show(writtenOff))] : []),
        words.bankMayShow,
      ];
    default: {
      const rest = (held?.minor ?? 0n) - captured - returned;
      return [
        captured > 0n ? words.captured(show(captured)) : words.nothingTaken,
        ...(captured > 0n && rest > 0n ? [words.restReleased(show(rest))] : []),
        ...(returned > 0n ? sentBack : []),
        ...(receivable > 0n ? [words.receivable(show(receivable))] : []),
        ...(writtenOff > 0n ? [words.writtenOff(show(writtenOff))] : []),
        ...(captured > 0n ? [words.bankMayShowBoth] : []),
      ];
    }
  }
}
