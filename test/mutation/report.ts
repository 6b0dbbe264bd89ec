/** Stryker's report of one file, read: how many changes were noticed, and which were not. */
import * as v from "valibot";

const place = v.object({ line: v.number(), column: v.number() });
const report = v.object({
  files: v.record(
    v.string(),
    v.object({
      source: v.string(),
      mutants: v.array(
        v.object({
          mutatorName: v.string(),
          replacement: v.optional(v.string(), ""),
          status: v.string(),
          location: v.object({ start: place, end: place }),
        }),
      ),
    }),
  ),
});

export interface Survivor {
  readonly file: string;
  readonly line: number;
  readonly mutator: string;
  readonly before: string;
  readonly after: string;
  readonly isCovered: boolean;
}

export interface Mutated {
  readonly name: string;
  readonly killed: number;
  readonly survivors: readonly Survivor[];
  readonly uncovered: number;
  /** of 100: killed and timed out among all that could be run */
  readonly score: number;
}

/** @throws Error where the text is no such report */
export function readReport(name: string, text: string): Mutated {
  const { files } = v.parse(report, JSON.parse(text));
  let killed = 0;
  const survivors: Survivor[] = [];
  for (const [file, { source, mutants }] of Object.entries(files)) {
    const lines = source.split("\n");
    for (const { status, mutatorName, replacement, location } of mutants) {
      if (status === "Killed" || status === "Timeout") killed++;
      if (status !== "Survived" && status !== "NoCoverage") continue;
      survivors.push({
        file,
        line: location.start.line,
        mutator: mutatorName,
        before: between(lines, location),
        after: replacement,
        isCovered: status === "Survived",
      });
    }
  }
  const all = killed + survivors.length;
  const uncovered = survivors.filter(({ isCovered }) => !isCovered).length;
  return { name, killed, survivors, uncovered, score: all === 0 ? 100 : (100 * killed) / all };
}

type Location = v.InferOutput<typeof report>["files"][string]["mutants"][number]["location"];

/** Lines and columns count from 1; the end is not part of it. */
function between(lines: readonly string[], { start, end }: Location): string {
  const own = lines.slice(start.line - 1, end.line);
  return own
    .map((line, n) =>
      line.slice(
        n === 0 ? start.column - 1 : 0,
        start.line - 1 + n === end.line - 1 ? end.column - 1 : undefined,
      ),
    )
    .join("\n");
}

const short = (text: string): string => text.replaceAll(/\s+/g, " ").slice(0, 160);

export const survivorText = ({ file, line, mutator, before, after, isCovered }: Survivor): string =>
  `${isCovered ? "survived" : "not covered"}: ${file}:${line} ${mutator}\n  - ${short(before)}\n  + ${short(after)}`;
