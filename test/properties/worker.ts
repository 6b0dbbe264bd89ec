/** A thread of the simulation: checks one batch of cases after another and says what came of it. */
import { parentPort } from "node:worker_threads";
import type { Outcome } from "./guarantee.ts";
import { guarantees } from "./guarantees.ts";

/** So many cases of a guarantee, from a seed of their own. */
export interface Batch {
  readonly name: string;
  readonly cases: number;
  readonly seed: number;
}

export type Answer = Outcome & { readonly batch: Batch };

parentPort?.on("message", (batch: Batch) => {
  const own = guarantees.find(({ name }) => name === batch.name);
  if (!own) throw new Error(`there is no guarantee ${batch.name}`);
  const answer: Answer = { ...own.check(batch), batch };
  parentPort?.postMessage(answer);
});
