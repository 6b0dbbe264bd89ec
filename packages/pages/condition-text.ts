/** The conditions of a price in the reader's language; figures, times and dates are isolated from the words around them. */
import type { Condition, Hours, Range } from "@barq/domain/conditions";
import { dayRuns, lastDayBefore, saidHours } from "@barq/domain/conditions";
import type { Html, Part } from "./html.ts";
import { html, ltr } from "./html.ts";
import type { Locale } from "./locale.ts";
import { measureHtml } from "./money-text.ts";
import { termsWordsOf } from "./terms-of-locale.ts";
import type { TermsWords } from "./terms-words.ts";
import { lengthText, weekdays, writtenDay } from "./time-text.ts";

/** "from Monday to Friday, from 08:00 to 20:00"; null where there is no condition. */
export function conditionsHtml(conditions: readonly Condition[], locale: Locale): Html | null {
  if (conditions.length === 0) return null;
  const hasDays = conditions.some(({ kind }) => kind === "days");
  const said = conditions.map((each) => conditionHtml(each, hasDays, locale));
  return html`${said.flatMap((each, n): Part[] => (n === 0 ? [each] : [termsWordsOf(locale).comma, each]))}`;
}

function conditionHtml(condition: Condition, hasDays: boolean, locale: Locale): Html | string {
  const words = termsWordsOf(locale).condition;
  switch (condition.kind) {
    case "days":
      return daysHtml(condition.days, locale);
    case "times":
      return hoursHtml(saidHours(condition, hasDays), locale);
    case "dates": {
      const { from } = condition;
      const last = condition.before === null ? null : lastDayBefore(condition.before);
      if (from !== null && from === last) return words.day(ltr(writtenDay(from)));
      return rangeHtml(words.dates, from && ltr(writtenDay(from)), last && ltr(writtenDay(last)));
    }
    case "duration":
      return measured(words.duration, condition, (text) => lengthHtml(Number(text), locale));
    case "energy":
    case "power":
    case "current":
      return measured(words[condition.kind], condition, (text) => measureHtml(text, condition.unit, locale));
    case "reservation":
      return condition.expired ? words.reservedInVain : words.reserved;
  }
}

/** A length of time, kept in one piece. */
export const lengthHtml = (seconds: number, locale: Locale): Html =>
  html`<bdi>${lengthText(seconds, locale)}</bdi>`;

/** "from 08:00 to 12:00 and from 14:00 to 18:00", of hours as people say them. */
export const hoursHtml = (hours: readonly Hours[], locale: Locale): Html =>
  listed(
    hours.map(({ from, to }) => termsWordsOf(locale).condition.times(ltr(from), ltr(to))),
    locale,
  );

/** Three days and more in a row are a range. */
function daysHtml(days: readonly string[], locale: Locale): Html {
  const words = termsWordsOf(locale).condition;
  const name = (n: number | undefined): Html => html`${weekdays[locale][n ?? 0] ?? ""}`;
  const said = dayRuns(days).map((run) =>
    run.length === 1 ? words.day(name(run[0])) : words.dayRange(name(run[0]), name(run.at(-1))),
  );
  return listed(said, locale);
}

/** "a, b and c". */
function listed(parts: readonly Html[], locale: Locale): Html {
  const { and, comma } = termsWordsOf(locale);
  return html`${parts.flatMap((part, n): Part[] => {
    if (n === 0) return [part];
    return [n === parts.length - 1 ? and : comma, part];
  })}`;
}

type RangeSaid = TermsWords["condition"]["energy"];

const measured = (words: RangeSaid, { from, below }: Range<string>, show: (text: string) => Html): Html =>
  rangeHtml(words, from === null ? null : show(from), below === null ? null : show(below));

function rangeHtml(words: RangeSaid, least: Html | "" | null, most: Html | "" | null): Html {
  if (least && most) return words.between(least, most);
  if (least) return words.from(least);
  return most ? words.below(most) : html``;
}
