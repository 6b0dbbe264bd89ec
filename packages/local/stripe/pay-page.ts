/** The page that stands for Checkout: plain forms that work without JavaScript, in French and English as Checkout's are. */
import { amountText } from "@barq/domain/money";
import type { CheckoutSession } from "./objects.ts";

const words = {
  en: {
    title: "Payment",
    held: "held, not taken",
    test: "Test page: no real card is asked for.",
    card: "Card number",
    pay: "Pay",
    decline: "Decline",
    challenge: "Ask 3-D Secure",
    abandon: "Back",
    bank: "Your bank asks you to confirm this payment.",
    approve: "Confirm",
    fail: "Refuse",
    declined: "Your card was declined. No money was held. Try another card.",
    no_card: "This is not a test card. Real cards are not taken here.",
    challenge_failed: "Your bank did not confirm the payment. Try again or use another card.",
    complete: "This amount is held. You can go back.",
    expired: "This payment page has expired. Nothing was held.",
    back: "Continue",
  },
  fr: {
    title: "Paiement",
    held: "bloqués, non débités",
    test: "Page d'essai : aucune vraie carte n'est demandée.",
    card: "Numéro de carte",
    pay: "Payer",
    decline: "Refuser",
    challenge: "Demander 3-D Secure",
    abandon: "Retour",
    bank: "Votre banque vous demande de confirmer ce paiement.",
    approve: "Confirmer",
    fail: "Refuser",
    declined: "Votre carte a été refusée. Rien n'a été bloqué. Essayez une autre carte.",
    no_card: "Ce n'est pas une carte d'essai. Les vraies cartes ne sont pas acceptées ici.",
    challenge_failed: "Votre banque n'a pas confirmé. Réessayez ou prenez une autre carte.",
    complete: "Ce montant est bloqué. Vous pouvez revenir.",
    expired: "Cette page de paiement a expiré. Rien n'a été bloqué.",
    back: "Continuer",
  },
} as const;

export type Notice = "declined" | "no_card" | "challenge_failed";

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const style = `body{font:17px/1.5 system-ui,sans-serif;max-width:26rem;margin:2rem auto;padding:0 1rem;color:#1a2233}
b{font-size:1.6rem}input{font:inherit;width:100%;padding:.6rem;box-sizing:border-box;border:1px solid #5a6475;border-radius:.4rem}
button{font:inherit;padding:.7rem 1rem;margin:.6rem .4rem 0 0;border:1px solid #5a6475;border-radius:.4rem;background:#fff;color:#1a2233}
button.go{background:#0b4fd6;color:#fff;width:100%}.note{color:#4a5468;font-size:.9rem}.bad{color:#a4121f}`;

interface PageView {
  readonly page: CheckoutSession;
  readonly merchant: string;
  readonly name: string;
  readonly notice: Notice | null;
  readonly challenged: boolean;
  /** what is written in the card field */
  readonly card: string;
}

export function payPageHtml(view: PageView): string {
  const { page, merchant, name, notice, challenged, card } = view;
  const lang = page.locale?.startsWith("fr") ? "fr" : "en";
  const w = words[lang];
  const currency = page.currency.toUpperCase();
  const amount = `${amountText({ minor: BigInt(page.amount_total), currency })} ${currency}`;
  const button = (outcome: keyof typeof w, first = false): string =>
    `<button${first ? ' class="go"' : ""} name="outcome" value="${outcome}">${w[outcome]}</button>`;
  const head = `<h1>${escaped(merchant)}</h1><p><b>${amount}</b><br>${w.held}<br>${escaped(name)}</p>`;
  const inside =
    page.status !== "open"
      ? `<p>${w[page.status]}</p><p><a href="${escaped(page.status === "complete" ? page.success_url : (page.cancel_url ?? page.success_url))}">${w.back}</a></p>`
      : challenged
        ? `<p>${w.bank}</p><form method="post">${button("approve", true)}${button("fail")}</form>`
        : `${notice === null ? "" : `<p class="bad" role="alert">${w[notice]}</p>`}<form method="post"><label>${w.card}<input name="card" inputmode="numeric" autocomplete="off" value="${escaped(card)}"></label>
${button("pay", true)}${button("decline")}${button("challenge")}${button("abandon")}</form>`;
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${w.title}</title><style>${style}</style></head><body>${head}${inside}<p class="note">${w.test}</p></body></html>`;
}
