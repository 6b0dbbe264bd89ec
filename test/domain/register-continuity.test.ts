/** No energy between two sessions goes unseen: what the register counted there is a row, with its cause or without. */
import { day, hour } from "@barq/domain/instant";
import type { Meter } from "@barq/domain/meter";
import { meterAt, verificationAt } from "@barq/domain/meter";
import type { Gap, SessionRegisters } from "@barq/domain/register-continuity";
import { gapsOf, unexplainedMwh } from "@barq/domain/register-continuity";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const first = Date.parse("2026-11-01T08:00:00Z");
const meterOf = (
  serial: string,
  days: number,
  registerWh: string | null,
  other: Partial<Meter> = {},
): Meter => ({
  serial,
  type: "iEM3155",
  accuracyClass: "B",
  verificationMark: null,
  verifiedUntil: null,
  publicKey: null,
  registerWh,
  from: first + days * day,
  ...other,
});
/** A session of an hour at eight o'clock of a day, from one register in Wh to another. */
const session = (
  days: number,
  start: number | null,
  stop: number | null,
  other: Partial<SessionRegisters> = {},
): SessionRegisters => ({
  session: `s${days}`,
  startedAt: first + days * day,
  endedAt: first + days * day + hour,
  startMwh: start === null ? null : BigInt(start) * 1000n,
  stopMwh: stop === null ? null : BigInt(stop) * 1000n,
  isInReview: false,
  ...other,
});
const gaps = (history: Partial<Parameters<typeof gapsOf>[0]>): readonly Gap[] =>
  gapsOf({ sessions: [], meters: [], boots: [], unsold: [], ...history });
const spoken = (history: Partial<Parameters<typeof gapsOf>[0]>): readonly string[] =>
  gaps(history).map(
    ({ after, before, energyMwh, cause }) =>
      `${after}-${before} ${energyMwh === null ? "?" : Number(energyMwh) / 1000} ${cause}`,
  );
const pair = [session(1, 1000, 2000), session(2, 2500, 3000)];

describe("the gap between two sessions", () => {
  it("is none where the register stood still, but for a meter's noise", () => {
    expect(
      spoken({ sessions: [session(1, 1000, 2000), session(2, 2004, 3000), session(3, 2999, 3500)] }),
    ).toEqual([]);
  });

  it("is named with its energy and both sessions, and is unexplained where nothing explains it", () => {
    expect(gaps({ sessions: pair })).toEqual([
      {
        after: "s1",
        before: "s2",
        from: first + day + hour,
        to: first + 2 * day,
        energyMwh: 500_000n,
        cause: "unexplained",
      },
    ]);
  });

  it("is a session's in review, or one's without registers, or a transaction's that was sold to nobody", () => {
    const between = (other: Partial<SessionRegisters>) => [...pair, session(1.5, null, null, other)];
    expect(spoken({ sessions: between({ isInReview: true }) })).toEqual(["s1-s2 500 session_in_review"]);
    expect(spoken({ sessions: between({}) })).toEqual(["s1-s2 500 session_without_register"]);
    // What a review names of registers is not sold yet.
    const named = { isInReview: true, startMwh: 2_000_000n, stopMwh: 2_500_000n };
    expect(spoken({ sessions: between(named) })).toEqual(["s1-s2 500 session_in_review"]);
    expect(spoken({ sessions: pair, unsold: [first + 1.5 * day] })).toEqual(["s1-s2 500 unsold_transaction"]);
    expect(spoken({ sessions: pair, unsold: [first + 3 * day] })).toEqual(["s1-s2 500 unexplained"]);
  });

  it("below zero is a register that began anew, or a contradiction", () => {
    const sessions = [session(1, 1000, 2000), session(2, 0, 500)];
    expect(spoken({ sessions })).toEqual(["s1-s2 -2000 contradiction"]);
    expect(spoken({ sessions, boots: [first + 1.5 * day] })).toEqual(["s1-s2 -2000 register_reset"]);
    expect(spoken({ sessions, boots: [first] })).toEqual(["s1-s2 -2000 contradiction"]);
    expect(spoken({ sessions, register: "session" })).toEqual(["s1-s2 -2000 register_reset"]);
    // A rise has another cause than a boot.
    expect(spoken({ sessions: pair, boots: [first + 1.5 * day] })).toEqual(["s1-s2 500 unexplained"]);
  });
});

describe("a meter", () => {
  it("that took another's place ends one count and begins the next at its own register", () => {
    const sessions = [session(1, 1000, 2000), session(3, 40, 100)];
    const meters = [meterOf("A", 0, "1000"), meterOf("B", 2, "7.5")];
    expect(spoken({ sessions, meters })).toEqual(["s1-s3 32.5 meter_exchanged"]);
    expect(spoken({ sessions, meters: [meterOf("A", 0, "1000"), meterOf("B", 2, null)] })).toEqual([
      "s1-s3 ? meter_exchanged",
    ]);
  });

  it("is held against the register with which it was put in, from its first session on", () => {
    const sessions = [session(1, 1000, 2000)];
    expect(spoken({ sessions, meters: [meterOf("A", 0, "1000")] })).toEqual([]);
    expect(spoken({ sessions, meters: [meterOf("A", 0, "400")] })).toEqual(["null-s1 600 unexplained"]);
    expect(spoken({ sessions, meters: [meterOf("A", 0, null)] })).toEqual([
      "null-s1 1000 before_installation",
    ]);
    expect(spoken({ sessions, meters: [] })).toEqual([]);
    expect(spoken({ sessions, meters: [meterOf("A", 5, "0")] })).toEqual([]);
  });

  it("is the one of its time", () => {
    const meters = [meterOf("B", 2, null), meterOf("A", 0, null)];
    expect(meterAt(meters, first - 1)).toBeUndefined();
    expect(meterAt(meters, first)?.serial).toBe("A");
    expect(meterAt(meters, first + 2 * day - 1)?.serial).toBe("A");
    expect(meterAt(meters, first + 2 * day)?.serial).toBe("B");
  });

  it("is verified until a day, which is not in it", () => {
    const meter = meterOf("A", 0, null, { verifiedUntil: first + day });
    expect([first, first + day].map((at) => verificationAt(meter, at))).toEqual(["good", "expired"]);
    expect(verificationAt(meterOf("A", 0, null), first)).toBe("unknown");
  });
});

it("what was sold and what was not add up to what the register moved, whatever order sessions come in", () => {
  const anySteps = fc.array(fc.record({ gap: fc.nat({ max: 900 }), sold: fc.nat({ max: 900 }) }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(anySteps, fc.integer(), (steps, turn) => {
      let wh = 5000;
      const sessions = steps.map(({ gap, sold }, n) => {
        const start = wh + gap * 11;
        wh = start + sold;
        return session(n, start, wh);
      });
      const shift = sessions.length === 0 ? 0 : Math.abs(turn) % sessions.length;
      const turned = [...sessions.slice(shift), ...sessions.slice(0, shift)];
      const found = gaps({ sessions: turned });
      expect(found).toEqual(gaps({ sessions }));
      const sold = sessions.reduce(
        (all, { startMwh, stopMwh }) => all + ((stopMwh ?? 0n) - (startMwh ?? 0n)),
        0n,
      );
      const moved = sessions.length === 0 ? 0n : BigInt(wh) * 1000n - (sessions[0]?.startMwh ?? 0n);
      expect(sold + unexplainedMwh(found)).toBe(moved);
    }),
  );
});
