/**
 * Weekday, time of day, month cut and the date on a document come from the table of legal time and from nothing else. A
 * runtime with stale zone data throws nothing: it prices an evening at another hour's price, so the other ways are shut.
 */
import { describe, expect, it } from "vitest";
import { importsOf, inside } from "./sources.ts";

const product = inside("packages", "functions", "infra");

interface Shut {
  readonly what: string;
  readonly pattern: RegExp;
  /** where it stands all the same, and why that is no clock on a wall */
  readonly allowed: Readonly<Record<string, string>>;
}

const shut: readonly Shut[] = [
  {
    what: "the platform's zones",
    pattern: /\bIntl\b|\bTemporal\b|toLocale\w*\(|getTimezoneOffset|\bTZ\b/,
    allowed: {},
  },
  {
    what: "the fields of a Date",
    pattern: /\.[gs]et(UTC)?(FullYear|Year|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds)\(/,
    allowed: {},
  },
  {
    what: "a Date, or its text",
    pattern: /\bnew Date\(|\bDate\.(UTC|parse)\b|\.to(ISO|UTC|Date|Time|GMT)String\(|\bDate\(\)/,
    allowed: {
      "packages/domain/instant.ts": "writes and reads instants in UTC, for the wire",
      "packages/domain/legal-zones.ts": "the instants of the table itself, written in UTC",
      "packages/documents/pdf-file.ts": "the PDF's creation date is an instant of the library's",
      "packages/local/stations/meter-values.ts": "a simulated station writes an instant with another offset",
      "functions/api/own-token.ts": "the token library takes its now as a Date",
      "functions/api/staff-token.ts": "the token library takes its now as a Date",
    },
  },
  {
    what: "a day cut out of an instant's text",
    pattern:
      /\b(isoText|toISOString)\([^()]*(\([^()]*\))?[^()]*\)\s*\.(slice|substring|split|replace|startsWith|match)\(/,
    allowed: {
      "packages/domain/instant.ts": "finds that the 30th of February is none",
      "packages/local/stations/meter-values.ts": "a simulated station writes an instant with another offset",
    },
  },
  {
    what: "a time of day by remainder",
    pattern: /%\s*\(?(day|hour|86_?400(_?000)?|3_?600_?000|1440)\b|[/]\s*(day|86_?400(_?000)?)\b/,
    allowed: { "packages/domain/legal-time.ts": "from local time, which it alone makes" },
  },
  {
    what: "a weekday by remainder",
    pattern: /%\s*7\b/,
    allowed: {
      "packages/domain/civil-day.ts": "of a local day that legal time gave",
      "packages/domain/legal-zones.ts": "the last Sunday of a month",
    },
  },
];

describe("legal time is the only clock on the wall", () => {
  it.each(shut)("nothing reads $what", ({ pattern, allowed }) => {
    const found = product.filter(({ code }) => pattern.test(code)).map(({ path }) => path);
    expect(found.filter((path) => allowed[path] === undefined)).toEqual([]);
    // An exception that nothing needs any more is taken off the list.
    expect(Object.keys(allowed).filter((path) => !found.includes(path))).toEqual([]);
  });

  it("the table itself is read through legal time alone", () => {
    const importers = product
      .filter((source) => importsOf(source).some((from) => /\/legal-zones(\.ts)?$/.test(from)))
      .map(({ path }) => path);
    expect(importers).toEqual(["packages/domain/legal-time.ts"]);
  });

  it("knows the ways it shuts", () => {
    const ways = [
      'new Intl.DateTimeFormat("fr")',
      "at.getUTCDay()",
      "new Date(at)",
      "isoText(session.endedAt).slice(0, 10)",
      "isoText(ports.clock()).slice(0, 7)",
      "Math.floor(at / day)",
      "(at % day) / minute",
      "(at + offset) % 86_400_000",
      "weekday = (days + 3) % 7",
    ];
    for (const way of ways) expect(shut.some(({ pattern }) => pattern.test(way))).toBe(true);
  });
});
