/** Why a line costs what it costs, as one sentence in the document's language, built from the facts that the receipt carries. */
import type { Why } from "@barq/domain/why";
import { conditionTexts, hoursText } from "./condition-text.ts";
import { duration } from "./dates.ts";
import { measured } from "./figures.ts";
import type { Language, Words } from "./language.ts";

type ComponentWhy = Extract<Why, { kind: "component" }>;

const adjusted: Readonly<Record<Exclude<Why["kind"], "component" | "waiver">, Words>> = {
  idle_cap: {
    fr: "le temps branché sans recharger ne coûte pas plus que son plafond",
    en: "time plugged in without charging costs no more than its cap",
  },
  min_price: { fr: "prix minimum d'une session selon le tarif", en: "the tariff's least price of a session" },
  max_price: {
    fr: "prix maximum d'une session selon le tarif",
    en: "the tariff's highest price of a session",
  },
};

const waived: Readonly<Record<Extract<Why, { kind: "waiver" }>["waived_because"], Words>> = {
  station_ended: {
    fr: "non dû : la station a mis fin à la session peu après son début",
    en: "not due: the station ended the session soon after its start",
  },
  no_energy: { fr: "non dû : la voiture n'a pris aucune énergie", en: "not due: the car took no energy" },
};

const spent: Readonly<Record<Exclude<ComponentWhy["dimension"], "FLAT">, Words>> = {
  ENERGY: { fr: "livrés", en: "delivered" },
  TIME: { fr: "de charge", en: "charging" },
  PARKING_TIME: { fr: "branché sans demander d'énergie", en: "parked without asking for power" },
  RESERVATION_TIME: { fr: "de réservation", en: "reserved" },
};

const words = {
  session: { fr: "une fois par session", en: "once for the session" },
  reservation: { fr: "une fois par réservation", en: "once for the reservation" },
} as const satisfies Readonly<Record<string, Words>>;

/** "12,345 kWh livrés, arrondi à 12,500 kWh par pas de 500 Wh ; du lundi au vendredi, de 08:00 à 20:00". */
export function lineReason(why: Why, language: Language): string {
  if (why.kind === "waiver") return waived[why.waived_because][language];
  if (why.kind !== "component") return adjusted[why.kind][language];
  const { idle, cuts } = why;
  // That it is of a reservation is said by the line's name and its quantity already.
  const said = why.conditions.filter((each) => each.kind !== "reservation" || each.expired);
  const conditions = conditionTexts(said, language).join(", ");
  const parts = [
    quantityText(why, language),
    conditions,
    ...(idle && idle.grace_s > 0 ? [graceText(idle.grace_s, language)] : []),
    ...(idle?.hours
      ? [`${language === "fr" ? "compté" : "counted"} ${hoursText(idle.hours, language)}`]
      : []),
    ...(cuts > 0 ? [cutText(cuts, language)] : []),
  ].filter((part) => part !== "");
  return parts.join(language === "fr" ? " ; " : "; ");
}

const graceText = (graceS: number, language: Language): string =>
  language === "fr"
    ? `les premières ${duration(graceS * 1000)} sont gratuites`
    : `the first ${duration(graceS * 1000)} are free`;

const cutText = (cuts: number, language: Language): string =>
  language === "fr"
    ? `limites du tarif entre deux relevés : ${cuts}, quantité interpolée`
    : `boundaries of the tariff between two readings: ${cuts}, quantity interpolated`;

function quantityText(why: ComponentWhy, language: Language): string {
  const { dimension, step } = why;
  if (dimension === "FLAT") {
    const isReserved = why.conditions.some(({ kind }) => kind === "reservation");
    return words[isReserved ? "reservation" : "session"][language];
  }
  const show = (text: string): string =>
    why.unit === "kWh" ? measured(text, "kWh", language) : duration(Number(text) * 1000);
  const used = `${show(why.measured)} ${spent[dimension][language]}`;
  if (!step) return used;
  const size = step.unit === "Wh" ? measured(step.size, "Wh", language) : duration(Number(step.size) * 1000);
  return language === "fr"
    ? `${used}, arrondi à ${show(why.billed)} par pas de ${size}`
    : `${used}, billed as ${show(why.billed)} by steps of ${size}`;
}
