/** What a person decides of a session: taken where it can be true, lowered where the session's own evidence is lower, and told. */

import { evidenceWords, flagWords } from "@barq/documents/receipt-words";
import { computeSession } from "@barq/domain/computation";
import type { Decision } from "@barq/domain/decision";
import { decisionReasons } from "@barq/domain/decision";
import { lastTrustedIn } from "@barq/domain/metering";
import type { Proof } from "@barq/domain/proof";
import { buildProof, recompute, resultOf } from "@barq/domain/proof";
import { describe, expect, it } from "vitest";
import { atMinute, begin, end, factsOf, meteredOf, register, rising, verdictOf } from "./readings.ts";
import { tariffOf } from "./tariffs.ts";

const decided = (of: Partial<Decision> = {}): Decision => ({
  meterStart: "1000000",
  meterStop: "1010000",
  startedAt: null,
  endedAt: null,
  reason: "meter_read",
  ...of,
});

describe("a decision that cannot be true", () => {
  it("is refused: more than the connector can deliver in the time, also where it does not say what it can", () => {
    const decision = decided({ meterStop: "1030000" });
    expect(verdictOf({ meterStop: null, decision })).toBe("meter_too_much");
    const endless = decided({ meterStop: "1500000" });
    expect(verdictOf({ meterStop: null, maxPowerW: null, decision: endless })).toBe("meter_too_much");
    const instant = decided({ startedAt: atMinute(10), endedAt: atMinute(10) });
    expect(verdictOf({ decision: instant })).toBe("meter_too_much");
  });

  it("is refused: below its own start, or no number", () => {
    expect(verdictOf({ decision: decided({ meterStop: "999999" }) })).toBe("meter_backwards");
    expect(verdictOf({ decision: decided({ meterStop: "-1" }) })).toBe("meter_missing");
  });
});

describe("evidence that stays contradictory after a review", () => {
  it.each([
    ["Start and Stop are lower", { meterStop: "1005000" }, "5000 Wh by decided"],
    [
      "Begin and End are lower",
      { meterStop: null, readings: [begin(1_000_000), end(1_006_000)] },
      "6000 Wh by decided",
    ],
    ["the decision is lower", { meterStop: "1014000" }, "10000 Wh by decided"],
  ])("is settled by the lower figure, and says so: %s", (_, facts, verdict) => {
    expect(verdictOf({ ...facts, decision: decided() })).toBe(verdict);
    expect(meteredOf({ ...facts, decision: decided() }).flags).toContain("driver_wins");
  });

  it("is not what agrees, what is a unit, what is below zero, nor a zero that nothing proves", () => {
    for (const meterStop of ["1010050", "1000010", "999000", "1000000", null]) {
      const metered = meteredOf({ meterStop, decision: decided() });
      expect([metered.energyMwh, metered.flags.includes("driver_wins")]).toEqual([10_000_000n, false]);
    }
  });

  it("never makes a session longer than the station said: the shorter time counts, and says so", () => {
    const longer = { startedAt: atMinute(-30), endedAt: atMinute(90) };
    const metered = meteredOf({ meterStop: null, decision: decided(longer) });
    expect([metered.stretches.at(0)?.from, metered.stretches.at(-1)?.to]).toEqual([
      atMinute(0),
      atMinute(60),
    ]);
    expect(metered.flags).toContain("driver_wins");
  });

  it("never makes the price higher, whatever the station said", () => {
    for (let stop = 1_000_000; stop <= 1_021_000; stop += 500) {
      const metered = meteredOf({ meterStop: `${stop}`, decision: decided() });
      expect(metered.energyMwh).toBeLessThanOrEqual(10_000_000n);
      expect(metered.energyMwh).toBeGreaterThan(0n);
    }
  });
});

