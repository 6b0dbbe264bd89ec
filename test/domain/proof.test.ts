/** A bill proves itself: what its proof holds comes to the sealed result again, to the letter, for whoever computes it. */

import { computeSession } from "@barq/domain/computation";
import { legalTimeVersion } from "@barq/domain/legal-time";
import type { MeterFacts } from "@barq/domain/metering";
import type { Proof } from "@barq/domain/proof";
import { buildProof, recompute, resultOf } from "@barq/domain/proof";
import type { Tariff } from "@barq/domain/tariff";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyFacts } from "./any-facts.ts";
import { atMinute, factsOf, register, rising } from "./readings.ts";
import { signedPair } from "./signed-verdicts.ts";
import { anyTariff, tariffOf } from "./tariffs.ts";

/** The proof of a session as it lies in the archive: text, read back. */
function sealed(tariff: Tariff, facts: MeterFacts): Proof | null {
  const zone = "Africa/Casablanca";
  const computed = computeSession({ tariff, zone, facts, leftAt: null, waiverFor: () => null });
  if (computed.kind === "review") return null;
  const proof = buildProof({
    session: "ses_1",
    reference: "K7M2PQ",
    location: "LOC-1",
    station: "CP-1",
    connector: 1,
    zone,
    tariff,
    facts,
    leftAt: null,
    computed,
  });
  return JSON.parse(JSON.stringify(proof));
}

const tariff = tariffOf({ ENERGY: { price: 2.5 }, PARKING_TIME: { price: 60 }, FLAT: { price: 1 } });
const facts = factsOf({
  readings: [...rising(1_000_000, 1_010_000, 5), register(22, 3100), register(23, "?")],
  statuses: [{ at: atMinute(50), status: "SuspendedEV" }],
});
function usual(): Proof {
  const proof = sealed(tariff, facts);
  if (!proof) throw new Error("in review");
  return proof;
}
const again = (proof: Proof): unknown => {
  const computed = recompute(proof);
  return computed && resultOf(computed);
};

describe("a proof", () => {
  it("holds everything that its price was made of", () => {
    const proof = usual();
    expect(proof).toMatchObject({
      format: "barq.proof/2",
      legal_time: legalTimeVersion,
      time_zone: "Africa/Casablanca",
      tariff: tariff.source,
      tariff_version: 1,
      facts: { meter_start: "1000000", meter_stop: "1010000", max_power_w: 22_000, stop_reason: "Local" },
      result: {
        energy_mwh: "10000000",
        evidence: "start_stop",
        flags: ["readings_rejected"],
        rejected: [
          { at: "2026-11-24T15:23:00Z", value: "?", why: "value" },
          { at: "2026-11-24T15:22:00Z", value: "3100", why: "outlier" },
        ],
        after_tax: "36.00",
        currency: "MAD",
      },
    });
    expect(proof.facts.readings).toEqual(facts.readings);
  });

  it("holds verdicts, boots, phases and quirks where there are any, and is as it always was where there are none", () => {
    expect(Object.keys(usual().facts).sort()).toEqual([
      "ended_at",
      "left_at",
      "max_power_w",
      "meter_start",
      "meter_stop",
      "readings",
      "started_at",
      "statuses",
      "stop_reason",
    ]);
    const more = {
      signed: signedPair(5_000_000n, 15_000_000n, { beginAt: facts.startedAt, endAt: facts.endedAt }),
      boots: [atMinute(20)],
      phases: 3,
      quirks: { profile: "p", powerUnit: "kW" } as const,
    };
    const proof = sealed(tariff, { ...facts, ...more });
    expect(proof).toMatchObject({
      facts: {
        signed: { kind: "good", startMwh: "5000000", stopMwh: "15000000", isTimeLawful: true },
        boots: more.boots,
        phases: 3,
        quirks: more.quirks,
      },
      result: { evidence: "signed", energy_mwh: "10000000" },
    });
    if (!proof) throw new Error("in review");
    expect(again(proof)).toEqual(proof.result);
    const other = {
      ...proof,
      facts: { ...proof.facts, signed: { kind: "bad", why: "x", records: [] } as const },
    };
    expect(again(other)).not.toEqual(proof.result);
  });

  it("names readings that were wrong, not those that say the same again", () => {
    const readings = rising(1_000_000, 1_010_000).flatMap((reading) => [
      reading,
      { ...reading, phase: "L1" },
    ]);
    expect(sealed(tariff, factsOf({ readings }))?.result.rejected).toEqual([]);
  });

  it("comes to its own result again, whatever the session and the tariff", () => {
    let proofs = 0;
    fc.assert(
      fc.property(anyTariff(), anyFacts, (anyTariff, anyFacts) => {
        const proof = sealed({ ...anyTariff, version: 7 }, anyFacts);
        if (!proof) return;
        proofs++;
        expect(again(proof)).toEqual(proof.result);
      }),
      { numRuns: 500 },
    );
    expect(proofs).toBeGreaterThan(20);
  });

  it("comes to another result when a register, a price or a time in it is another", () => {
    const proof = usual();
    const [element] = proof.tariff.elements;
    const dearer = element?.price_components.map((component) => ({
      ...component,
      price: component.price + 0.01,
    }));
    const changes: readonly Proof[] = [
      { ...proof, facts: { ...proof.facts, meter_stop: "1010001" } },
      { ...proof, facts: { ...proof.facts, ended_at: proof.facts.ended_at + 1000 } },
      { ...proof, facts: { ...proof.facts, statuses: [] } },
      { ...proof, facts: { ...proof.facts, stop_reason: "PowerLoss", readings: [] } },
      { ...proof, tariff: { ...proof.tariff, elements: [{ price_components: dearer ?? [] }] } },
      { ...proof, tariff: { ...proof.tariff, tax_included: "NO" } },
    ];
    for (const change of changes) expect(again(change)).not.toEqual(proof.result);
  });

  it("whose readings prove nothing comes to nothing, and not to zero", () => {
    const proof = usual();
    expect(again({ ...proof, facts: { ...proof.facts, meter_stop: null, readings: [] } })).toBeNull();
  });
});
