/** Where an address without a path leads: how charging begins, where a proof is checked, and where operators read on. */
import { html } from "./html.ts";
import { layout, withLocale } from "./layout.ts";
import type { Locale } from "./locale.ts";

interface HomeWords {
  readonly title: string;
  readonly drivers: string;
  readonly typed: string;
  readonly proof: string;
  readonly operators: string;
}

const catalogue: Readonly<Record<Locale, HomeWords>> = {
  fr: {
    title: "Recharger commence à la borne",
    drivers:
      "Scannez le code QR collé sur la borne : il montre le prix, puis vous payez sur votre téléphone. La page de votre session reste ouverte avec le lien que vous avez reçu.",
    typed: "Saisir le code imprimé à côté",
    proof: "Vérifier la preuve d’un reçu",
    operators: "Pour les opérateurs : l’interface (en anglais)",
  },
  ar: {
    title: "الشحن يبدأ عند المحطة",
    drivers:
      "امسح رمز QR الملصق على المحطة: يظهر لك الثمن، ثم تدفع من هاتفك. وتبقى صفحة جلستك مفتوحة بالرابط الذي وصلك.",
    typed: "إدخال الرمز المطبوع بجانبه",
    proof: "التحقق من إثبات إيصال",
    operators: "للمشغّلين: الواجهة البرمجية (بالإنجليزية)",
  },
  en: {
    title: "Charging begins at the station",
    drivers:
      "Scan the QR code on the station: it shows the price, and you pay on your phone. Your session's page stays open at the link that you were given.",
    typed: "Type the code printed beside it",
    proof: "Check the proof of a receipt",
    operators: "For operators: the interface",
  },
};

export function homePage(locale: Locale): string {
  const words = catalogue[locale];
  return layout({
    locale,
    title: words.title,
    operator: null,
    supportPhone: null,
    here: "/",
    main: html`<section class="card"><h1>${words.title}</h1><p>${words.drivers}</p>
<p><a href="${withLocale("/t", locale)}">${words.typed}</a></p></section>
<section class="card"><p><a href="${withLocale("/verify", locale)}">${words.proof}</a></p>
<p><a href="/docs">${words.operators}</a></p></section>`,
  });
}
