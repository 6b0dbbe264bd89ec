/**
 * What a line of a price is called, in the three languages that people read: our own words, and an operator's own for a
 * location, because what may be sold there (energy, a parking service) is the law's and the contract's to say.
 */
import type { Adjustment, PriceLine } from "./price.ts";
import type { Dimension } from "./tariff.ts";
import { dimensions } from "./tariff.ts";
import type { Why } from "./why.ts";

export interface Label {
  readonly fr: string;
  readonly ar: string;
  readonly en: string;
}

/** What an operator may name: every dimension, and what a reservation costs. */
export const labelNames = [...dimensions, "RESERVATION_TIME", "RESERVATION_FLAT"] as const;
export type LabelName = (typeof labelNames)[number];

/** A location's own words; what is not there goes by ours. */
export type Labels = Readonly<Partial<Record<LabelName, Label>>>;

const ours: Readonly<Record<LabelName | Adjustment, Label>> = {
  ENERGY: { fr: "Énergie", ar: "الطاقة", en: "Energy" },
  TIME: { fr: "Temps de recharge", ar: "مدة الشحن", en: "Charging time" },
  PARKING_TIME: { fr: "Branché sans recharger", ar: "توصيل بدون شحن", en: "Plugged in without charging" },
  FLAT: { fr: "Forfait par session", ar: "رسم الجلسة", en: "Session fee" },
  RESERVATION_TIME: { fr: "Temps de réservation", ar: "مدة حجز المقبس", en: "Reserved time" },
  RESERVATION_FLAT: { fr: "Frais de réservation", ar: "رسم حجز المقبس", en: "Reservation fee" },
  IDLE_CAP: {
    fr: "Plafond du temps branché sans recharger",
    ar: "سقف ثمن التوصيل بدون شحن",
    en: "Cap on time plugged in without charging",
  },
  MIN_PRICE: { fr: "Complément au prix minimum", ar: "تكملة إلى أدنى ثمن", en: "Up to the least price" },
  MAX_PRICE: { fr: "Réduction au prix maximum", ar: "تخفيض إلى أعلى ثمن", en: "Down to the highest price" },
  WAIVER: { fr: "Frais abandonnés", ar: "رسوم متنازل عنها", en: "Fees waived" },
};

const isLabelName = (name: LabelName | Adjustment): name is LabelName =>
  labelNames.some((known) => known === name);

const named = (name: LabelName | Adjustment, own: Labels): Label =>
  (isLabelName(name) ? own[name] : undefined) ?? ours[name];

/** What a dimension of a tariff is called at a location. */
export const labelOfDimension = (dimension: Dimension, own: Labels): Label => named(dimension, own);

/** What a line of a price is called; the fee of a reservation is told apart from the session's. */
export function labelOfLine(
  { dimension, why }: { readonly dimension: PriceLine["dimension"]; readonly why: Why },
  own: Labels,
): Label {
  const isReserved = why.kind === "component" && why.conditions.some(({ kind }) => kind === "reservation");
  return named(isReserved && dimension === "FLAT" ? "RESERVATION_FLAT" : dimension, own);
}
