/** What a contract asks only of an adapter that has an ability: elsewhere it is no test, rather than one that was skipped. */
import { describe, it } from "vitest";

type Named = (name: string, run: () => void | Promise<void>) => void;

export const itWhere = (isAble: boolean): Named =>
  isAble
    ? (name, run) => {
        it(name, run);
      }
    : () => undefined;

export const describeWhere = (isAble: boolean): ((name: string, tests: () => void) => void) =>
  isAble
    ? (name, tests) => {
        describe(name, tests);
      }
    : () => undefined;
