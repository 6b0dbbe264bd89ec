/** The forms of a station's page: each with a reason, and a key that makes pressing twice one act. */
import type { Html } from "../html.ts";
import { html, ltr } from "../html.ts";
import type { OperationKind } from "./network-words.ts";
import { networkWords } from "./network-words.ts";
import type { StationPageView } from "./station-page.ts";
import { stationPath } from "./stations-page.ts";

export const shownForms = [
  "unlock",
  "reset",
  "change_availability",
  "clear_cache",
  "get_diagnostics",
] as const satisfies readonly OperationKind[];

type Form = (typeof shownForms)[number];

function fieldsOf(kind: Form, { row, locale }: StationPageView): Html | null {
  const words = networkWords(locale);
  const numbers = row.connectors.map(
    ({ number }) => html`<option value="${number}">${words.connector(html`${number}`)}</option>`,
  );
  switch (kind) {
    case "unlock":
      return html`<select name="connector" aria-label="${words.connectors}">${numbers}</select>`;
    case "reset":
      return html`<select name="how" aria-label="${words.kinds.reset}"><option value="soft">${words.soft}</option><option value="hard">${words.hard}</option></select><label class="check"><input type="checkbox" name="in_session" value="yes"> <span>${words.inSession}</span></label>`;
    case "change_availability":
      return html`<select name="connector" aria-label="${words.connectors}"><option value="">${words.wholeStation}</option>${numbers}</select><select name="operative" aria-label="${words.kinds.change_availability}"><option value="no">${words.inoperative}</option><option value="yes">${words.operative}</option></select>`;
    case "clear_cache":
      return null;
    case "get_diagnostics":
      return html`<label>${words.to}<input name="to" dir="ltr" required maxlength="400" autocomplete="off" spellcheck="false"></label>`;
  }
}

export function operationForms(view: StationPageView): readonly Html[] {
  const words = networkWords(view.locale);
  return shownForms
    .filter((kind) => view.mayAsk.includes(kind))
    .map(
      (
        kind,
      ) => html`<form method="post" action="${stationPath(view.row.station)}/operations"><fieldset><legend>${words.kinds[kind]}</legend><input type="hidden" name="key" value="${view.newKey()}"><input type="hidden" name="kind" value="${kind}">
${fieldsOf(kind, view)}
<label>${words.reason} <small>${words.reasonHint}</small><input name="reason" required minlength="3" maxlength="200" autocomplete="off"></label>
<button type="submit" class="small">${words.send}</button></fieldset></form>`,
    );
}

export function moveForm({ row, locale, locations, zone, newKey }: StationPageView): Html {
  const words = networkWords(locale);
  const options = locations
    .filter(({ id }) => id !== row.place?.location)
    .map(({ id, name }) => html`<option value="${id}">${name} (${id})</option>`);
  return html`<form method="post" action="${stationPath(row.station)}/placements"><fieldset><legend>${words.move}</legend><input type="hidden" name="key" value="${newKey()}">
<label>${words.moveTo}<select name="location" required>${options}</select></label>
<label>${words.moveFrom} <small>${words.now}. ${words.localTime(ltr(zone))}</small><input type="datetime-local" name="from"></label>
<label>${words.reason} <small>${words.reasonHint}</small><input name="reason" required minlength="3" maxlength="200" autocomplete="off"></label>
<button type="submit" class="small">${words.moveGo}</button></fieldset></form>`;
}
