/** What a command of the command line is, and how its words are read. */
import { resolve } from "node:path";
import type { ParseArgsOptionsConfig } from "node:util";
import { parseArgs } from "node:util";

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly says: string;
  /** the exit code: 0 good, 1 refused, 2 not usable */
  run(words: readonly string[]): Promise<number>;
}

/** The words do not fit the command: the usage is shown. */
export class UsageError extends Error {}

/** @throws UsageError for an option that the command does not have */
export function readWords<O extends ParseArgsOptionsConfig>(words: readonly string[], options: O) {
  try {
    return parseArgs({
      args: [...words],
      options: { ...options, json: { type: "boolean", default: false } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "These words are not understood.");
  }
}

export const dataFolder = (): string => resolve(process.env.BARQ_DATA ?? ".barq");

/** A table that a person can read: columns as wide as their widest cell, figures to the right. */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, n) => Math.max(...all.map((row) => (row[n] ?? "").length)));
  const isFigure = head.map(
    (_, n) => rows.length > 0 && rows.every((row) => /^[-\d., %]*$/.test(row[n] ?? "")),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, n) => (isFigure[n] ? cell.padStart(widths[n] ?? 0) : cell.padEnd(widths[n] ?? 0)))
      .join("  ")
      .trimEnd();
  return [line(head), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}
