/** The words of a receipt in French and English. */
import type { Words } from "./language.ts";

export const receiptWords = {
  title: { fr: "Reçu", en: "Receipt" },
  number: { fr: "N°", en: "No." },
  location: { fr: "Lieu", en: "Location" },
  station: { fr: "Station", en: "Station" },
  connector: { fr: "Connecteur", en: "Connector" },
  session: { fr: "Session", en: "Session" },
  started: { fr: "Début", en: "Started" },
  ended: { fr: "Fin", en: "Ended" },
  unplugged: { fr: "débranché", en: "unplugged" },
  duration: { fr: "Durée", en: "Duration" },
  legalTime: { fr: "heure légale", en: "legal time" },
  meterStart: { fr: "Compteur au début", en: "Meter at the start" },
  meterStop: { fr: "Compteur à la fin", en: "Meter at the end" },
  energy: { fr: "Énergie livrée", en: "Energy delivered" },
  evidence: { fr: "Mesure", en: "Measured by" },
  description: { fr: "Désignation", en: "Description" },
  amountsIn: { fr: "montants en", en: "amounts in" },
  quantity: { fr: "Quantité", en: "Quantity" },
  unitPrice: { fr: "Prix unitaire", en: "Unit price" },
  beforeTax: { fr: "HT", en: "Before tax" },
  vat: { fr: "TVA", en: "VAT" },
  total: { fr: "TTC", en: "Total" },
  totalBeforeTax: { fr: "Total HT", en: "Total before tax" },
  totalAfterTax: { fr: "Total TTC", en: "Total" },
  vatOn: { fr: "sur", en: "on" },
  noVat: { fr: "TVA non applicable", en: "VAT not applicable" },
  noLines: { fr: "Rien à payer : aucun prix ne s'applique.", en: "Nothing to pay: no price applies." },
  card: { fr: "Carte", en: "Card" },
  statement: { fr: "Sur le relevé bancaire", en: "On the bank statement" },
  hold: { fr: "Montant réservé", en: "Held" },
  captured: { fr: "Montant débité", en: "Captured" },
  released: { fr: "Montant libéré", en: "Released" },
  returned: { fr: "Renvoyé à votre banque", en: "Sent back to your bank" },
  creditNote: { fr: "avoir", en: "credit note" },
  correctedOn: { fr: "Corrigé le", en: "Corrected on" },
  byCreditNote: { fr: "par l'avoir", en: "by credit note" },
  correctedTotal: { fr: "Total corrigé TTC", en: "Corrected total" },
  firstBelow: {
    fr: "Ce qui suit est le reçu tel qu'il a été émis d'abord.",
    en: "What follows is the receipt as it was issued first.",
  },
  newCdr: { fr: "Nouvel enregistrement (CDR)", en: "New charge detail record (CDR)" },
  newSha256: { fr: "SHA-256 de la preuve corrigée", en: "SHA-256 of the corrected proof" },
  bankTakesDays: {
    fr: "L'argent renvoyé a été envoyé à la banque, qui peut mettre de 5 à 10 jours à l'afficher.",
    en: "What was sent back was sent to the bank, which may take 5 to 10 days to show it.",
  },
  receivable: { fr: "Reste à payer", en: "Still owed" },
  writtenOff: { fr: "Montant abandonné", en: "Written off" },
  bankMayShowBoth: {
    fr: "La banque peut afficher la réservation encore quelques jours ; seul le montant débité est prélevé.",
    en: "The bank may show the hold for some days yet; only what was captured is taken.",
  },
  sha256: { fr: "SHA-256 de la preuve", en: "SHA-256 of the proof" },
  recompute: { fr: "Chacun peut recalculer ce prix :", en: "Anybody can recompute this price:" },
  page: { fr: "Page", en: "Page" },
} as const satisfies Readonly<Record<string, Words>>;

/** How the energy was proved (domain, metering.ts: the ladder of evidence). */
export const evidenceWords: Readonly<Record<string, Words>> = {
  signed: { fr: "valeurs signées du compteur", en: "signed values of the meter" },
  begin_end: {
    fr: "relevés de la station au début et à la fin de la transaction",
    en: "the station's readings at the begin and the end of the transaction",
  },
  start_stop: {
    fr: "index envoyés par la station au départ et à l'arrêt",
    en: "registers that the station sent at the start and the stop",
  },
  series: {
    fr: "relevés envoyés pendant la session",
    en: "readings sent during the session",
  },
  intervals: {
    fr: "somme des énergies relevées par intervalle",
    en: "the sum of the energies read interval by interval",
  },
  decided: {
    fr: "décision d'une personne après examen",
    en: "decided by a person after a review",
  },
};

export const flagWords: Readonly<Record<string, Words>> = {
  readings_rejected: { fr: "des relevés ont été écartés", en: "some readings were rejected" },
  estimated: { fr: "l'arrêt n'a pas été relevé", en: "the stop was not metered" },
  meter_stop_unknown: { fr: "index d'arrêt illisible", en: "the stop register could not be read" },
  meter_stop_below_start: {
    fr: "index d'arrêt inférieur à l'index de départ",
    en: "the stop register is below the start register",
  },
  seq_gap: {
    fr: "des messages de la station ne sont pas arrivés",
    en: "some of the station's messages never came",
  },
  register_reset: {
    fr: "le compteur est reparti de zéro pendant la session",
    en: "the meter began anew during the session",
  },
  signature_bad: {
    fr: "la signature du compteur n'est pas valable",
    en: "the meter's signature is not right",
  },
  signature_unchecked: {
    fr: "la signature du compteur n'a pas pu être vérifiée",
    en: "the meter's signature could not be checked",
  },
  second_vehicle: {
    fr: "le connecteur a été libre entre-temps",
    en: "the connector was free in between",
  },
  quirk: {
    fr: "valeurs lues selon ce que l'on sait du modèle de la station",
    en: "values read by what is known of the station's model",
  },
  decided_meter_read: { fr: "index relevé au compteur", en: "the register was read at the meter" },
  decided_station_log: {
    fr: "index pris dans le journal de la station",
    en: "the registers are those of the station's own log",
  },
  decided_driver_agreed: {
    fr: "index convenus avec le conducteur",
    en: "the registers were agreed with the driver",
  },
  decided_last_trusted: {
    fr: "prix jusqu'au dernier relevé fiable",
    en: "priced to the last reading that can be trusted",
  },
  driver_wins: {
    fr: "les relevés se contredisaient : le chiffre le plus bas a été retenu",
    en: "the evidence contradicted itself: the lower figure was taken",
  },
  time_not_priced: { fr: "l'horloge n'est pas fiable", en: "the clock cannot be relied on" },
};
