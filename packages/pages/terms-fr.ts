/** A tariff in French. */
import { html } from "./html.ts";
import type { TermsWords } from "./terms-words.ts";

export const termsFr: TermsWords = {
  per: { kWh: "par kWh", minute: "par minute", hour: "par heure", session: "une fois par session" },
  free: "gratuit",
  otherwise: "sinon",
  now: "maintenant",
  all: (count) => html`Tous les prix (${count})`,
  and: " et ",
  comma: ", ",
  condition: {
    day: (day) => html`le ${day}`,
    dayRange: (first, last) => html`du ${first} au ${last}`,
    times: (from, to) => html`de ${from} à ${to}`,
    dates: {
      from: (first) => html`à partir du ${first}`,
      below: (last) => html`jusqu’au ${last}`,
      between: (first, last) => html`du ${first} au ${last}`,
    },
    energy: {
      from: (least) => html`au-delà de ${least}`,
      below: (most) => html`jusqu’à ${most}`,
      between: (least, most) => html`de ${least} à ${most}`,
    },
    duration: {
      from: (least) => html`après ${least} de session`,
      below: (most) => html`pendant les premières ${most} de session`,
      between: (least, most) => html`entre ${least} et ${most} de session`,
    },
    power: {
      from: (least) => html`à une puissance de ${least} ou plus`,
      below: (most) => html`à une puissance inférieure à ${most}`,
      between: (least, most) => html`à une puissance de ${least} à moins de ${most}`,
    },
    current: {
      from: (least) => html`à un courant de ${least} ou plus`,
      below: (most) => html`à un courant inférieur à ${most}`,
      between: (least, most) => html`à un courant de ${least} à moins de ${most}`,
    },
    reserved: "pour une réservation",
    reservedInVain: "pour une réservation non utilisée",
  },
  idle: {
    title: "Si la voiture reste branchée sans recharger",
    begins: "Compté dès que la voiture ne demande plus d’énergie.",
    beginsBelow: (power) => html`Compté dès que la voiture prend moins de ${power}.`,
    untilUnplugged: "Compté jusqu’au débranchement, même après la fin de la recharge.",
    grace: (length) => html`Les premières ${length} sont gratuites.`,
    hours: (hours) => html`Compté uniquement ${hours}.`,
    cap: (amount) => html`Au plus ${amount} par session.`,
    capBeforeTax: (amount) => html`Au plus ${amount} hors TVA par session.`,
  },
  least: (amount) => html`Prix minimum d’une session\u00a0: ${amount}`,
  most: (amount) => html`Prix maximum d’une session\u00a0: ${amount}`,
  withBeforeTax: (afterTax, beforeTax) => html`${afterTax} (${beforeTax} hors TVA)`,
  onlyBeforeTax: (beforeTax) => html`${beforeTax} hors TVA`,
  taxesIncluded: "TVA comprise",
  taxesAdded: "hors TVA\u00a0; elle s’y ajoute",
  rate: (rate) => html`TVA ${rate}`,
  noRate: "sans TVA",
  exampleNow: (time, energy, length, cost) =>
    html`Par exemple, en commençant maintenant (${time})\u00a0: ${energy} en ${length} pour ${cost} en tout.`,
};
