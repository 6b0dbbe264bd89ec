/**
 * The free test session of a connector, judged against the display of its meter, which alone knows what really flowed:
 * unit, sign, clock, begin and end, and whether the meter that counted is the connector's own.
 */
import type { Finding } from "./commissioning-finding.ts";
import { kwhText, parseDecimal } from "./decimal.ts";
import { meterMwh, registerMwh } from "./energy-reading.ts";
import { minute } from "./instant.ts";
import type { MeterFacts } from "./metering.ts";
import { settleMeter } from "./metering.ts";
import { readingAsMeant, registerAsMeant } from "./quirk-profiles.ts";

/** What a connector's meter showed before and after, in kWh as typed by whoever stands there; null: not typed. */
export interface Display {
  readonly connector: number;
  readonly before: string | null;
  readonly after: string | null;
}

/** How far a connector's register moved over the test by readings that were asked for; null: none came. */
export interface Moved {
  readonly connector: number;
  readonly movedMwh: bigint | null;
}

export interface TestEvidence {
  readonly connector: number;
  /** where the session stands; null: none was begun */
  readonly stage: "waiting" | "charging" | "stopping" | "ended" | "failed" | null;
  readonly why: string | null;
  /** of an ended session */
  readonly facts: MeterFacts | null;
  readonly displays: readonly Display[];
  readonly moved: readonly Moved[];
}

/** What a technician waits for, and a display of three decimals shows well. */
const leastMwh = 100_000n;
const slackMwh = 5_000n;
/** A station's clock further off than that is wrong; Barq gives every station its own time with each heartbeat. */
const mostSkewMs = minute;
const hourMs = 60 * minute;
/** The start was refused or never came for want of something that can be mended on the spot. */
const again: ReadonlySet<string> = new Set(["not_plugged", "station_offline", "no_energy", "driver"]);

/** A display's kWh in mWh; undefined for what is no such number. */
export const displayMwh = (text: string): bigint | undefined =>
  /^\d{1,9}(\.\d{1,4})?$/.test(text) ? parseDecimal(text, 6) : undefined;

/** What the last digit of a display is worth. */
const digitMwh = (text: string): bigint => 10n ** BigInt(6 - (text.split(".")[1] ?? "").length);

export function judgeTest(evidence: TestEvidence): Finding {
  const { connector, stage, why, facts } = evidence;
  const finding = (state: Finding["state"], say: string, told: Finding["facts"] = {}): Finding => ({
    ...{ step: "test", connector, state, say },
    facts: told,
  });
  switch (stage) {
    case null:
      return finding("not_yet", "begin_test");
    case "waiting":
      return finding("not_yet", "plug_in");
    case "charging":
      return finding("not_yet", "let_charge");
    case "stopping":
      return finding("not_yet", "stopping");
    case "failed":
      return again.has(why ?? "")
        ? finding("not_yet", "begin_test_again", { why: why ?? "" })
        : finding("refused", "test_failed", { why: why ?? "" });
    case "ended":
      break;
  }
  if (!facts) return finding("refused", "evidence_missing", { why: why ?? "" });
  const missing = missingEnd(facts);
  if (missing !== null) return finding("refused", missing);
  const clock = judgeClock(facts);
  if (clock !== null) return finding(clock.state, clock.say, clock.facts);
  const shown = shownBy(evidence.displays.find((each) => each.connector === connector));
  if (shown === null) return finding("not_yet", "type_display");
  if (shown.movedMwh < 0n) return finding("refused", "display_backwards");
  const read = readMwh(facts);
  const other = otherMeter(evidence, shown.movedMwh, read.energyMwh);
  const told = { displayed_kwh: kwhText(shown.movedMwh), read_kwh: kwhText(read.energyMwh) };
  if (other !== null) return finding("refused", "wrong_connector", { ...told, other: `${other}` });
  if (shown.movedMwh < leastMwh || shown.movedMwh < 10n * shown.digitMwh)
    return finding("not_yet", "too_little_energy", told);
  if (read.energyMwh < 0n || read.why === "meter_backwards" || read.why === "meter_export")
    return finding("refused", "sign", told);
  if (read.why === "meter_unit" || isThousandfold(shown.movedMwh, read.energyMwh))
    return finding("refused", "unit", told);
  if (read.energyMwh === 0n) return finding("refused", "meter_still", told);
  if (read.why !== null) return finding("refused", read.why, told);
  const allowed = shown.movedMwh / 50n + 2n * shown.digitMwh + slackMwh;
  const apart = shown.movedMwh - read.energyMwh;
  if (apart > allowed || -apart > allowed) return finding("refused", "display_differs", told);
  return finding("good", "test_good", { ...told, flags: read.flags.join(" ") });
}

