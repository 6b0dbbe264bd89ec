/** Twenty thousand schedules of the life of money, and the bugs that are planted to see that such schedules find what is wrong. */
import { describe, expect, it } from "vitest";
import { faultKinds } from "./faults.ts";
import { simulate } from "./many-schedules.ts";
import { theOperator } from "./operator.ts";
import { plantedBugs } from "./planted-bugs.ts";
import { runSchedule } from "./schedule.ts";
import { runStretch } from "./stretch.ts";

const schedules = 20_000;

describe("schedules", () => {
  it(`${schedules} orders of crashes, losses, repeats and races break no promise about money`, {
    timeout: 900_000,
  }, async () => {
    const ran = await simulate({ schedules, seed: 1 });
    console.log(
      `${ran.schedules} schedules, ${ran.sessions} sessions, ${ran.turns} turns, ` +
        `${(ran.cpuMs / ran.schedules).toFixed(2)} ms of processor each`,
    );
    expect(ran.failures).toEqual([]);
    expect(ran.schedules).toBeGreaterThanOrEqual(schedules);
    const never = faultKinds.filter((kind) => !ran.faults.has(kind));
    expect(never).toEqual([]);
  });

  it("are the same again with the same seed", async () => {
    const operator = await theOperator();
    const play = async (): Promise<readonly string[]> => {
      const lines: string[] = [];
      for (const seed of [3, 22, 404]) {
        await runSchedule({ operator, seed, trace: (line) => lines.push(line) });
      }
      return lines;
    };
    const first = await play();
    expect(await play()).toEqual(first);
    expect(first.length).toBeGreaterThan(300);
  });
});

describe("a planted bug", () => {
  for (const { name } of plantedBugs) {
    it(`is found: ${name}`, { timeout: 300_000 }, async () => {
      const of = { from: 1, schedules: 10_000, bug: name, isFirstEnough: true };
      const { failures, schedules: tried } = await runStretch(of);
      expect(failures.length, `${tried} schedules found nothing`).toBe(1);
    });
  }
});
