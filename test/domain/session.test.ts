/** The states of a session: what may follow what, written out by hand, and nothing else. */
import type { Session, SessionState } from "@barq/domain/session";
import {
  backOffMs,
  effectKey,
  enter,
  isTerminal,
  mayFollow,
  occupies,
  sessionStates,
} from "@barq/domain/session";
import { describe, expect, it } from "vitest";
import { aSession } from "../store/sessions.ts";

const table: Readonly<Record<SessionState, string>> = {
  pending: "held failed starting review",
  held: "starting released review",
  starting: "charging released review",
  charging: "stopping ended review",
  stopping: "ended review",
  ended: "settling review released",
  settling: "settled review",
  review: "settling released",
  settled: "",
  released: "",
  failed: "",
};

const pairs = sessionStates.flatMap((from) => sessionStates.map((to) => [from, to] as const));
const follows = (from: SessionState, to: SessionState): boolean => table[from].split(" ").includes(to);

describe("a session", () => {
  it("may go on as the table says, and in no other way", () => {
    const wrong = pairs.filter(([from, to]) => mayFollow(from, to) !== follows(from, to));
    expect(wrong).toEqual([]);
  });

  it("is never entered into a state that may not follow", () => {
    for (const [from, to] of pairs.filter(([from, to]) => from !== to)) {
      const session = aSession({ state: from, since: 1000, tries: 7 });
      const go = (): Session => enter(session, to, 2000, { why: "test" });
      if (follows(from, to)) expect(go()).toMatchObject({ state: to, since: 2000, tries: 0, why: "test" });
      else expect(go).toThrow(`${from} is never followed by ${to}`);
    }
  });

  it("that stays where it is keeps since when, and how often it was tried", () => {
    const session = aSession({ state: "settling", since: 1000, tries: 7 });
    expect(enter(session, "settling", 2000, { due: 5 })).toEqual({ ...session, due: 5 });
  });

  it("ends settled, released or failed, and in no other state", () => {
    expect(sessionStates.filter(isTerminal)).toEqual(["settled", "released", "failed"]);
  });

  it("reaches an end from every state, so that no money is left without one", () => {
    const reaches = (from: SessionState, seen: readonly SessionState[] = []): boolean =>
      isTerminal(from) ||
      sessionStates.some((to) => mayFollow(from, to) && !seen.includes(to) && reaches(to, [...seen, from]));
    expect(sessionStates.filter((state) => !reaches(state))).toEqual([]);
  });

  it("is settled only after it was sealed, and never charges again once it has ended", () => {
    expect(sessionStates.filter((state) => mayFollow(state, "settled"))).toEqual(["settling"]);
    for (const state of ["ended", "settling", "review", "settled", "released", "failed"] as const)
      expect(mayFollow(state, "charging") || mayFollow(state, "starting")).toBe(false);
  });

  it("does not occupy its connector before it is held, nor after it has ended", () => {
    expect(sessionStates.filter(occupies)).toEqual(["held", "starting", "charging", "stopping"]);
  });
});

describe("an effect", () => {
  it("has a key of our own ids, the environment among them, that rises with the attempt alone", () => {
    const key = (attempt: number): string => effectKey("live", "ses_1", { name: "capture.1", attempt });
    expect([key(1), key(1), key(2)]).toEqual([
      "live#ses_1#capture.1#1",
      "live#ses_1#capture.1#1",
      "live#ses_1#capture.1#2",
    ]);
  });

  it("is tried again after 2 s, then half as often each time, but every five minutes", () => {
    expect([0, 1, 2, 6, 7, 8, 100, 5000].map(backOffMs)).toEqual([
      2000, 4000, 8000, 128_000, 256_000, 300_000, 300_000, 300_000,
    ]);
  });
});
