/** The words of a receipt, in three languages. */
import type { Words } from "./language.ts";

export const receiptWords = {
  title: { fr: "Reçu", en: "Receipt", ar: "إيصال" },
  number: { fr: "N°", en: "No.", ar: "رقم" },
  location: { fr: "Lieu", en: "Location", ar: "المكان" },
  station: { fr: "Station", en: "Station", ar: "المحطة" },
  connector: { fr: "Connecteur", en: "Connector", ar: "المقبس" },
  session: { fr: "Session", en: "Session", ar: "الجلسة" },
  started: { fr: "Début", en: "Started", ar: "البداية" },
  ended: { fr: "Fin", en: "Ended", ar: "النهاية" },
  unplugged: { fr: "débranché", en: "unplugged", ar: "فُصل الكابل" },
  duration: { fr: "Durée", en: "Duration", ar: "المدة" },
  legalTime: { fr: "heure légale", en: "legal time", ar: "التوقيت القانوني" },
  meterStart: { fr: "Compteur au début", en: "Meter at the start", ar: "العدّاد عند البداية" },
  meterStop: { fr: "Compteur à la fin", en: "Meter at the end", ar: "العدّاد عند النهاية" },
  energy: { fr: "Énergie livrée", en: "Energy delivered", ar: "الطاقة المسلَّمة" },
  evidence: { fr: "Mesure", en: "Measured by", ar: "القياس" },
  description: { fr: "Désignation", en: "Description", ar: "البيان" },
  amountsIn: { fr: "montants en", en: "amounts in", ar: "المبالغ:" },
  quantity: { fr: "Quantité", en: "Quantity", ar: "الكمية" },
  unitPrice: { fr: "Prix unitaire", en: "Unit price", ar: "ثمن الوحدة" },
  beforeTax: { fr: "HT", en: "Before tax", ar: "دون ضريبة" },
  vat: { fr: "TVA", en: "VAT", ar: "الضريبة" },
  total: { fr: "TTC", en: "Total", ar: "المجموع" },
  totalBeforeTax: { fr: "Total HT", en: "Total before tax", ar: "المجموع دون احتساب الضريبة" },
  totalAfterTax: { fr: "Total TTC", en: "Total", ar: "المجموع مع احتساب الضريبة" },
  vatOn: { fr: "sur", en: "on", ar: "من" },
  noVat: { fr: "TVA non applicable", en: "VAT not applicable", ar: "الضريبة على القيمة المضافة لا تنطبق" },
  noLines: {
    fr: "Rien à payer : aucun prix ne s'applique.",
    en: "Nothing to pay: no price applies.",
    ar: "لا شيء للأداء: لا ينطبق أي ثمن.",
  },
  card: { fr: "Carte", en: "Card", ar: "البطاقة" },
  statement: { fr: "Sur le relevé bancaire", en: "On the bank statement", ar: "في كشف الحساب البنكي" },
  hold: { fr: "Montant réservé", en: "Held", ar: "المبلغ المحجوز" },
  captured: { fr: "Montant débité", en: "Captured", ar: "المبلغ المقتطع" },
  released: { fr: "Montant libéré", en: "Released", ar: "ما رُفع عنه الحجز" },
  returned: { fr: "Renvoyé à votre banque", en: "Sent back to your bank", ar: "أُعيد إلى بنكك" },
  creditNote: { fr: "avoir", en: "credit note", ar: "إشعار دائن" },
  correctedOn: { fr: "Corrigé le", en: "Corrected on", ar: "صُحِّح في" },
  byCreditNote: { fr: "par l'avoir", en: "by credit note", ar: "بالإشعار الدائن" },
  correctedTotal: { fr: "Total corrigé TTC", en: "Corrected total", ar: "المجموع المصحَّح مع احتساب الضريبة" },
  firstBelow: {
    fr: "Ce qui suit est le reçu tel qu'il a été émis d'abord.",
    en: "What follows is the receipt as it was issued first.",
    ar: "ما يلي هو الإيصال كما صدر أول مرة.",
  },
  newCdr: {
    fr: "Nouvel enregistrement (CDR)",
    en: "New charge detail record (CDR)",
    ar: "السجل الجديد (CDR)",
  },
  newSha256: {
    fr: "SHA-256 de la preuve corrigée",
    en: "SHA-256 of the corrected proof",
    ar: "بصمة الإثبات المصحَّح (SHA-256)",
  },
  bankTakesDays: {
    fr: "L'argent renvoyé a été envoyé à la banque, qui peut mettre de 5 à 10 jours à l'afficher.",
    en: "What was sent back was sent to the bank, which may take 5 to 10 days to show it.",
    ar: "أُرسل المبلغ المُعاد إلى البنك، وقد يستغرق ظهوره من 5 إلى 10 أيام.",
  },
  receivable: { fr: "Reste à payer", en: "Still owed", ar: "المتبقي المستحق" },
  writtenOff: { fr: "Montant abandonné", en: "Written off", ar: "المتنازل عنه" },
  bankMayShowBoth: {
    fr: "La banque peut afficher la réservation encore quelques jours ; seul le montant débité est prélevé.",
    en: "The bank may show the hold for some days yet; only what was captured is taken.",
    ar: "قد يُظهر البنك الحجز بضعة أيام أخرى؛ لا يُقتطع إلا المبلغ المقتطع أعلاه.",
  },
  sha256: { fr: "SHA-256 de la preuve", en: "SHA-256 of the proof", ar: "بصمة الإثبات (SHA-256)" },
  recompute: {
    fr: "Chacun peut recalculer ce prix :",
    en: "Anybody can recompute this price:",
    ar: "يستطيع أي شخص أن يعيد حساب هذا الثمن:",
  },
  page: { fr: "Page", en: "Page", ar: "صفحة" },
} as const satisfies Readonly<Record<string, Words>>;

