/**
 * What a receipt's page says of money that went back. It was sent to the driver's bank; whether the bank has put it on the
 * account is something that we cannot know and never say.
 */
import type { Locale } from "./locale.ts";

interface RefundWords {
  readonly sent: string;
  readonly creditNote: string;
  readonly bankTakesDays: string;
}

const catalogue: Readonly<Record<Locale, RefundWords>> = {
  fr: {
    sent: "Renvoyé à votre banque",
    creditNote: "Avoir",
    bankTakesDays: "L’argent a été envoyé à votre banque, qui peut mettre de 5 à 10 jours à l’afficher.",
  },
  ar: {
    sent: "أُعيد إلى بنكك",
    creditNote: "إشعار دائن",
    bankTakesDays: "أُرسل المبلغ إلى بنكك، وقد يستغرق ظهوره من 5 إلى 10 أيام.",
  },
  en: {
    sent: "Sent back to your bank",
    creditNote: "Credit note",
    bankTakesDays: "The money was sent to your bank, which may take 5 to 10 days to show it.",
  },
};

export const refundWordsOf = (locale: Locale): RefundWords => catalogue[locale];
