/** What the pages of people at work have in common, in three languages. */
import type { Locale } from "../locale.ts";
import type { StateWords } from "../words.ts";

export const staffRoles = [
  "operator",
  "technician",
  "support",
  "fleet",
  "host",
  "finance",
  "auditor",
] as const;
export type StaffRole = (typeof staffRoles)[number];

export interface OfficeWords {
  readonly dir: "ltr" | "rtl";
  readonly name: string;
  readonly title: string;
  readonly skip: string;
  readonly find: string;
  readonly findHint: string;
  readonly go: string;
  readonly menu: Readonly<Record<OfficePlace, string>>;
  readonly roles: Readonly<Record<StaffRole, string>>;
  readonly signIn: StateWords;
  readonly signInGo: string;
  readonly signInTrouble: Readonly<Record<"refused" | "none", string>>;
  readonly signOut: string;
  /** a form was obeyed */
  readonly done: string;
  readonly request: string;
  readonly back: string;
  /** by the code of a refusal; what has no words of its own is said by `internal` */
  readonly refused: Readonly<Record<RefusedWord, StateWords>>;
}

/** Where the menu leads. */
export const officePlaces = [
  "home",
  "stations",
  "work",
  "alarms",
  "pauses",
  "tariffs",
  "commission",
] as const;
export type OfficePlace = (typeof officePlaces)[number];

type RefusedWord =
  | "not_found"
  | "forbidden"
  | "state_conflict"
  | "session_there"
  | "station_offline"
  | "invalid_request"
  | "tariff_invalid"
  | "idempotency_key_reused"
  | "provider_unavailable"
  | "busy"
  | "internal";

const fr: OfficeWords = {
  dir: "ltr",
  name: "Français",
  title: "Bureau",
  skip: "Aller au contenu",
  find: "Trouver une session",
  findHint: "Référence, station et heure, 4 chiffres et montant, e-mail",
  go: "Chercher",
  menu: {
    home: "Accueil",
    stations: "Stations",
    work: "À traiter",
    alarms: "Alarmes",
    pauses: "Pauses",
    tariffs: "Tarifs",
    commission: "Mise en service",
  },
  roles: {
    operator: "Exploitation",
    technician: "Technique",
    support: "Assistance",
    fleet: "Flotte",
    host: "Site",
    finance: "Finance",
    auditor: "Audit",
  },
  signIn: {
    title: "Connexion",
    text: "Ces pages sont pour les personnes qui travaillent sur le réseau. Connectez-vous avec votre compte de travail.",
  },
  signInGo: "Se connecter",
  signInTrouble: {
    refused:
      "La connexion n’a pas abouti. Recommencez\u00a0; si cela se répète, demandez à votre responsable si votre compte a un rôle ici.",
    none: "Aucun service de connexion n’est réglé ici. Demandez à la personne qui a installé Barq de régler STAFF_CLIENT_ID, STAFF_AUTHORIZE_URL et STAFF_TOKEN_URL.",
  },
  signOut: "Se déconnecter",
  done: "C’est fait.",
  request: "Numéro de la demande\u00a0:",
  back: "Retour à l’accueil",
  refused: {
    not_found: {
      title: "Introuvable",
      text: "Il n’y a rien à cette adresse, ou ce n’est pas à votre exploitant.",
    },
    forbidden: {
      title: "Pas pour ce rôle",
      text: "Votre rôle ne permet pas cela. Demandez à une personne qui en a le droit.",
    },
    state_conflict: {
      title: "Quelqu’un a été plus rapide",
      text: "L’état a changé entre-temps. Revenez à la page et regardez ce qu’il en est.",
    },
    session_there: {
      title: "Une session est en cours",
      text: "Quelqu’un charge à cette station. Un câble se libère après l’arrêt de sa session, depuis la page de la session\u00a0; pour redémarrer malgré tout, cochez la case.",
    },
    station_offline: {
      title: "Station hors ligne",
      text: "La station n’est pas connectée\u00a0: rien ne lui a été dit. Réessayez quand elle est de retour.",
    },
    invalid_request: {
      title: "Saisie incomplète",
      text: "Quelque chose manque ou n’a pas la bonne forme. Revenez et corrigez.",
    },
    tariff_invalid: {
      title: "Ce tarif ne peut pas être vendu",
      text: "Corrigez d’abord ce qui est marqué comme faux, puis regardez-le à nouveau.",
    },
    idempotency_key_reused: {
      title: "Déjà envoyé autrement",
      text: "Ce formulaire a déjà servi pour autre chose. Rouvrez la page et recommencez.",
    },
    provider_unavailable: {
      title: "Le prestataire de paiement ne répond pas",
      text: "Rien n’est perdu. Réessayez dans un moment.",
    },
    busy: { title: "Un instant", text: "Quelqu’un d’autre écrit en ce moment. Réessayez." },
    internal: {
      title: "Erreur de notre côté",
      text: "Rien de ce qui est commencé n’est perdu. Donnez le numéro ci-dessous à l’équipe technique.",
    },
  },
};

