/** Style that matters is a test: one Clock, one place for the environment, the field's words, files of one sitting. */
import { describe, expect, it } from "vitest";
import type { Source } from "./sources.ts";
import { inside, sources } from "./sources.ts";

const product = inside("packages", "functions", "infra");

const offenders = (rule: RegExp, allowed: readonly string[], among: readonly Source[] = product): string[] =>
  among
    .filter(({ path, code }) => rule.test(code) && !allowed.some((prefix) => path.startsWith(prefix)))
    .map(({ path }) => path);

describe("handwriting", () => {
  it("one Clock: nobody else asks the machine for the time", () => {
    expect(
      offenders(/Date\.now\(|new Date\(\)|performance\.now\(/, [
        "packages/local/clock.ts",
        "functions/wire/",
      ]),
    ).toEqual([]);
  });

  it("no rule reads the runtime's zone data", () => {
    expect(
      offenders(
        /\bIntl\.|toLocale(String|DateString|TimeString)\(|getTimezoneOffset|\.get(Hours|Day|Date)\(/,
        [],
      ),
    ).toEqual([]);
  });

  it("the environment is read in few places", () => {
    expect(
      offenders(/process\.env\b/, [
        "functions/wire/",
        "infra/",
        "packages/local/start.ts",
        "packages/local/cli/command.ts",
        "packages/local/cli/connect.ts",
      ]),
    ).toEqual([]);
  });

  it("no cast, no any, no non-null assertion past the door", () => {
    // `as const` and `import * as` are no casts; the cache keeps promises of any type under one roof.
    const cast = /[\w)\]}"] as (?:[A-Z]\w*|\{|(?:unknown|never|string|number|boolean|bigint|object)\b)/;
    const wrong = product
      .filter(({ path }) => path !== "packages/actions/cache.ts")
      .flatMap(({ path, code }) =>
        code
          .split("\n")
          .filter(
            (line) =>
              cast.test(line) && !/^\s*(import|export)\b/.test(line) && !/^\s*\w+ as \w+,?$/.test(line),
          )
          .map((line) => `${path}: ${line.trim()}`),
      );
    expect(wrong).toEqual([]);
    expect(offenders(/: any\b|<any>|\bas any\b/, [])).toEqual([]);
  });

  it("no floats near money", () => {
    expect(offenders(/parseFloat\(|\.toFixed\(/, [])).toEqual([]);
  });

  it("a currency's decimals come from its table: nowhere is anything made a hundred times more or less", () => {
    // Not of money: energies, the bound of a tax rate, the calendar, a battery's per cent, the share of declines, a power in tenths of a kW.
    const others = ["energy-source.ts", "restriction.ts", "tariff.ts", "civil-day.ts"];
    const allowed = [
      ...others.map((name) => `packages/domain/${name}`),
      "packages/actions/report-declines.ts",
      "packages/local/cli/metrics.ts",
      "packages/local/stations/connector.ts",
      "packages/pages/plug.ts",
    ];
    expect(offenders(/[*/]\s*100n?\b/, allowed)).toEqual([]);
  });

  it("speaks the field's words", () => {
    // DESIGN: one word, one meaning. OCPP's transactionId keeps its own name.
    const banned =
      /\b(?:const|let|function|class|interface|type|readonly)\s+(\w*(?:[pP]ile|[bB]orne|[cC]harger|[pP]ump|[pP]re[aA]uth|[cC]onsumption|[sS]ample|[bB]ill(?!ed)|[vV]oided)\w*)\b/g;
    const wrong = inside("packages/domain", "packages/actions").flatMap(({ path, code }) =>
      [...code.matchAll(banned)].map((match) => `${path}: ${match[1]}`),
    );
    expect(wrong).toEqual([]);
  });

  it("every file says what it is for, and can be read at one sitting", () => {
    const silent = product
      .filter(({ text }) => !/^(#![^\n]*\n)?\s*\/\*\*/.test(text))
      .map(({ path }) => path);
    expect(silent).toEqual([]);
    const long = product.filter(({ text }) => text.split("\n").length > 350).map(({ path }) => path);
    expect(long).toEqual([]);
  });

  it("no test is skipped, narrowed or left for later", () => {
    const wrong = sources
      .filter(({ path }) => path.startsWith("test/"))
      .filter(({ code }) => /\b(it|describe|test)\.(only|todo|skip)\(/.test(code))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });
});
