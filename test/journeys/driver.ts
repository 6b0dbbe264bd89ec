/** A driver with a phone: follows links and redirects, keeps cookies, fills in forms. No JavaScript is run. */
export interface Page {
  readonly status: number;
  readonly address: string;
  readonly html: string;
  /** the text as it is read, without tags */
  readonly text: string;
  /** the address that the next page would have, for a redirect that is not followed */
  readonly location: string | null;
}

export interface Driver {
  open(address: string): Promise<Page>;
  /** Sends the page's form with its own fields, and those that are filled in. @throws Error where there is no such form */
  submit(page: Page, action: string | RegExp, fields?: Readonly<Record<string, string>>): Promise<Page>;
  /** the address of a link by its words */
  link(page: Page, words: RegExp): string;
  readonly cookies: ReadonlyMap<string, string>;
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
  nbsp: " ",
};
const decode = (text: string): string =>
  text.replaceAll(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole).replaceAll("\u00a0", " ");

const textOf = (html: string): string =>
  decode(html.replaceAll(/<style[\s\S]*?<\/style>/g, " ").replaceAll(/<[^>]+>/g, " ")).replaceAll(
    /[\s\u2066-\u2069]+/g,
    " ",
  );

const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : decode(found);
};

export function createDriver(origin: string): Driver {
  const cookies = new Map<string, string>();

  const visit = async (address: string, init: RequestInit = {}, follow = 5): Promise<Page> => {
    const url = new URL(address, origin);
    const own = url.origin === origin;
    const answer = await fetch(url, {
      ...init,
      redirect: "manual",
      headers: {
        ...init.headers,
        "accept-language": "en",
        ...(own && cookies.size > 0
          ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") }
          : {}),
      },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = answer.headers.get("location");
    const html = await answer.text();
    if (answer.status >= 300 && answer.status < 400 && location && follow > 0) {
      return visit(new URL(location, url).href, {}, follow - 1);
    }
    return { status: answer.status, address: url.href, html, text: textOf(html), location };
  };

  return {
    cookies,
    open: (address) => visit(address),
    submit(page, action, fields = {}) {
      for (const [form = "", tag = "", inside = ""] of page.html.matchAll(
        /(<form[^>]*>)([\s\S]*?)<\/form>/g,
      )) {
        const target = attribute(tag, "action") ?? page.address;
        const fits =
          typeof action === "string" ? target.endsWith(action) : action.test(target) || action.test(form);
        if (!fits) continue;
        const own = [...inside.matchAll(/<input[^>]*>/g)].flatMap(([input]): [string, string][] => {
          const name = attribute(input, "name");
          const type = attribute(input, "type") ?? "text";
          if (name === undefined || type === "checkbox" || (type === "radio" && !/\schecked/.test(input)))
            return [];
          return [[name, attribute(input, "value") ?? ""]];
        });
        return visit(new URL(target, page.address).href, {
          method: "POST",
          body: new URLSearchParams({ ...Object.fromEntries(own), ...fields }),
        });
      }
      throw new Error(`there is no form ${action} on ${page.address}:\n${page.text.slice(0, 500)}`);
    },
    link(page, words) {
      for (const [, tag = "", inside = ""] of page.html.matchAll(/(<a\b[^>]*>)([\s\S]*?)<\/a>/g)) {
        const href = attribute(tag, "href");
        if (href !== undefined && words.test(textOf(inside))) return new URL(href, page.address).href;
      }
      throw new Error(`there is no link ${words} on ${page.address}:\n${page.text.slice(0, 500)}`);
    },
  };
}
