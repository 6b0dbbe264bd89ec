/** Everything that is left to chance in a schedule, from one seed: the same seed, the same choices, on every machine. */

export interface Choice {
  /** a whole number from 0 to below `n` */
  below(n: number): number;
  /** a whole number from the one to the other, both included */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
}

/** Four words of state, of which one counts (the small fast counting generator of PractRand), warmed up from the seed. */
export function seededChoice(seed: number): Choice {
  let [a, b, c, counter] = [seed | 0, Math.floor(seed / 2 ** 32) ^ 0x5bd1e995, 0x2545f491, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let n = 0; n < 15; n++) next();
  const below = (n: number): number => Math.floor((next() / 4294967296) * n);
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => next() < probability * 4294967296,
    pick: (from) => from[below(from.length)] ?? from[0],
  };
}
