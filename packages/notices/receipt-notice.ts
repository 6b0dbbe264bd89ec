/** The message that brings a receipt's link: who sold, the number, the reference to tell on the telephone, in one language. */
import type { Instant } from "@barq/domain/instant";
import type { Notice } from "./port.ts";

interface ReceiptNotice {
  readonly id: string;
  readonly to: string;
  readonly language: Notice["language"];
  readonly operator: string;
  readonly supportPhone: string;
  /** of the receipt, and of the session */
  readonly number: string;
  readonly reference: string;
  readonly url: string;
  readonly at: Instant;
}

interface Words {
  subject(operator: string, number: string): string;
  readonly hello: string;
  readonly link: string;
  reference(text: string): string;
  help(phone: string): string;
}

/** Figures and ids inside Arabic keep their own order. */
const apart = (text: string): string => `\u2066${text}\u2069`;

const words: Readonly<Record<Notice["language"], Words>> = {
  fr: {
    subject: (operator, number) => `Votre reçu ${operator} n° ${number}`,
    hello: "Merci d'avoir rechargé chez nous. Votre reçu est prêt.",
    link: "Voir le reçu",
    reference: (text) => `Référence : ${text}`,
    help: (phone) => `Aide : ${phone}`,
  },
  ar: {
    subject: (operator, number) => `إيصالك من ${operator} رقم ${apart(number)}`,
    hello: "شكراً لأنك شحنت عندنا. إيصالك جاهز.",
    link: "افتح الإيصال",
    reference: (text) => `المرجع: ${apart(text)}`,
    help: (phone) => `المساعدة: ${apart(phone)}`,
  },
  en: {
    subject: (operator, number) => `Your receipt from ${operator}, no. ${number}`,
    hello: "Thank you for charging with us. Your receipt is ready.",
    link: "Open the receipt",
    reference: (text) => `Reference: ${text}`,
    help: (phone) => `Help: ${phone}`,
  },
};

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** A link and no paper: whoever forwards the message forwards nothing of the card, and the link can be called back. */
export function receiptNotice(of: ReceiptNotice): Notice {
  const { language, url } = of;
  const own = words[language];
  const below = [own.reference(of.reference), ...(of.supportPhone === "" ? [] : [own.help(of.supportPhone)])];
  const lines = below.map((line) => `<p>${escaped(line)}</p>`).join("");
  return {
    id: of.id,
    to: of.to,
    language,
    subject: own.subject(of.operator, of.number),
    text: [own.hello, "", `${own.link}:`, url, "", ...below, "", of.operator].join("\n"),
    html: `<!doctype html><html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}"><body><p>${escaped(own.hello)}</p><p><a href="${escaped(url)}">${escaped(own.link)}</a></p>${lines}<p>${escaped(of.operator)}</p></body></html>`,
    attachments: [],
    at: of.at,
  };
}
