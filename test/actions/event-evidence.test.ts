/** What events leave behind is decided from the whole session: connected before any energy is not connected after it. */
import { registerAtEnd, registerAtStart, sealedEvidence, statusReading } from "@barq/actions/event-evidence";
import { minute } from "@barq/domain/instant";
import type { StoredReading } from "@barq/store/packs";
import { describe, expect, it } from "vitest";
import { transaction } from "./transaction.ts";
import { createWorld, register, startAt } from "./world.ts";

const stored = (minutes: number, status: string): StoredReading => {
  const at = startAt + minutes * minute;
  return { ...statusReading(at, status), arrivedAt: at };
};
const metered = (minutes: number, wh: number): StoredReading => {
  const at = startAt + minutes * minute;
  return { ...register(at, `${wh}`), arrivedAt: at };
};
const statusesOf = (all: readonly StoredReading[]): readonly string[] =>
  sealedEvidence(all).statuses.map(({ status }) => status);

describe("connected", () => {
  it("is Preparing until the register rises, and Finishing from then on, whatever order it is heard in", () => {
    const said = [
      stored(40, "EVConnected"),
      metered(20, 1_000_500),
      stored(0, "EVConnected"),
      metered(0, 1_000_000),
      stored(10, "EVConnected"),
      metered(10, 1_000_000),
      stored(20, "EVConnected"),
    ];
    expect(statusesOf(said)).toEqual(["Finishing", "Preparing", "Preparing", "Finishing"]);
  });

  it("is Finishing after the vehicle was said to charge, though no register is known", () => {
    expect(statusesOf([stored(0, "EVConnected"), stored(1, "Charging"), stored(9, "EVConnected")])).toEqual([
      "Preparing",
      "Charging",
      "Finishing",
    ]);
    expect(statusesOf([stored(0, "EVConnected"), stored(9, "EVConnected")])).toEqual([
      "Preparing",
      "Preparing",
    ]);
  });

  it("changes nothing for a station that numbers no events", () => {
    const said = [stored(0, "Preparing"), metered(1, 1000), stored(2, "SuspendedEV")];
    expect(sealedEvidence(said)).toMatchObject({
      readings: [said[1]],
      statuses: [{}, { status: "SuspendedEV" }],
    });
  });
});

describe("the register of a session's ends", () => {
  it("is the highest until its start, else the one that marks the begin; to the mWh, and null where there is none", async () => {
    const world = await createWorld();
    const teller = transaction(world);
    const at = world.now();
    const begin = register(at, "1000.0005", { unit: "kWh", context: "Transaction.Begin" });
    const plugged = teller.next("Started", { readings: [begin] });
    const later = teller.next("Updated", { readings: [register(at + minute, "1000600")] });
    expect(registerAtStart([plugged, later], at)).toBe("1000000.500");
    expect(registerAtStart([plugged, later], at + minute)).toBe("1000600");
    expect(registerAtStart([plugged], at - minute)).toBe("1000000.500");
    expect(registerAtStart([later], at)).toBeNull();
    const end = register(at, "1001", { multiplier: 3, context: "Transaction.End" });
    expect(registerAtEnd(teller.next("Ended", { readings: [begin, end] }))).toBe("1001000");
    expect(registerAtEnd(teller.next("Ended", { readings: [begin] }))).toBeNull();
  });
});
