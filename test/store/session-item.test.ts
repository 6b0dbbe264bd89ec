/** A session comes back from its item as it went in, and its item stays within one write unit. */
import type { Item, Value } from "@barq/store/port";
import { readSession, sessionChange, sessionItem } from "@barq/store/session-item";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySession, aSession, largestSession } from "./sessions.ts";

const utf8 = (text: string): number => new TextEncoder().encode(text).length;

/** Bytes as DynamoDB counts them: names and values; a number half a byte a digit and one; 3 for a list or map and 1 for each in it. */
function bytesOf(value: Value): number {
  if (typeof value === "string") return utf8(value);
  if (typeof value === "boolean") return 1;
  if (typeof value === "number")
    return Math.ceil(String(Math.abs(value)).length / 2) + 1 + (value < 0 ? 1 : 0);
  if (value instanceof Uint8Array) return value.length;
  const members = Object.entries(value);
  const names = Array.isArray(value) ? 0 : members.reduce((all, [name]) => all + utf8(name), 0);
  return 3 + names + members.reduce((all, [, member]) => all + 1 + bytesOf(member), 0);
}
const sizeOf = (item: Item): number =>
  Object.entries(item).reduce((all, [name, value]) => all + utf8(name) + bytesOf(value), 0);

/** What an update makes of an item. */
function changed(item: Item, set: Readonly<Record<string, Value | null>>): Item {
  const { pk, sk } = item;
  const fields = Object.entries({ ...item, ...set }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(fields), pk, sk };
}

describe("a session item", () => {
  it("is read back as it was written, whatever the session", () => {
    fc.assert(
      fc.property(anySession, (session) => {
        expect(readSession(sessionItem(session, "2026-11-24"))).toEqual(session);
      }),
    );
  });

  it("is read back after any step as the step left it, one version later", () => {
    fc.assert(
      fc.property(anySession, anySession, (before, other) => {
        // What is frozen at the start never changes; a session that goes to another connector takes that one's place.
        const { tenant, id, reference, fingerprint, currency, createdAt, device } = before;
        const frozen = { tenant, id, reference, fingerprint, currency, createdAt, device };
        const after = {
          ...other,
          ...frozen,
          hold: other.hold && { ...other.hold, holdAmount: { ...other.hold.holdAmount, currency } },
        };
        const change = sessionChange(before, after);
        if (!("update" in change)) throw new Error("no update");
        const item = changed(sessionItem(before, "2026-11-24"), change.set ?? {});
        expect(readSession(item)).toEqual({ ...after, version: before.version + 1 });
        expect(change.guards).toEqual([{ version: before.version }, { field: "st", in: [before.state] }]);
      }),
    );
  });

  it("of a step that changes nothing sets the version alone", () => {
    const session = aSession({ state: "charging", due: 5 });
    expect(sessionChange(session, session)).toMatchObject({ set: { v: 2 } });
  });

  it("is in the index of what is due only while something is due", () => {
    expect(sessionItem(aSession(), "2026-11-24")).not.toHaveProperty("d");
    expect(sessionItem(aSession({ due: 0 }), "2026-11-24")).toMatchObject({
      due: 0,
      d: expect.stringMatching(/^D#\d\d$/),
    });
    expect(sessionChange(aSession({ due: 5 }), aSession())).toMatchObject({ set: { d: null, due: null } });
  });

  it("without a state or a locale of ours is a bug that says so", () => {
    const item = sessionItem(aSession(), "2026-11-24");
    expect(() => readSession({ ...item, st: "paid" })).toThrow(/state/);
    expect(() => readSession({ ...item, pin: ["T1", 1, "L", "E", "S", "de", "UTC"] })).toThrow(/locale/);
    expect(() => readSession({ ...item, v: "1" })).toThrow(/"v"/);
  });

  it("of the largest session there is takes one write unit", () => {
    const size = sizeOf(sessionItem(largestSession, "2026-11-24"));
    expect(size).toBeLessThanOrEqual(1024);
  });
});