/** How the energy was proved (domain, metering.ts: the ladder of evidence). */
export const evidenceWords: Readonly<Record<string, Words>> = {
  signed: { fr: "valeurs signées du compteur", en: "signed values of the meter", ar: "القيم الموقّعة للعدّاد" },
  begin_end: {
    fr: "relevés de la station au début et à la fin de la transaction",
    en: "the station's readings at the begin and the end of the transaction",
    ar: "قراءتا المحطة عند بداية العملية ونهايتها",
  },
  start_stop: {
    fr: "index envoyés par la station au départ et à l'arrêt",
    en: "registers that the station sent at the start and the stop",
    ar: "قيمتا العدّاد اللتان أرسلتهما المحطة عند التشغيل والإيقاف",
  },
  series: {
    fr: "relevés envoyés pendant la session",
    en: "readings sent during the session",
    ar: "قراءات أُرسلت أثناء الجلسة",
  },
  intervals: {
    fr: "somme des énergies relevées par intervalle",
    en: "the sum of the energies read interval by interval",
    ar: "مجموع الطاقات المقروءة في كل فترة",
  },
  decided: {
    fr: "décision d'une personne après examen",
    en: "decided by a person after a review",
    ar: "قرار شخص بعد المراجعة",
  },
};

export const flagWords: Readonly<Record<string, Words>> = {
  readings_rejected: {
    fr: "des relevés ont été écartés",
    en: "some readings were rejected",
    ar: "استُبعدت بعض القراءات",
  },
  estimated: {
    fr: "l'arrêt n'a pas été relevé",
    en: "the stop was not metered",
    ar: "لم يُقرأ العدّاد عند الإيقاف",
  },
  meter_stop_unknown: {
    fr: "index d'arrêt illisible",
    en: "the stop register could not be read",
    ar: "تعذّرت قراءة قيمة العدّاد عند النهاية",
  },
  meter_stop_below_start: {
    fr: "index d'arrêt inférieur à l'index de départ",
    en: "the stop register is below the start register",
    ar: "قيمة التوقف أقل من قيمة البداية",
  },
  seq_gap: {
    fr: "des messages de la station ne sont pas arrivés",
    en: "some of the station's messages never came",
    ar: "لم تصل بعض رسائل المحطة",
  },
  register_reset: {
    fr: "le compteur est reparti de zéro pendant la session",
    en: "the meter began anew during the session",
    ar: "بدأ العدّاد من جديد أثناء الجلسة",
  },
  signature_bad: {
    fr: "la signature du compteur n'est pas valable",
    en: "the meter's signature is not right",
    ar: "توقيع العدّاد غير صحيح",
  },
  signature_unchecked: {
    fr: "la signature du compteur n'a pas pu être vérifiée",
    en: "the meter's signature could not be checked",
    ar: "تعذّر التحقق من توقيع العدّاد",
  },
  second_vehicle: {
    fr: "le connecteur a été libre entre-temps",
    en: "the connector was free in between",
    ar: "كان المقبس حراً لوهلة أثناء ذلك",
  },
  quirk: {
    fr: "valeurs lues selon ce que l'on sait du modèle de la station",
    en: "values read by what is known of the station's model",
    ar: "قُرئت القيم وفق ما يُعرف عن طراز المحطة",
  },
  decided_meter_read: {
    fr: "index relevé au compteur",
    en: "the register was read at the meter",
    ar: "قُرئ العدّاد في مكانه",
  },
  decided_station_log: {
    fr: "index pris dans le journal de la station",
    en: "the registers are those of the station's own log",
    ar: "أُخذت القراءات من سجل المحطة نفسها",
  },
  decided_driver_agreed: {
    fr: "index convenus avec le conducteur",
    en: "the registers were agreed with the driver",
    ar: "اتُّفق على القراءات مع السائق",
  },
  decided_last_trusted: {
    fr: "prix jusqu'au dernier relevé fiable",
    en: "priced to the last reading that can be trusted",
    ar: "حُسب الثمن حتى آخر قراءة موثوقة",
  },
  driver_wins: {
    fr: "les relevés se contredisaient : le chiffre le plus bas a été retenu",
    en: "the evidence contradicted itself: the lower figure was taken",
    ar: "تناقضت القراءات: أُخذ الرقم الأدنى",
  },
  time_not_priced: {
    fr: "l'horloge n'est pas fiable",
    en: "the clock cannot be relied on",
    ar: "الساعة غير موثوقة",
  },
};
