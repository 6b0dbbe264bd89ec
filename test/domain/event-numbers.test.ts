/** A transaction is whole when every number from its Started to its Ended was heard, and the text says which were. */
import type { HeardEvent } from "@barq/domain/event-numbers";
import { eventNumbersMeasurand, eventNumbersText, hasGap, isWhole } from "@barq/domain/event-numbers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { end, meteredOf, register } from "./readings.ts";

/** Started, so many Updated, Ended. */
const whole = (from: number, updates: number): readonly HeardEvent[] => [
  { event: "Started", number: from },
  ...Array.from({ length: updates }, (_, n) => ({ event: "Updated", number: from + n + 1 })),
  { event: "Ended", number: from + updates + 1 },
];

describe("the numbers of a transaction's events", () => {
  it("with any of them missing are a gap, whichever it is and however they are shuffled and repeated", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1000 }),
        fc.nat({ max: 30 }),
        fc.nat(),
        fc.gen(),
        (from, updates, pick, gen) => {
          const events = whole(from, updates);
          const shuffled = gen(fc.shuffledSubarray, [...events], { minLength: events.length });
          expect(isWhole(eventNumbersText([...shuffled, ...shuffled.slice(0, 3)]))).toBe(true);
          const missing = pick % events.length;
          expect(isWhole(eventNumbersText(events.filter((_, n) => n !== missing)))).toBe(false);
          expect(
            isWhole(
              eventNumbersText(
                events.map((event, n) => (n === missing ? { ...event, number: null } : event)),
              ),
            ),
          ).toBe(false);
        },
      ),
    );
  });

  it("are told in stretches, with a mark for an end that never came", () => {
    expect(eventNumbersText(whole(0, 5))).toBe("0-6");
    expect(eventNumbersText(whole(0, 5).filter(({ number }) => number !== 4))).toBe("0-3,5-6");
    expect(eventNumbersText(whole(3, 2).slice(1))).toBe("?,4-6");
    expect(eventNumbersText(whole(3, 2).slice(0, -1))).toBe("3-5,?");
    expect(eventNumbersText([])).toBe("?,?");
  });

  it("mark the price where some are missing, and say nothing where a station does not number", () => {
    const numbers = (value: string) =>
      register(0, value, { measurand: eventNumbersMeasurand, unit: null, context: "Other" });
    const readings = [register(0, 1_000_000, { context: "Transaction.Begin" }), end(1_010_000)];
    expect(meteredOf({ readings }).flags).toEqual([]);
    expect(meteredOf({ readings: [...readings, numbers("0-61")] }).flags).toEqual([]);
    expect(meteredOf({ readings: [...readings, numbers("0-57,59-61")] }).flags).toEqual(["seq_gap"]);
    expect(hasGap([numbers("?,3")])).toBe(true);
  });
});
