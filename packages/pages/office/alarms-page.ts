/** What is wrong at stations now: what it is, for how long, and what to do next. */
import type { Instant } from "@barq/domain/instant";
import type { Html } from "../html.ts";
import { html, ltr } from "../html.ts";
import { durationText, whenHtml } from "../time-text.ts";
import type { OfficeFrame } from "./frame.ts";
import { officePage } from "./frame.ts";
import { networkWords } from "./network-words.ts";
import { stationPath } from "./stations-page.ts";
import { officeWords } from "./words.ts";
import { whySaid } from "./work-words.ts";

interface AlarmView {
  readonly code: string;
  readonly station: string;
  readonly connector: number | null;
  readonly since: Instant;
  readonly facts: Readonly<Record<string, string>>;
  /** in English */
  readonly nextStep: string;
  /** the row of the work queue that a person ends it by; null: it ends by itself */
  readonly work: string | null;
}

export interface AlarmsView extends OfficeFrame {
  readonly now: Instant;
  readonly zone: string;
  readonly alarms: readonly AlarmView[];
}

function alarmHtml(alarm: AlarmView, { locale, now, zone }: AlarmsView): Html {
  const words = networkWords(locale);
  const own = Object.entries(words.alarms).find(([code]) => code === alarm.code)?.[1];
  const row = whySaid(alarm.code, locale, alarm.nextStep);
  const said = own ?? { title: row.what, text: row.next };
  const facts = Object.entries(alarm.facts).flatMap(([name, fact]) => {
    const word = words.facts[name];
    return word === undefined ? [] : [html` · ${word} ${ltr(fact)}`];
  });
  const where = alarm.connector === null ? null : words.connector(html`${alarm.connector}`);
  return html`<section class="card alarm"><h2><a href="${stationPath(alarm.station)}">${ltr(alarm.station)}</a>${where !== null && html` · ${where}`} · ${said.title}</h2>
<p class="quiet">${words.age(html`<bdi>${durationText(now - alarm.since, locale)}</bdi>`)} (${whenHtml(alarm.since, now, zone)})${facts}</p>
<p>${said.text}</p>${alarm.work !== null && html`<p class="quiet"><a href="/desk/work-queue">${words.queued}</a></p>`}</section>`;
}

export function alarmsPage(view: AlarmsView): string {
  const words = networkWords(view.locale);
  const title = officeWords(view.locale).menu.alarms;
  return officePage({
    ...view,
    title,
    place: "alarms",
    main: html`<h1>${title}</h1><p class="quiet">${view.alarms.length === 0 ? words.noAlarms : words.alarmText}</p>${view.alarms.map((alarm) => alarmHtml(alarm, view))}`,
  });
}
