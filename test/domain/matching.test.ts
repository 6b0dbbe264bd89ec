/** Which element prices a moment: the first that has the dimension and whose conditions all hold, to the last of its bounds. */
import { LocalTime } from "@barq/domain/boundary";
import type { Piece } from "@barq/domain/cut";
import type { Asked } from "@barq/domain/matching";
import { isOnTheClock, Matcher, sessionCandidates } from "@barq/domain/matching";
import type { OcpiElement } from "@barq/domain/ocpi-tariff";
import type { Profile, Stretch } from "@barq/domain/usage";
import { stretch } from "@barq/domain/usage";
import { describe, expect, it } from "vitest";
import { always, elementsOf, priced, when } from "./tariff-terms.ts";

/** A Tuesday. */
const start = Date.parse("2026-11-24T15:00:00Z");
type Body = NonNullable<OcpiElement["restrictions"]>;
const noClock = (): LocalTime => {
  throw new Error("nobody asked for a clock");
};
const utc = (): LocalTime => new LocalTime("UTC", start, start + 86_400_000);
const matcherOf = (
  elements: readonly OcpiElement[],
  { isExpired = false, local = noClock }: { isExpired?: boolean; local?: () => LocalTime } = {},
) => new Matcher(elementsOf(elements), { isExpired, startedAt: start, local });

/** A piece of an hour with 10 kWh, from some ms after the start. */
function pieceOf(other: Partial<Stretch> = {}, piece: Partial<Piece> = {}): Piece {
  const whole: Stretch = { ...stretch(start, start + 3_600_000, "charging", 10_000_000n), ...other };
  return {
    from: whole.from,
    to: whole.to,
    stretch: whole,
    index: 4,
    span: 0,
    beforeMwh: 0n,
    energyMwh: whole.energyMwh,
    ms: whole.to - whole.from,
    isCut: false,
    isGrace: false,
    ...piece,
  };
}
const energy = priced("ENERGY", 1);
/** Whether an element under these conditions prices the energy of a piece, and what was missing for it. */
function asked(condition: Body, piece: Piece, local?: () => LocalTime) {
  const matcher = matcherOf([when(condition, energy)], local && { local });
  matcher.enter(piece);
  const found = matcher.first("ENERGY", piece);
  return { holds: found?.element === 0, gaps: [...matcher.gaps] };
}
const holds = (condition: Body, piece: Piece, local?: () => LocalTime): boolean =>
  asked(condition, piece, local).holds;

describe("what was not measured", () => {
  const hour = pieceOf();
  const nothing = pieceOf({ to: start, energyMwh: 0n });

  it("of power is told from the mean of the energy, and said", () => {
    const gaps = [["power_from_energy", 4]];
    expect(asked({ min_power: 10 }, hour)).toEqual({ holds: true, gaps });
    expect(asked({ min_power: 10.0001 }, hour)).toEqual({ holds: false, gaps });
    expect(asked({ max_power: 10 }, hour)).toEqual({ holds: false, gaps });
    expect(asked({ max_power: 10.0001 }, hour)).toEqual({ holds: true, gaps });
    expect(asked({ min_power: 9, max_power: 10 }, hour)).toEqual({ holds: false, gaps });
    expect(asked({ min_power: 11, max_power: 12 }, hour)).toEqual({ holds: false, gaps });
    expect(asked({ min_power: 9, max_power: 11 }, hour)).toEqual({ holds: true, gaps });
  });

  it("of power is not missed where there is no time to have one", () => {
    expect(asked({ min_power: 10 }, nothing)).toEqual({ holds: true, gaps: [] });
    expect(asked({ max_power: 10 }, nothing)).toEqual({ holds: false, gaps: [] });
  });

  it("of current holds nothing, and is said", () => {
    const gaps = [["current_missing", 4]];
    expect(asked({ min_current: 0 }, hour)).toEqual({ holds: false, gaps });
    expect(asked({ max_current: 500 }, hour)).toEqual({ holds: false, gaps });
    expect(asked({ min_kwh: 0 }, hour)).toEqual({ holds: true, gaps: [] });
  });
});

