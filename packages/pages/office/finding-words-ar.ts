/** The findings of commissioning in Arabic. */
import type { FindingCatalogue } from "./finding-words.ts";

const sayNothing = "لا شيء مطلوب.";
const look = "أعد الاختبار. وإن تكرر ذلك فاطلب فحص العدّاد وتوصيله.";
const firmware = "حدّث برنامجها الداخلي أو اختر ملف خصائصها.";

export const findingsAr: FindingCatalogue = {
  begin: { title: "ابدأ", text: "اكتب الرقم التسلسلي المكتوب على لوحة المحطة." },
  boot_missing: {
    title: "لم تعرّف المحطة بنفسها بعد",
    text: "شغّلها أو أعد تشغيلها، وانتظر حتى تتصل.",
  },
  boot_seen: { title: "المحطة هي المذكورة على اللوحة", text: sayNothing },
  serial_not_said: {
    title: "المحطة لا تذكر رقماً تسلسلياً",
    text: "إن لم يكن على لوحتها رقم فقل ذلك، وإلا فأعد تشغيلها.",
  },
  serial_undeclared: {
    title: "تذكر المحطة رقماً تسلسلياً ولم يُكتب أي رقم",
    text: "اكتب الرقم المكتوب على لوحتها.",
  },
  serial_differs: {
    title: "رقم تسلسلي غير المكتوب على اللوحة",
    text: "اكتبه من جديد. وإن كان صحيحاً فهناك محطة أخرى تستعمل هذا الاسم: غيّر كلمة المرور وابحث عنها.",
  },
  vendor_differs: {
    title: "صانع غير المكتوب على اللوحة",
    text: "اكتبه من جديد، أو تحقق أي محطة هذه.",
  },
  model_differs: {
    title: "طراز غير المكتوب على اللوحة",
    text: "اكتبه من جديد، أو تحقق أي محطة هذه.",
  },
  place_missing: { title: "المحطة ليست في أي موقع", text: "اطلب من فريق التشغيل وضعها في موقع." },
  placed: { title: "المحطة في موقعها", text: sayNothing },
  profile_known: { title: "خصائصها معروفة", text: sayNothing },
  configure: { title: "اكتب الإعدادات", text: "تُكتب في المحطة ثم تُقرأ منها." },
  configuration_unanswered: {
    title: "لم تجب المحطة بعد",
    text: "انتظر لحظة. وإن لم يأت شيء فاكتب الإعدادات من جديد.",
  },
  configuration_unknown: {
    title: "لا تعرف المحطة إعداداً تحتاجه الفوترة",
    text: "حدّث برنامجها الداخلي ثم اكتب الإعدادات من جديد.",
  },
  configuration_not_there: { title: "ليس في المحطة هذا الإعداد ولا تحتاجه", text: sayNothing },
  configuration_kept: { title: "القيمة المقروءة كما تحتاجها الفوترة", text: sayNothing },
  configuration_differs: {
    title: "تحتفظ المحطة بقيمة لا تصلح للفوترة",
    text: "اضبطها في المحطة نفسها ثم اكتب الإعدادات من جديد.",
  },
  scan_sticker: { title: "اقرأ الملصق", text: "اكتب رمز الملصق الموجود على هذا المقبس." },
  bind_sticker: { title: "هذا الملصق فارغ", text: "اربطه بهذا المقبس." },
  sticker_revoked: { title: "سُحب هذا الملصق من الخدمة", text: "انزعه واستعمل غيره." },
  sticker_elsewhere: { title: "هذا الملصق لمحطة أخرى", text: "انزعه واربط غيره." },
  stickers_swapped: {
    title: "هذا الملصق لمقبس آخر",
    text: "بدّل الملصقين على المحطة ثم اقرأهما من جديد.",
  },
  sticker_in_place: { title: "الملصق لهذا المقبس", text: sayNothing },
  begin_test: {
    title: "ابدأ الاختبار",
    text: "اقرأ شاشات العدّادات بكل أرقامها قبل توصيل السيارة.",
  },
  begin_test_again: {
    title: "لم يبدأ الاختبار",
    text: "تأكد أن المحطة متصلة والسيارة موصولة، ثم ابدأ من جديد.",
  },
  plug_in: { title: "وصّل السيارة", text: "يبدأ الاختبار من تلقاء نفسه." },
  let_charge: {
    title: "دعها تشحن",
    text: "انتظر حتى تتقدم الشاشة بمقدار 0.1 كيلوواط ساعة على الأقل، ثم أوقف الاختبار.",
  },
  stopping: { title: "المحطة تنهي الاختبار", text: "انتظر لحظة." },
  type_display: { title: "اقرأ الشاشة من جديد", text: "اكتب ما تظهره العدّادات بعد التوقف." },
  too_little_energy: { title: "الطاقة أقل من أن يُحكم بها", text: "أعد الاختبار مدة أطول." },
  test_failed: {
    title: "لم تنفذ المحطة الاختبار",
    text: "انظر ماذا تقول المحطة ثم أعد الاختبار.",
  },
  test_good: { title: "القراءات مطابقة للشاشة", text: sayNothing },
  evidence_missing: { title: "ينقص ما يُحكم به على الاختبار", text: "أعد الاختبار." },
  begin_missing: { title: "لم تذكر المحطة قيمة العدّاد عند البداية", text: firmware },
  end_missing: { title: "لم تذكر المحطة قيمة العدّاد عند النهاية", text: firmware },
  let_run_longer: {
    title: "لم ترسل المحطة أي قراءة بعد",
    text: "أعد الاختبار لبضع دقائق.",
  },
  clock_unknown: {
    title: "المحطة لا تعطي الوقت",
    text: "اضبط ساعتها أو اختر ملف خصائصها، ثم أعد الاختبار.",
  },
  clock_hours_off: {
    title: "ساعة المحطة منحرفة بساعات كاملة",
    text: "اضبطها على التوقيت العالمي UTC ثم أعد الاختبار.",
  },
  clock_off: { title: "ساعة المحطة غير صحيحة", text: "اضبطها ثم أعد الاختبار." },
  display_backwards: {
    title: "رجعت الشاشة إلى الوراء",
    text: "اكتبها من جديد، أو أعد الاختبار انطلاقاً مما تظهره الآن.",
  },
  wrong_connector: {
    title: "عدّ عدّاد مقبس آخر",
    text: "العدّادات موصولة بالعكس. صحّح التوصيل ثم اختبر المقبسين.",
  },
  sign: {
    title: "العدّاد يعدّ إلى الوراء",
    text: "هو موصول بالعكس أو مضبوط على التصدير. صحّح التوصيل ثم أعد الاختبار.",
  },
  unit: {
    title: "القراءات أكبر أو أصغر ألف مرة",
    text: "تسمّي المحطة الكيلوواط ساعة واط ساعة. حدّث برنامجها الداخلي أو اختر ملف خصائصها، ثم أعد الاختبار.",
  },
  meter_still: {
    title: "تقدمت الشاشة ولم تتقدم القراءات",
    text: "تأكد أن المحطة تقرأ عدّادها ثم أعد الاختبار.",
  },
  display_differs: {
    title: "القراءات غير مطابقة للشاشة",
    text: "اكتب الشاشة من جديد أو اطلب فحص العدّاد.",
  },
  meter_missing: { title: "لم ترسل المحطة قيمة عدّاد صالحة", text: firmware },
  meter_contradicts: { title: "القراءات تناقض قيمتي البداية والنهاية", text: look },
  meter_too_much: { title: "القراءات أكثر مما يقدر المقبس أن يعطيه", text: look },
  meter_above_power: { title: "القراءات أكثر من القدرة المعلنة", text: look },
  meter_below_power: { title: "القراءات أقل من القدرة المعلنة", text: look },
  meter_unusable: {
    title: "يقول العدّاد إن قراءاته لا تُستعمل",
    text: "اطلب فحص العدّاد أو استبداله.",
  },
};
