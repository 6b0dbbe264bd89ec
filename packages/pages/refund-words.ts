/**
 * What a receipt's page says of money that went back, and of a correction. It was sent to the driver's bank; whether the bank has put it on the
 * account is something that we cannot know and never say.
 */
import type { Locale } from "./locale.ts";

interface RefundWords {
  readonly sent: string;
  readonly creditNote: string;
  readonly bankTakesDays: string;
  readonly corrected: string;
  readonly correctedOn: string;
  readonly correctedTotal: string;
  readonly firstBelow: string;
  readonly newCdr: string;
  readonly newProof: string;
}

const catalogue: Readonly<Record<Locale, RefundWords>> = {
  fr: {
    sent: "Renvoyé à votre banque",
    creditNote: "Avoir",
    bankTakesDays: "L’argent a été envoyé à votre banque, qui peut mettre de 5 à 10 jours à l’afficher.",
    corrected: "Reçu corrigé",
    correctedOn: "Corrigé le",
    correctedTotal: "Total corrigé",
    firstBelow: "Ce qui suit est le reçu tel qu’il a été émis d’abord.",
    newCdr: "Nouvel enregistrement (CDR)",
    newProof: "Preuve corrigée (JSON)",
  },
  ar: {
    sent: "أُعيد إلى بنكك",
    creditNote: "إشعار دائن",
    bankTakesDays: "أُرسل المبلغ إلى بنكك، وقد يستغرق ظهوره من 5 إلى 10 أيام.",
    corrected: "إيصال مصحَّح",
    correctedOn: "صُحِّح في",
    correctedTotal: "المجموع المصحَّح",
    firstBelow: "ما يلي هو الإيصال كما صدر أول مرة.",
    newCdr: "السجل الجديد (CDR)",
    newProof: "الإثبات المصحَّح (JSON)",
  },
  en: {
    sent: "Sent back to your bank",
    creditNote: "Credit note",
    bankTakesDays: "The money was sent to your bank, which may take 5 to 10 days to show it.",
    corrected: "Corrected receipt",
    correctedOn: "Corrected on",
    correctedTotal: "Corrected total",
    firstBelow: "What follows is the receipt as it was issued first.",
    newCdr: "New charge detail record (CDR)",
    newProof: "Corrected proof (JSON)",
  },
};

export const refundWordsOf = (locale: Locale): RefundWords => catalogue[locale];
