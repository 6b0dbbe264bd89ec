/** The interface for people: every route with who may ask it, and every problem code with what to do about it. */
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { layout } from "./layout.ts";
import { refusalFor } from "./refusals.ts";
import { wordsOf } from "./words.ts";

export interface DocsRoute {
  readonly method: string;
  /** as OpenAPI writes it: /v1/sessions/{id} */
  readonly path: string;
  readonly summary: string;
  /** "anybody", or who may ask, with where the token is */
  readonly who: string;
  readonly query: readonly string[];
  readonly hasBody: boolean;
  readonly answers: readonly { readonly status: number; readonly means: string }[];
}

interface DocsView {
  readonly origin: string;
  readonly routes: readonly DocsRoute[];
  readonly problems: readonly { readonly code: string; readonly status: number }[];
}

export function docsPage(view: DocsView): string {
  return layout({
    locale: "en",
    title: "Barq: the interface",
    operator: "Barq",
    supportPhone: null,
    here: null,
    wide: true,
    main: html`<section class="card"><h1>The interface</h1>
<p>Everything here answers at <code>${view.origin}</code>. The same as a document for machines: <a href="/openapi.json">openapi.json</a>; the public keys: <a href="/.well-known/jwks.json">jwks.json</a>.</p>
<p>Amounts and energies are decimal strings. A start needs an <code>Idempotency-Key</code>: a repeat finds the same session. Every refusal is <code>application/problem+json</code> with a stable <code>code</code> from the list below and a <code>request_id</code>.</p></section>
${groups(view.routes)}
<section class="card"><h2>Problem codes</h2><dl>${view.problems.map(problem)}</dl></section>`,
  });
}

/** By the first word of the address after the version, in the order of the table. */
function groups(routes: readonly DocsRoute[]): readonly Html[] {
  const names = [...new Set(routes.map(groupOf))];
  return names.map(
    (name) =>
      html`<section class="card"><h2>${name}</h2><dl>${routes.filter((route) => groupOf(route) === name).map(entry)}</dl></section>`,
  );
}

const pageRoots: readonly string[] = ["q", "s", "r"];

function groupOf({ path }: DocsRoute): string {
  const [first = "", second = ""] = path.split("/").filter((part) => part !== "");
  if (first === "v1") return second;
  return pageRoots.includes(first) ? "pages for drivers" : "about";
}

function entry(route: DocsRoute): Html {
  const query = route.query.length > 0 && html`<br><small>Query: ${route.query.join(", ")}</small>`;
  const body =
    route.hasBody &&
    html`<br><small>Takes a body; its fields are in <a href="/openapi.json">openapi.json</a>.</small>`;
  const answers = route.answers.map(({ status, means }) => html`<br><small>${status}: ${means}</small>`);
  return html`<div><dt><code><b>${route.method}</b> ${route.path}</code></dt><dd class="told">${route.summary}<br><small>Who: ${route.who}</small>${query}${body}${answers}</dd></div>`;
}

function problem({ code, status }: DocsView["problems"][number]): Html {
  const { title, text } = refusalFor(wordsOf("en").refusals, code);
  return html`<div id="${code}"><dt><code><b>${code}</b></code> ${status}</dt><dd class="told">${title}<br><small>${text}</small></dd></div>`;
}
