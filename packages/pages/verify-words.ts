/** The words of the page on which a proof is checked, in the three languages. */
import type { Locale } from "./locale.ts";
import type { StateWords } from "./words.ts";

interface VerifyWords {
  readonly title: string;
  readonly text: string;
  readonly file: string;
  readonly press: string;
  readonly good: StateWords;
  readonly refused: StateWords;
  readonly notCheckable: StateWords;
  readonly price: string;
  readonly energy: string;
  readonly readings: string;
  readonly session: string;
  /** the line that fails, in the file's own words */
  readonly line: string;
}

const catalogue: Readonly<Record<Locale, VerifyWords>> = {
  fr: {
    title: "Vérifier une preuve",
    text: "Choisissez la preuve qui accompagne un reçu. Sa signature et ses empreintes sont contrôlées, et son prix est recalculé à partir des seuls relevés du compteur.",
    file: "La preuve (un fichier JSON)",
    press: "Vérifier",
    good: {
      title: "Cette preuve est bonne",
      text: "Elle est signée par nous, rien n’y a été changé, et le prix découle de ses relevés.",
    },
    refused: {
      title: "Cette preuve est refusée",
      text: "Elle a été changée après sa signature, ou ce n’est pas une preuve de chez nous.",
    },
    notCheckable: {
      title: "Cette preuve ne peut pas être vérifiée ici",
      text: "Elle est signée avec une clé qui n’est pas publiée ici.",
    },
    price: "Prix",
    energy: "Énergie",
    readings: "Relevés",
    session: "Session",
    line: "Ce qui ne va pas",
  },
  ar: {
    title: "التحقق من إثبات",
    text: "اختر الإثبات المرفق بالإيصال. نتحقق من توقيعه وبصماته، ثم نعيد حساب الثمن من قراءات العدّاد وحدها.",
    file: "الإثبات (ملف JSON)",
    press: "تحقق",
    good: { title: "هذا الإثبات صحيح", text: "هو موقّع منا، ولم يتغير فيه شيء، والثمن ناتج عن قراءاته." },
    refused: { title: "هذا الإثبات مرفوض", text: "تغيّر بعد توقيعه، أو ليس إثباتاً صادراً عنا." },
    notCheckable: { title: "لا يمكن التحقق من هذا الإثبات هنا", text: "هو موقّع بمفتاح غير منشور هنا." },
    price: "الثمن",
    energy: "الطاقة",
    readings: "القراءات",
    session: "الجلسة",
    line: "موضع الخلل",
  },
  en: {
    title: "Check a proof",
    text: "Choose the proof that came with a receipt. Its signature and its hashes are checked, and its price is computed again from the meter readings alone.",
    file: "The proof (a JSON file)",
    press: "Check",
    good: {
      title: "This proof is good",
      text: "It is signed by us, nothing in it was changed, and the price follows from its readings.",
    },
    refused: {
      title: "This proof is refused",
      text: "It was changed after it was signed, or it is no proof of ours.",
    },
    notCheckable: {
      title: "This proof cannot be checked here",
      text: "It was signed with a key that is not published here.",
    },
    price: "Price",
    energy: "Energy",
    readings: "Readings",
    session: "Session",
    line: "What fails",
  },
};

export const verifyWordsOf = (locale: Locale): VerifyWords => catalogue[locale];
