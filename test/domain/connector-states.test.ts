/** What a session's time was by what its connector said, and when somebody else may have been plugged in. */
import { kindsOf, wasLeft } from "@barq/domain/connector-states";
import { describe, expect, it } from "vitest";

interface Told {
  readonly statuses?: readonly (readonly [number, string])[];
  readonly readings?: readonly (readonly [number | null, string?, string?])[];
  readonly stopReason?: string;
}

const timeOf = ({ statuses = [], readings = [], stopReason = "Local" }: Told) => ({
  startedAt: 10,
  endedAt: 100,
  stopReason,
  statuses: statuses.map(([at, status]) => ({ at, status })),
  readings: readings.map(
    ([at, context = "Sample.Periodic", measurand = "Energy.Active.Import.Register"]) => ({
      at,
      arrivedAt: 77,
      context,
      measurand,
    }),
  ),
});
const kinds = (told: Told, begunAt = 10) => kindsOf(timeOf(told), begunAt).map(({ at, kind }) => [at, kind]);

describe("the kinds of a session's time", () => {
  it("are charging from its start, where nothing was said", () => {
    expect(kinds({})).toEqual([[10, "charging"]]);
  });

  it("are withheld until the first energy, and to the end where none came", () => {
    expect(kinds({}, 30)).toEqual([
      [10, "withheld"],
      [30, "charging"],
    ]);
    expect(kinds({}, 100)).toEqual([[10, "withheld"]]);
    expect(kinds({ statuses: [[20, "SuspendedEV"]] }, 100)).toEqual([[10, "withheld"]]);
  });

  it("forget what was said before the energy flowed, and keep what is said with it", () => {
    expect(kinds({ statuses: [[20, "SuspendedEV"]] }, 30)).toEqual([
      [10, "withheld"],
      [30, "charging"],
    ]);
    expect(kinds({ statuses: [[30, "SuspendedEV"]] }, 30)).toEqual([
      [10, "withheld"],
      [30, "parking"],
    ]);
  });

  it("follow what is said inside the session alone, in order of time, the later word of one instant holding", () => {
    const statuses = [
      [60, "Charging"],
      [40, "SuspendedEV"],
      [9, "Finishing"],
      [100, "Faulted"],
      [80, "SuspendedEV"],
      [80, "SuspendedEVSE"],
      [120, "Finishing"],
    ] as const;
    expect(kinds({ statuses })).toEqual([
      [10, "charging"],
      [40, "parking"],
      [60, "charging"],
      [80, "withheld"],
    ]);
  });

  it.each([
    ["SuspendedEV", "parking"],
    ["Finishing", "parking"],
    ["EVConnected", "parking"],
    ["SuspendedEVSE", "withheld"],
    ["Faulted", "withheld"],
    ["Unavailable", "withheld"],
    ["Reserved", "withheld"],
    ["Preparing", "withheld"],
    ["Available", "withheld"],
    ["Idle", "withheld"],
  ])("by %s are %s", (status, kind) => {
    expect(kinds({ statuses: [[50, status]] })).toEqual([
      [10, "charging"],
      [50, kind],
    ]);
  });

  it("are nobody's after the station lost its power: from the last it was heard at a reading, else at a status", () => {
    const lost = {
      stopReason: "PowerLoss",
      statuses: [
        [30, "SuspendedEV"],
        [70, "Finishing"],
      ],
    } as const;
    expect(kinds({ ...lost, readings: [[20], [50]] })).toEqual([
      [10, "charging"],
      [30, "parking"],
      [50, "withheld"],
    ]);
    expect(kinds(lost)).toEqual([
      [10, "charging"],
      [30, "parking"],
      [70, "withheld"],
    ]);
    const resumed = [...lost.statuses, [60, "Charging"]] as const;
    expect(kinds({ ...lost, statuses: resumed, readings: [[20], [50]] })).toEqual([
      [10, "charging"],
      [30, "parking"],
      [50, "withheld"],
    ]);
    // What came without a time was heard when it arrived.
    expect(kinds({ ...lost, readings: [[null]] })).toEqual([
      [10, "charging"],
      [30, "parking"],
      [77, "withheld"],
    ]);
  });

  it("do not take for heard what we noted ourselves, what marks the end, or what lies outside", () => {
    const readings = [
      [40],
      [60, "Transaction.End"],
      [65, "Sample.Periodic", "Barq.EventNumber"],
      [5],
      [100],
      [110],
    ] as const;
    expect(kinds({ stopReason: "Reboot", readings })).toEqual([
      [10, "charging"],
      [40, "withheld"],
    ]);
    expect(
      kinds({
        stopReason: "Reboot",
        readings: [[5], [100]],
        statuses: [
          [9, "Charging"],
          [100, "Charging"],
        ],
      }),
    ).toEqual([[10, "withheld"]]);
  });
});

describe("a session whose cable was out", () => {
  const left = (...statuses: (readonly [number, string])[]): boolean => wasLeft(timeOf({ statuses }), 15);

  it.each(["Available", "Idle", "Preparing"])(
    "and that charged on afterwards may be another's: %s",
    (out) => {
      expect(left([20, "Charging"], [50, out], [60, "Charging"])).toBe(true);
    },
  );

  it.each(["Charging", "SuspendedEV", "SuspendedEVSE", "EVConnected"])(
    "counts from when it was in: %s",
    (status) => {
      expect(left([20, status], [50, "Available"], [60, "Charging"])).toBe(true);
    },
  );

  it("is nobody else's where nothing charged afterwards, it was never in, or it was out before the energy", () => {
    expect(left([20, "Charging"], [50, "Available"], [60, "SuspendedEV"])).toBe(false);
    expect(left([50, "Available"], [60, "Charging"])).toBe(false);
    expect(left([20, "Finishing"], [50, "Available"], [60, "Charging"])).toBe(false);
    expect(left([11, "Charging"], [15, "Available"], [60, "Charging"])).toBe(false);
    expect(left([20, "Charging"], [30, "Charging"])).toBe(false);
    expect(left([5, "Charging"], [50, "Available"], [60, "Charging"])).toBe(false);
    expect(left([20, "Charging"], [50, "Available"], [100, "Charging"])).toBe(false);
  });
});