/** Which end of the session the station never stated; null where both are there. */
function missingEnd({ meterStart, meterStop, readings, quirks }: MeterFacts): string | null {
  const marked = (context: string): boolean =>
    readings.some(
      (reading) =>
        reading.context === context &&
        registerMwh({ ...readingAsMeant(reading, quirks), phase: null }) !== undefined,
    );
  if (meterMwh(meterStart) === null && !marked("Transaction.Begin")) return "begin_missing";
  const isStopMeant = quirks?.meterStop === undefined && meterMwh(meterStop) !== null;
  return isStopMeant || marked("Transaction.End") ? null : "end_missing";
}

/**
 * The station's time against ours: of readings that came at once the least delay, of a clock that is ahead a negative one.
 * A model whose clock is known never to be set is judged without it.
 */
function judgeClock({ readings, quirks }: MeterFacts): Pick<Finding, "state" | "say" | "facts"> | null {
  if (quirks?.clock === "unset") return null;
  const delays = readings.flatMap(({ at, arrivedAt, context }) =>
    at === null || context === "Transaction.Begin" ? [] : [arrivedAt - at],
  );
  if (readings.length === 0) return { state: "not_yet", say: "let_run_longer", facts: {} };
  if (delays.length === 0) return { state: "refused", say: "clock_unknown", facts: {} };
  const skewMs = -Math.min(...delays);
  if (Math.abs(skewMs) <= mostSkewMs) return null;
  const hours = Math.round(skewMs / hourMs);
  const isHours = hours !== 0 && Math.abs(hours) <= 14 && Math.abs(skewMs - hours * hourMs) <= 2 * mostSkewMs;
  const facts = { ahead_s: `${Math.round(skewMs / 1000)}` };
  return { state: "refused", say: isHours ? "clock_hours_off" : "clock_off", facts };
}

function shownBy(
  display: Display | undefined,
): { readonly movedMwh: bigint; readonly digitMwh: bigint } | null {
  if (!display || display.before === null || display.after === null) return null;
  const [before, after] = [displayMwh(display.before), displayMwh(display.after)];
  if (before === undefined || after === undefined) return null;
  const digits = [digitMwh(display.before), digitMwh(display.after)];
  return { movedMwh: after - before, digitMwh: digits.reduce((a, b) => (a > b ? a : b)) };
}

/** What the readings say flowed, and why it would not be billed; where they prove nothing, how far the register moved. */
function readMwh(facts: MeterFacts): {
  readonly energyMwh: bigint;
  readonly why: string | null;
  readonly flags: readonly string[];
} {
  const metered = settleMeter(facts);
  if (metered.kind === "metered") return { energyMwh: metered.energyMwh, why: null, flags: metered.flags };
  const { readings, quirks, meterStart, meterStop } = facts;
  const points = readings
    .toSorted((one, other) => (one.at ?? one.arrivedAt) - (other.at ?? other.arrivedAt))
    .flatMap((reading) => registerMwh(readingAsMeant(reading, quirks)) ?? []);
  const [first, last] = [points[0], points.at(-1)];
  const start = meterMwh(registerAsMeant(meterStart, quirks));
  const stop = meterMwh(registerAsMeant(meterStop, quirks));
  const energyMwh =
    first !== undefined && last !== undefined && points.length > 1
      ? last - first
      : start !== null && stop !== null
        ? stop - start
        : 0n;
  return { energyMwh, why: metered.why, flags: metered.flags };
}

/**
 * The connector whose meter moved in the place of this one's: the display here moved and the readings did not while another
 * register did, or the readings moved while the display stood still and another connector's did not.
 */
function otherMeter(
  { connector, displays, moved }: TestEvidence,
  displayedMwh: bigint,
  energyMwh: bigint,
): number | null {
  const isMuch = (of: bigint): boolean => of >= leastMwh / 2n;
  if (isMuch(displayedMwh) && energyMwh * 2n < displayedMwh) {
    const found = moved.find(
      (each) => each.connector !== connector && each.movedMwh !== null && each.movedMwh * 2n > displayedMwh,
    );
    if (found) return found.connector;
  }
  if (!isMuch(displayedMwh) && isMuch(energyMwh)) {
    const found = displays.find(
      (each) => each.connector !== connector && (shownBy(each)?.movedMwh ?? 0n) * 2n > energyMwh,
    );
    if (found) return found.connector;
  }
  return null;
}

/** One is about a thousand times the other: kWh that call themselves Wh, or the other way round. */
function isThousandfold(one: bigint, other: bigint): boolean {
  const [more, less] = one > other ? [one, other] : [other, one];
  return less > 0n && more > 500n * less && more < 2000n * less;
}
