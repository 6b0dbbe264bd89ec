/** How a receipt says by what its energy was proved, and what was wrong with the evidence: for the receipt's page alone. */
import type { EvidenceKind } from "@barq/domain/metering";
import type { Locale } from "./locale.ts";

export const meterFlags = [
  "readings_rejected",
  "estimated",
  "meter_stop_unknown",
  "meter_stop_below_start",
  "register_reset",
  "signature_bad",
  "signature_unchecked",
  "time_not_priced",
  "second_vehicle",
  "quirk",
  "seq_gap",
  "decided_meter_read",
  "decided_station_log",
  "decided_driver_agreed",
  "decided_last_trusted",
  "driver_wins",
] as const;
type MeterFlag = (typeof meterFlags)[number];

interface MeterWords {
  readonly evidences: Readonly<Record<EvidenceKind, string>>;
  readonly flags: Readonly<Record<MeterFlag, string>>;
}

const fr: MeterWords = {
  evidences: {
    signed: "Valeurs signées du compteur",
    begin_end: "Index du compteur au début et à la fin",
    start_stop: "Valeurs du compteur au démarrage et à l’arrêt",
    series: "Relevés du compteur pendant la session",
    intervals: "Somme des intervalles du compteur",
    decided: "Décidé par une personne après examen",
  },
  flags: {
    readings_rejected: "Certains relevés étaient inutilisables et ont été écartés",
    estimated: "La station n’a pas envoyé de valeur finale\u00a0: le dernier relevé fiable fait foi",
    meter_stop_unknown: "La valeur du compteur à la fin n’a pas pu être lue",
    meter_stop_below_start:
      "La valeur d’arrêt de la station était inférieure à celle du départ et n’a pas été utilisée",
    seq_gap: "Des messages de la station ne sont jamais arrivés\u00a0: ceux qui sont arrivés ont été comptés",
    decided_meter_read: "Une personne a relevé l’index au compteur",
    decided_station_log: "Une personne a pris les index dans le journal de la station",
    decided_driver_agreed: "Les index ont été convenus avec le conducteur",
    decided_last_trusted: "Facturé jusqu’au dernier relevé fiable",
    driver_wins: "Les relevés se contredisaient : le chiffre le plus bas a été retenu",
    register_reset: "Le compteur est reparti de zéro\u00a0: ses deux comptes sont additionnés",
    signature_bad: "La signature du compteur est fausse\u00a0: elle n’a pas été utilisée",
    signature_unchecked: "La signature du compteur n’a pas pu être vérifiée ni utilisée",
    second_vehicle: "Plusieurs véhicules ont peut-être été rechargés",
    quirk: "Lu selon ce que l’on sait de ce modèle de station",
    time_not_priced: "L’horloge n’est pas fiable\u00a0: le temps n’a pas été compté",
  },
};

const ar: MeterWords = {
  evidences: {
    signed: "القيم الموقّعة للعدّاد",
    begin_end: "قراءتا العدّاد عند البداية والنهاية",
    start_stop: "قيمتا العدّاد عند التشغيل والإيقاف",
    series: "قراءات العدّاد أثناء الجلسة",
    intervals: "مجموع فترات العدّاد",
    decided: "قرار شخص بعد المراجعة",
  },
  flags: {
    readings_rejected: "بعض القراءات لم تكن صالحة فاستُبعدت",
    estimated: "لم ترسل المحطة قيمة نهائية للعدّاد: اعتُمدت آخر قراءة موثوقة",
    meter_stop_unknown: "تعذّرت قراءة قيمة العدّاد عند النهاية",
    meter_stop_below_start: "كانت قيمة التوقف أقل من قيمة البداية فلم تُعتمد",
    seq_gap: "لم تصل بعض رسائل المحطة: حُسب ما وصل منها",
    decided_meter_read: "قرأ شخص العدّاد في مكانه",
    decided_station_log: "أخذ شخص القراءات من سجل المحطة نفسها",
    decided_driver_agreed: "اتُّفق على القراءات مع السائق",
    decided_last_trusted: "حُسب السعر حتى آخر قراءة موثوقة",
    driver_wins: "تناقضت القراءات: أُخذ الرقم الأدنى",
    register_reset: "بدأ العدّاد من جديد: جُمع ما عدّه قبل ذلك وبعده",
    signature_bad: "توقيع العدّاد غير صحيح فلم يُعتمد",
    signature_unchecked: "تعذّر التحقق من توقيع العدّاد فلم يُعتمد",
    second_vehicle: "ربما شُحنت أكثر من مركبة",
    quirk: "قُرئت القيم وفق طراز المحطة",
    time_not_priced: "الساعة غير موثوقة فلم يُحتسب الوقت",
  },
};

const en: MeterWords = {
  evidences: {
    signed: "Signed values of the meter",
    begin_end: "Begin and end registers of the meter",
    start_stop: "Meter values at start and stop",
    series: "Meter readings during the session",
    intervals: "Sum of the meter’s intervals",
    decided: "Decided by a person after a review",
  },
  flags: {
    readings_rejected: "Some readings were not usable and were left out",
    estimated: "The station sent no final meter value: the last trusted reading counts",
    meter_stop_unknown: "The meter value at the end could not be read",
    meter_stop_below_start: "The station’s stop value was below its start value and was not used",
    seq_gap: "Some messages of the station never came: what did come was counted",
    decided_meter_read: "A person read the register at the meter",
    decided_station_log: "A person took the registers from the station’s own log",
    decided_driver_agreed: "The registers were agreed with the driver",
    decided_last_trusted: "Priced to the last reading that can be trusted",
    driver_wins: "The evidence contradicted itself: the lower figure was taken",
    register_reset: "The meter began anew: what it counted before and after is added",
    signature_bad: "The meter’s signature is wrong: it was not used",
    signature_unchecked: "The meter’s signature could not be checked: it was not used",
    second_vehicle: "Perhaps more than one vehicle took energy",
    quirk: "Read by what is known of this model of station",
    time_not_priced: "The clock is not reliable: time was not counted",
  },
};

const catalogue: Readonly<Record<Locale, MeterWords>> = { fr, ar, en };

export const meterWordsOf = (locale: Locale): MeterWords => catalogue[locale];
