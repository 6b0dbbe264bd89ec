/** What every page has: its language, its style, who is behind it, and where help is. */
import type { Html, Part } from "./html.ts";
import { html, ltr, trusted } from "./html.ts";
import type { Locale } from "./locale.ts";
import { locales } from "./locale.ts";
import { styleSheet } from "./style.ts";
import { wordsOf } from "./words.ts";

interface PageFrame {
  readonly locale: Locale;
  readonly title: string;
  /** whose station it is; "Barq" where nobody is known */
  readonly operator: string | null;
  readonly supportPhone: string | null;
  /** the page's own address, for the links to the other languages; null where it cannot be asked for again */
  readonly here: string | null;
  /** seconds until the page loads itself again; null for never */
  readonly refreshS?: number | null;
  readonly wide?: boolean;
  readonly main: Part;
  readonly foot?: Part;
}

const bolt = trusted(
  '<svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path fill="currentColor" d="M12 0 3 11.5h5L7 20l10-12h-6z"/></svg>',
);
const style = trusted(`<style>${styleSheet}</style>`);

/** The whole document as text. */
export function layout(frame: PageFrame): string {
  const { locale } = frame;
  const words = wordsOf(locale);
  const page = html`<!doctype html>
<html lang="${locale}" dir="${words.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no">
${typeof frame.refreshS === "number" && html`<meta http-equiv="refresh" content="${frame.refreshS}">`}
<title>${frame.title}</title>
<link rel="icon" href="data:,">
${style}
</head>
<body${frame.wide === true && html` class="wide"`}>
<header class="top"><span class="brand">${bolt}<bdi>${frame.operator ?? "Barq"}</bdi></span>${languages(frame)}</header>
<main>
${frame.main}
</main>
<footer>
${frame.supportPhone !== null && html`<p>${words.page.help} ${phoneLink(frame.supportPhone)}</p>`}
${frame.foot}
</footer>
</body>
</html>
`;
  return page.toString();
}

function languages({ here, locale }: PageFrame): Html | null {
  if (here === null) return null;
  const links = locales.map((each) =>
    each === locale
      ? html`<b lang="${each}">${wordsOf(each).name}</b>`
      : html`<a href="${withLocale(here, each)}" lang="${each}" hreflang="${each}">${wordsOf(each).name}</a>`,
  );
  return html`<nav class="langs" aria-label="${wordsOf(locale).page.language}">${links}</nav>`;
}

/** An address of ours in a language. */
export const withLocale = (path: string, locale: Locale): string => `${path}?lang=${locale}`;

/** A part of an address of ours, whatever signs it has. */
export const pathPart = (text: string): string => encodeURIComponent(text);

/** A number to call; what has no digits is shown as it is. */
function phoneLink(phone: string): Html {
  const dialled = phone.replaceAll(/[^\d+]/g, "");
  return dialled === "" ? ltr(phone) : html`<a href="tel:${dialled}">${ltr(phone)}</a>`;
}

/** One row of a list of facts. */
export const fact = (name: Part, value: Part, className?: "sum"): Html =>
  html`<div${className !== undefined && html` class="${className}"`}><dt>${name}</dt><dd>${value}</dd></div>`;
