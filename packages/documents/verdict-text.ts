/** A sealed verdict as a sheet to print and keep: plain text, eighty signs wide, read with any eye. */
import * as v from "valibot";
import { findingWords } from "./finding-words.ts";

const finding = v.object({
  step: v.string(),
  connector: v.nullable(v.number()),
  state: v.string(),
  say: v.string(),
  facts: v.record(v.string(), v.string()),
});
const verdict = v.object({
  station: v.string(),
  location: v.nullable(v.string()),
  by: v.string(),
  findings: v.array(finding),
});
const seal = v.object({ hashes: v.record(v.string(), v.string()), signature: v.string() });

interface Sealed {
  readonly id: string;
  readonly at: string;
  readonly state: "passed" | "refused";
  readonly verdict: unknown;
  readonly seal: unknown;
}

const marks: Readonly<Record<string, string>> = { good: "good", not_yet: "NOT YET", refused: "REFUSED" };

export function verdictText(sealed: Sealed, operator: string): string {
  const { station, location, by, findings } = v.parse(verdict, sealed.verdict);
  const { hashes, signature } = v.parse(seal, sealed.seal);
  const head = [
    `${operator}: verdict on station ${station}`,
    `${sealed.state === "passed" ? "PASSED" : "REFUSED"}  ${sealed.at}  ${sealed.id}`,
    `Location ${location ?? "none"}, technician ${by}`,
  ];
  const rows = findings.flatMap(({ step, connector, state, say, facts }) => {
    const at = connector === null ? step : `${step} ${connector}`;
    const told = Object.entries(facts)
      .filter(([, fact]) => fact !== "")
      .map(([name, fact]) => `${name} ${fact}`)
      .join(", ");
    return [
      `${(marks[state] ?? state).padEnd(8)} ${at.padEnd(14)} ${findingWords(say)}`,
      ...(told === "" ? [] : [`${" ".repeat(24)}${told}`]),
    ];
  });
  const foot = [`SHA-256 ${hashes.verdict ?? ""}`, ...(signature.match(/.{1,80}/g) ?? [])];
  return [...head, "", ...rows, "", ...foot, ""].join("\n");
}
