/** What a dispute does to the books, whatever the provider says in whatever order; and what its evidence says. */

import { computeSession } from "@barq/domain/computation";
import type { Dispute, DisputeFacts } from "@barq/domain/dispute";
import { disputeStandings, foldDispute, freezesMoney, isSettled } from "@barq/domain/dispute";
import { disputeEvidence } from "@barq/domain/dispute-evidence";
import type { JournalEntry } from "@barq/domain/ledger";
import { balances, startingAccounts } from "@barq/domain/ledger";
import type { Proof } from "@barq/domain/proof";
import { buildProof } from "@barq/domain/proof";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aSession } from "../store/sessions.ts";
import { endedAt, factsOf as meterFacts, register, startedAt } from "./readings.ts";
import { tariffOf } from "./tariffs.ts";

const mad = (minor: bigint) => ({ minor, currency: "MAD" });
const opened: Dispute = {
  tenant: "t1",
  session: "ses_1",
  id: "du_1",
  version: 0,
  standing: "open",
  said: "needs_response",
  reason: "fraudulent",
  disputedAmount: mad(9000n),
  booked: "nothing",
  bookedMinor: 0n,
  evidenceDueBy: 1000,
  givenAt: null,
  asked: null,
  attempt: 0,
  openedAt: 0,
  decidedAt: null,
  due: null,
  tries: 0,
};

const anyFacts = fc.record({
  standing: fc.constantFrom(...disputeStandings),
  isWithdrawn: fc.boolean(),
  hasEvidence: fc.boolean(),
  minor: fc.bigInt({ min: 1n, max: 10_000n }),
});
const factsOf = ({
  minor,
  ...of
}: { minor: bigint } & Pick<DisputeFacts, "standing" | "isWithdrawn" | "hasEvidence">): DisputeFacts => ({
  ...of,
  said: of.standing,
  reason: "fraudulent",
  disputedAmount: mad(minor),
  evidenceDueBy: 1000,
});
const folded = (words: readonly DisputeFacts[]): { dispute: Dispute; entries: readonly JournalEntry[] } => {
  let dispute = opened;
  const entries: JournalEntry[] = [];
  for (const facts of words) {
    const { after, entries: own } = foldDispute(dispute, facts, 0, startingAccounts);
    dispute = after;
    entries.push(...own);
  }
  return { dispute, entries };
};

describe("the books of a dispute", () => {
  it("hold what the provider holds after any words in any order, and a word said again moves nothing", () => {
    fc.assert(
      fc.property(fc.array(anyFacts, { minLength: 1, maxLength: 12 }), (words) => {
        const all = words.map(factsOf);
        const { dispute, entries } = folded(all);
        const at = balances(entries);
        const of = (account: keyof typeof startingAccounts): bigint =>
          at.get(`${startingAccounts[account]} MAD`) ?? 0n;
        const last = all.at(-1);
        const taken = last?.isWithdrawn ? dispute.bookedMinor : 0n;
        expect(of("clearing")).toBe(-taken);
        expect(of("disputed") + of("writeOff")).toBe(taken);
        expect(of("disputed")).toBe(dispute.booked === "withdrawn" ? taken : 0n);
        expect(of("writeOff")).toBe(dispute.booked === "lost" ? taken : 0n);
        expect(of("revenue") + of("vat") + of("receivable")).toBe(0n);
        if (last) expect(foldDispute(dispute, last, 0, startingAccounts).entries).toEqual([]);
        if (last?.standing === "lost" && last.isWithdrawn) expect(dispute.booked).toBe("lost");
      }),
    );
  });

  it("end the same whether the steps between were heard or not", () => {
    const word = (standing: DisputeFacts["standing"], isWithdrawn: boolean) =>
      factsOf({ standing, isWithdrawn, hasEvidence: false, minor: 9000n });
    const life = [word("inquiry", false), word("open", true), word("under_review", true), word("lost", true)];
    for (let missing = 0; missing < 8; missing++) {
      const heard = life.filter((_, n) => n === 3 || (missing & (1 << n)) === 0);
      expect(balances(folded(heard).entries)).toEqual(balances(folded(life).entries));
    }
  });

  it("are settled only when the verdict and the money agree; whatever a bank holds freezes refunds", () => {
    const { dispute } = folded([
      factsOf({ standing: "won", isWithdrawn: true, hasEvidence: true, minor: 1n }),
    ]);
    expect([isSettled(dispute), freezesMoney(dispute)]).toEqual([false, true]);
    const { after } = foldDispute(
      dispute,
      factsOf({ standing: "won", isWithdrawn: false, hasEvidence: true, minor: 1n }),
      0,
      startingAccounts,
    );
    expect([isSettled(after), freezesMoney(after)]).toEqual([true, false]);
  });
});

const sold = aSession({
  state: "settled",
  hold: {
    holdAmount: mad(25_000n),
    page: "cs_1",
    intent: "pi_1",
    stands: false,
    captureBefore: null,
    brand: "visa",
    last4: "4242",
    released: true,
  },
  heldAt: startedAt - 60_000,
  startedAt,
  endedAt,
  sealed: { sha256: "ab".repeat(32), energyMwh: 10_000_000n, beforeTax: 2083n, tax: 417n, total: 2500n },
  captured: 2500n,
  receipt: "LOC-1-2026-000001",
});

/** An hour with so many readings of the register. */
function proofOf(count: number): Proof {
  const tariff = tariffOf({ ENERGY: { price: 2.5 }, FLAT: { price: 1 } });
  const readings = Array.from({ length: count }, (_, n) =>
    register(0, 1_000_000 + Math.floor((10_000 * (n + 1)) / (count + 1)), {
      at: startedAt + Math.floor((3_600_000 * (n + 1)) / (count + 1)),
    }),
  );
  const facts = meterFacts({ readings });
  const zone = "Africa/Casablanca";
  const computed = computeSession({ tariff, zone, facts, leftAt: null, waiverFor: () => null });
  if (computed.kind === "review") throw new Error(`in review: ${computed.why}`);
  return buildProof({
    session: sold.id,
    reference: sold.reference,
    location: "LOC-1",
    station: "CP-1",
    connector: 1,
    zone,
    tariff,
    facts,
    leftAt: null,
    computed,
  });
}

describe("evidence", () => {
  const place = { name: "Parking des Palmiers", address: "12 boulevard des Dattiers", city: "Casablanca" };

  it("says what was shown, agreed to, delivered and signed, within what a bank's form takes, for any number of readings", () => {
    for (const readings of [0, 1, 39, 41, 3000]) {
      const proof = proofOf(readings);
      const pack = disputeEvidence({
        session: sold,
        proof,
        place,
        brand: "Barq",
        threeDSecure: "authenticated",
      });
      for (const text of Object.values(pack)) {
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(20_000);
        expect(text).not.toMatch(/undefined|NaN|\[object|null/);
      }
      expect(pack.activityLog).toContain("3-D Secure: authenticated");
      expect(pack.activityLog.match(/\n {4}\d{4}-/g)?.length ?? 0).toBeLessThanOrEqual(42);
      expect(
        disputeEvidence({ session: sold, proof, place, brand: "Barq", threeDSecure: "authenticated" }),
      ).toEqual(pack);
    }
  });

  it("holds nothing personal: no address of mail or network, no token, no full card number", () => {
    const pack = disputeEvidence({
      session: sold,
      proof: proofOf(10),
      place,
      brand: "Barq",
      threeDSecure: null,
    });
    const text = Object.values(pack).join("\n");
    expect(text).not.toMatch(/@|\b\d{1,3}(\.\d{1,3}){3}\b|\b\d{13,19}\b/);
  });
});
