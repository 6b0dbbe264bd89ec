/** The pages in Arabic, in plain standard Arabic with Latin digits. */
import { html } from "./html.ts";
import { refusalsAr } from "./refusals-ar.ts";
import { termsAr } from "./terms-ar.ts";
import type { Words } from "./words.ts";

export const wordsAr: Words = {
  dir: "rtl",
  name: "العربية",
  page: {
    language: "اللغة",
    help: "المساعدة:",
    reference: "المرجع",
    code: "الرمز",
    station: "المحطة",
    connector: "المقبس",
  },
  terms: termsAr,
  receipt: {
    title: "إيصال",
    number: "الرقم",
    issuer: "صادر عن",
    place: "المكان",
    day: "اليوم",
    started: "البداية",
    ended: "النهاية",
    unplugged: "فصل الكابل",
    duration: "المدة",
    meterStart: "العدّاد عند البداية",
    meterStop: "العدّاد عند النهاية",
    energy: "الطاقة",
    evidence: "الإثبات",
    lines: "تفصيل الثمن",
    billedAs: (measured, counted, step) => html`قيست ${measured} وحُسبت ${counted} بخطوات من ${step}`,
    cut: (count) => html`حدود للتعريفة بين قراءتين: ${count}؛ تُحسب الكمية عندها بالتناسب`,
    adjusted: {
      idle_cap: "لا يتجاوز ثمن التوصيل بدون شحن سقفه.",
      min_price: "للتعريفة ثمن أدنى لكل جلسة.",
      max_price: "للتعريفة ثمن أعلى لكل جلسة.",
    },
    waived: {
      station_ended: "غير مستحق: أنهت المحطة الجلسة بُعيد بدايتها.",
      no_energy: "غير مستحق: لم تأخذ السيارة أي طاقة.",
    },
    beforeTax: "دون احتساب الضريبة",
    tax: (rate) =>
      rate === null ? html`الضريبة على القيمة المضافة (لا تنطبق)` : html`الضريبة على القيمة المضافة ${rate}`,
    taxOf: (tax, base) => html`${tax} من ${base}`,
    total: "المجموع مع احتساب الضريبة",
    money: "على بطاقتك",
    held: "المحجوز",
    captured: "المقتطع",
    released: "ما رُفع عنه الحجز",
    receivable: "المتبقي المستحق",
    writtenOff: "المتنازل عنه",
    card: "البطاقة",
    statement: (text) => html`يظهر في كشف حسابك باسم ${text}.`,
    pdf: "الإيصال بصيغة PDF",
    proof: "الإثبات (JSON)",
    checkProof: "التحقق من إثبات",
    proofMeans: "بهذا الإثبات يستطيع أي شخص أن يعيد حساب الثمن.",
    hash: "بصمة الإثبات SHA-256",
  },
  problem: {
    lostSession: {
      title: "هذا الهاتف لا يعرف هذه الجلسة",
      text: "تُفتح الجلسة في المتصفح الذي بدأها فقط. لم يضع شيء: الشحن مستمر، والمبلغ المحجوز يُسوّى أو يُرفع حجزه تلقائياً.",
    },
    lostSteps: [
      "افتح هذه الصفحة في المتصفح الذي بدأت فيه، بدون التصفح الخاص.",
      "أو امسح رمز المحطة من جديد لترى هل ما زال الشحن جارياً. يمكنك دائماً أن تفصل الكابل من جهة سيارتك.",
      "أو اتصل بالمشغّل وقل له المرجع المكوّن من ستة رموز إن كان لديك.",
    ],
    scanAgain: "العودة إلى صفحة المحطة",
    sayThis: "إذا اتصلت طلباً للمساعدة فاذكر هذا الرقم:",
  },
  refusals: refusalsAr,
};
