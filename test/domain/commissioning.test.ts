/** What a station is judged by: what is missing is not yet, what contradicts is refused with its reason, nothing is a guess. */
import { judgeBoot, judgeSticker, nextOf, stateOf } from "@barq/domain/commissioning";
import { judgeConfiguration, wantedConfiguration } from "@barq/domain/commissioning-configuration";
import type { TestEvidence } from "@barq/domain/commissioning-test";
import { judgeTest } from "@barq/domain/commissioning-test";
import { hour, minute } from "@barq/domain/instant";
import type { MeterFacts } from "@barq/domain/metering";
import { describe, expect, it } from "vitest";

const from = Date.parse("2026-11-24T09:00:00Z");
const reading = (atMs: number, value: string, context = "Sample.Periodic", skewMs = 0) => ({
  ...{ at: from + atMs + skewMs, arrivedAt: from + atMs + 300, value, context },
  ...{ measurand: "Energy.Active.Import.Register", unit: "Wh", phase: null, location: "Outlet" },
  format: "Raw" as const,
});

/** Ten minutes at 12 kW: 2 kWh. */
const facts = (more: Partial<MeterFacts> = {}, skewMs = 0): MeterFacts => ({
  startedAt: from,
  endedAt: from + 10 * minute,
  meterStart: "1000000",
  meterStop: "1002000",
  stopReason: "Remote",
  readings: [
    reading(0, "1000000", "Transaction.Begin", skewMs),
    reading(5 * minute, "1001000", "Sample.Periodic", skewMs),
    reading(10 * minute, "1002000", "Transaction.End", skewMs),
  ],
  statuses: [],
  maxPowerW: 22_000,
  ...more,
});
const evidence = (more: Partial<TestEvidence> = {}): TestEvidence => ({
  connector: 1,
  stage: "ended",
  why: null,
  facts: facts(),
  displays: [
    { connector: 1, before: "12.345", after: "14.345" },
    { connector: 2, before: "88.100", after: "88.100" },
  ],
  moved: [
    { connector: 1, movedMwh: 2_000_000n },
    { connector: 2, movedMwh: 0n },
  ],
  ...more,
});
const said = (more: Partial<TestEvidence>) => {
  const { state, say } = judgeTest(evidence(more));
  return `${state} ${say}`;
};
const displays = (before: string | null, after: string | null, other = "88.100") => [
  { connector: 1, before, after },
  { connector: 2, before: "88.100", after: other },
];

describe("a test session", () => {
  it("is not yet while anything is missing that may still come", () => {
    expect(said({ stage: null })).toBe("not_yet begin_test");
    expect(said({ stage: "waiting" })).toBe("not_yet plug_in");
    expect(said({ stage: "charging" })).toBe("not_yet let_charge");
    expect(said({ stage: "stopping" })).toBe("not_yet stopping");
    expect(said({ stage: "failed", why: "not_plugged" })).toBe("not_yet begin_test_again");
    expect(said({ displays: displays("12.345", null) })).toBe("not_yet type_display");
    expect(said({ displays: [] })).toBe("not_yet type_display");
    expect(said({ displays: displays("12.345", "12.360") })).toBe("not_yet too_little_energy");
  });

  it("is refused where what it needs will never come", () => {
    expect(said({ stage: "failed", why: "station_refused" })).toBe("refused test_failed");
    expect(said({ facts: null, why: "times_missing" })).toBe("refused evidence_missing");
    const [, middle, end] = facts().readings;
    const [begin] = facts().readings;
    if (!begin || !middle || !end) throw new Error("three readings");
    expect(said({ facts: facts({ meterStart: "-1", readings: [middle, end] }) })).toBe(
      "refused begin_missing",
    );
    expect(said({ facts: facts({ meterStop: "-1", readings: [begin, middle] }) })).toBe(
      "refused end_missing",
    );
  });

  it("is refused by the clock, and says whether it is whole hours", () => {
    expect(said({ facts: facts({}, hour) })).toBe("refused clock_hours_off");
    expect(said({ facts: facts({}, -hour) })).toBe("refused clock_hours_off");
    expect(said({ facts: facts({}, 17 * minute) })).toBe("refused clock_off");
    expect(said({ facts: facts({}, 40_000) })).toBe("good test_good");
    const untimed = facts().readings.map((each) => ({ ...each, at: null }));
    expect(said({ facts: facts({ readings: untimed }) })).toBe("refused clock_unknown");
  });

  it("is refused where the display and the readings differ, and says how", () => {
    expect(said({ displays: displays("14.345", "12.345") })).toBe("refused display_backwards");
    expect(said({ displays: displays("12.345", "14.545") })).toBe("refused display_differs");
    const thousandth = facts({
      meterStart: "1000",
      meterStop: "1002",
      readings: [
        reading(0, "1000.000", "Transaction.Begin"),
        reading(5 * minute, "1001.000"),
        reading(10 * minute, "1002.000", "Transaction.End"),
      ],
    });
    expect(said({ facts: thousandth })).toBe("refused unit");
    const backwards = facts({
      meterStop: "998000",
      readings: [
        reading(0, "1000000", "Transaction.Begin"),
        reading(5 * minute, "999000"),
        reading(10 * minute, "998000", "Transaction.End"),
      ],
    });
    expect(said({ facts: backwards })).toBe("refused sign");
  });

  it("is refused where another connector's meter counted, whichever of the two is seen to move", () => {
    const still = facts({
      meterStop: "1000000",
      readings: [
        reading(0, "1000000", "Transaction.Begin"),
        reading(5 * minute, "1000000"),
        reading(10 * minute, "1000000", "Transaction.End"),
      ],
    });
    const moved = [
      { connector: 1, movedMwh: 0n },
      { connector: 2, movedMwh: 2_000_000n },
    ];
    expect(judgeTest(evidence({ facts: still, moved }))).toMatchObject({
      state: "refused",
      say: "wrong_connector",
      facts: { other: "2" },
    });
    expect(said({ displays: displays("12.345", "12.345", "90.100") })).toBe("refused wrong_connector");
    expect(said({ facts: still, moved: [] })).toBe("refused meter_still");
  });

  it("is good as far as the digits of the display tell", () => {
    expect(said({})).toBe("good test_good");
    expect(said({ displays: displays("12.3", "14.3") })).toBe("good test_good");
    expect(said({ displays: displays("12", "14") })).toBe("not_yet too_little_energy");
  });
});

