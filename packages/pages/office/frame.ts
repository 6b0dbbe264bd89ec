/** The frame of the pages of people at work: one field to search from everywhere, the menu of a role, the language. */
import type { Html, Part } from "../html.ts";
import { html, trusted } from "../html.ts";
import type { Locale } from "../locale.ts";
import { locales } from "../locale.ts";
import { styleSheet } from "../style.ts";
import type { StateWords } from "../words.ts";
import { officeStyle } from "./style.ts";
import type { OfficePlace, StaffRole } from "./words.ts";
import { officeWords } from "./words.ts";

/** Who looks, and from where. */
export interface OfficeFrame {
  readonly locale: Locale;
  readonly operator: string;
  readonly role: StaffRole;
  /** the page's own address without a language, under /desk */
  readonly here: string;
  /** what was searched for last */
  readonly asked: string;
  /** what became of a form that led here */
  readonly told: Told | null;
}

/** A form was obeyed, or refused with a code. */
export type Told = { readonly kind: "done" } | { readonly kind: "refused"; readonly code: string };

interface OfficePage extends OfficeFrame {
  readonly title: string;
  readonly place: OfficePlace | null;
  readonly main: Part;
  /** seconds until the page loads itself again; null for never */
  readonly refreshS?: number | null;
  /** the cursor stands in the search field from the beginning */
  readonly startsWithSearch?: boolean;
}

/** What leads where, and who is shown the way; a page asks again at its own door. */
const menu: readonly {
  readonly place: OfficePlace;
  readonly path: string;
  readonly who: readonly StaffRole[];
}[] = [
  { place: "home", path: "/desk", who: ["operator", "technician", "support", "finance", "auditor"] },
  {
    place: "work",
    path: "/desk/work-queue",
    who: ["operator", "technician", "support", "finance", "auditor"],
  },
  { place: "tariffs", path: "/desk/tariffs", who: ["operator", "finance", "auditor"] },
  { place: "stations", path: "/desk/stations", who: ["operator", "technician", "support", "auditor"] },
  { place: "alarms", path: "/desk/alarms", who: ["operator", "technician", "support", "auditor"] },
  { place: "pauses", path: "/desk/pauses", who: ["operator", "technician", "support", "auditor"] },
];

/** Where a place is for a role; null where the menu does not lead it there. */
export const pathFor = (role: StaffRole, place: OfficePlace): string | null =>
  menu.find((way) => way.place === place && way.who.includes(role))?.path ?? null;

const bolt = trusted(
  '<svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path fill="currentColor" d="M12 0 3 11.5h5L7 20l10-12h-6z"/></svg>',
);
const style = trusted(`<style>${styleSheet}${officeStyle}</style>`);

/** Pages that nobody has signed in to yet have neither a menu nor a search. */
export function bareOffice(page: {
  readonly locale: Locale;
  readonly title: string;
  readonly main: Part;
  readonly here: string | null;
}): string {
  return documentOf(
    page.locale,
    page.title,
    null,
    html`<header class="top"><span class="brand">${bolt}<bdi>Barq</bdi></span>${page.here !== null && languages(page.here, page.locale)}</header>
<main id="main">${page.main}</main>`,
  );
}

/** What became of the form, said where a reader of screens hears it first. */
function toldNote({ told, locale }: OfficePage): Html | null {
  if (!told) return null;
  const words = officeWords(locale);
  if (told.kind === "done") return html`<p class="note good" role="status">${words.done}</p>`;
  const said = refusedWords(locale, told.code);
  return html`<div class="note bad" role="alert"><p><b>${said.title}</b></p><p>${said.text}</p></div>`;
}

/** The words for a refusal; what has none of its own is a fault of ours. */
export function refusedWords(locale: Locale, code: string): StateWords {
  const { refused } = officeWords(locale);
  return Object.entries(refused).find(([known]) => known === code)?.[1] ?? refused.internal;
}

export function officePage(page: OfficePage): string {
  const words = officeWords(page.locale);
  return documentOf(
    page.locale,
    page.title,
    page.refreshS ?? null,
    html`<a class="skip" href="#main">${words.skip}</a>
<header><div class="top"><a class="brand" href="/desk">${bolt}<bdi>${page.operator}</bdi></a>
<form class="find" method="get" action="/desk/search" role="search"><input type="search" name="q" id="q" value="${page.asked}" aria-label="${words.find}" placeholder="${words.findHint}" accesskey="s" autocomplete="off" spellcheck="false" maxlength="200" required${page.startsWithSearch === true && html` autofocus`}><button type="submit">${words.go}</button></form></div>
<div class="bar"><nav aria-label="${words.title}"><ul>${menuOf(page)}</ul></nav>
<div class="me"><span>${words.roles[page.role]}</span>${languages(page.here, page.locale)}<form method="post" action="/desk/sign-out"><button type="submit">${words.signOut}</button></form></div></div></header>
<main id="main">${toldNote(page)}${page.main}</main>`,
  );
}

function menuOf({ role, place, locale }: OfficePage): readonly Html[] {
  const words = officeWords(locale);
  return menu
    .filter(({ who }) => who.includes(role))
    .map((way) => {
      const isHere = way.place === place && html` aria-current="page"`;
      return html`<li><a href="${way.path}"${isHere}>${words.menu[way.place]}</a></li>`;
    });
}

function documentOf(locale: Locale, title: string, refreshS: number | null, body: Html): string {
  return html`<!doctype html>
<html lang="${locale}" dir="${officeWords(locale).dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no">
${refreshS !== null && html`<meta http-equiv="refresh" content="${refreshS}">`}
<title>${title}</title>
<link rel="icon" href="data:,">
${style}
</head>
<body class="desk">
${body}
</body>
</html>
`.toString();
}

/** The same page in another language: the choice stays on this browser. */
const withLocale = (here: string, locale: Locale): string =>
  `${here}${here.includes("?") ? "&" : "?"}lang=${locale}`;

const languages = (here: string, locale: Locale): Html =>
  html`<span class="langs">${locales.map((each) =>
    each === locale
      ? html`<b lang="${each}">${officeWords(each).name}</b>`
      : html`<a href="${withLocale(here, each)}" lang="${each}" hreflang="${each}">${officeWords(each).name}</a>`,
  )}</span>`;
