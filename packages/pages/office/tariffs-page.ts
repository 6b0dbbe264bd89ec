/** What is sold and planned, and what is drafted. */
import type { Instant } from "@barq/domain/instant";
import type { TariffDraft } from "@barq/domain/tariff-draft";
import { html, ltr } from "../html.ts";
import { whenHtml } from "../time-text.ts";
import type { OfficeFrame } from "./frame.ts";
import { officePage } from "./frame.ts";
import { tariffWords } from "./tariff-words.ts";

export interface TariffsView extends OfficeFrame {
  readonly now: Instant;
  readonly zone: string;
  readonly tariffs: readonly {
    readonly id: string;
    readonly version: number;
    readonly planned: { readonly version: number; readonly from: Instant } | null;
    /** as a driver reads it */
    readonly lines: readonly string[];
  }[];
  readonly drafts: readonly TariffDraft[];
  readonly nextTariffs: string | null;
  readonly nextDrafts: string | null;
}

export const draftTone = { draft: "wait", approved: "good", withdrawn: "bad" } as const;

export function tariffsPage(view: TariffsView): string {
  const { locale, now, zone } = view;
  const words = tariffWords(locale);
  return officePage({
    ...view,
    title: words.title,
    place: "tariffs",
    main: html`<h1>${words.title}</h1><div class="columns"><section class="card"><h2>${words.sold}</h2>
${view.tariffs.length === 0 && html`<p>${words.none}</p>`}
${view.tariffs.map(
  ({ id, version, planned, lines }) =>
    html`<h3>${ltr(id)} <small>${words.version} ${version}</small></h3><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>
${planned && html`<p class="note wait">${words.planned(planned.version, whenHtml(planned.from, now, zone))}</p>`}`,
)}
${view.nextTariffs !== null && html`<a class="button plain" href="/desk/tariffs?from=${view.nextTariffs}">${words.more}</a>`}</section>
<section class="card"><h2>${words.drafts}</h2>${view.drafts.length === 0 && html`<p>${words.noDrafts}</p>`}
<ul class="rows">${view.drafts.map(
      (draft) =>
        html`<li><a href="/desk/tariffs/${draft.id}"><b>${ltr(draft.tariff)}</b><span>${draft.reason}</span><span>${whenHtml(draft.changedAt, now, zone)}</span><span class="badge ${draftTone[draft.state]}">${words.states[draft.state]}</span></a></li>`,
    )}</ul>
${view.nextDrafts !== null && html`<a class="button plain" href="/desk/tariffs?drafts=${view.nextDrafts}">${words.more}</a>`}</section></div>`,
  });
}
