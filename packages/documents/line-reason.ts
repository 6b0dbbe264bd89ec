/**
 * Why a line costs what it costs, said in the document's language. The domain gives each line its reason in English
 * (domain, price.ts); its sentences are few, and one that is not known here is printed as it is.
 */
import { duration } from "./dates.ts";
import { measured } from "./figures.ts";
import type { Language, Words } from "./language.ts";

const energy = /^([\d.]+) kWh delivered(?:, billed as ([\d.]+) kWh by steps of (\d+) Wh)?$/;
const time =
  /^([\d.]+) s (charging|parked without asking for power)(?:, billed as ([\d.]+) s by steps of (\d+) s)?$/;
const once = "once for the session";

const what: Readonly<Record<string, Words>> = {
  charging: { fr: "de charge", en: "charging" },
  "parked without asking for power": {
    fr: "branché sans demander d'énergie",
    en: "parked without asking for power",
  },
};

const billed = (quantity: string, step: string, language: Language): string =>
  language === "fr"
    ? `, arrondi à ${quantity} par pas de ${step}`
    : `, billed as ${quantity} by steps of ${step}`;

export function lineReason(reason: string, language: Language): string {
  const delivered = energy.exec(reason);
  if (delivered) {
    const [, quantity = "", rounded, step = ""] = delivered;
    const said = `${measured(quantity, "kWh", language)} ${language === "fr" ? "livrés" : "delivered"}`;
    return rounded === undefined
      ? said
      : said + billed(measured(rounded, "kWh", language), measured(step, "Wh", language), language);
  }
  const spent = time.exec(reason);
  if (spent) {
    const [, seconds, kind = "", rounded, step] = spent;
    const long = (text: string | undefined): string => duration(Number(text) * 1000);
    const said = `${long(seconds)} ${what[kind]?.[language] ?? kind}`;
    return rounded === undefined ? said : said + billed(long(rounded), long(step), language);
  }
  if (reason === once && language === "fr") return "une fois par session";
  return reason;
}
