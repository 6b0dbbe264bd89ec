/** Times of one run, told as medians: what else the machine does falls on all that is compared, because they take turns. */

const median = (values: readonly number[]): number => {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[ordered.length >> 1] ?? Number.NaN;
};

export interface Timed {
  /** what is done once */
  readonly run: () => unknown;
  /** how often it is done in one turn */
  readonly times: number;
}

/** Microseconds that each takes once, in turns after some that are not counted. */
export function medianUs(turns: number, all: readonly Timed[]): readonly number[] {
  const taken: number[][] = all.map(() => []);
  const warm = Math.ceil(turns / 4);
  for (let turn = -warm; turn < turns; turn++) {
    for (const [n, { run, times }] of all.entries()) {
      const began = performance.now();
      for (let time = 0; time < times; time++) run();
      if (turn >= 0) taken[n]?.push(((performance.now() - began) * 1000) / times);
    }
  }
  return taken.map(median);
}

/** As `medianUs`, for one thing that is waited for. */
export async function medianUsOf(turns: number, run: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const began = performance.now();
    await run();
    taken.push((performance.now() - began) * 1000);
  }
  return median(taken);
}
