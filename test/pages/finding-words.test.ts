/** Words for every finding of commissioning: none is missing in any language, and none is told as a code. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { locales } from "@barq/pages/locale";
import { findingCodes, findingSaid } from "@barq/pages/office/finding-words";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const domain = join(root, "packages/domain");
const readAll = (files: readonly string[]): string =>
  files.map((file) => readFileSync(file, "utf8")).join("\n");

/** As they stand in the sources: what is said at once, and why a meter's readings would not be billed. */
function saidInSources(): ReadonlySet<string> {
  const judged = readAll([
    ...readdirSync(domain)
      .filter((name) => name.startsWith("commissioning"))
      .map((name) => join(domain, name)),
    join(root, "packages/actions/commission-look.ts"),
  ]);
  const metered = readAll(
    ["metering", "plausibility", "energy-source", "register-line"].map((name) => join(domain, `${name}.ts`)),
  );
  const said = [
    ...judged.matchAll(/\bsay: (?:\w+ \? )?"([a-z_]+)"(?: : "([a-z_]+)")?/g),
    ...judged.matchAll(/finding\(\s*"[a-z_]+",\s*"([a-z_]+)"/g),
    ...judged.matchAll(/\["([a-z]+_differs)", declared/g),
    ...judged.matchAll(/"((?:begin|end)_missing)"/g),
    ...metered.matchAll(/"(meter_[a-z_]+)"/g),
  ].flatMap(([, ...codes]) => codes.filter((code) => code !== undefined));
  return new Set(said);
}

/** Judged as `sign` and `unit` before they could be said themselves; flags and why single readings were set aside are no findings. */
const neverSaid = new Set([
  "meter_backwards",
  "meter_export",
  "meter_unit",
  "meter_status",
  "meter_stop_unknown",
  "meter_stop_below_start",
]);

describe("the words for findings", () => {
  it("are there for every code that the domain says, and for no other", () => {
    const said = [...saidInSources()].filter((code) => !neverSaid.has(code));
    expect(said.toSorted()).toEqual(findingCodes.toSorted());
  });

  it("say what it is and what to do in each language, never the code", () => {
    for (const locale of locales)
      for (const code of findingCodes) {
        const { title, text } = findingSaid(locale, code);
        expect([title.length > 3, text.length > 3, title === code]).toEqual([true, true, false]);
        expect(/[\u0600-\u06ff]/.test(title)).toBe(locale === "ar");
      }
  });

  it("let a code that nobody knows be read out as it is, also one that every object has", () => {
    for (const code of ["never_heard_of", "constructor", "__proto__"])
      expect(findingSaid("fr", code)).toEqual({ title: code, text: "" });
  });
});
