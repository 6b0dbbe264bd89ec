/** What must be true whatever is drawn: a property with a name, checked on a part of its cases by the tests and on many by the simulation. */
import fc from "fast-check";

export interface Guarantee {
  /** a word for the command line */
  readonly name: string;
  readonly says: string;
  /** how many cases `npm test` takes; slow ones take fewer */
  readonly part: number;
  /** a million cases are divided by these */
  readonly weight: number;
  check(asked: Asked): Outcome;
}

export interface Asked {
  readonly cases: number;
  readonly seed: number;
  /** where a counterexample lies among the cases of a seed, as an earlier check named it */
  readonly path?: string | undefined;
}

export interface Outcome {
  readonly cases: number;
  /** drawn again because the property says nothing about them */
  readonly skipped: number;
  readonly failure: Failure | null;
}

export interface Failure {
  readonly name: string;
  readonly seed: number;
  readonly path: string;
  /** the smallest case that was found, as text */
  readonly counterexample: string;
  readonly why: string;
}

type Told = Pick<Guarantee, "name" | "says" | "part" | "weight">;

/** The predicate throws where the guarantee does not hold. `fc.pre` draws again. */
export function guarantee<T>(told: Told, cases: fc.Arbitrary<T>, holds: (of: T) => void): Guarantee {
  const property = fc.property(cases, holds);
  return {
    ...told,
    check({ cases: numRuns, seed, path }) {
      const details = fc.check(property, { numRuns, seed, ...(path === undefined ? {} : { path }) });
      const outcome = { cases: details.numRuns, skipped: details.numSkips };
      if (!details.failed) return { ...outcome, failure: null };
      const { errorInstance: error, counterexamplePath } = details;
      return {
        ...outcome,
        failure: {
          name: told.name,
          seed: details.seed,
          path: counterexamplePath ?? "",
          counterexample: fc.stringify(details.counterexample?.[0]),
          why: error instanceof Error ? error.message : `too many cases were skipped (${details.numSkips})`,
        },
      };
    },
  };
}

/** Two things that must be the same, compared as text; big integers are written as in code. */
export function mustEqual(is: unknown, wanted: unknown, what: string): void {
  const [left, right] = [fc.stringify(is), fc.stringify(wanted)];
  if (left !== right) throw new Error(`${what}: ${left} is not ${right}`);
}

export function must(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}
