/** The words of the work queue as a page: one shape, three fillings. What each row is lies in the why-words beside it. */
import type { Locale } from "../locale.ts";
import { whyAr } from "./why-words-ar.ts";
import { whyEn } from "./why-words-en.ts";
import { whyFr } from "./why-words-fr.ts";

export type WhyCode = keyof typeof whyEn;
/** What the row is, and what to do next; where that is left out, the queue's own English says it. */
export type WhyWords = Readonly<Record<WhyCode, readonly [what: string, next: string]>>;

export type WorkActWord = "settle" | "release" | "acknowledge" | "retry" | "collect" | "give_up" | "returned";

interface WorkWords {
  readonly open: string;
  readonly resolved: string;
  readonly none: string;
  readonly noneResolved: string;
  readonly more: string;
  readonly next: string;
  readonly since: (age: string) => string;
  readonly was: (act: string) => string;
  readonly amountIs: Readonly<Record<"owed" | "captured" | "held" | "refund" | "difference", string>>;
  readonly before: string;
  readonly session: string;
  readonly acts: Readonly<Record<WorkActWord | "matched", string>>;
  readonly actMeans: Readonly<Record<"acknowledge" | "retry", string>>;
  readonly reason: string;
  readonly reasonHint: string;
  readonly note: string;
  /** acts that move money are done with this command */
  readonly byCommand: string;
  readonly details: string;
  readonly days: string;
}

const fr: WorkWords = {
  open: "En attente",
  resolved: "Réglé",
  none: "Rien n’attend. Bonne journée.",
  noneResolved: "Rien n’a encore été réglé.",
  more: "Voir la suite",
  next: "À faire",
  since: (age) => `depuis ${age}`,
  was: (act) => `Réglé\u00a0: ${act}`,
  amountIs: {
    owed: "Dû",
    captured: "Encaissé",
    held: "Réservé",
    refund: "À rembourser",
    difference: "Écart",
  },
  before: "La réservation expire",
  session: "Session",
  acts: {
    settle: "Clôturer la session",
    release: "Rendre le montant réservé",
    acknowledge: "Vu, rien à changer",
    retry: "Relancer l’étape",
    collect: "Encaissé autrement",
    give_up: "Renoncer à la somme",
    returned: "Argent rendu à la main",
    matched: "Concorde de nouveau",
  },
  actMeans: {
    acknowledge: "La ligne quitte la liste. Rien d’autre ne change, et votre raison reste au dossier.",
    retry: "L’étape est reprise tout de suite. Si elle échoue encore, la ligne revient.",
  },
  reason: "Ce que vous avez vu ou fait",
  reasonHint: "Sans nom, numéro ni adresse du conducteur",
  note: "Note",
  byCommand: "Touche à l’argent\u00a0: se fait par la commande",
  details: "Détails",
  days: "j",
};

const ar: WorkWords = {
  open: "في الانتظار",
  resolved: "تمت معالجته",
  none: "لا شيء ينتظر. يوم سعيد.",
  noneResolved: "لم تُعالج أي حالة بعد.",
  more: "عرض المزيد",
  next: "المطلوب",
  since: (age) => `منذ ${age}`,
  was: (act) => `المعالجة: ${act}`,
  amountIs: { owed: "مستحق", captured: "محصّل", held: "محجوز", refund: "للاسترداد", difference: "الفرق" },
  before: "ينتهي الحجز",
  session: "الجلسة",
  acts: {
    settle: "تسوية الجلسة",
    release: "إعادة المبلغ المحجوز",
    acknowledge: "اطّلعت، لا شيء يتغير",
    retry: "إعادة المحاولة",
    collect: "حُصّل بوسيلة أخرى",
    give_up: "التنازل عن المبلغ",
    returned: "أُعيد المال يدويًا",
    matched: "عادت المطابقة",
  },
  actMeans: {
    acknowledge: "يغادر السطر القائمة ولا يتغير شيء آخر، ويبقى السبب في السجل.",
    retry: "تُعاد الخطوة الآن. وإن فشلت من جديد عاد السطر إلى القائمة.",
  },
  reason: "ما رأيته أو فعلته",
  reasonHint: "دون اسم السائق أو رقمه أو عنوانه",
  note: "ملاحظة",
  byCommand: "يمس المال، ويُنفّذ بالأمر",
  details: "تفاصيل",
  days: "ي",
};

const en: WorkWords = {
  open: "Waiting",
  resolved: "Resolved",
  none: "Nothing waits. Have a good day.",
  noneResolved: "Nothing has been resolved yet.",
  more: "Show more",
  next: "Next step",
  since: (age) => `for ${age}`,
  was: (act) => `Resolved: ${act}`,
  amountIs: {
    owed: "Owed",
    captured: "Taken",
    held: "Held",
    refund: "To refund",
    difference: "Difference",
  },
  before: "The hold ends",
  session: "Session",
  acts: {
    settle: "Settle the session",
    release: "Give the hold back",
    acknowledge: "Seen, nothing changes",
    retry: "Try the step again",
    collect: "Paid by another way",
    give_up: "Give the amount up",
    returned: "Given back by hand",
    matched: "It matches again",
  },
  actMeans: {
    acknowledge: "The row leaves the list. Nothing else changes, and your reason stays on record.",
    retry: "The step is taken up again now. If it fails again, the row comes back.",
  },
  reason: "What you have seen or done",
  reasonHint: "No name, number or address of a driver",
  note: "Note",
  byCommand: "It moves money, and is done with the command",
  details: "Details",
  days: "d",
};

const catalogue: Readonly<Record<Locale, WorkWords>> = { fr, ar, en };
export const workWords = (locale: Locale): WorkWords => catalogue[locale];

const whys: Readonly<Record<Locale, Readonly<Record<WhyCode, readonly [string, string?]>>>> = {
  fr: whyFr,
  ar: whyAr,
  en: whyEn,
};

const isWhy = (code: string): code is WhyCode => Object.hasOwn(whyEn, code);

/** The words' own name of a row: rows of one of several holds are told like the others, rows of a review all alike. */
export function whyCode(why: string): WhyCode {
  const plain = why.replace(/_\d+$/, "");
  return isWhy(plain) ? plain : plain.startsWith("books_") ? "books" : "review";
}

/** @param english the queue's own next step */
export function whySaid(why: string, locale: Locale, english: string): { what: string; next: string } {
  const [what, next = english] = whys[locale][whyCode(why)];
  return { what, next };
}
