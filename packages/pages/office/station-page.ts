/** One station: how it stands, what was asked of it by whom and what came of it, and what this role may ask. */
import type { Instant } from "@barq/domain/instant";
import type { Html } from "../html.ts";
import { html, ltr } from "../html.ts";
import { whenHtml } from "../time-text.ts";
import type { OfficeFrame } from "./frame.ts";
import { officePage } from "./frame.ts";
import type { OperationKind, OperationState, OperationStep } from "./network-words.ts";
import { networkWords } from "./network-words.ts";
import { moveForm, operationForms } from "./station-forms.ts";
import type { StationView } from "./station-state.ts";
import { closedHtml, connectorBadge, heardHtml, salesHtml, stationBadge } from "./stations-page.ts";

export interface OperationView {
  readonly kind: OperationKind;
  readonly connector: number | null;
  readonly state: OperationState;
  /** the station's own word */
  readonly word: string | null;
  readonly reason: string;
  readonly asked: string | null;
  readonly at: Instant;
  readonly isOwn: boolean;
}

interface SaidView {
  readonly status: string;
  readonly at: Instant;
}

export interface StationPageView extends OfficeFrame {
  readonly now: Instant;
  /** of the place where it stands, else of the operator */
  readonly zone: string;
  readonly row: StationView;
  readonly operations: readonly OperationView[];
  readonly said: Readonly<Record<"diagnostics" | "firmware", SaidView | null>>;
  readonly placements: readonly { readonly from: Instant; readonly location: string }[];
  /** what this role may ask of it */
  readonly mayAsk: readonly OperationKind[];
  /** where it can go; empty for who may not move it */
  readonly locations: readonly { readonly id: string; readonly name: string }[];
  /** a fresh one for each form */
  readonly newKey: () => string;
}

/** What whoever asked does next, by the state of the act and the station's own word. */
export function operationStep({ state, kind, word }: OperationView): OperationStep {
  if (state === "silent") return kind === "reset" ? "silentReset" : "silent";
  if (state === "rejected") {
    if (kind === "unlock") return word === "OngoingAuthorizedTransaction" ? "runsThere" : "cableKept";
    if (word === "VersionMismatch") return "otherList";
    return word === "NotImplemented" || word === "NotSupported" ? "cannot" : "refused";
  }
  if (state !== "accepted") return state;
  if (word === "Scheduled") return "scheduled";
  if (kind === "unlock") return "cableFree";
  if (kind === "reset") return "restarts";
  return kind === "get_diagnostics" || kind === "update_firmware" ? "works" : "done";
}

const stateBadge = {
  asked: "wait",
  sent: "wait",
  offline: "bad",
  accepted: "good",
  rejected: "bad",
  silent: "bad",
} as const;

function operationHtml(act: OperationView, view: StationPageView): Html {
  const words = networkWords(view.locale);
  const where = act.connector === null ? null : words.connector(html`${act.connector}`);
  const isWorth = act.asked !== null && act.kind !== "reset" && act.kind !== "change_availability";
  const how =
    act.kind === "change_availability"
      ? act.asked === "operative"
        ? words.operative
        : words.inoperative
      : act.kind === "reset"
        ? act.asked === "hard"
          ? words.hard
          : words.soft
        : null;
  return html`<li><time>${whenHtml(act.at, view.now, view.zone)}</time><div><b>${words.kinds[act.kind]}</b>${where !== null && html` · ${where}`}${how !== null && html` · ${how}`}${isWorth && html` · ${ltr(act.asked)}`} <span class="badge small-badge ${stateBadge[act.state]}">${words.operationStates[act.state]}</span>${act.word !== null && html` <code>${ltr(act.word)}</code>`}<br><small>${act.isOwn ? words.you : words.colleague} · <bdi>${act.reason}</bdi></small><br>${words.steps[operationStep(act)]}</div></li>`;
}

function factsHtml({ row, now, zone, locale, said, placements }: StationPageView): Html {
  const words = networkWords(locale);
  const at = (instant: Instant) => whenHtml(instant, now, zone);
  const make = [row.vendor, row.model].filter((part) => part !== null).join(" ");
  const facts: readonly (readonly [string, Html | null])[] = [
    [
      words.location,
      row.place ? html`<bdi>${row.place.name}</bdi> · <bdi>${row.place.city}</bdi>` : html`${words.noPlace}`,
    ],
    [words.heard, heardHtml(row, now, zone, locale)],
    [words.booted, row.bootedAt === null ? null : at(row.bootedAt)],
    [words.make, make === "" ? null : ltr(make)],
    [words.serial, row.serial === null ? null : ltr(row.serial)],
    [words.firmware, row.firmware === null ? null : ltr(row.firmware)],
    [words.today, salesHtml(row.sales, locale)],
    [words.closed.pause, closedHtml(row, now, zone, locale)],
    ...(["diagnostics", "firmware"] as const).map((work) => {
      const last = said[work];
      return [words.saidWork[work], last && html`${ltr(last.status)} ${at(last.at)}`] as const;
    }),
  ];
  const stands = placements.map(
    (placed) => html`<li>${words.from(at(placed.from))} ${ltr(placed.location)}</li>`,
  );
  return html`<dl>${facts.map(([name, fact]) => fact && html`<div><dt>${name}</dt><dd>${fact}</dd></div>`)}</dl>
${placements.length > 1 && html`<h2>${words.places}</h2><ul>${stands}</ul>`}`;
}

export function stationPage(view: StationPageView): string {
  const { row, locale, told, operations, mayAsk, locations, now, zone } = view;
  const words = networkWords(locale);
  const waits = told?.kind === "done" && operations[0]?.state === "sent";
  const connectors = row.connectors.map(
    (connector) =>
      html`<tr><td>${connectorBadge(connector, row.online, locale)}</td><td>${ltr(connector.standard)}${connector.maxPowerW !== null && html` <small>${ltr(`${connector.maxPowerW / 1000} kW`)}</small>`}</td><td>${connector.tariff !== null && ltr(connector.tariff)}</td><td>${connector.since !== null && whenHtml(connector.since, now, zone)}</td></tr>`,
  );
  return officePage({
    ...view,
    // What was asked is not done yet: the station answers by itself.
    told: told?.kind === "done" ? null : told,
    title: row.label,
    place: "stations",
    refreshS: waits ? 3 : null,
    main: html`${told?.kind === "done" && html`<p class="note good" role="status">${words.told}</p>`}
<h1>${ltr(row.label)} ${stationBadge(row, locale)}</h1>
<div class="columns"><section class="card">${factsHtml(view)}</section>
<section class="card scroll"><h2>${words.connectors}</h2><table><thead><tr><th scope="col">${words.connectors}</th><th scope="col">${words.make}</th><th scope="col">${words.tariff}</th><th scope="col">${words.since}</th></tr></thead><tbody>${connectors}</tbody></table>
${locations.length > 0 && html`<p><a href="/desk/pauses?scope=station&amp;id=${encodeURIComponent(row.station)}#pause">${words.pauseHere}</a></p>`}</section></div>
<section class="card"><h2>${words.operations}</h2>${operations.length === 0 ? html`<p class="quiet">${words.noOperations}</p>` : html`<ol class="steps">${operations.map((act) => operationHtml(act, view))}</ol>`}</section>
${mayAsk.length === 0 ? html`<p class="quiet">${words.onlyLook}</p>` : html`<div class="columns">${operationForms(view)}</div>`}
${locations.length > 0 && moveForm(view)}`,
  });
}
