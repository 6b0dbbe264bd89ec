/** The pages in French. Before a colon, a question mark and a per cent sign stands U+00A0. */
import { html } from "./html.ts";
import { refusalsFr } from "./refusals-fr.ts";
import { termsFr } from "./terms-fr.ts";
import type { Words } from "./words.ts";

export const wordsFr: Words = {
  dir: "ltr",
  name: "Français",
  page: {
    language: "Langue",
    help: "Aide\u00a0:",
    reference: "Référence",
    code: "Code",
    station: "Station",
    connector: "Connecteur",
  },
  scan: {
    plate: "Est-ce bien ce qu’indique la plaque de la station\u00a0?",
    upTo: (power) => html`jusqu’à ${power}`,
    availability: {
      free: "Libre",
      plugged: "Câble branché",
      busy: "Occupé",
      offline: "Hors ligne",
      out_of_order: "Hors service",
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
  },
  terms: termsFr,
  receipt: {
    title: "Reçu",
    number: "Numéro",
    issuer: "Émis par",
    place: "Lieu",
    day: "Jour",
    started: "Début",
    ended: "Fin",
    unplugged: "Débranché",
    duration: "Durée",
    meterStart: "Compteur au début",
    meterStop: "Compteur à la fin",
    energy: "Énergie",
    evidence: "Preuve",
    evidences: {
      signed: "Valeurs signées du compteur",
      begin_end: "Index du compteur au début et à la fin",
      start_stop: "Valeurs du compteur au démarrage et à l’arrêt",
      series: "Relevés du compteur pendant la session",
      intervals: "Somme des intervalles du compteur",
    },
    flags: {
      readings_rejected: "Certains relevés étaient inutilisables et ont été écartés",
      estimated: "La station n’a pas envoyé de valeur finale\u00a0: le dernier relevé fiable fait foi",
      meter_stop_unknown: "La valeur du compteur à la fin n’a pas pu être lue",
      meter_stop_below_start:
        "La valeur d’arrêt de la station était inférieure à celle du départ et n’a pas été utilisée",
      seq_gap:
        "Des messages de la station ne sont jamais arrivés\u00a0: ceux qui sont arrivés ont été comptés",
      register_reset: "Le compteur est reparti de zéro\u00a0: ses deux comptes sont additionnés",
      signature_bad: "La signature du compteur est fausse\u00a0: elle n’a pas été utilisée",
      signature_unchecked: "La signature du compteur n’a pas pu être vérifiée ni utilisée",
      second_vehicle: "Plusieurs véhicules ont peut-être été rechargés",
      quirk: "Lu selon ce que l’on sait de ce modèle de station",
      time_not_priced: "L’horloge n’est pas fiable\u00a0: le temps n’a pas été compté",
    },
    lines: "Détail du prix",
    billedAs: (measured, counted, step) =>
      html`${measured} mesurés, comptés pour ${counted} par pas de ${step}`,
    cut: (count) =>
      html`Limites du tarif tombées entre deux relevés\u00a0: ${count}\u00a0; la quantité y est interpolée`,
    adjusted: {
      idle_cap: "Le temps branché sans recharger ne coûte pas plus que son plafond.",
      min_price: "Le tarif a un prix minimum par session.",
      max_price: "Le tarif a un prix maximum par session.",
    },
    waived: {
      station_ended: "Non dû\u00a0: la station a mis fin à la session peu après son début.",
      no_energy: "Non dû\u00a0: la voiture n’a pris aucune énergie.",
    },
    beforeTax: "Hors TVA",
    tax: (rate) => (rate === null ? html`TVA (non applicable)` : html`TVA ${rate}`),
    taxOf: (tax, base) => html`${tax} sur ${base}`,
    total: "Total TTC",
    money: "Sur votre carte",
    held: "Réservé",
    captured: "Débité",
    released: "Libéré",
    receivable: "Reste dû",
    writtenOff: "Abandonné",
    card: "Carte",
    statement: (text) => html`Sur votre relevé figure ${text}.`,
    pdf: "Reçu en PDF",
    proof: "Preuve (JSON)",
    checkProof: "Vérifier une preuve",
    proofMeans: "Avec la preuve, chacun peut recalculer ce prix.",
    hash: "SHA-256 de la preuve",
  },
  problem: {
    lostSession: {
      title: "Ce téléphone ne connaît pas cette session",
      text: "Une session s’ouvre seulement dans le navigateur qui l’a démarrée. Rien n’est perdu\u00a0: la recharge continue, et le montant réservé est réglé ou libéré automatiquement.",
    },
    lostSteps: [
      "Ouvrez cette page dans le navigateur où vous avez démarré, sans navigation privée.",
      "Ou scannez de nouveau le code de la station pour voir si elle recharge encore. Vous pouvez toujours débrancher côté voiture.",
      "Ou appelez l’opérateur et donnez la référence de six signes, si vous l’avez.",
    ],
    scanAgain: "Retour à la page de la station",
    sayThis: "Si vous appelez l’aide, donnez ce numéro\u00a0:",
  },
  refusals: refusalsFr,
};
