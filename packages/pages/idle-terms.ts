/** What a car costs that stays plugged in without charging, in plain words: from when, how much of it is free, at most what. */
import { pricesAfterStop } from "@barq/domain/after-stop";
import { saidHours } from "@barq/domain/conditions";
import type { IdleSaid } from "@barq/domain/idle-said";
import { idleSaid } from "@barq/domain/idle-said";
import type { Tariff } from "@barq/domain/tariff";
import { hoursHtml, lengthHtml } from "./condition-text.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { Locale } from "./locale.ts";
import { measureHtml, moneyHtml } from "./money-text.ts";
import { termsWordsOf } from "./terms-of-locale.ts";

/** When idle time begins and ends, what of it is given away, in which hours it is priced, and its cap: a sentence for each. */
export function idleTerms(tariff: Tariff, locale: Locale): Html {
  const words = termsWordsOf(locale).idle;
  const idle = idleSaid(tariff);
  const threshold = idle?.threshold_w ?? null;
  return sentences([
    threshold === null ? html`${words.begins}` : words.beginsBelow(measureHtml(threshold, "W", locale)),
    ...(pricesAfterStop(tariff) ? [html`${words.untilUnplugged}`] : []),
    ...(idle ? givenAway(idle, locale) : []),
    ...(idle?.cap ? [capOf(idle.cap, tariff, locale)] : []),
  ]);
}

/** The part of idle time that costs nothing, a sentence for each reason. */
export function givenAway({ grace_s: graceS, hours }: IdleSaid, locale: Locale): readonly Html[] {
  const words = termsWordsOf(locale).idle;
  return [
    ...(graceS > 0 ? [words.grace(lengthHtml(graceS, locale))] : []),
    ...(hours
      ? [
          words.hours(
            hoursHtml(
              hours.flatMap((each) => saidHours(each, false)),
              locale,
            ),
          ),
        ]
      : []),
  ];
}

export const sentences = (all: readonly Html[]): Html =>
  html`${all.map((each, n) => (n === 0 ? each : html` ${each}`))}`;

function capOf(cap: NonNullable<IdleSaid["cap"]>, { taxIncluded }: Tariff, locale: Locale): Html {
  const words = termsWordsOf(locale).idle;
  const amount = moneyHtml(cap, locale);
  return taxIncluded === "NO" ? words.capBeforeTax(amount) : words.cap(amount);
}
