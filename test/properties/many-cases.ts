/** Every guarantee on many cases, in a thread for every core. A failure is told with the seed and the path that find it again. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Failure, Guarantee } from "./guarantee.ts";
import type { Answer, Batch } from "./worker.ts";

export interface ManyCases {
  readonly guarantees: readonly Guarantee[];
  readonly cases: number;
  readonly seed: number;
  /** called after every batch */
  readonly onProgress: (done: number, of: number, failures: number) => void;
}

export interface Checked {
  readonly name: string;
  readonly says: string;
  readonly cases: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

const batchCases = 500;
/** A guarantee that failed so often needs no more cases. */
const enoughFailures = 5;

export async function checkManyCases(of: ManyCases): Promise<readonly Checked[]> {
  const batches = batchesOf(of);
  const all = batches.reduce((sum, { cases }) => sum + cases, 0);
  const checked = new Map(
    of.guarantees.map(({ name, says }) => [
      name,
      { name, says, cases: 0, skipped: 0, failures: [] as Failure[] },
    ]),
  );
  let [next, done, failures] = [0, 0, 0];
  const takeBatch = (): Batch | undefined => {
    for (; next < batches.length; next++) {
      const batch = batches[next];
      if (!batch) break;
      if ((checked.get(batch.name)?.failures.length ?? 0) < enoughFailures) {
        next++;
        return batch;
      }
      done += batch.cases;
    }
    return undefined;
  };
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url));
    try {
      for (let batch = takeBatch(); batch; batch = takeBatch()) {
        const { failure, ...answer } = await answerOf(worker, batch);
        const own = checked.get(batch.name);
        if (own) {
          own.cases += answer.cases;
          own.skipped += answer.skipped;
          if (failure) own.failures.push(failure);
        }
        failures += failure ? 1 : 0;
        done += batch.cases;
        of.onProgress(done, all, failures);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return [...checked.values()];
}

/** The guarantees take turns, so that a run that is broken off has seen something of each. */
function batchesOf({ guarantees, cases, seed }: ManyCases): readonly Batch[] {
  const weights = guarantees.reduce((sum, { weight }) => sum + weight, 0);
  const left = guarantees.map(({ name, weight }) => ({ name, cases: Math.ceil((cases * weight) / weights) }));
  const batches: Batch[] = [];
  while (left.some((each) => each.cases > 0)) {
    for (const each of left) {
      if (each.cases <= 0) continue;
      // Seeds far apart, none of them negative: a command line would read it as an option.
      const own = (seed + Math.imul(batches.length + 1, 0x9e3779b1)) & 0x7fffffff;
      batches.push({ name: each.name, cases: Math.min(batchCases, each.cases), seed: own });
      each.cases -= batchCases;
    }
  }
  return batches;
}

function answerOf(worker: Worker, batch: Batch): Promise<Answer> {
  return new Promise((done, fail) => {
    worker.once("error", fail);
    worker.once("message", (answer: Answer) => {
      worker.off("error", fail);
      done(answer);
    });
    worker.postMessage(batch);
  });
}
