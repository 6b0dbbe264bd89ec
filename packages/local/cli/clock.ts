/** `barq clock [+10m]`: what the product's Clock says; a manual one is moved forward. */
import type { Instant } from "@barq/domain/instant";
import { day, hour, isoText, minute, second } from "@barq/domain/instant";
import { moveClock, openClock } from "../clock.ts";
import type { Command } from "./command.ts";
import { dataFolder, readWords, UsageError } from "./command.ts";

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

export const clockCommand: Command = {
  name: "clock",
  usage: "clock [+10m]",
  says: "the product's time; +10m moves a manual clock (BARQ_CLOCK=manual)",
  async run(words) {
    const { values, positionals } = readWords(words, {}, 1);
    const data = dataFolder();
    const [move] = positionals;
    let now: Instant = openClock(data).now();
    if (move !== undefined) {
      now += lengthOf(move);
      moveClock(data, now);
    }
    console.log(values.json ? JSON.stringify({ now: isoText(now) }) : isoText(now));
    return 0;
  },
};
