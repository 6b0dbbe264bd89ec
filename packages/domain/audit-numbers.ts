/** I9: the numbers of a series, read in their order. */
import type { Finding } from "./audit.ts";
import type { Instant } from "./instant.ts";
import { isoText } from "./instant.ts";

export interface GivenNumber {
  readonly n: number;
  readonly at: Instant;
  readonly session: string;
  /** what that session says its receipt is; undefined: there is no such session */
  readonly receipt: string | null | undefined;
}

interface SeriesCheck {
  add(given: GivenNumber): void;
  /** `counter` is the last number that the counter says was given. */
  end(counter: number | null): readonly Finding[];
}

/** `isOfReceipts`: the session's receipt has the number; other documents have registers of their own. */
export function createSeriesCheck(series: string, isOfReceipts: boolean): SeriesCheck {
  const findings: Finding[] = [];
  const find = (what: string, session: string | null = null): void =>
    void findings.push({ invariant: "I9", about: series, session, what, apart: null });
  let last: GivenNumber | null = null;
  return {
    add(given) {
      const { n, at, session, receipt } = given;
      const expected = (last?.n ?? 0) + 1;
      if (n !== expected) find(`number ${n} follows ${expected - 1}: ${n - expected} are missing`, session);
      if (last && at < last.at)
        find(`number ${n} is of ${isoText(at)}, number ${last.n} before it of ${isoText(last.at)}`, session);
      if (isOfReceipts && !(receipt ?? "").endsWith(`-${n.toString().padStart(6, "0")}`))
        find(`number ${n} was given to ${session}, whose receipt is ${receipt ?? "none"}`, session);
      last = given;
    },
    end(counter) {
      if ((counter ?? 0) !== (last?.n ?? 0))
        find(`the counter is at ${counter ?? 0}, the last number is ${last?.n ?? 0}`);
      return findings;
    },
  };
}
