/** A tariff in Arabic. */
import { html } from "./html.ts";
import type { TermsWords } from "./terms-words.ts";

export const termsAr: TermsWords = {
  per: {
    kWh: "لكل كيلوواط ساعة (kWh)",
    minute: "لكل دقيقة",
    hour: "لكل ساعة",
    session: "مرة واحدة لكل جلسة",
  },
  free: "مجاناً",
  otherwise: "في الحالات الأخرى",
  now: "الآن",
  all: (count) => html`كل الأسعار (${count})`,
  and: " و",
  comma: "، ",
  condition: {
    day: (day) => html`يوم ${day}`,
    dayRange: (first, last) => html`من ${first} إلى ${last}`,
    times: (from, to) => html`من الساعة ${from} إلى ${to}`,
    dates: {
      from: (first) => html`ابتداءً من ${first}`,
      below: (last) => html`حتى ${last}`,
      between: (first, last) => html`من ${first} إلى ${last}`,
    },
    energy: {
      from: (least) => html`بعد ${least}`,
      below: (most) => html`حتى ${most}`,
      between: (least, most) => html`من ${least} إلى ${most}`,
    },
    duration: {
      from: (least) => html`بعد ${least} من الجلسة`,
      below: (most) => html`خلال أول ${most} من الجلسة`,
      between: (least, most) => html`بين ${least} و${most} من الجلسة`,
    },
    power: {
      from: (least) => html`بقدرة ${least} أو أكثر`,
      below: (most) => html`بقدرة أقل من ${most}`,
      between: (least, most) => html`بقدرة من ${least} إلى أقل من ${most}`,
    },
    current: {
      from: (least) => html`بتيار ${least} أو أكثر`,
      below: (most) => html`بتيار أقل من ${most}`,
      between: (least, most) => html`بتيار من ${least} إلى أقل من ${most}`,
    },
    reserved: "عند حجز المقبس",
    reservedInVain: "عند حجز المقبس دون استعماله",
  },
  idle: {
    title: "إذا بقيت السيارة موصولة بدون شحن",
    begins: "يُحتسب عندما تتوقف السيارة عن طلب الطاقة.",
    beginsBelow: (power) => html`يُحتسب عندما تأخذ السيارة أقل من ${power}.`,
    untilUnplugged: "يستمر الاحتساب حتى يُفصل الكابل، ولو بعد انتهاء الشحن.",
    grace: (length) => html`أول ${length} مجاناً.`,
    hours: (hours) => html`يُحتسب ${hours} فقط.`,
    cap: (amount) => html`لا يتجاوز ${amount} في الجلسة.`,
    capBeforeTax: (amount) => html`لا يتجاوز ${amount} في الجلسة دون احتساب الضريبة.`,
  },
  least: (amount) => html`أدنى ثمن للجلسة: ${amount}`,
  most: (amount) => html`أعلى ثمن للجلسة: ${amount}`,
  withBeforeTax: (afterTax, beforeTax) => html`${afterTax} (${beforeTax} دون احتساب الضريبة)`,
  onlyBeforeTax: (beforeTax) => html`${beforeTax} دون احتساب الضريبة`,
  taxesIncluded: "تشمل الضريبة على القيمة المضافة",
  taxesAdded: "دون احتساب الضريبة على القيمة المضافة التي تُضاف إليها",
  rate: (rate) => html`الضريبة ${rate}`,
  noRate: "بدون ضريبة",
  exampleNow: (time, energy, length, cost) =>
    html`مثال: إذا بدأت الآن (${time}) فإن ${energy} في ${length} تكلّف ${cost} في المجموع.`,
};
