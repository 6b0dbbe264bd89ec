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
