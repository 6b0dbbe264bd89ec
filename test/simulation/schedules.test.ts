/** Twenty thousand schedules of the life of money, and the bugs that are planted to see that such schedules find what is wrong. */
import { describe, expect, it } from "vitest";
import { faultKinds } from "./faults.ts";
import { simulate } from "./many-schedules.ts";
import { theOperator } from "./operator.ts";
import { plantedBugs } from "./planted-bugs.ts";
import type { Plant } from "./product.ts";
import { runSchedule } from "./schedule.ts";
import { providers, runStretch } from "./stretch.ts";

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

describe("a payment provider that can do less", () => {
  for (const provider of ["gateway", "sale"] as const) {
    it(`breaks no promise either: ${provider}`, { timeout: 300_000 }, async () => {
      const { failures, schedules: played } = await simulate({ schedules: 1_000, seed: 1, provider });
      expect(failures).toEqual([]);
      expect(played).toBeGreaterThanOrEqual(1_000);
    });
  }

  // What must be found, or such schedules prove nothing.
  const wrong: readonly (readonly [string, keyof typeof providers, Plant])[] = [
    [
      "a deposit is taken for a hold",
      "sale",
      (ports) => {
        const capabilities = { ...ports.payments.capabilities, hold: true };
        return { ...ports, payments: { ...ports.payments, capabilities } };
      },
    ],
    [
      "a refund is repeated without a look",
      "gateway",
      (ports) => ({ ...ports, refunds: { ...ports.refunds, find: async () => ({ kind: "none" }) } }),
    ],
    [
      "what was taken beyond the price is forgotten",
      "gateway",
      (ports) => ({
        ...ports,
        store: {
          ...ports.store,
          commit: (changes) =>
            ports.store.commit(changes.filter((each) => !("put" in each && each.put.sk.startsWith("R#")))),
        },
      }),
    ],
    [
      "a deposit is in no book until it is owed",
      "sale",
      (ports) => ({
        ...ports,
        store: {
          ...ports.store,
          commit: (changes) =>
            ports.store.commit(
              changes.filter((each) => !("put" in each && /^L#.*#deposit$/.test(each.put.sk))),
            ),
        },
      }),
    ],
  ];
  for (const [name, provider, plant] of wrong) {
    it(`is where it is found that ${name}`, { timeout: 300_000 }, async () => {
      const operator = await theOperator();
      const abilities = providers[provider];
      const found: string[] = [];
      for (let seed = 1; seed <= 3_000 && found.length === 0; seed++)
        await runSchedule({ operator, seed, abilities, plant }).catch((error: unknown) =>
          found.push(`seed ${seed}: ${error}`),
        );
      console.log(`${name}: ${found[0]?.slice(0, 200)}`);
      expect(found).toHaveLength(1);
    });
  }
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
