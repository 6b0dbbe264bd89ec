/** Restrictions taken apart into single questions that hold or do not hold at one moment (OCPI mod_tariffs, TariffRestrictions). */
import type { Exact } from "./exact.ts";
import { exact, exactOf, times } from "./exact.ts";
import type { IdleTerms, OcpiComponent, OcpiElement, OcpiRestrictions, OcpiTariff } from "./ocpi.ts";
import type { Wall } from "./wall.ts";

/** What can be asked of one moment of a session. */
export interface Moment {
  readonly wall: Wall;
  /** since the session began; a reservation before it does not count */
  readonly ageMs: number;
  readonly usedAtLeast: (mwh: bigint) => boolean;
  readonly powerAtLeast: (milliwatt: bigint) => boolean;
  /** undefined: no current was measured */
  readonly currentAtLeast: (tenthMa: bigint) => boolean | undefined;
}

export type Condition = (moment: Moment) => boolean;

export interface Component {
  readonly price: Exact;
  /** per cent; null: the component names none */
  readonly vat: Exact | null;
  readonly stepSize: bigint;
}

export interface Element {
  readonly index: number;
  readonly components: ReadonlyMap<OcpiComponent["type"], Component>;
  readonly conditions: readonly Condition[];
  readonly asksCurrent: boolean;
  readonly reservation: OcpiRestrictions["reservation"] | null;
}

export interface Tariff {
  readonly elements: readonly Element[];
  /** every energy at which a restriction begins or ends, mWh */
  readonly energyMarks: readonly bigint[];
  readonly graceMs: number;
  readonly isIdlePriced: Condition;
  readonly thresholdMilliW: bigint | null;
}

/** A JSON number as text, scaled to a whole number of small units. */
function whole(value: number, unitsInOne: number): bigint {
  const { n, d } = times(exactOf(String(value)), exact(unitsInOne));
  if (d !== 1n) throw new Error(`${value} is finer than its unit allows`);
  return n;
}

function minutesOf(text: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (!match) throw new Error(`"${text}" is no time of day`);
  return Number(match[1]) * 60 + Number(match[2]);
}

/** One bound alone reaches to or from midnight; equal bounds are the whole day; an end before its start wraps over midnight. */
function during(startText = "00:00", endText = "00:00"): Condition {
  const [start, end] = [minutesOf(startText), minutesOf(endText)];
  if (start === end) return () => true;
  return start < end
    ? ({ wall }) => wall.minuteOfDay >= start && wall.minuteOfDay < end
    : ({ wall }) => wall.minuteOfDay >= start || wall.minuteOfDay < end;
}

function conditionsOf(r: OcpiRestrictions): readonly Condition[] {
  const all: Condition[] = [];
  const when = <T>(value: T | null | undefined, condition: (value: T) => Condition): void => {
    if (value !== undefined && value !== null) all.push(condition(value));
  };
  if (r.start_time !== undefined || r.end_time !== undefined) all.push(during(r.start_time, r.end_time));
  when(
    r.start_date,
    (day) =>
      ({ wall }) =>
        wall.date >= day,
  );
  when(
    r.end_date,
    (day) =>
      ({ wall }) =>
        wall.date < day,
  );
  if (r.day_of_week && r.day_of_week.length > 0) {
    const days = r.day_of_week;
    all.push(({ wall }) => days.includes(wall.weekday));
  }
  const energy = (kwh: number): bigint => whole(kwh, 1_000_000);
  when(r.min_kwh, (kwh) => against(energy(kwh), (mark) => (m) => m.usedAtLeast(mark)));
  when(r.max_kwh, (kwh) => against(energy(kwh), (mark) => (m) => !m.usedAtLeast(mark)));
  when(r.min_power, (kw) => against(whole(kw, 1_000_000), (mark) => (m) => m.powerAtLeast(mark)));
  when(r.max_power, (kw) => against(whole(kw, 1_000_000), (mark) => (m) => !m.powerAtLeast(mark)));
  // Without a measurement neither bound is known to hold.
  when(r.min_current, (a) => against(whole(a, 10_000), (mark) => (m) => m.currentAtLeast(mark) === true));
  when(r.max_current, (a) => against(whole(a, 10_000), (mark) => (m) => m.currentAtLeast(mark) === false));
  when(r.min_duration, (s) => (m) => m.ageMs >= s * 1000);
  when(r.max_duration, (s) => (m) => m.ageMs < s * 1000);
  return all;
}

const against = <T>(mark: T, condition: (mark: T) => Condition): Condition => condition(mark);

function elementOf({ price_components, restrictions = {} }: OcpiElement, index: number): Element {
  const components = new Map(
    price_components.map(({ type, price, vat, step_size }) => [
      type,
      {
        price: exactOf(String(price)),
        vat: vat === undefined || vat === null ? null : exactOf(String(vat)),
        stepSize: BigInt(step_size),
      },
    ]),
  );
  if (components.size !== price_components.length)
    throw new Error(`element ${index} names a dimension twice`);
  return {
    index,
    components,
    conditions: conditionsOf(restrictions),
    asksCurrent: restrictions.min_current !== undefined || restrictions.max_current !== undefined,
    reservation: restrictions.reservation ?? null,
  };
}

function idleHours(hours: IdleTerms["hours"]): Condition {
  if (hours === undefined) return () => true;
  const windows = ("start_time" in hours ? [hours] : hours).map((w) => during(w.start_time, w.end_time));
  return (moment) => windows.some((window) => window(moment));
}

/** @throws Error for what is no tariff: this evaluator is asked about good ones alone */
export function tariffOf({ elements, barq }: OcpiTariff): Tariff {
  const { grace_s = 0, hours, threshold_w } = barq?.idle ?? {};
  const marks = elements.flatMap(({ restrictions = {} }) => [restrictions.min_kwh, restrictions.max_kwh]);
  return {
    elements: elements.map(elementOf),
    energyMarks: [...new Set(marks.flatMap((kwh) => (kwh == null ? [] : [whole(kwh, 1_000_000)])))].sort(
      (a, b) => (a < b ? -1 : 1),
    ),
    graceMs: grace_s * 1000,
    isIdlePriced: idleHours(hours),
    thresholdMilliW: threshold_w === undefined ? null : BigInt(threshold_w) * 1000n,
  };
}
