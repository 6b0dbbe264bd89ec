/** What is true of every session's meter, however its station talks: order and repeats change nothing, and nothing is invented. */
import { decimalText } from "@barq/domain/decimal";
import { minute } from "@barq/domain/instant";
import { settleMeter } from "@barq/domain/metering";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyFacts } from "./any-facts.ts";
import type { Arrived } from "./readings.ts";
import { endedAt, factsOf, register, startedAt } from "./readings.ts";

describe("whatever a station sends", () => {
  it("the order of its readings and their repeats change nothing, to the letter", () => {
    fc.assert(
      fc.property(
        anyFacts.chain((facts) =>
          fc.tuple(
            fc.constant(facts),
            fc.shuffledSubarray([...facts.readings, ...facts.readings], {
              minLength: facts.readings.length * 2,
            }),
            fc.nat({ max: 20 * minute }),
          ),
        ),
        ([facts, shuffled, later]) => {
          const seen = new Set<Arrived>();
          const twice = shuffled.map((reading) => {
            const isRepeat = seen.has(reading);
            seen.add(reading);
            // A repeat arrives later; a reading that has no other time than its arrival is repeated as it is.
            const isTimed = reading.at !== null && reading.at > startedAt - 60 * minute;
            return isRepeat && isTimed ? { ...reading, arrivedAt: reading.arrivedAt + later } : reading;
          });
          expect(settleMeter({ ...facts, readings: twice })).toEqual(settleMeter(facts));
        },
      ),
      { numRuns: 600 },
    );
  });

  it("the answer is an energy of zero or more between two registers, or a person's", () => {
    let priced = 0;
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const metered = settleMeter(facts);
        if (metered.kind === "review") {
          expect(metered.why).toMatch(/^meter_/);
          return;
        }
        priced++;
        const { energyMwh, stretches, registerStartMwh, registerStopMwh } = metered;
        expect(energyMwh >= 0n).toBe(true);
        expect(registerStopMwh - registerStartMwh).toBe(energyMwh);
        if (stretches.length === 0) expect(energyMwh).toBe(0n);
      }),
      { numRuns: 600 },
    );
    // The property would say nothing if everything went to a person.
    expect(priced).toBeGreaterThan(20);
  });

  it("its stretches follow each other from start to end, and their energies add up to the whole", () => {
    let measured = 0;
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const metered = settleMeter(facts);
        if (metered.kind === "review" || metered.stretches.length === 0) return;
        const { energyMwh, stretches } = metered;
        if (stretches.some(({ powerMilliW }) => powerMilliW !== null)) measured++;
        expect(stretches.reduce((all, stretch) => all + stretch.energyMwh, 0n)).toBe(energyMwh);
        expect(stretches[0]?.from).toBe(facts.startedAt);
        expect(stretches.at(-1)?.to).toBe(Math.max(facts.startedAt, facts.endedAt));
        for (const [n, stretch] of stretches.entries()) {
          expect(stretch.energyMwh >= 0n).toBe(true);
          expect(["charging", "parking", "withheld"]).toContain(stretch.kind);
          if (n > 0) expect(stretch.from).toBe(stretches[n - 1]?.to);
          if (facts.endedAt > facts.startedAt) expect(stretch.to).toBeGreaterThan(stretch.from);
          for (const profile of [stretch.powerMilliW, stretch.currentTenthMa]) {
            if (profile === null) continue;
            if (profile.kind !== "line") throw new Error("a reading is no range");
            expect(Number.isSafeInteger(profile.from) && profile.from >= 0).toBe(true);
            expect(Number.isSafeInteger(profile.to) && profile.to >= 0).toBe(true);
          }
        }
      }),
      { numRuns: 600 },
    );
    expect(measured).toBeGreaterThan(5);
  });

  it("what was set aside bears its reason, and no reading is set aside twice", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { rejected } = settleMeter(facts);
        expect(rejected.every(({ why }) => why !== "")).toBe(true);
        const seen = rejected.map(({ reading }) => reading);
        expect(new Set(seen).size).toBe(seen.length);
      }),
    );
  });

  it("where nothing but the start is known no energy is ever named", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { signed: _, ...others } = facts;
        const metered = settleMeter({ ...others, endedAt, meterStop: "-1", readings: [] });
        expect(metered).toMatchObject({ kind: "review", why: "meter_missing" });
      }),
    );
  });
});

