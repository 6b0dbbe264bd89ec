/** What drivers read where the operator has not written a sentence of its own, by the reason of a pause. */
import type { Sentence } from "@barq/domain/closure";

export const pauseReasons = ["maintenance", "safety", "power", "payments", "site", "price", "other"] as const;
export type PauseReason = (typeof pauseReasons)[number];

export const defaultSentences: Readonly<Record<PauseReason, Sentence>> = {
  maintenance: {
    ar: "توجد أشغال صيانة في هذه المحطة. جرّب محطة أخرى أو عد لاحقاً.",
    fr: "Cette station est en maintenance. Essayez une autre station ou revenez plus tard.",
    en: "This station is being maintained. Please try another one, or come back later.",
  },
  safety: {
    ar: "الشحن متوقف هنا من أجل السلامة. من فضلك لا توصل كابلاً.",
    fr: "La recharge est arrêtée ici par sécurité. Merci de ne pas brancher de câble.",
    en: "Charging is stopped here for safety. Please do not plug in a cable.",
  },
  power: {
    ar: "التيار الكهربائي محدود هنا حالياً. عد لاحقاً من فضلك.",
    fr: "L’alimentation électrique est limitée ici pour le moment. Merci de revenir plus tard.",
    en: "Electric power is short here at the moment. Please come back later.",
  },
  payments: {
    ar: "الأداء غير متاح حالياً. لم يُحجز أي مبلغ. عد بعد قليل من فضلك.",
    fr: "Le paiement n’est pas disponible pour le moment. Aucun montant n’est réservé. Merci de revenir dans quelques instants.",
    en: "Payment is not available at the moment. Nothing is held. Please come back in a while.",
  },
  site: {
    ar: "هذا الموقع مغلق أمام الشحن حالياً.",
    fr: "Ce site est fermé à la recharge pour le moment.",
    en: "This site is closed for charging at the moment.",
  },
  price: {
    ar: "يجري التحقق من سعر هذه المحطة. عد لاحقاً من فضلك.",
    fr: "Le prix de cette station est en cours de vérification. Merci de revenir plus tard.",
    en: "The price of this station is being checked. Please come back later.",
  },
  other: {
    ar: "لا يمكن بدء الشحن هنا حالياً. جرّب محطة أخرى أو عد لاحقاً.",
    fr: "Aucune recharge ne peut démarrer ici pour le moment. Essayez une autre station ou revenez plus tard.",
    en: "No session can begin here at the moment. Please try another station, or come back later.",
  },
};
