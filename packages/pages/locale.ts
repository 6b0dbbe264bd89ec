/** The three languages of the pages, and how the one to show is found. */
export const locales = ["fr", "ar", "en"] as const;
export type Locale = (typeof locales)[number];

export const localeNamed = (name: string | null | undefined): Locale | undefined =>
  locales.find((locale) => locale === name);

/** The best of ours that a browser asks for (RFC 9110, 12.5.4); undefined when it asks for none of them. */
function acceptedLocale(header: string | null | undefined): Locale | undefined {
  const wishes = (header ?? "")
    .split(",")
    .slice(0, 20)
    .map((wish, order) => {
      const [range = "", ...settings] = wish.trim().toLowerCase().split(";");
      const quality = settings
        .map((setting) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(setting)?.[1])
        .find(Boolean);
      return { locale: localeNamed(range.split("-")[0]?.trim()), quality: Number(quality ?? 1), order };
    })
    .filter((wish) => wish.locale !== undefined && wish.quality > 0)
    .sort((a, b) => b.quality - a.quality || a.order - b.order);
  return wishes[0]?.locale;
}

/** The language asked for in the address, else the session's own, else the browser's, else French. */
export const chooseLocale = (wishes: {
  readonly asked?: string | null | undefined;
  readonly own?: Locale | null | undefined;
  readonly accepted?: string | null | undefined;
}): Locale => localeNamed(wishes.asked) ?? wishes.own ?? acceptedLocale(wishes.accepted) ?? "fr";
