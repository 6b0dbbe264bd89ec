/** What a running session shows in figures: energy, cost, how much of the hold that is, power, time, and where it stops. */
import { kwhText } from "@barq/domain/decimal";
import { amountOf, amountText } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import { heldOf } from "@barq/domain/session";
import type { Html } from "./html.ts";
import { html, ltr } from "./html.ts";
import { fact, pathPart } from "./layout.ts";
import { measureHtml, moneyHtml } from "./money-text.ts";
import { kwText } from "./plug.ts";
import type { SessionPageView } from "./session-page.ts";
import { sessionWordsOf } from "./session-words.ts";
import { durationText, whenHtml } from "./time-text.ts";

export function sessionFigures(view: SessionPageView): Html {
  const { locale, session, energyMwh, cost, powerW, asOf } = view;
  const words = sessionWordsOf(locale);
  const stopsAt = stopsAtOf(view);
  const elapsed = session.startedAt === null ? null : (session.endedAt ?? view.now) - session.startedAt;
  return html`<section class="card"><div class="pair">
<div><p class="soft">${words.energy}</p><p class="figure">${energyMwh === null ? "—" : measureHtml(kwhText(energyMwh), "kWh", locale)}</p></div>
<div><p class="soft">${words.cost}</p><p class="figure">${cost === null ? "—" : moneyHtml(amountOf(cost), locale)}</p></div>
</div>
${ofHold(view)}
<dl>${powerW !== null && fact(words.power, measureHtml(kwText(powerW), "kW", locale))}
${elapsed !== null && fact(words.time, html`<bdi>${durationText(elapsed, locale)}</bdi>`)}
${holdFact(view)}
${stopsAt !== null && fact(words.stopsAt, stopsAt)}</dl>
${asOf !== null && html`<p><small>${words.asOf(whenHtml(asOf, view.now, session.pinned.zone))}</small></p>`}</section>`;
}

/** What is held, on which card; nothing where nothing is held. */
function holdFact({ locale, session }: SessionPageView): Html | null {
  const held = heldOf(session);
  if (!held) return null;
  const words = sessionWordsOf(locale);
  return fact(words.hold, words.held(moneyHtml(amountOf(held), locale), cardOf(session)));
}

/** The hold alone: before energy flows, and while a person looks at figures that are not clear. */
export function holdCard(view: SessionPageView): Html | null {
  const hold = holdFact(view);
  return hold && html`<section class="card"><dl>${hold}</dl></section>`;
}

/** "visa •••• 4242"; the brand is the provider's word. */
function cardOf({ hold }: Pick<Session, "hold">): Html | null {
  return hold?.last4 ? ltr(`${hold.brand ?? ""} •••• ${hold.last4}`.trim()) : null;
}

function ofHold({ session, cost, locale }: SessionPageView): Html | null {
  const held = heldOf(session);
  if (!held || !cost || held.minor <= 0n) return null;
  const words = sessionWordsOf(locale);
  const label = words.ofHold(moneyHtml(amountOf(cost), locale), moneyHtml(amountOf(held), locale));
  return html`<p><progress aria-label="${words.hold}" max="${held.minor}" value="${cost.minor}"></progress><small>${label}</small></p>`;
}

/** More can be held: a button an amount, each a payment page of its own. */
export function moreForm({ locale, session, offered }: SessionPageView): Html | null {
  const held = heldOf(session);
  if (!held || !offered || offered.length === 0) return null;
  const words = sessionWordsOf(locale);
  const buttons = offered.map(
    (more) =>
      html`<button name="amount" value="${amountText(more)}">${words.addButton(moneyHtml(amountOf(more), locale))}</button>`,
  );
  return html`<form class="card" method="post" action="/s/${pathPart(session.id)}/more"><p>${words.addWhat(moneyHtml(amountOf(held), locale))}</p>
<div class="links">${buttons}</div></form>`;
}

function stopsAtOf({ session, locale, now }: SessionPageView): Html | null {
  if (session.state !== "charging") return null;
  const limits = [
    session.stopEnergyMwh !== null && measureHtml(kwhText(session.stopEnergyMwh), "kWh", locale),
    session.stopAfterMs !== null &&
      session.startedAt !== null &&
      whenHtml(session.startedAt + session.stopAfterMs, now, session.pinned.zone),
  ].filter((limit) => limit !== false);
  const [first, second] = limits;
  if (first === undefined) return null;
  return second === undefined ? first : html`${first} · ${second}`;
}