const ar: OfficeWords = {
  dir: "rtl",
  name: "العربية",
  title: "المكتب",
  skip: "انتقل إلى المحتوى",
  find: "البحث عن جلسة",
  findHint: "المرجع، أو المحطة والساعة، أو 4 أرقام والمبلغ، أو البريد الإلكتروني",
  go: "بحث",
  menu: {
    home: "الرئيسية",
    stations: "المحطات",
    work: "للمعالجة",
    alarms: "الإنذارات",
    pauses: "الإيقافات",
    tariffs: "التعريفات",
    commission: "التشغيل الأول",
  },
  roles: {
    operator: "التشغيل",
    technician: "التقنيون",
    support: "الدعم",
    fleet: "الأسطول",
    host: "الموقع",
    finance: "المالية",
    auditor: "التدقيق",
  },
  signIn: {
    title: "تسجيل الدخول",
    text: "هذه الصفحات مخصصة للعاملين على الشبكة. سجّل الدخول بحساب عملك.",
  },
  signInGo: "تسجيل الدخول",
  signInTrouble: {
    refused: "لم يكتمل تسجيل الدخول. أعد المحاولة؛ وإن تكرر ذلك فاسأل مسؤولك هل لحسابك دور هنا.",
    none: "لم تُضبط هنا أي خدمة لتسجيل الدخول. اطلب ممن ثبّت النظام ضبط STAFF_CLIENT_ID وSTAFF_AUTHORIZE_URL وSTAFF_TOKEN_URL.",
  },
  signOut: "تسجيل الخروج",
  done: "تمّ.",
  request: "رقم الطلب:",
  back: "العودة إلى الرئيسية",
  refused: {
    not_found: { title: "غير موجود", text: "لا يوجد شيء في هذا العنوان، أو أنه لا يخص شركتك." },
    forbidden: { title: "ليس لهذا الدور", text: "دورك لا يسمح بذلك. اطلب ممن له الصلاحية." },
    state_conflict: {
      title: "سبقك غيرك",
      text: "تغيّرت الحالة في هذه الأثناء. عد إلى الصفحة وانظر كيف أصبحت.",
    },
    session_there: {
      title: "توجد جلسة جارية",
      text: "هناك من يشحن في هذه المحطة. يُحرَّر الكابل بعد توقيف جلسته من صفحة الجلسة؛ ولإعادة التشغيل رغم ذلك ضع علامة في الخانة.",
    },
    station_offline: {
      title: "المحطة غير متصلة",
      text: "المحطة غير متصلة، ولم يُرسل إليها شيء. أعد المحاولة عند عودتها.",
    },
    invalid_request: { title: "بيانات ناقصة", text: "هناك شيء ناقص أو غير صحيح الشكل. عد وصحّحه." },
    tariff_invalid: {
      title: "لا يمكن بيع هذه التعريفة",
      text: "صحّح أولًا ما هو معلّم كخطأ، ثم انظر إليها من جديد.",
    },
    idempotency_key_reused: {
      title: "أُرسل من قبل بشكل آخر",
      text: "استُعمل هذا النموذج لأمر آخر. أعد فتح الصفحة وابدأ من جديد.",
    },
    provider_unavailable: { title: "مزوّد الدفع لا يجيب", text: "لم يضع شيء. أعد المحاولة بعد لحظات." },
    busy: { title: "لحظة من فضلك", text: "يكتب شخص آخر الآن. أعد المحاولة." },
    internal: { title: "خطأ من جهتنا", text: "لم يضع شيء مما بدأ. أعط الرقم أدناه للفريق التقني." },
  },
};

const en: OfficeWords = {
  dir: "ltr",
  name: "English",
  title: "Desk",
  skip: "Skip to content",
  find: "Find a session",
  findHint: "Reference, station and time, 4 digits and amount, e-mail",
  go: "Search",
  menu: {
    home: "Home",
    stations: "Stations",
    work: "To do",
    alarms: "Alarms",
    pauses: "Pauses",
    tariffs: "Tariffs",
    commission: "Commissioning",
  },
  roles: {
    operator: "Operations",
    technician: "Field",
    support: "Support",
    fleet: "Fleet",
    host: "Host",
    finance: "Finance",
    auditor: "Audit",
  },
  signIn: {
    title: "Sign in",
    text: "These pages are for people who work on the network. Please sign in with your work account.",
  },
  signInGo: "Sign in",
  signInTrouble: {
    refused:
      "Signing in did not succeed. Please try again; if it happens again, ask whether your account has a role here.",
    none: "No sign-in is set up here. Ask whoever installed Barq to set STAFF_CLIENT_ID, STAFF_AUTHORIZE_URL and STAFF_TOKEN_URL.",
  },
  signOut: "Sign out",
  done: "Done.",
  request: "Request:",
  back: "Back to the start",
  refused: {
    not_found: {
      title: "Not found",
      text: "There is nothing at this address, or it is not your operator’s.",
    },
    forbidden: {
      title: "Not for this role",
      text: "Your role does not allow this. Please ask somebody who may.",
    },
    state_conflict: {
      title: "Somebody was first",
      text: "It has changed meanwhile. Go back to the page and see how it stands.",
    },
    session_there: {
      title: "A session is under way",
      text: "Somebody charges at this station. A cable is let go after its session’s stop, from the session’s page; to restart all the same, tick the box.",
    },
    station_offline: {
      title: "Station offline",
      text: "The station is not connected, so nothing was said to it. Try again when it is back.",
    },
    invalid_request: {
      title: "Something is missing",
      text: "Something is missing or has the wrong form. Please go back and correct it.",
    },
    tariff_invalid: {
      title: "This tariff cannot be sold",
      text: "Correct first what is marked as wrong, then look at it again.",
    },
    idempotency_key_reused: {
      title: "Sent before, with other words",
      text: "This form has been used for something else. Open the page again and start anew.",
    },
    provider_unavailable: {
      title: "The payment provider does not answer",
      text: "Nothing is lost. Please try again in a moment.",
    },
    busy: { title: "One moment", text: "Somebody else is writing just now. Please try again." },
    internal: {
      title: "A fault of ours",
      text: "Nothing that was begun is lost. Please give the number below to the technical team.",
    },
  },
};

const catalogue: Readonly<Record<Locale, OfficeWords>> = { fr, ar, en };

export const officeWords = (locale: Locale): OfficeWords => catalogue[locale];
