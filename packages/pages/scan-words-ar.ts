/** The page behind a code in Arabic. */
import { html } from "./html.ts";
import type { ScanWords } from "./scan-words.ts";

export const scanAr: ScanWords = {
  plate: "هل هذا هو المكتوب على لوحة المحطة؟",
  upTo: (power) => html`حتى ${power}`,
  availability: {
    free: "متاح",
    plugged: "الكابل موصول",
    busy: "مستعمل",
    offline: "غير متصل",
    out_of_order: "معطّل",
    paused: "متوقف مؤقتاً",
  },
  closed: {
    busy: "شخص آخر يشحن هنا. يمكنك أن تبدأ عندما يصبح هذا المقبس متاحاً.",
    offline: "المحطة غير متصلة بالشبكة، لذلك لا يمكن تشغيلها الآن. أعد المحاولة بعد دقائق.",
    out_of_order: "هذا المقبس يبلّغ عن عطل ولا يمكن تشغيله الآن.",
  },
  others: "مقابس أخرى هنا",
  noOthers: "لا يوجد مقبس آخر في هذه المحطة.",
  price: "السعر",
  free: "الشحن هنا مجاني.",
  taxIncluded: (rate) => html`تشمل الضريبة على القيمة المضافة ${rate}`,
  taxAdded: (rate) => html`دون احتساب الضريبة؛ تُضاف الضريبة على القيمة المضافة ${rate}`,
  noTax: "بدون ضريبة على القيمة المضافة",
  example: (energy, time, cost) => html`مثال: ${energy} في ${time} تكلّف ${cost} في المجموع.`,
  hold: "المبلغ المحجوز على بطاقتك",
  holdMeans:
    "يُحجز هذا المبلغ قبل بدء الشحن. الحجز ليس دفعاً: عند التوقف يُقتطع ثمن الجلسة بالضبط، ويُرفع الحجز عن الباقي فوراً.",
  bankMayShow: "قد يُظهر بنكك الحجز بضعة أيام أخرى.",
  nothingHeld: "لا يُحجز أي مبلغ ولا حاجة إلى بطاقة.",
  plugged: (plug, since) =>
    since === null
      ? html`يوجد كابل (${plug}) موصول هنا من قبل. هل هو موصول بسيارتك؟`
      : html`يوجد كابل (${plug}) موصول هنا منذ ${since}. هل هو موصول بسيارتك؟`,
  yourCar: "نعم، هذه سيارتي",
  notYourCar: "إن لم تكن سيارتك فاختر مقبساً آخر، وإلا دفعت ثمن شحن غيرك.",
  limit: "التوقف تلقائياً عند",
  limitShort: "الحد الأقصى",
  limitHint: "إذا حددت حداً فلا يُحجز إلا ما يلزم له، ويتوقف الشحن قبله بقليل.",
  limitUnit: "وحدة الحد",
  email: "البريد الإلكتروني للإيصال",
  optional: "اختياري",
  least: (least) => html`أصغر حد ممكن هنا هو ${least}.`,
  toPayment: "المتابعة إلى الدفع",
  paymentNote: "تُدخل بطاقتك في الصفحة التالية وحدها، لا في مكان آخر.",
  start: "ابدأ الشحن",
  tariff: (id, version) => html`التعريفة ${id}، النسخة ${version}`,
};
