/** The page behind a code in French. */
import { html } from "./html.ts";
import type { ScanWords } from "./scan-words.ts";

export const scanFr: ScanWords = {
  plate: "Est-ce bien ce qu’indique la plaque de la station\u00a0?",
  upTo: (power) => html`jusqu’à ${power}`,
  availability: {
    free: "Libre",
    plugged: "Câble branché",
    busy: "Occupé",
    offline: "Hors ligne",
    out_of_order: "Hors service",
    paused: "En pause",
  },
  closed: {
    busy: "Quelqu’un recharge ici. Vous pourrez démarrer dès que ce connecteur sera libre.",
    offline:
      "La station n’a pas de connexion et ne peut pas démarrer maintenant. Réessayez dans quelques minutes.",
    out_of_order: "Ce connecteur signale un défaut et ne peut pas démarrer maintenant.",
  },
  others: "Autres connecteurs ici",
  noOthers: "Cette station n’a pas d’autre connecteur.",
  price: "Prix",
  free: "La recharge est gratuite ici.",
  taxIncluded: (rate) => html`TVA de ${rate} comprise`,
  taxAdded: (rate) => html`hors TVA\u00a0; la TVA de ${rate} s’y ajoute`,
  noTax: "sans TVA",
  example: (energy, time, cost) => html`Par exemple\u00a0: ${energy} en ${time} pour ${cost} en tout.`,
  hold: "Montant réservé sur votre carte",
  holdMeans:
    "Ce montant est réservé avant le début de la recharge. Ce n’est pas un paiement\u00a0: à l’arrêt, seul le prix exact de la session est débité, et le reste est libéré aussitôt.",
  bankMayShow: "Votre banque peut encore afficher la réservation pendant quelques jours.",
  nothingHeld: "Aucun montant n’est réservé et aucune carte n’est nécessaire.",
  plugged: (plug, since) =>
    since === null
      ? html`Un câble (${plug}) est déjà branché ici. Est-il branché sur votre voiture\u00a0?`
      : html`Un câble (${plug}) est branché ici depuis ${since}. Est-il branché sur votre voiture\u00a0?`,
  yourCar: "Oui, c’est ma voiture",
  notYourCar: "Sinon, choisissez un autre connecteur\u00a0: vous paieriez pour quelqu’un d’autre.",
  limit: "S’arrêter à",
  limitShort: "Limite",
  limitHint:
    "Avec une limite, on réserve seulement ce qu’elle demande, et la recharge s’arrête un peu avant de l’atteindre.",
  limitUnit: "Unité de la limite",
  email: "E-mail pour le reçu",
  optional: "facultatif",
  least: (least) => html`La plus petite limite possible ici est de ${least}.`,
  toPayment: "Continuer vers le paiement",
  paymentNote: "Votre carte se saisit sur la page suivante, et nulle part ailleurs.",
  start: "Démarrer la recharge",
  tariff: (id, version) => html`Tarif ${id}, version ${version}`,
};
