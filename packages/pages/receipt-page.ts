/**
 * The receipt as a page, for whoever has its link: what the meter said, what it cost line by line, where the money went,
 * and the hash of the proof by which anybody can compute it again. Nothing personal is on it.
 */
import { parseInstant } from "@barq/domain/instant";
import { localParts } from "@barq/domain/legal-time";
import { plainFlags } from "@barq/domain/quirk-profiles";
import type { Receipt } from "@barq/domain/receipt";
import type { CableView } from "./cable-card.ts";
import { cableCard, cableRefreshS } from "./cable-card.ts";
import { collectedWordsOf } from "./collected-words.ts";
import type { Html } from "./html.ts";
import { html, ltr } from "./html.ts";
import { fact, layout, pathPart, withLocale } from "./layout.ts";
import type { Locale } from "./locale.ts";
import { meterWordsOf } from "./meter-words.ts";
import { measureHtml, moneyHtml } from "./money-text.ts";
import { percent } from "./price-terms.ts";
import { receiptLines } from "./receipt-parts.ts";
import { refundWordsOf } from "./refund-words.ts";
import { sessionWordsOf } from "./session-words.ts";
import { durationText, longDay, shortDay } from "./time-text.ts";
import { wordFor, wordsOf } from "./words.ts";

interface ReceiptPageView {
  readonly locale: Locale;
  readonly receipt: Receipt;
  readonly operator: string;
  readonly supportPhone: string | null;
  /** the token in the page's own address */
  readonly token: string;
  /** what its driver may do about the cable for some minutes; null where that is nothing */
  readonly cable?: CableView | null;
}

export function receiptPage(view: ReceiptPageView): string {
  const { locale, receipt, cable = null } = view;
  const words = wordsOf(locale);
  const path = `/r/${pathPart(view.token)}`;
  return layout({
    locale,
    title: `${words.receipt.title} ${receipt.number ?? receipt.reference}`,
    operator: view.operator,
    supportPhone: view.supportPhone,
    here: path,
    refreshS: cableRefreshS(cable),
    main: html`${cableCard(cable, view.token, locale)}${correctedCard(receipt, path, locale)}${head(receipt, locale)}
<section class="card"><h2>${words.receipt.lines}</h2>${receiptLines(receipt, locale)}</section>
${moneyCard(receipt, locale)}
${meterCard(receipt, locale)}
<div class="links"><a class="button" href="${withLocale(`${path}.pdf`, locale)}">${words.receipt.pdf}</a>
<a class="button plain" href="${path}?part=proof" download="barq-proof-${receipt.reference}.json">${words.receipt.proof}</a></div>
<section class="soft"><p>${words.receipt.proofMeans} <a href="${withLocale("/verify", locale)}">${words.receipt.checkProof}</a></p>${
      receipt.proof_sha256 !== null &&
      html`<p>${words.receipt.hash}<br><code><bdi dir="ltr">${receipt.proof_sha256}</bdi></code></p>`
    }</section>`,
    foot: html`<p>${words.page.reference} <b>${ltr(receipt.reference)}</b></p>`,
  });
}

/** First of all what holds now; the receipt below stays as it was issued. */
function correctedCard({ corrected, taxes, local }: Receipt, path: string, locale: Locale): Html | null {
  if (!corrected) return null;
  const words = wordsOf(locale);
  const own = refundWordsOf(locale);
  const [only, another] = taxes;
  const rate = only && !another && only.vat !== null ? percent(only.vat, locale) : null;
  const { credit_note: note } = corrected;
  return html`<section class="card"><h2>${own.corrected}</h2>
<p>${own.correctedOn} <bdi>${longDay(parseInstant(corrected.on) ?? 0, local.zone, locale)}</bdi></p><dl>
${note !== null && fact(own.creditNote, ltr(note))}
${fact(words.receipt.energy, measureHtml(corrected.energy_kwh, "kWh", locale))}
${fact(words.receipt.beforeTax, moneyHtml(corrected.before_tax, locale))}
${fact(words.receipt.tax(rate), moneyHtml(corrected.tax, locale))}
${fact(own.correctedTotal, moneyHtml(corrected.after_tax, locale), "sum")}</dl>
<p><small>${own.newCdr}<br><code><bdi dir="ltr">${corrected.cdr}</bdi></code></small></p>
<p><a href="${path}?part=corrected" download>${own.newProof}</a></p>
<p>${own.firstBelow}</p></section>`;
}

function head(receipt: Receipt, locale: Locale): Html {
  const words = wordsOf(locale);
  const { issued_by: issuer, location } = receipt;
  return html`<section class="card"><h1>${words.receipt.title}</h1>
<dl>${fact(words.receipt.number, receipt.number === null ? "—" : ltr(receipt.number))}
${fact(
  words.receipt.issuer,
  html`<bdi>${issuer.name}</bdi>${issuer.lines.map((line) => html`<br><small><bdi>${line}</bdi></small>`)}`,
)}
${fact(
  words.receipt.place,
  html`<bdi>${location.name}</bdi><br><small><bdi>${location.address}, ${location.city}</bdi></small>`,
)}
${fact(html`${words.page.station} · ${words.page.connector}`, html`${ltr(receipt.station)} · ${ltr(receipt.connector)}`)}
${times(receipt, locale)}</dl></section>`;
}

