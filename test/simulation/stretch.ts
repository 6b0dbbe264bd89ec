/** A stretch of seeds, one schedule after another, and what came of them. */
import { bankGateway, cardProvider, saleOnly } from "@barq/payments/memory-abilities";
import type { FaultCounts } from "./faults.ts";
import { theOperator } from "./operator.ts";
import { plantedBugs } from "./planted-bugs.ts";
import { runSchedule } from "./schedule.ts";

/** Providers by what they can do. */
export const providers = { card: cardProvider, gateway: bankGateway, sale: saleOnly } as const;
export type ProviderName = keyof typeof providers;
export const providerNames = ["card", "gateway", "sale"] as const satisfies readonly ProviderName[];

export interface Stretch {
  readonly from: number;
  readonly schedules: number;
  /** the name of a bug that is planted in every schedule; null: none */
  readonly bug: string | null;
  /** what the payment provider is like; like Stripe by default */
  readonly provider?: ProviderName;
  /** ends with the first failure */
  readonly isFirstEnough: boolean;
}

export interface Failure {
  readonly seed: number;
  readonly why: string;
}

export interface Ran {
  readonly stretch: Stretch;
  /** those in which at least one fault was injected; the others are not counted */
  readonly schedules: number;
  readonly faultless: number;
  readonly sessions: number;
  readonly turns: number;
  readonly faults: FaultCounts;
  readonly ends: ReadonlyMap<string, number>;
  readonly failures: readonly Failure[];
}

const most = (counts: Map<string, number>, more: ReadonlyMap<string, number>): void => {
  for (const [name, count] of more) counts.set(name, (counts.get(name) ?? 0) + count);
};

export async function runStretch(stretch: Stretch): Promise<Ran> {
  const operator = await theOperator();
  const bug = plantedBugs.find(({ name }) => name === stretch.bug);
  const abilities = providers[stretch.provider ?? "card"];
  const faults: FaultCounts = new Map();
  const ends = new Map<string, number>();
  const failures: Failure[] = [];
  let [schedules, faultless, sessions, turns] = [0, 0, 0, 0];
  for (let seed = stretch.from; seed < stretch.from + stretch.schedules; seed++) {
    try {
      const outcome = await runSchedule({ operator, seed, plant: bug?.plant ?? null, abilities });
      if (outcome.faults.size === 0) {
        faultless++;
        continue;
      }
      schedules++;
      sessions += outcome.sessions;
      turns += outcome.turns;
      for (const [kind, count] of outcome.faults) faults.set(kind, (faults.get(kind) ?? 0) + count);
      most(ends, outcome.ends);
    } catch (error) {
      schedules++;
      failures.push({ seed, why: error instanceof Error ? error.message : String(error) });
      if (stretch.isFirstEnough) break;
    }
  }
  return { stretch, schedules, faultless, sessions, turns, faults, ends, failures };
}
