/** The second evaluator stands apart: what judges the price engine shares nothing with it. */
import { expect, it } from "vitest";
import { importsOf, inside } from "./sources.ts";

it("the second evaluator imports nothing of the product", () => {
  const wrong = inside("test/oracle")
    .filter(({ path }) => !path.endsWith(".test.ts"))
    .flatMap((source) =>
      importsOf(source)
        .filter((from) => !/^(\.\/[\w-]+\.ts|node:[\w/]+|fast-check|moment-timezone)$/.test(from))
        .map((from) => `${source.path} imports ${from}`),
    );
  expect(wrong).toEqual([]);
});
