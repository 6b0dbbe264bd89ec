/** A part of what `npm run sim -- --properties` checks with a million cases. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guarantees } from "./guarantees.ts";

/** Other cases each time, unless whoever runs the tests asks for the same ones, or for few; a failure is told with its seed. */
const { seed = Math.floor(Math.random() * 2 ** 31), numRuns: most = Number.POSITIVE_INFINITY } =
  fc.readConfigureGlobal() ?? {};

describe("whatever the tariff and the session", () => {
  it.each(guarantees)("$says", ({ check, part }) => {
    const { failure } = check({ cases: Math.min(part, most), seed });
    expect(failure).toBeNull();
  });
});
