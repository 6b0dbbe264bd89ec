/** Why a line of a receipt costs what it costs, in the reader's language: conditions, steps, what was given away, cuts. */
import type { Why } from "@barq/domain/why";
import { conditionsHtml, lengthHtml } from "./condition-text.ts";
import type { Html } from "./html.ts";
import { html, ltr } from "./html.ts";
import { givenAway, sentences } from "./idle-terms.ts";
import type { Locale } from "./locale.ts";
import { measureHtml } from "./money-text.ts";
import { wordsOf } from "./words.ts";

/** A sentence for each fact that the line's figures do not say by themselves; none where they say it all. */
export function lineWhy(why: Why, locale: Locale): readonly Html[] {
  const words = wordsOf(locale).receipt;
  if (why.kind === "waiver") return [html`${words.waived[why.waived_because]}`];
  if (why.kind !== "component") return [html`${words.adjusted[why.kind]}`];
  // That it is of a reservation is said by the line's name already.
  const conditions = conditionsHtml(
    why.conditions.filter((each) => each.kind !== "reservation" || each.expired),
    locale,
  );
  const { step, idle, cuts } = why;
  // Whole seconds, rounded down: what was measured is never shown as more than it was, as on the printed receipt.
  const show = (quantity: string, unit: string): Html =>
    unit === "s" ? lengthHtml(Math.floor(Number(quantity)), locale) : measureHtml(quantity, unit, locale);
  return [
    ...(conditions ? [conditions] : []),
    ...(idle && (idle.grace_s > 0 || idle.hours) ? [sentences(givenAway(idle, locale))] : []),
    ...(step
      ? [words.billedAs(show(why.measured, why.unit), show(why.billed, why.unit), show(step.size, step.unit))]
      : []),
    ...(cuts > 0 ? [words.cut(ltr(cuts))] : []),
  ];
}
