/** What the drain is woken for, and what waits for its next round. */
import type { TakenNews } from "@barq/actions/intake-record";
import { isAwaited } from "@barq/actions/intake-record";
import { describe, expect, it } from "vitest";

const record = (news: TakenNews["news"]) => ({
  station: "AC-1",
  arrivedAt: 0,
  body: JSON.stringify({ tenant: "t", session: "ses_1", news } satisfies TakenNews),
});
const status = (is: "Available" | "Charging") =>
  record({ kind: "connector_status", connector: 1, status: is, errorCode: "NoError", at: 0 });
const event = (kind: "Started" | "Updated" | "Ended") =>
  record({
    kind: "transaction",
    transactionId: "tx",
    event: kind,
    number: 3,
    at: 0,
    token: null,
    startNumber: null,
    offline: false,
    trigger: "MeterValuePeriodic",
    connectors: [1],
    state: null,
    reason: null,
    readings: [],
  });

describe("the drain", () => {
  it("is not woken by a reading: many in a second would each cost a round", () => {
    expect(isAwaited(record({ kind: "metered", connector: 1, transactionId: 7, readings: [] }))).toBe(false);
    expect(isAwaited(event("Updated"))).toBe(false);
    expect(isAwaited(status("Charging"))).toBe(false);
  });

  it("is woken at once by what ends a session, in every protocol", () => {
    const stop = {
      kind: "stopped",
      transactionId: 7,
      token: null,
      meterStop: "5",
      at: 0,
      reason: "Local",
      readings: [],
    } as const;
    expect(isAwaited(record(stop))).toBe(true);
    expect(isAwaited(event("Ended"))).toBe(true);
    expect(isAwaited(status("Available"))).toBe(true);
  });
});