/** Local times; where the law moved the clock in between, both carry their offset, and the duration is what passed. */
function times(receipt: Receipt, locale: Locale): Html {
  const words = wordsOf(locale).receipt;
  const { zone } = receipt.local;
  const startedAt = parseInstant(receipt.started_at) ?? 0;
  const endedAt = parseInstant(receipt.ended_at) ?? startedAt;
  const leftAt = receipt.left_at === null ? null : (parseInstant(receipt.left_at) ?? null);
  const start = localParts(zone, startedAt);
  const last = localParts(zone, leftAt ?? endedAt);
  const moved = start.offsetText !== last.offsetText;
  const shown = (at: number): Html => {
    const { timeText, offsetText } = localParts(zone, at);
    return ltr(
      `${last.isoDay === start.isoDay ? "" : `${shortDay(at, zone)} `}${timeText}${moved ? ` UTC${offsetText}` : ""}`,
    );
  };
  return html`${fact(words.day, html`<bdi>${longDay(startedAt, zone, locale)}</bdi>`)}
${fact(words.started, shown(startedAt))}
${fact(words.ended, shown(endedAt))}
${leftAt !== null && fact(words.unplugged, shown(leftAt))}
${fact(words.duration, html`<bdi>${durationText(endedAt - startedAt, locale)}</bdi>`)}`;
}

function moneyCard(receipt: Receipt, locale: Locale): Html {
  const words = wordsOf(locale).receipt;
  const { hold, captured, released, returned, collected, written_off: writtenOff, card, refunds } = receipt;
  const { still_owed: owed, local } = receipt;
  const since = collectedWordsOf(locale);
  return html`<section class="card"><h2>${words.money}</h2><dl>
${hold && fact(words.held, moneyHtml(hold, locale))}
${fact(words.captured, moneyHtml(captured, locale))}
${released && !(returned && /^[0.]*$/.test(released.amount)) && fact(words.released, moneyHtml(released, locale))}
${returned && fact(refundWordsOf(locale).sent, moneyHtml(returned, locale))}
${owed && fact(words.receivable, moneyHtml(owed, locale))}${collected.map(({ amount, at, by }) =>
  fact(
    html`${since[by]} <small>${ltr(shortDay(parseInstant(at) ?? 0, local.zone))}</small>`,
    moneyHtml(amount, locale),
  ),
)}
${writtenOff && fact(words.writtenOff, moneyHtml(writtenOff, locale))}
${card && fact(words.card, ltr(`${card.brand} •••• ${card.last4}`))}${refunds.map((refund) => refundRow(refund, receipt, locale))}</dl>
${(refunds.length > 0 || returned) && html`<p>${refundWordsOf(locale).bankTakesDays}</p>`}
${hold && html`<p><small>${bankNote(receipt, locale)}</small></p>`}</section>`;
}

function refundRow(refund: Receipt["refunds"][number], { local }: Receipt, locale: Locale): Html {
  const { sent, creditNote } = refundWordsOf(locale);
  return fact(
    html`${sent} <small>${ltr(shortDay(parseInstant(refund.sent_at) ?? 0, local.zone))} · ${creditNote} ${ltr(refund.credit_note)}</small>`,
    moneyHtml(refund.amount, locale),
  );
}

/** What the driver's bank will show: of a payment its name too, else the hold alone. */
function bankNote({ captured, statement }: Receipt, locale: Locale): Html | string {
  const words = wordsOf(locale);
  if (/^[0.]*$/.test(captured.amount)) return sessionWordsOf(locale).bankMayShow;
  return html`${words.receipt.statement(ltr(statement))} ${sessionWordsOf(locale).bankMayShowBoth}`;
}

function meterCard({ meter }: Receipt, locale: Locale): Html {
  const words = wordsOf(locale).receipt;
  const proved = meterWordsOf(locale);
  const evidence = wordFor(proved.evidences, meter.evidence) ?? meter.evidence;
  const flags = plainFlags(meter.flags).map(
    (flag) => html`<p class="note wait">${wordFor(proved.flags, flag) ?? flag}</p>`,
  );
  return html`<section class="card"><h2>${words.energy}</h2><dl>
${fact(words.meterStart, measureHtml(meter.start_kwh, "kWh", locale))}
${fact(words.meterStop, measureHtml(meter.stop_kwh, "kWh", locale))}
${fact(words.energy, measureHtml(meter.energy_kwh, "kWh", locale), "sum")}
${fact(words.evidence, evidence)}</dl>${flags}</section>`;
}
