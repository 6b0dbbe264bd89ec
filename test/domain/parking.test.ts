/** What is parking and what is not: the driver pays for a place only while the vehicle, not the station, holds back. */
import type { StatusAt } from "@barq/domain/metering";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atMinute, endedAt, meteredOf, register, rising, startedAt } from "./readings.ts";

const status = (minutes: number, name: string): StatusAt => ({ at: atMinute(minutes), status: name });

/** Minutes in order, neighbours of one kind together: "charging 30, parking 30". What is withheld is no parking either. */
function timesOf(...statuses: readonly StatusAt[]): string {
  return spoken(meteredOf({ statuses }).stretches);
}
function spoken(stretches: ReturnType<typeof meteredOf>["stretches"]): string {
  const times: { readonly kind: string; minutes: number }[] = [];
  for (const { kind: told, from, to } of stretches) {
    const kind = told === "parking" ? told : "charging";
    const last = times.at(-1);
    if (last?.kind === kind) last.minutes += (to - from) / 60_000;
    else times.push({ kind, minutes: (to - from) / 60_000 });
  }
  return times.map(({ kind, minutes }) => `${kind} ${minutes}`).join(", ");
}

describe("parking", () => {
  it("is the time in which the vehicle asks for nothing", () => {
    expect(timesOf(status(1, "Charging"), status(30, "SuspendedEV"))).toBe("charging 30, parking 30");
    expect(timesOf(status(50, "Finishing"))).toBe("charging 50, parking 10");
  });

  it.each(["SuspendedEVSE", "Faulted", "Unavailable", "Preparing", "Available", "Reserved", "nonsense"])(
    "is never what the station causes or what nobody knows: %s",
    (name) => {
      expect(timesOf(status(20, name))).toBe("charging 60");
      expect(timesOf(status(20, "SuspendedEV"), status(30, name))).toBe(
        "charging 20, parking 10, charging 30",
      );
    },
  );

  it("is counted from every time the vehicle falls asleep to the time it wakes", () => {
    const naps = [10, 30, 50].flatMap((n) => [status(n, "SuspendedEV"), status(n + 5, "Charging")]);
    expect(timesOf(...naps)).toBe(
      "charging 10, parking 5, charging 15, parking 5, charging 15, parking 5, charging 5",
    );
  });

  it("begins no sooner than the session: what the connector did before belongs to nobody here", () => {
    expect(timesOf(status(-3, "Finishing"), status(-1, "SuspendedEV"))).toBe("charging 60");
    expect(timesOf(status(0, "SuspendedEV"))).toBe("parking 60");
  });

  it("ends with the session, whatever is said later", () => {
    expect(timesOf(status(30, "SuspendedEV"), status(60, "Charging"), status(70, "SuspendedEV"))).toBe(
      "charging 30, parking 30",
    );
  });

  it("is not cut by the same said twice, nor by a change that lasted no time", () => {
    const said = [status(20, "SuspendedEV"), status(25, "SuspendedEV"), status(40, "Charging")];
    expect(timesOf(...said, status(40, "Finishing"))).toBe("charging 20, parking 40");
  });

  it("is told by the order of arrival where two statuses bear one time", () => {
    expect(timesOf(status(20, "Charging"), status(20, "SuspendedEV"))).toBe("charging 20, parking 40");
    expect(timesOf(status(20, "SuspendedEV"), status(20, "Charging"))).toBe("charging 60");
  });

  it("is not what follows a loss of power: nobody knows what the vehicle did then", () => {
    for (const stopReason of ["PowerLoss", "Reboot"]) {
      const readings = rising(1_000_000, 1_010_000).filter((reading) => (reading.at ?? 0) <= atMinute(40));
      const statuses = [status(30, "SuspendedEV"), status(55, "Finishing")];
      expect(spoken(meteredOf({ stopReason, statuses, readings }).stretches)).toBe(
        "charging 30, parking 10, charging 20",
      );
      expect(spoken(meteredOf({ stopReason, statuses: [status(30, "SuspendedEV")] }).stretches)).toBe(
        "charging 60",
      );
    }
  });
});

describe("the energy of a stretch", () => {
  it("is read from the register at its ends, between readings on the straight line", () => {
    const readings = [register(20, 1_009_000), register(40, 1_009_600), register(60, 1_010_000)];
    const { stretches } = meteredOf({
      readings,
      maxPowerW: 50_000,
      statuses: [status(30, "SuspendedEV")],
    });
    const parked = stretches.filter(({ kind }) => kind === "parking");
    expect(stretches.map(({ energyMwh }) => energyMwh)).toEqual([9_000_000n, 300_000n, 300_000n, 400_000n]);
    expect(parked.reduce((all, { energyMwh }) => all + energyMwh, 0n)).toBe(700_000n);
  });

  it("adds up to the whole however often it is cut", () => {
    const names = fc.constantFrom("Charging", "SuspendedEV", "SuspendedEVSE", "Finishing");
    const times = fc.integer({ min: startedAt, max: endedAt });
    fc.assert(
      fc.property(fc.array(fc.record({ at: times, status: names }), { maxLength: 40 }), (statuses) => {
        const { stretches } = meteredOf({ statuses, readings: rising(1_000_000, 1_010_000) });
        expect(stretches.reduce((all, stretch) => all + stretch.energyMwh, 0n)).toBe(10_000_000n);
        expect(stretches.reduce((all, stretch) => all + stretch.to - stretch.from, 0)).toBe(
          endedAt - startedAt,
        );
      }),
    );
  });
});

describe("a vehicle that is full at once", () => {
  it("parks after a single step of a meter that counts in tens of watt-hours", () => {
    const { stretches } = meteredOf({
      meterStart: "1000000",
      meterStop: "1000010",
      readings: [register(1, 1_000_010)],
      statuses: [status(1, "SuspendedEV")],
    });
    expect(spoken(stretches)).toBe("charging 1, parking 59");
  });
});