describe("a measured line", () => {
  const line = (from: number, to: number): Profile => ({ kind: "line", from, to });

  it("is asked at the middle of the piece, least inclusive and most exclusive", () => {
    const rising = pieceOf({ powerMilliW: line(0, 10_000_000) });
    expect(asked({ min_power: 5 }, rising)).toEqual({ holds: true, gaps: [] });
    expect(asked({ min_power: 5.0001 }, rising)).toEqual({ holds: false, gaps: [] });
    expect(asked({ max_power: 5 }, rising)).toEqual({ holds: false, gaps: [] });
    expect(asked({ max_power: 5.0001 }, rising)).toEqual({ holds: true, gaps: [] });
    const quarter = pieceOf({ powerMilliW: line(2_000_000, 10_000_000) }, { to: start + 1_800_000 });
    expect([holds({ min_power: 4 }, quarter), holds({ min_power: 4.1 }, quarter)]).toEqual([true, false]);
    const last = pieceOf({ powerMilliW: line(2_000_000, 10_000_000) }, { from: start + 1_800_000 });
    expect([holds({ max_power: 8.1 }, last), holds({ max_power: 8 }, last)]).toEqual([true, false]);
  });

  it("is asked for current likewise, beside power", () => {
    const both = pieceOf({ powerMilliW: line(8_000_000, 8_000_000), currentTenthMa: line(160_000, 160_000) });
    expect(holds({ min_current: 16, min_power: 8 }, both)).toBe(true);
    expect(holds({ min_current: 16, min_power: 9 }, both)).toBe(false);
    expect(holds({ max_current: 16, min_power: 8 }, both)).toBe(false);
    expect(holds({ max_current: 16.1 }, both)).toBe(true);
  });

  it("of no length is what it was at its start", () => {
    const nothing = pieceOf({ to: start, powerMilliW: line(1_000_000, 9_000_000) });
    expect([holds({ min_power: 1, max_power: 2 }, nothing), holds({ min_power: 2 }, nothing)]).toEqual([
      true,
      false,
    ]);
  });
});

describe("a measured range", () => {
  const range = (least: number | null, most: number | null): Piece =>
    pieceOf({ powerMilliW: { kind: "range", least, most } });
  const coarse = [["period_too_coarse", 4]];

  it("that reaches over a bound is too coarse: it is said, and the element does not hold", () => {
    const wide = range(4_000_000, 6_000_000);
    for (const condition of [{ min_power: 5 }, { max_power: 5 }, { min_power: 6 }, { max_power: 6 }])
      expect(asked(condition, wide)).toEqual({ holds: false, gaps: coarse });
    expect(asked({ min_power: 4, max_power: 5 }, wide)).toEqual({ holds: false, gaps: coarse });
    expect(asked({ min_power: 5, max_power: 7 }, wide)).toEqual({ holds: false, gaps: coarse });
  });

  it("within its bounds holds, and beyond them does not", () => {
    const wide = range(4_000_000, 6_000_000);
    expect(asked({ min_power: 4 }, wide)).toEqual({ holds: true, gaps: [] });
    expect(asked({ max_power: 6.0001 }, wide)).toEqual({ holds: true, gaps: [] });
    expect(asked({ min_power: 4, max_power: 7 }, wide)).toEqual({ holds: true, gaps: [] });
    expect(asked({ min_power: 6.0001 }, wide)).toEqual({ holds: false, gaps: [] });
    expect(asked({ max_power: 4 }, wide)).toEqual({ holds: false, gaps: [] });
  });

  it("of which one side alone is known is that, and of which none is known holds nothing", () => {
    for (const known of [range(5_000_000, null), range(null, 5_000_000)]) {
      expect(asked({ min_power: 5, max_power: 5.0001 }, known)).toEqual({ holds: true, gaps: [] });
      expect(asked({ min_power: 5.0001 }, known)).toEqual({ holds: false, gaps: [] });
      expect(asked({ max_power: 5 }, known)).toEqual({ holds: false, gaps: [] });
    }
    expect(asked({ min_power: 0 }, range(null, null))).toEqual({ holds: false, gaps: [] });
  });
});

describe("energy and age", () => {
  it("count what came before the piece, from the least and below the most", () => {
    const following = (beforeMwh: bigint) => pieceOf({}, { beforeMwh });
    expect([999_999n, 1_000_000n].map((mwh) => holds({ min_kwh: 1 }, following(mwh)))).toEqual([false, true]);
    expect([999_999n, 1_000_000n].map((mwh) => holds({ max_kwh: 1 }, following(mwh)))).toEqual([true, false]);
  });

  it("count from the session's start", () => {
    const aged = (ms: number) => pieceOf({}, { from: start + ms, span: 1 });
    expect([59_999, 60_000].map((ms) => holds({ min_duration: 60 }, aged(ms)))).toEqual([false, true]);
    expect([59_999, 60_000].map((ms) => holds({ max_duration: 60 }, aged(ms)))).toEqual([true, false]);
    expect(holds({ min_duration: 60, max_duration: 90 }, aged(90_000))).toBe(false);
  });
});

