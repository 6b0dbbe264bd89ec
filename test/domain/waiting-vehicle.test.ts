/** No energy some minutes after an accepted start: the car waits, or the station does; neither is idle, and both are said. */
import { minute } from "@barq/domain/instant";
import { waitingOf } from "@barq/domain/waiting-vehicle";
import { describe, expect, it } from "vitest";
import type { Arrived } from "./readings.ts";
import { atMinute, power, register, startedAt } from "./readings.ts";

const status = (minutes: number, name: string) => ({ at: atMinute(minutes), status: name });
const seenAfter = (
  minutes: number,
  readings: readonly Arrived[],
  statuses: readonly ReturnType<typeof status>[] = [],
  meterStart: string | null = "1000000",
) => waitingOf({ startedAt, meterStart, readings, statuses, now: atMinute(minutes) });
const still = [register(1, 1_000_000), register(3, 1_000_001), register(6, 1_000_001)];
const waits = (party: "vehicle" | "station") => ({ kind: "waits", since: startedAt, for: party });

describe("a session that was started", () => {
  it("waits for its vehicle when the register stands still after some minutes", () => {
    expect(seenAfter(6, still)).toEqual(waits("vehicle"));
    expect(seenAfter(6, still, [status(1, "Charging")])).toEqual(waits("vehicle"));
    expect(
      waitingOf(
        { startedAt, meterStart: null, readings: still, statuses: [], now: atMinute(6) },
        10 * minute,
      ),
    ).toEqual({
      kind: "unknown",
    });
  });

  it("waits for its vehicle when that says that it asks for nothing", () => {
    expect(seenAfter(6, [], [status(1, "SuspendedEV")])).toEqual(waits("vehicle"));
    expect(seenAfter(6, [], [status(0, "Preparing")])).toEqual(waits("vehicle"));
  });

  it("waits for its station when that withholds the energy", () => {
    for (const name of ["SuspendedEVSE", "Faulted", "Unavailable"])
      expect(seenAfter(6, still, [status(1, "SuspendedEV"), status(2, name)])).toEqual(waits("station"));
  });

  it("is too young to tell, or says nothing from which one could", () => {
    expect(seenAfter(4, still)).toEqual({ kind: "unknown" });
    expect(seenAfter(30, [])).toEqual({ kind: "unknown" });
    expect(seenAfter(30, still.slice(0, 2), [status(1, "Charging")])).toEqual({ kind: "unknown" });
    expect(seenAfter(30, [], [status(-5, "SuspendedEV")])).toEqual({ kind: "unknown" });
  });

  it("does not wait once energy flowed, whatever came after", () => {
    expect(seenAfter(6, [register(5, 1_000_500)])).toEqual({ kind: "flows" });
    expect(seenAfter(6, [power(5, "7.2", "kW")])).toEqual({ kind: "flows" });
    expect(
      seenAfter(60, [register(5, 1_000_500), register(50, 1_000_500)], [status(6, "SuspendedEV")]),
    ).toEqual({
      kind: "flows",
    });
    expect(seenAfter(6, [register(2, 0), register(5, 500)])).toEqual({ kind: "flows" });
  });
});
