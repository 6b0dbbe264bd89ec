/** What support tells drivers, in Arabic: plain Standard Arabic, in the words of the pages. */
import type { MacroWords } from "./macro-words.ts";

/** Ids and codes keep their own direction among Arabic words (Unicode UAX 9: LRI, PDI). */
const apart = (text: string | null): string => `\u2066${text}\u2069`;

const fates: MacroWords["fates"] = {
  none: () => "لم يُحجز أي مبلغ من بطاقتك لهذه الجلسة.",
  stands: ({ hold, holdUntil }) =>
    `حُجز مبلغ ${hold} من بطاقتك. ليس هذا دفعاً: لا يُقتطع إلا ما عليك، ويُرفع الحجز عن الباقي.${holdUntil === null ? "" : ` ينتهي الحجز في أجل أقصاه ${holdUntil}.`}`,
  captured: ({ captured }) => `اقتُطع مبلغ ${captured} من بطاقتك مرة واحدة.`,
  part_captured: ({ hold, captured, rest }) =>
    `حُجز مبلغ ${hold} من بطاقتك واقتُطع منه ${captured} مرة واحدة. رفعنا الحجز عن الباقي، وهو ${rest}، في اللحظة نفسها. قد يُظهر بنكك المبلغين معاً بضعة أيام، ثم يختفي الحجز وحده.`,
  released: ({ hold }) => `رفعنا الحجز عن مبلغ ${hold} كاملاً. لم يكن ذلك دفعاً، وقد يُظهره بنكك بضعة أيام.`,
  lapsed: ({ hold }) => `انتهى حجز مبلغ ${hold} لدى بنكك، ولم يُقتطع منه شيء.`,
};

export const macroWordsAr: MacroWords = {
  titles: {
    cable_stuck: "الكابل عالق",
    charged_twice: "اقتطاع مرتين، أو حجز ما زال ظاهراً",
    price_higher: "الثمن أعلى من المتوقع",
    no_receipt: "لم يصل الإيصال",
    did_not_start: "لم يبدأ الشحن",
    did_not_stop: "الشحن لا يتوقف",
  },
  at: (day, time) => `${day} على الساعة ${apart(time)}`,
  fates,
  answers: {
    cable_stuck: (facts, { isFlowing }) => [
      isFlowing
        ? "ما زال الشحن جارياً، ويجب إيقافه قبل فصل الكابل. يمكنني إيقافه الآن نيابة عنك."
        : facts.ended === null
          ? null
          : `انتهى الشحن يوم ${facts.ended}.`,
      "افتح قفل السيارة بالمفتاح أو بالتطبيق، ثم اسحب القابس باستقامة ومن غير عنف: في أغلب الأحيان تكون السيارة هي التي تمسك الكابل.",
      `إذا بقي عالقاً من جهة المحطة فابقَ معنا على الخط: سنفحص من هنا المحطة ${apart(facts.station)}، المقبس ${apart(facts.connector)}.`,
    ],
    charged_twice: (facts, { holdFate }) => [
      fates[holdFate](facts),
      facts.receipt === null ? null : `الإيصال ${apart(facts.receipt)} يبيّن ما اقتُطع سطراً سطراً.`,
      "إذا ظل بنكك يُظهر دفعتين بعد عشرة أيام فاتصل بنا من جديد ومعك المرجع، وسنتحقق منهما معاً.",
    ],
    price_higher: (facts) => [
      facts.captured === null || facts.energy === null
        ? "ثمن هذه الجلسة ليس نهائياً بعد."
        : `سجّل العداد ${apart(facts.energy)}، واقتُطع مقابلها ${facts.captured}.`,
      facts.started === null || facts.ended === null
        ? null
        : `بدأ الشحن يوم ${facts.started} وانتهى يوم ${facts.ended}.`,
      "التعريفة هي التي عُرضت عليك قبل الدفع. وفي الإيصال كل سطر على حدة: الطاقة، والمدة، والوقت الذي بقي فيه الكابل موصولاً، والضريبة.",
      facts.rest === null
        ? null
        : `المبلغ الأكبر الذي رأيته أولاً هو الحجز وقدره ${facts.hold}، وقد رُفع عن الباقي.`,
    ],
    no_receipt: (facts) => [
      facts.receipt === null
        ? "يصدر الإيصال حين يصبح الثمن نهائياً، ولم يحدث ذلك بعد."
        : `رقم إيصالك هو ${apart(facts.receipt)}.`,
      facts.email === null
        ? "لم يُعطَ بريد إلكتروني عند البدء. تجد الإيصال في الصفحة التي تابعت فيها الجلسة."
        : facts.receipt === null
          ? `سيُرسل إلى ${apart(facts.email)}.`
          : `يمكنني إرساله مرة أخرى إلى ${apart(facts.email)}. ابحث أيضاً في البريد غير المرغوب فيه.`,
      `مرجعك هو ${apart(facts.reference)}.`,
    ],
    did_not_start: (facts, { holdFate, state }) => [
      facts.started === null
        ? `لم يبدأ الشحن في المحطة ${apart(facts.station)}، المقبس ${apart(facts.connector)}.`
        : `تقول المحطة إن الشحن بدأ يوم ${facts.started}.`,
      fates[holdFate](facts),
      facts.started === null && state !== "review" ? "يمكنك تجربة مقبس آخر، فليس عليك شيء عن هذا." : null,
    ],
    did_not_stop: (facts, { isFlowing }) => [
      isFlowing
        ? "ما زال الشحن جارياً. يمكنني إيقافه الآن نيابة عنك."
        : facts.ended === null
          ? "لا تمر أي طاقة في هذه الجلسة."
          : `انتهى الشحن يوم ${facts.ended}.`,
      "تدفع ثمن ما سجّله العداد حتى التوقف، ولا شيء مما بعده.",
      isFlowing ? "يمكنك دائماً فصل الكابل من جهة سيارتك بعد فتح قفلها." : null,
    ],
  },
};