describe("the clock on the wall", () => {
  const clock = { dayNumber: 20_781, minuteOfDay: 900, secondOfDay: 54_000, weekday: 2 };
  const open = (body: Body): boolean => {
    const [element] = elementsOf([when(body, energy)]).elements;
    if (!element?.restrictions) throw new Error("nothing is restricted");
    return isOnTheClock(element.restrictions, clock);
  };

  it("is tested by time, weekday and date, the last of each exclusive", () => {
    expect(open({ start_time: "15:00" })).toBe(true);
    expect(open({ start_time: "15:01" })).toBe(false);
    expect(open({ end_time: "15:00" })).toBe(false);
    expect(open({ day_of_week: ["TUESDAY"] })).toBe(true);
    expect(open({ day_of_week: ["MONDAY", "WEDNESDAY"] })).toBe(false);
    expect(open({ start_date: "2026-11-24" })).toBe(true);
    expect(open({ start_date: "2026-11-25" })).toBe(false);
    expect(open({ end_date: "2026-11-24" })).toBe(false);
    expect(open({ end_date: "2026-11-25" })).toBe(true);
    expect(open({ min_kwh: 1 })).toBe(true);
  });

  it("is read once in a span, and not at all where no element names a time or a day", () => {
    let howOften = 0;
    const counted = (): LocalTime => {
      howOften++;
      return utc();
    };
    const matcher = matcherOf([when({ end_time: "15:30" }, energy), always(energy)], { local: counted });
    const priceAt = (ms: number, span: number) => {
      const piece = pieceOf({}, { from: start + ms, span });
      matcher.enter(piece);
      return matcher.first("ENERGY", piece)?.element;
    };
    expect([priceAt(0, 0), priceAt(60_000, 0), priceAt(1_800_000, 1), priceAt(1_900_000, 1)]).toEqual([
      0, 0, 1, 1,
    ]);
    expect(howOften).toBe(2);
    expect(holds({ min_duration: 0 }, pieceOf())).toBe(true);
    expect(holds({ end_time: "15:00" }, pieceOf(), utc)).toBe(false);
  });
});

describe("the first element that holds", () => {
  const elements = [
    when({ min_kwh: 5 }, energy),
    always(priced("TIME", 1)),
    when({ max_kwh: 2 }, energy, priced("TIME", 2)),
    always(energy, priced("FLAT", 3)),
    always(energy, priced("PARKING_TIME", 4)),
  ];
  const first = (dimension: Asked, beforeKwh: number, before?: number) => {
    const piece = pieceOf({}, { beforeMwh: BigInt(beforeKwh) * 1_000_000n });
    const matcher = matcherOf(elements);
    matcher.enter(piece);
    return matcher.first(dimension, piece, before)?.element;
  };

  it("is found in the order of the list, among those that have the dimension", () => {
    expect([first("ENERGY", 6), first("ENERGY", 1), first("ENERGY", 3)]).toEqual([0, 2, 3]);
    expect([first("TIME", 1), first("FLAT", 6), first("PARKING_TIME", 1)]).toEqual([1, 3, 4]);
    expect(first("RESERVATION_TIME", 1)).toBeUndefined();
  });

  it("may be asked for among those before another", () => {
    expect([first("ENERGY", 1, 3), first("ENERGY", 1, 2), first("ENERGY", 3, 3)]).toEqual([
      2,
      undefined,
      undefined,
    ]);
  });

  it("hides all behind one that always holds", () => {
    const all = sessionCandidates(elementsOf(elements), "ENERGY");
    expect(all.map(({ element, restrictions }) => [element, restrictions === null])).toEqual([
      [0, false],
      [2, false],
      [3, true],
    ]);
    expect(all[2]?.component.dimension).toBe("ENERGY");
  });
});

describe("a reservation", () => {
  const [time, flat] = [priced("TIME", 1), priced("FLAT", 2)];
  const used = when({ reservation: "RESERVATION" }, time, flat);
  const expired = when({ reservation: "RESERVATION_EXPIRES" }, flat);
  const piece = pieceOf({ kind: "reserved" });
  const first = (elements: readonly OcpiElement[], asking: Asked, isExpired = false) => {
    const matcher = matcherOf(elements, { isExpired });
    matcher.enter(piece);
    return matcher.first(asking, piece)?.element;
  };

  it("is never priced by an element of the session, nor the session by one of a reservation", () => {
    const elements = [expired, used, always(time, flat)];
    expect([first(elements, "TIME"), first(elements, "FLAT")]).toEqual([2, 2]);
    expect([first(elements, "RESERVATION_TIME"), first(elements, "RESERVATION_FLAT")]).toEqual([1, 1]);
    expect(first([always(time, flat)], "RESERVATION_TIME")).toBeUndefined();
    expect(first([always(time, flat)], "RESERVATION_FLAT", true)).toBeUndefined();
  });

  it("that expired pays for that where the tariff has the dimension, else as one that was used", () => {
    const elements = [used, expired, always(time, flat)];
    expect([
      first(elements, "RESERVATION_FLAT", true),
      first(elements, "RESERVATION_FLAT"),
      first(elements, "RESERVATION_TIME", true),
    ]).toEqual([1, 0, 0]);
  });
});
