/**
 * Every case has tests that exist and are never left out. The table that is printed says of each what stands: proved, proved
 * in part (and what is lacking), or not built. A case that is not built has no test here, so that nobody counts it as passed.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { FailureCase } from "./case.ts";
import { failureCases } from "./cases.ts";
import type { NamedTest } from "./named-tests.ts";
import { isCalled, namedTests } from "./named-tests.ts";

const root = join(import.meta.dirname, "../..");
const read = new Map<string, readonly NamedTest[]>();

function testsIn(file: string): readonly NamedTest[] {
  const path = join(root, file);
  const known = read.get(file) ?? (existsSync(path) ? namedTests(readFileSync(path, "utf8")) : []);
  read.set(file, known);
  return known;
}

/** What is only a list of cases; everything else keeps a test from running somewhere. */
const harmless = new Set(["each", "concurrent", "sequential"]);

/** What is wrong with the tests that a case names; empty where nothing is. */
function wrongOf({ tests }: Pick<FailureCase, "tests">): readonly string[] {
  const named = Object.entries(tests).flatMap(([file, names]) => names.map((name) => ({ file, name })));
  if (named.length === 0) return ["no test is named"];
  return named.flatMap(({ file, name }) => {
    if (!/^test\/.+\.test\.ts$/.test(file)) return [`${file} is no file of tests`];
    const found = testsIn(file).filter(({ fullName }) => isCalled(fullName, name));
    if (found.length === 0) return [`${file} has no test "${name}"`];
    const leftOut = found.flatMap(({ modifiers }) => modifiers.filter((word) => !harmless.has(word)));
    return leftOut.length === 0 ? [] : [`${file}: "${name}" is ${leftOut.join(", ")}`];
  });
}

const built = failureCases.filter(({ belongsTo }) => belongsTo === undefined);
const standing = ({ belongsTo, lacks }: FailureCase): string =>
  belongsTo !== undefined ? "not built" : lacks === undefined ? "proved" : "in part";

describe("what happened to others", () => {
  for (const of of built) {
    it(`case ${of.number}: ${of.happened}`, () => {
      expect(wrongOf(of)).toEqual([]);
    });
  }

  it("is fifty-two cases, each once and in order, and each says what must happen here", () => {
    expect(failureCases.map(({ number }) => number)).toEqual(Array.from({ length: 52 }, (_, n) => n + 1));
    for (const { happened, must } of failureCases)
      expect([happened, must].every((text) => /\w.+\.$/.test(text))).toBe(true);
  });

  it("names no test for what is not built", () => {
    for (const { belongsTo, lacks, tests } of failureCases)
      if (belongsTo !== undefined) expect([tests, lacks]).toEqual([{}, undefined]);
  });
});

describe("the check", () => {
  const file = "test/failure-cases/failure-cases.test.ts";

  it("finds a test that does not exist, a file that does not, and a case without tests", () => {
    expect(wrongOf({ tests: {} })).toEqual(["no test is named"]);
    expect(wrongOf({ tests: { [file]: ["the check > that nobody wrote"] } })).toHaveLength(1);
    expect(wrongOf({ tests: { "test/nowhere.test.ts": ["x"] } })).toHaveLength(1);
    expect(wrongOf({ tests: { "test/actions/world.ts": ["x"] } })).toEqual([
      "test/actions/world.ts is no file of tests",
    ]);
    const name = "what happened to others > names no test for what is not built";
    expect(wrongOf({ tests: { [file]: [name] } })).toEqual([]);
    // A test of another group is another test.
    expect(
      wrongOf({ tests: { [file]: [name.replace("what happened to others", "the check")] } }),
    ).toHaveLength(1);
  });

  it("reads groups, tables of cases, names that are put together, and what keeps a test from running", () => {
    const put = ["$", "{where}"].join("");
    const source = [
      'describe("a (group", () => {',
      "  // It's a comment with one quote.",
      "  for (const where of [1, 2]) {",
      `    it(\`is lost (${put})\`, () => {});`,
      "  }",
      "  it.each([",
      '    ["a", ")"], // It\'s )',
      '  ])("of %s is \\"one\\"", () => {});',
      '  describe.skipIf(true)("inside", () => {',
      "    it.todo(",
      '      "is left",',
      "    );",
      "  });",
      '  // it("is only spoken of", () => {});',
      "});",
      'it.each(rows)("$name stands alone", () => {});',
      "it(what, () => {});",
    ].join("\n");
    expect(namedTests(source)).toEqual([
      { fullName: `a (group > is lost (${put})`, modifiers: [] },
      { fullName: 'a (group > of %s is "one"', modifiers: ["each"] },
      { fullName: "a (group > inside > is left", modifiers: ["skipIf", "todo"] },
      { fullName: "$name stands alone", modifiers: ["each"] },
    ]);
    expect(isCalled(`is lost (${put})`, "is lost (after)")).toBe(true);
    expect(isCalled(`is lost (${put})`, "is not lost (after)")).toBe(false);
    expect(isCalled("of %s is", "of it is not")).toBe(false);
    // What has no words of its own would be any test's name.
    expect(isCalled("a group > $says", "a group > whatever")).toBe(false);
  });
});

afterAll(() => {
  const rows = failureCases.map((of) => {
    const count = Object.values(of.tests).flat().length;
    const more = of.belongsTo ?? of.lacks;
    return `${`${of.number}`.padStart(4)}  ${standing(of).padEnd(9)}  ${`${count}`.padStart(2)} tests  ${of.happened}${more === undefined ? "" : `\n${" ".repeat(27)}(${of.belongsTo === undefined ? "lacks" : "comes with"}: ${more})`}`;
  });
  const sum = ["proved", "in part", "not built"].map(
    (word) => `${failureCases.filter((of) => standing(of) === word).length} ${word}`,
  );
  console.log([...rows, `failure cases: ${sum.join(", ")}`].join("\n"));
});
