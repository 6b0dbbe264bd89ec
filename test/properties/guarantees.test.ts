/** A part of what `npm run sim -- --properties` checks with a million cases. */
import { describe, expect, it } from "vitest";
import { guarantees } from "./guarantees.ts";

describe("whatever the tariff and the session", () => {
  it.each(guarantees)("$says", ({ check, part }) => {
    // Another seed each time, and the same one for a failure: it is told with it.
    const { failure } = check({ cases: part, seed: Math.floor(Math.random() * 2 ** 31) });
    expect(failure).toBeNull();
  });
});
