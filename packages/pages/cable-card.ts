/** "Release my cable": a card on the receipt's page for some minutes after the stop, and what became of it. */
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { pathPart } from "./layout.ts";
import type { Locale } from "./locale.ts";

export interface CableView {
  /** null while nothing was tried */
  readonly state: "asked" | "sent" | "offline" | "accepted" | "rejected" | "silent" | null;
  /** the number of the next try; null where there is none */
  readonly next: number | null;
}

interface CableWords {
  readonly title: string;
  readonly how: string;
  readonly button: string;
  readonly again: string;
  readonly asked: string;
  readonly accepted: string;
  readonly rejected: string;
  readonly offline: string;
  readonly silent: string;
}

const catalogue: Readonly<Record<Locale, CableWords>> = {
  fr: {
    title: "Le câble est bloqué ?",
    how: "Déverrouillez d’abord votre voiture. Si la borne retient encore le câble, demandez-lui de le libérer.",
    button: "Libérer mon câble",
    again: "Demander encore une fois",
    asked: "La demande est partie. La borne répond d’habitude en quelques secondes.",
    accepted: "La borne a libéré le câble : vous pouvez le retirer.",
    rejected:
      "La borne n’a pas pu libérer le câble. Déverrouillez la voiture, poussez un peu la prise, puis demandez encore une fois.",
    offline: "La borne n’est pas connectée : elle ne peut pas être jointe d’ici. Appelez l’exploitant.",
    silent: "La borne n’a pas répondu. Essayez de retirer le câble, puis demandez encore une fois.",
  },
  ar: {
    title: "هل الكابل عالق؟",
    how: "افتح قفل سيارتك أولاً. إذا ظلت المحطة ممسكة بالكابل، فاطلب منها تحريره.",
    button: "تحرير الكابل",
    again: "اطلب مرة أخرى",
    asked: "أُرسل الطلب. تجيب المحطة عادةً خلال ثوانٍ.",
    accepted: "حرّرت المحطة الكابل: يمكنك سحبه الآن.",
    rejected: "لم تستطع المحطة تحرير الكابل. افتح قفل السيارة وادفع القابس قليلاً، ثم اطلب مرة أخرى.",
    offline: "المحطة غير متصلة ولا يمكن الوصول إليها من هنا. اتصل بالمشغّل.",
    silent: "لم تُجب المحطة. حاول سحب الكابل، ثم اطلب مرة أخرى.",
  },
  en: {
    title: "Is the cable stuck?",
    how: "Unlock your car first. If the station still holds the cable, ask it to let go.",
    button: "Release my cable",
    again: "Ask once more",
    asked: "The station has been asked. It usually answers within seconds.",
    accepted: "The station has let the cable go: you can pull it out.",
    rejected:
      "The station could not let the cable go. Unlock the car, push the plug in a little, then ask once more.",
    offline: "The station is not connected, so it cannot be reached from here. Please call the operator.",
    silent: "The station did not answer. Try to pull the cable out, then ask once more.",
  },
};

const tones = {
  asked: "wait",
  sent: "wait",
  accepted: "good",
  rejected: "bad",
  offline: "bad",
  silent: "wait",
} as const;

export function cableCard(cable: CableView | null, token: string, locale: Locale): Html | null {
  if (!cable) return null;
  const words = catalogue[locale];
  const { state, next } = cable;
  const said = state === null ? null : words[state === "sent" ? "asked" : state];
  return html`<section class="card" id="cable"><h2>${words.title}</h2>
${said === null ? html`<p>${words.how}</p>` : html`<p class="note ${tones[state ?? "asked"]}" role="status">${said}</p>`}
${
  next !== null &&
  html`<form method="post" action="/r/${pathPart(token)}/cable"><input type="hidden" name="try" value="${next}"><input type="hidden" name="lang" value="${locale}"><button>${next === 1 ? words.button : words.again}</button></form>`
}</section>`;
}

/** Seconds until the page looks again: an answer takes some. */
export const cableRefreshS = (cable: CableView | null): number | null =>
  cable?.state === "sent" || cable?.state === "asked" ? 3 : null;
