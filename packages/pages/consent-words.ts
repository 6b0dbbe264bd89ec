/**
 * What a driver reads and agrees to before the hold, if they want: a collection later, once and at most so much. Each wording
 * has a number that the session keeps; one that somebody agreed to is never changed, a better one gets the next number.
 */
import type { consentWordings } from "@barq/domain/consent";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { Locale } from "./locale.ts";

interface ConsentWords {
  readonly agree: (operator: Html, most: Html) => Html;
  /** what it means, and that nothing hangs on it */
  readonly means: string;
}

type Wording = (typeof consentWordings)[number];

/** The one that is shown now. */
export const currentWording = 1 satisfies Wording;

const catalogue: Readonly<Record<Wording, Readonly<Record<Locale, ConsentWords>>>> = {
  1: {
    fr: {
      agree: (operator, most) =>
        html`Si la recharge coûte plus que le montant réservé, ${operator} peut débiter le reste sur cette carte, une seule fois et ${most} au plus.`,
      means:
        "C’est facultatif\u00a0: sans votre accord, la recharge est la même, et rien n’est débité plus tard. Votre carte reste chez le prestataire de paiement, jamais chez nous.",
    },
    ar: {
      agree: (operator, most) =>
        html`إذا كلّف الشحن أكثر من المبلغ المحجوز، يمكن أن تقتطع ${operator} الباقي من هذه البطاقة مرة واحدة فقط، بمبلغ ${most} على الأكثر.`,
      means:
        "هذا اختياري: من دون موافقتك يبقى الشحن كما هو، ولا يُقتطع شيء فيما بعد. تبقى بيانات بطاقتك لدى مزوّد الدفع، ولا نحفظها نحن.",
    },
    en: {
      agree: (operator, most) =>
        html`If the charge costs more than what was held, ${operator} may take the rest from this card once, at most ${most}.`,
      means:
        "You choose: without it charging is the same, and nothing is taken later. Your card stays with the payment provider, never with us.",
    },
  },
};

export const consentWordsOf = (locale: Locale): ConsentWords => catalogue[currentWording][locale];
