/**
 * HTML as a value. Whatever is put into an `html` template is escaped, unless it is HTML already: so a page cannot forget
 * to escape, and text that an operator, a station or a driver wrote stays text.
 */
export class Html {
  // Private on purpose: an object that merely looks like one is no Html, neither to the compiler nor at run time.
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template. `null`, `undefined` and `false` are nothing, so that `condition && html...` reads well. */
export type Part = Html | string | number | bigint | false | null | undefined | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Good for text and for attributes in quotes, which are the only two places where the pages put anything. */
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);

function written(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (part instanceof Html) return part.toString();
  if (typeof part === "object") return part.map(written).join("");
  return escaped(String(part));
}

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, n) => text + written(parts[n])).join(""));
}

/** Text of our own that must not be escaped, such as a stylesheet. Never for anything that came from outside. */
export const trusted = (text: string): Html => new Html(text);

/** A number, an id or a phone number: kept in one piece and from left to right, in Arabic too. */
export const ltr = (text: Part): Html => html`<bdi dir="ltr">${text}</bdi>`;
