/** The form that starts a session. It works without scripts, and shows again what was typed when a start was refused. */

import { consentWordsOf, currentWording } from "./consent-words.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { pathPart } from "./layout.ts";
import { currencyName, moneyHtml } from "./money-text.ts";
import { plugName } from "./plug.ts";
import type { ScanView } from "./scan-page.ts";
import { scanWordsOf } from "./scan-words.ts";
import { whenHtml } from "./time-text.ts";

export interface StartFormView {
  /** fresh for every rendering; the form's idempotency key */
  readonly key: string;
  readonly limit: string;
  readonly limitKind: "amount" | "energy";
  readonly email: string;
  /** the driver had agreed when the start was refused; nobody has before they did */
  readonly agreesLater: boolean;
}

/** No e-mail address is longer (RFC 5321, 4.5.3.1.3). */
const longestEmail = 254;

export function startForm(view: ScanView): Html {
  const { locale, form, tariff } = view;
  const words = scanWordsOf(locale);
  const filled = form.limit !== "" || form.email !== "";
  return html`<form class="card" method="post" action="/q/${pathPart(view.qr)}/start" autocomplete="on">
<input type="hidden" name="key" value="${form.key}"><input type="hidden" name="lang" value="${locale}">
${view.availability === "plugged" && carQuestion(view)}
<details${filled && html` open`}><summary>${view.hold !== null && html`${words.limitShort} · `}${words.email} <small>(${words.optional})</small></summary>
${
  view.hold !== null &&
  html`<label for="limit">${words.limit} <small>(${words.optional})</small></label>
<div class="field"><input id="limit" name="limit" inputmode="decimal" maxlength="12" autocomplete="off" value="${form.limit}"><select name="limit_kind" aria-label="${words.limitUnit}"><option value="amount"${selected(form, "amount")}>${currencyName(tariff.currency, locale)}</option><option value="energy"${selected(form, "energy")}>kWh</option></select></div>
<p><small>${words.limitHint}</small></p>`
}
<label for="email">${words.email} <small>(${words.optional})</small></label>
<div class="field"><input id="email" name="email" type="email" autocomplete="email" maxlength="${longestEmail}" value="${form.email}"></div></details>
${laterQuestion(view)}<button>${view.hold === null ? words.start : words.toPayment}</button>
${view.hold !== null && html`<p><small>${words.paymentNote}</small></p>`}</form>`;
}

const selected = (form: StartFormView, kind: StartFormView["limitKind"]): Html | false =>
  form.limitKind === kind && html` selected`;

/** A cable was there before the page was opened: whose it is has to be said, or a driver pays for a stranger's energy. */
function carQuestion(view: ScanView): Html {
  const words = scanWordsOf(view.locale);
  const plug = html`<bdi>${plugName(view.standard)}</bdi>`;
  const since = view.since === null ? null : whenHtml(view.since, view.now, view.location.zone);
  return html`<div class="note wait"><p>${words.plugged(plug, since)}</p>
<label class="check"><input type="checkbox" name="car_confirmed" value="yes" required><span>${words.yourCar}</span></label>
<p><small>${words.notYourCar}</small></p></div>`;
}

/**
 * Unticked, and outside of what is folded away: who agrees has read it. Its value says which words, and how much. The
 * sentence is one element: beside the box, each part of a sentence would be a column of its own.
 */
function laterQuestion({ locale, operator, laterMost, form }: ScanView): Html | null {
  if (laterMost === null) return null;
  const words = consentWordsOf(locale);
  return html`<label class="check"><input type="checkbox" name="collect_later" value="${currentWording}:${laterMost.amount}"${form.agreesLater && html` checked`}><span>${words.agree(html`<bdi>${operator}</bdi>`, moneyHtml(laterMost, locale))}</span></label>
<p><small>${words.means}</small></p>`;
}