describe("one and the same session", () => {
  it("is the same to the letter when readings on a straight line between others are left out", () => {
    const anyLine = fc.record({
      // Wh a minute over so many minutes: straight in between.
      pieces: fc.array(
        fc.record({ minutes: fc.integer({ min: 1, max: 15 }), perMinute: fc.integer({ min: 0, max: 360 }) }),
        { minLength: 1, maxLength: 6 },
      ),
      kept: fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
      statuses: fc.array(
        fc.record({
          at: fc.integer({ min: startedAt, max: endedAt }),
          status: fc.constantFrom("Charging", "SuspendedEV", "SuspendedEVSE", "Finishing"),
        }),
        { maxLength: 4 },
      ),
    });
    fc.assert(
      fc.property(anyLine, ({ pieces, kept, statuses }) => {
        let [wh, minutes] = [1_000_000, 0];
        const all: Arrived[] = [];
        const bends: Arrived[] = [];
        for (const piece of pieces) {
          for (let n = 0; n < piece.minutes && minutes < 60; n++) {
            wh += piece.perMinute;
            minutes++;
            all.push(register(minutes, wh));
          }
          bends.push(...all.slice(-1));
        }
        const thinned = all.filter((reading, n) => bends.includes(reading) || kept[n]);
        const facts = factsOf({ meterStop: `${wh}`, statuses, maxPowerW: null });
        const whole = settleMeter({ ...facts, readings: all });
        const thin = settleMeter({ ...facts, readings: thinned });
        expect(thin).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  /** What really flowed: a register in Wh at every minute of the hour, never faster than 22 kW. */
  const anyTruth = fc
    .tuple(
      fc.integer({ min: 0, max: 90_000_000 }),
      fc.array(fc.integer({ min: 0, max: 360 }), { minLength: 60, maxLength: 60 }),
    )
    .map(([first, steps]) => {
      let wh = first;
      return [first, ...steps.map((step) => (wh += step))];
    });

  const phasesOf = (reading: Arrived): readonly Arrived[] => {
    const wh = BigInt(reading.value);
    const parts = [wh / 3n, wh / 3n, wh - 2n * (wh / 3n)];
    return parts.map((part, n) => ({ ...reading, phase: `L${n + 1}`, value: `${part}` }));
  };
  const dialects: readonly (readonly [string, (reading: Arrived) => readonly Arrived[]])[] = [
    ["in Wh", (reading) => [reading]],
    ["without a unit", (reading) => [{ ...reading, unit: null }]],
    ["in kWh", (reading) => [{ ...reading, unit: "kWh", value: decimalText(BigInt(reading.value), 3) }]],
    ["by phases", phasesOf],
    ["by phases and as a total", (reading) => [...phasesOf(reading), reading]],
    ["with needless zeros", (reading) => [{ ...reading, value: `00${reading.value}.000` }]],
    ["hours late", (reading) => [{ ...reading, arrivedAt: reading.arrivedAt + 500 * minute }]],
  ];

  it("is priced the same in every dialect, to the Wh that flowed", () => {
    fc.assert(
      fc.property(
        anyTruth,
        fc.constantFrom(...dialects),
        fc.integer({ min: 1, max: 15 }),
        (truth, [, say], every) => {
          const [first = 0, last = 0] = [truth[0], truth.at(-1)];
          const readings = truth.flatMap((wh, n) => (n % every === 0 ? say(register(n, wh)) : []));
          const facts = factsOf({
            meterStart: `${first}`,
            meterStop: `${last}`,
            readings,
            maxPowerW: 25_000,
          });
          expect(settleMeter(facts)).toMatchObject({
            kind: "metered",
            energyMwh: BigInt(last - first) * 1000n,
            flags: [],
          });
        },
      ),
    );
  });

  it("is not estimated higher than it was where its stop is lost", () => {
    fc.assert(
      fc.property(
        anyTruth,
        fc.constantFrom(...dialects),
        fc.integer({ min: 1, max: 15 }),
        (truth, [, say], every) => {
          const readings = truth.flatMap((wh, n) => (n % every === 0 ? say(register(n, wh)) : []));
          const facts = factsOf({ meterStart: `${truth[0]}`, meterStop: "-1", readings, maxPowerW: 25_000 });
          const metered = settleMeter(facts);
          if (metered.kind === "review") return;
          expect(metered.energyMwh <= BigInt((truth.at(-1) ?? 0) - (truth[0] ?? 0)) * 1000n).toBe(true);
          expect(metered.flags).toContain("estimated");
        },
      ),
    );
  });
});
