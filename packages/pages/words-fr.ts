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