describe("plate, configuration and stickers", () => {
  const booted = { vendor: "Barq", model: "One", serial: "S-1", firmware: "1.0" };
  const boot = (declared: Partial<Parameters<typeof judgeBoot>[0]>, of: typeof booted | null = booted) =>
    judgeBoot({ serial: "S-1", vendor: null, model: null, ...declared }, of).say;

  it("a station is the one of its plate, or is not", () => {
    expect(boot({})).toBe("boot_seen");
    expect(boot({ serial: " s-1 " })).toBe("boot_seen");
    expect(boot({}, null)).toBe("boot_missing");
    expect(boot({ serial: "S-2" })).toBe("serial_differs");
    expect(boot({ serial: null })).toBe("serial_undeclared");
    expect(boot({ vendor: "Other" })).toBe("vendor_differs");
    expect(boot({ model: "Two" })).toBe("model_differs");
  });

  it("a configuration is believed as it reads back, not as it was accepted", () => {
    const kept = new Map([
      ["MeterValueSampleInterval", { refused: "Rejected", value: "30" }],
      ["MeterValuesSampledData", { refused: null, value: "Voltage" }],
      ["StopTransactionOnEVSideDisconnect", { refused: null, value: null }],
      ["ClockAlignedDataInterval", { refused: "NotSupported", value: null }],
      ["StopTxnSampledData", { refused: null, value: undefined }],
    ]);
    const says = judgeConfiguration(wantedConfiguration(60), kept).map(
      ({ state, say, facts: { key } }) => `${key} ${state} ${say}`,
    );
    expect(says).toEqual([
      "MeterValueSampleInterval good configuration_kept",
      "MeterValuesSampledData refused configuration_differs",
      "StopTxnSampledData not_yet configuration_unanswered",
      "ClockAlignedDataInterval good configuration_not_there",
      "StopTransactionOnEVSideDisconnect refused configuration_unknown",
      "StopTransactionOnInvalidId not_yet configure",
    ]);
  });

  it("a sticker is in place where it is bound to the very connector that it is on", () => {
    const here = { station: "A", connector: 1 };
    const sticker = (scanned: string | null, at: typeof here | null, revoked = false) =>
      judgeSticker(here, scanned, at, revoked).say;
    expect(sticker(null, here)).toBe("scan_sticker");
    expect(sticker("s", null)).toBe("bind_sticker");
    expect(sticker("s", { station: "A", connector: 2 })).toBe("stickers_swapped");
    expect(sticker("s", { station: "B", connector: 1 })).toBe("sticker_elsewhere");
    expect(sticker("s", here, true)).toBe("sticker_revoked");
    expect(sticker("s", here)).toBe("sticker_in_place");
  });

  it("one contradiction refuses, one gap waits, and the next step is the first that is not good", () => {
    const of = (step: "boot" | "test", state: "good" | "not_yet" | "refused", connector: number | null) => ({
      ...{ step, state, connector, say: `${step}_${state}` },
      facts: {},
    });
    expect(stateOf([of("boot", "not_yet", null), of("test", "refused", 1)])).toBe("refused");
    expect(stateOf([of("boot", "good", null), of("test", "not_yet", 1)])).toBe("not_yet");
    expect(stateOf([of("boot", "good", null)])).toBe("passed");
    expect(
      nextOf([of("test", "refused", 2), of("test", "not_yet", 1), of("boot", "good", null)]),
    ).toMatchObject({
      step: "test",
      connector: 1,
    });
    expect(nextOf([of("boot", "good", null)])).toBeNull();
  });
});
