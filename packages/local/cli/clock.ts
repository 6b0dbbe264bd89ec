/** `barq clock [+10m]`: what the product's Clock says; a manual one is moved forward. */
import type { Instant } from "@barq/domain/instant";
import { day, hour, isoText, minute, second } from "@barq/domain/instant";
import type { ClockSetting } from "../clock.ts";
import { moveClock, openClock } from "../clock.ts";
import { readRunning } from "../running.ts";
import type { Command } from "./command.ts";
import { dataFolder, readWords, UsageError } from "./command.ts";
import { assertFolder } from "./connect.ts";

const unitsMs: Readonly<Record<string, number>> = { s: second, m: minute, h: hour, d: day };

/** "+10m", "+1h30m". @throws UsageError */
function lengthOf(text: string): number {
  if (!/^\+(\d{1,6}[smhd])+$/.test(text))
    throw new UsageError(`"${text}" is not a length such as +30s, +10m, +1h30m or +2d.`);
  return [...text.matchAll(/(\d+)([smhd])/g)].reduce(
    (sum, [, count = "0", unit = "s"]) => sum + Number(count) * (unitsMs[unit] ?? 0),
    0,
  );
}

/** What the time of a folder is while nothing runs there. */
const restingWords: Readonly<Record<ClockSetting["kind"], string>> = {
  real: "its clock is the machine's",
  fast: "its clock goes on all the same",
  manual: "its clock stands, and the next start goes on from here",
};

export const clockCommand: Command = {
  name: "clock",
  usage: "clock [+10m]",
  says: "the product's time; +10m moves a manual clock (BARQ_CLOCK=manual)",
  options: {},
  more: ["Lengths are whole numbers of s, m, h and d: +30s, +10m, +1h30m, +2d. A clock is never moved back."],
  async run(words) {
    const { values, positionals } = readWords(words, {}, 1);
    const [move] = positionals;
    const by = move === undefined ? 0 : lengthOf(move);
    const data = dataFolder();
    assertFolder(data);
    const { now: clock, setting } = openClock(data);
    const isRunning = readRunning(data) !== undefined;
    let now: Instant = clock();
    if (move !== undefined && setting.kind !== "manual")
      throw new Error(
        isRunning
          ? `The clock of ${data} is not manual: end Barq, and start it again with BARQ_CLOCK=manual npm start.`
          : `No Barq runs on ${data}, and its clock was not manual: BARQ_CLOCK=manual npm start gives it one that can be moved.`,
      );
    if (move !== undefined) {
      now += by;
      moveClock(data, now);
    }
    if (!isRunning) console.error(`No Barq runs on ${data}: ${restingWords[setting.kind]}.`);
    console.log(values.json ? JSON.stringify({ now: isoText(now) }) : isoText(now));
    return 0;
  },
};
