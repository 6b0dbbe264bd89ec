/** What a command of the command line is, and how its words are read. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { ParseArgsOptionsConfig } from "node:util";
import { parseArgs } from "node:util";

interface Option {
  readonly type: "string" | "boolean";
  readonly default?: string;
  /** what stands after it; nothing where it stands alone */
  readonly value?: string;
  readonly says: string;
}
export type Options = Readonly<Record<string, Option>>;

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly says: string;
  readonly options: Options;
  /** what --help says beside the options: forms of files, an example */
  readonly more?: readonly string[];
  /** the exit code: 0 good, 1 refused, 2 not usable */
  run(words: readonly string[]): Promise<number>;
}

/** The words do not fit the command: the usage is shown. */
export class UsageError extends Error {}

/** `most` words beside the options. @throws UsageError for an option or a word that the command does not have */
export function readWords<O extends ParseArgsOptionsConfig>(
  words: readonly string[],
  options: O,
  most: number,
) {
  const read = parsed(words, options);
  const extra = read.positionals[most];
  if (extra !== undefined) throw new UsageError(`"${extra}" is one word too many.`);
  return read;
}

function parsed<O extends ParseArgsOptionsConfig>(words: readonly string[], options: O) {
  try {
    return parseArgs({
      args: [...words],
      options: { ...options, json: { type: "boolean", default: false } },
      allowPositionals: true,
    });
  } catch (error) {
    // Node's own words go on with advice that is of no use here.
    const [first = "These words are not understood"] =
      error instanceof Error ? error.message.split(/\.?\n|\. /) : [];
    throw new UsageError(`${first}.`);
  }
}

export const usageOf = ({ usage }: Command): string => `Usage: npm run -s barq -- ${usage}`;

/** What `--help` prints: the usage, a table of the options, and what else there is to know. */
export function helpOf(command: Command): string {
  const rows = Object.entries(command.options).map(([name, { value, says, default: otherwise }]) => [
    `--${name}${value === undefined ? "" : ` ${value}`}`,
    otherwise === undefined ? says : `${says} (${otherwise})`,
  ]);
  const all = [...rows, ["--json", "prints for machines"], ["--help", "this"]];
  const width = Math.max(...all.map(([name = ""]) => name.length));
  return [
    usageOf(command),
    `${command.says}`,
    "",
    ...all.map(([name = "", says = ""]) => `  ${name.padEnd(width)}  ${says}`),
    ...(command.more ? ["", ...command.more] : []),
  ].join("\n");
}

/** The text of a file that somebody named. @throws Error in words for a person */
export function readNamed(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Why a file that somebody named was not read, in words for a person. */
export function unreadable(file: string, error: unknown): Error {
  const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
  return new Error(missing ? `There is no file ${file}.` : `${file} cannot be read.`, { cause: error });
}

/** A file that somebody named, as JSON. @throws Error in words for a person */
export function readNamedJson(file: string): unknown {
  const text = readNamed(file);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file} is not JSON.`);
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
