/** The conditions of a price as documents print them, in three languages. */
import type { Condition, Hours, Range } from "@barq/domain/conditions";
import { dayRuns, lastDayBefore, saidHours } from "@barq/domain/conditions";
import { isolated } from "./arabic-line.ts";
import { duration, shortDate } from "./dates.ts";
import { measured } from "./figures.ts";
import type { Language } from "./language.ts";

interface RangeWords {
  from(least: string): string;
  below(most: string): string;
  between(least: string, most: string): string;
}

interface ConditionWords {
  readonly weekdays: readonly string[];
  day(day: string): string;
  dayRange(first: string, last: string): string;
  times(from: string, to: string): string;
  readonly and: string;
  readonly dates: RangeWords;
  readonly energy: RangeWords;
  readonly duration: RangeWords;
  readonly power: RangeWords;
  readonly current: RangeWords;
  readonly reserved: string;
  readonly reservedInVain: string;
}

const words: Readonly<Record<Language, ConditionWords>> = {
  fr: {
    weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    day: (day) => `le ${day}`,
    dayRange: (first, last) => `du ${first} au ${last}`,
    times: (from, to) => `de ${from} à ${to}`,
    and: " et ",
    dates: {
      from: (first) => `à partir du ${first}`,
      below: (last) => `jusqu'au ${last}`,
      between: (first, last) => `du ${first} au ${last}`,
    },
    energy: {
      from: (least) => `au-delà de ${least}`,
      below: (most) => `jusqu'à ${most}`,
      between: (least, most) => `de ${least} à ${most}`,
    },
    duration: {
      from: (least) => `après ${least} de session`,
      below: (most) => `pendant les premières ${most} de session`,
      between: (least, most) => `entre ${least} et ${most} de session`,
    },
    power: {
      from: (least) => `à une puissance de ${least} ou plus`,
      below: (most) => `à une puissance inférieure à ${most}`,
      between: (least, most) => `à une puissance de ${least} à moins de ${most}`,
    },
    current: {
      from: (least) => `à un courant de ${least} ou plus`,
      below: (most) => `à un courant inférieur à ${most}`,
      between: (least, most) => `à un courant de ${least} à moins de ${most}`,
    },
    reserved: "pour une réservation",
    reservedInVain: "pour une réservation non utilisée",
  },
  en: {
    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    day: (day) => day,
    dayRange: (first, last) => `${first} to ${last}`,
    times: (from, to) => `from ${from} to ${to}`,
    and: " and ",
    dates: {
      from: (first) => `from ${first} on`,
      below: (last) => `until ${last}`,
      between: (first, last) => `from ${first} to ${last}`,
    },
    energy: {
      from: (least) => `beyond ${least}`,
      below: (most) => `up to ${most}`,
      between: (least, most) => `from ${least} to ${most}`,
    },
    duration: {
      from: (least) => `after ${least} of the session`,
      below: (most) => `in the first ${most} of the session`,
      between: (least, most) => `between ${least} and ${most} of the session`,
    },
    power: {
      from: (least) => `at a power of ${least} or more`,
      below: (most) => `at a power below ${most}`,
      between: (least, most) => `at a power from ${least} to below ${most}`,
    },
    current: {
      from: (least) => `at a current of ${least} or more`,
      below: (most) => `at a current below ${most}`,
      between: (least, most) => `at a current from ${least} to below ${most}`,
    },
    reserved: "for a reservation",
    reservedInVain: "for a reservation that was not used",
  },
  ar: {
    weekdays: ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
    day: (day) => `يوم ${day}`,
    dayRange: (first, last) => `من ${first} إلى ${last}`,
    times: (from, to) => `من الساعة ${isolated(from)} إلى ${isolated(to)}`,
    and: " و",
    dates: {
      from: (first) => `ابتداءً من ${isolated(first)}`,
      below: (last) => `حتى ${isolated(last)}`,
      between: (first, last) => `من ${isolated(first)} إلى ${isolated(last)}`,
    },
    energy: {
      from: (least) => `بعد ${least}`,
      below: (most) => `حتى ${most}`,
      between: (least, most) => `من ${least} إلى ${most}`,
    },
    duration: {
      from: (least) => `بعد ${least} من الجلسة`,
      below: (most) => `خلال أول ${most} من الجلسة`,
      between: (least, most) => `بين ${least} و${most} من الجلسة`,
    },
    power: {
      from: (least) => `بقدرة ${least} أو أكثر`,
      below: (most) => `بقدرة أقل من ${most}`,
      between: (least, most) => `بقدرة من ${least} إلى أقل من ${most}`,
    },
    current: {
      from: (least) => `بتيار ${least} أو أكثر`,
      below: (most) => `بتيار أقل من ${most}`,
      between: (least, most) => `بتيار من ${least} إلى أقل من ${most}`,
    },
    reserved: "عند حجز المقبس",
    reservedInVain: "عند حجز المقبس دون استعماله",
  },
};

/** Each condition as a part of a sentence. */
export function conditionTexts(conditions: readonly Condition[], language: Language): readonly string[] {
  const hasDays = conditions.some(({ kind }) => kind === "days");
  return conditions.map((each) => conditionText(each, hasDays, language));
}

function conditionText(condition: Condition, hasDays: boolean, language: Language): string {
  const own = words[language];
  switch (condition.kind) {
    case "days":
      return daysText(condition.days, language);
    case "times":
      return timesText(saidHours(condition, hasDays), language);
    case "dates": {
      const { from } = condition;
      const last = condition.before === null ? null : lastDayBefore(condition.before);
      if (from !== null && from === last) return own.day(shortDate(from));
      return rangeText(
        own.dates,
        from === null ? null : shortDate(from),
        last === null ? null : shortDate(last),
      );
    }
    case "duration":
      return measuredText(own.duration, condition, (text) => duration(Number(text) * 1000, language));
    case "energy":
    case "power":
    case "current":
      return measuredText(own[condition.kind], condition, (text) => measured(text, condition.unit, language));
    case "reservation":
      return condition.expired ? own.reservedInVain : own.reserved;
  }
}

/** Local hours in a sentence: "from 08:00 to 12:00 and from 14:00 to 18:00". */
export const hoursText = (hours: readonly Hours[], language: Language): string =>
  timesText(
    hours.flatMap((each) => saidHours(each, false)),
    language,
  );

const timesText = (hours: readonly Hours[], language: Language): string =>
  listed(
    hours.map(({ from, to }) => words[language].times(from, to)),
    language,
  );

/** Three days and more in a row are a range. */
function daysText(days: readonly string[], language: Language): string {
  const own = words[language];
  const name = (n: number | undefined): string => own.weekdays[n ?? 0] ?? "";
  const said = dayRuns(days).map((run) =>
    run.length === 1 ? own.day(name(run[0])) : own.dayRange(name(run[0]), name(run.at(-1))),
  );
  return listed(said, language);
}

/** "a, b and c". */
const listed = (parts: readonly string[], language: Language): string =>
  parts.length < 2
    ? parts.join("")
    : `${parts.slice(0, -1).join(language === "ar" ? "، " : ", ")}${words[language].and}${parts.at(-1)}`;

const measuredText = (
  own: RangeWords,
  { from, below }: Range<string>,
  show: (text: string) => string,
): string => rangeText(own, from === null ? null : show(from), below === null ? null : show(below));

function rangeText(own: RangeWords, least: string | null, most: string | null): string {
  if (least !== null && most !== null) return own.between(least, most);
  if (least !== null) return own.from(least);
  return most === null ? "" : own.below(most);
}
