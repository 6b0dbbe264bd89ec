/** For whoever cannot scan: the nine signs that stand beside the picture are typed here, and what is wrong with them is said. */
import { html } from "./html.ts";
import { layout } from "./layout.ts";
import type { Locale } from "./locale.ts";

/** What became of a code that was typed: it is none, a sign of it is wrong, nobody printed it, or it is not used (any more). */
export type CodeTrouble = "malformed" | "mistyped" | "unknown" | "unused" | null;

interface CodeWords {
  readonly title: string;
  readonly label: string;
  readonly where: string;
  readonly go: string;
  readonly trouble: Readonly<Record<Exclude<CodeTrouble, null>, string>>;
}

const catalogue: Readonly<Record<Locale, CodeWords>> = {
  fr: {
    title: "Saisir le code de la borne",
    label: "Code à neuf signes",
    where: "Il est imprimé à côté du code QR, sur l’autocollant de la borne.",
    go: "Voir le prix",
    trouble: {
      malformed: "Un code a neuf signes, lettres et chiffres, sans 0, 1, I, L ni O.",
      mistyped: "Un signe de ce code est faux. Comparez-le avec l’autocollant.",
      unknown: "Aucun autocollant ne porte ce code. Comparez-le avec celui de la borne.",
      unused: "Ce code n’est pas utilisé en ce moment. Prenez celui qui est collé sur la borne.",
    },
  },
  ar: {
    title: "إدخال رمز المحطة",
    label: "الرمز المكوّن من تسع علامات",
    where: "ستجده مطبوعا بجانب رمز QR على ملصق المحطة.",
    go: "عرض الثمن",
    trouble: {
      malformed: "يتكون الرمز من تسع علامات: حروف لاتينية وأرقام، دون 0 و1 وI وL وO.",
      mistyped: "إحدى علامات هذا الرمز خاطئة. قارنه بالملصق.",
      unknown: "لا يوجد ملصق يحمل هذا الرمز. قارنه بالملصق الموجود على المحطة.",
      unused: "هذا الرمز غير مستعمل حاليا. استعمل الرمز الملصق على المحطة.",
    },
  },
  en: {
    title: "Type the station's code",
    label: "Code of nine signs",
    where: "It is printed beside the QR code, on the station's sticker.",
    go: "See the price",
    trouble: {
      malformed: "A code has nine signs, letters and digits, without 0, 1, I, L and O.",
      mistyped: "A sign of this code is wrong. Please compare it with the sticker.",
      unknown: "No sticker has this code. Please compare it with the one on the station.",
      unused: "This code is not in use now. Please use the one on the station.",
    },
  },
};

/** @param typed what was typed before, as it came */
export function codePage(view: {
  readonly locale: Locale;
  readonly typed: string;
  readonly trouble: CodeTrouble;
}): string {
  const { locale, typed, trouble } = view;
  const words = catalogue[locale];
  return layout({
    locale,
    title: words.title,
    operator: null,
    supportPhone: null,
    here: "/t",
    main: html`<section class="card"><h1>${words.title}</h1>
${trouble !== null && html`<p role="alert" id="wrong">${words.trouble[trouble]}</p>`}
<form method="get" action="/t"><input type="hidden" name="lang" value="${locale}">
<p><label for="code">${words.label}</label><br>
<input id="code" name="code" value="${typed.slice(0, 40)}" dir="ltr" maxlength="40" required autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="ABC-DEF-GHK"${trouble !== null && html` aria-describedby="wrong" aria-invalid="true"`}></p>
<p>${words.where}</p>
<button class="button" type="submit">${words.go}</button></form></section>`,
  });
}