describe("a decision", () => {
  it("lets a zero be a person's act, with its reason", () => {
    const metered = meteredOf({ meterStop: "1000000", decision: decided({ meterStop: "1000000" }) });
    expect([metered.energyMwh, metered.source, metered.flags]).toEqual([
      0n,
      "decided",
      ["decided_meter_read"],
    ]);
  });

  it("lays its energy through the readings that fit, and straight where they do not", () => {
    const half = { maxPowerW: 22_000, decision: decided() };
    const through = meteredOf({ ...half, meterStop: null, readings: [register(30, 1_008_000)] });
    const firstHalf = through.stretches
      .filter(({ to }) => to <= atMinute(30))
      .reduce((sum, { energyMwh }) => sum + energyMwh, 0n);
    expect(firstHalf).toBe(8_000_000n);
    const beside = meteredOf({ ...half, meterStop: null, readings: [register(30, 77)] });
    expect(beside.stretches.map(({ energyMwh }) => energyMwh)).toEqual([10_000_000n]);
  });

  it("counts to the end that it states, and never beyond the connector's time", () => {
    const metered = meteredOf({ meterStop: null, decision: decided({ endedAt: atMinute(40) }) });
    expect(metered.stretches.at(-1)?.to).toBe(atMinute(40));
  });

  it.each(decisionReasons)("has a word on the receipt for its reason (%s), in every language", (reason) => {
    const { source, flags } = meteredOf({ meterStop: "1005000", decision: decided({ reason }) });
    expect(evidenceWords[source]).toBeDefined();
    for (const flag of flags) expect(flagWords[flag]).toBeDefined();
  });
});

describe("the last register that can be trusted", () => {
  it("is the last reading of a series that was cut off", () => {
    const readings = rising(1_000_000, 1_010_000).filter(({ at }) => (at ?? 0) <= atMinute(30));
    expect(lastTrustedIn(factsOf({ meterStop: null, readings }))).toEqual({
      startMwh: 1_000_000_000n,
      stopMwh: 1_005_000_000n,
      at: atMinute(30),
    });
  });

  it("lies before a fall, and before a rise that the connector cannot deliver", () => {
    const good = [register(10, 1_002_000), register(20, 1_004_000)];
    for (const wrong of [register(30, 500), register(30, 9_000_000)]) {
      const trusted = lastTrustedIn(factsOf({ readings: [...good, wrong, register(40, 9_000_100)] }));
      expect(trusted?.stopMwh).toBe(1_004_000_000n);
    }
  });

  it("counts in the readings' own register where Start speaks of another", () => {
    const readings = [register(1, 40), register(59, 6_040)];
    expect(lastTrustedIn(factsOf({ readings }))).toMatchObject({ startMwh: 40_000n, stopMwh: 6_040_000n });
  });

  it("is nowhere where there are no readings", () => {
    expect(lastTrustedIn(factsOf())).toBeUndefined();
  });
});

describe("a proof of a price that a person decided", () => {
  const tariff = tariffOf({ ENERGY: { price: 4.8 } });
  const facts = factsOf({ meterStop: null, decision: decided({ endedAt: atMinute(50) }) });
  const of = { tariff, zone: "Africa/Casablanca", facts, leftAt: null, waiverFor: () => null };
  const sealed = (): Proof => {
    const computed = computeSession(of);
    if (computed.kind !== "computed") throw new Error(computed.why);
    const proof = buildProof({
      session: "ses_a",
      reference: "ABCDEF",
      location: "L",
      station: "S",
      connector: 1,
      ...of,
      computed,
    });
    return JSON.parse(JSON.stringify(proof));
  };

  it("says what was decided beside what the station said, and is computed again to the letter", () => {
    const proof = sealed();
    expect(proof.decision).toEqual({
      meter_start: "1000000",
      meter_stop: "1010000",
      ended_at: atMinute(50),
      reason: "meter_read",
    });
    expect(proof.facts).toMatchObject({ meter_stop: null, ended_at: atMinute(60) });
    const again = recompute(proof);
    expect(again && resultOf(again)).toEqual(proof.result);
    expect(proof.result).toMatchObject({ evidence: "decided", after_tax: "48.00" });
  });

  it("comes to something else once the decision is taken out of it, or changed", () => {
    const { decision, ...without } = sealed();
    expect(recompute(without)).toBeNull();
    if (!decision) throw new Error("the proof has its decision");
    const changed = recompute({ ...without, decision: { ...decision, meter_stop: "1009000" } });
    expect(changed?.metered.energyMwh).toBe(9_000_000n);
  });
});
