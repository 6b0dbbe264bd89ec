/** The first page of people at work: the field that finds a session, and how much waits for a person. */
import { kwhText } from "@barq/domain/decimal";
import { amountOf } from "@barq/domain/money";
import type { Html } from "../html.ts";
import { html, ltr } from "../html.ts";
import { measureHtml, moneyHtml } from "../money-text.ts";
import type { OfficeFrame } from "./frame.ts";
import { officePage, pathFor } from "./frame.ts";
import { networkWords } from "./network-words.ts";
import type { StationView } from "./station-state.ts";
import { officeWords } from "./words.ts";

interface HomeView extends OfficeFrame {
  readonly work: number;
  /** null for who may not look at the network */
  readonly network: {
    readonly stations: number;
    readonly online: number;
    readonly faulted: number;
    readonly connectors: Readonly<Record<"in_use", number>>;
    readonly paused: number;
    readonly alarms: number;
    readonly sales: StationView["sales"];
  } | null;
}

/** Where a page is not for this role, the number stands alone. */
const tile = (
  path: string | null,
  name: string,
  figure: Html,
  isBad = false,
  more: Html | null = null,
): Html => {
  const inner = html`<small>${name}</small><b>${figure}</b>${more && html`<small>${more}</small>`}`;
  const kind = isBad && html` class="bad"`;
  return path === null ? html`<div${kind}>${inner}</div>` : html`<a href="${path}"${kind}>${inner}</a>`;
};

function networkTiles({ network, locale }: HomeView): readonly Html[] {
  if (!network) return [];
  const { counts, ofAll, sessions } = networkWords(locale);
  const { stations, online, faulted, connectors, paused, alarms, sales } = network;
  const money = [...sales.money].map(
    ([currency, minor]) => html`${moneyHtml(amountOf({ minor, currency }), locale)} `,
  );
  return [
    tile("/desk/alarms", counts.alarms, ltr(alarms), alarms > 0),
    tile("/desk/stations?state=faulted", counts.faulted, ltr(faulted), faulted > 0),
    tile("/desk/stations", counts.online, ltr(online), false, ofAll(ltr(stations))),
    tile("/desk/stations?state=in_use", counts.inUse, ltr(connectors.in_use)),
    tile("/desk/stations?state=closed", counts.closed, ltr(paused)),
    tile(
      "/desk/stations",
      counts.sales,
      money.length === 0 ? ltr(0) : html`${money}`,
      false,
      html`${sessions(ltr(sales.sessions))} ${measureHtml(kwhText(sales.energyMwh), "kWh", locale)}`,
    ),
  ];
}

export function homePage(view: HomeView): string {
  const words = officeWords(view.locale);
  const { counts } = networkWords(view.locale);
  return officePage({
    ...view,
    title: words.title,
    place: "home",
    startsWithSearch: true,
    main: html`<h1>${words.menu.home}</h1>
<div class="counts">${tile(pathFor(view.role, "work"), counts.work, ltr(view.work))}${networkTiles(view)}</div>`,
  });
}
