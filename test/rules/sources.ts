/** The project's own TypeScript, as the rules read it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

export const root = join(import.meta.dirname, "../..");

export interface Source {
  /** from the root, with slashes */
  readonly path: string;
  readonly text: string;
  /** without comments and the insides of strings, for rules about code */
  readonly code: string;
}

const skipped = new Set(["node_modules", ".git", ".sst", ".barq", "dist", "shots"]);

/** A folder of BARQ_DATA, whatever its name, says that nothing in it is the project's. */
const isItsOwn = (folder: string): boolean => {
  const path = join(folder, ".gitignore");
  return existsSync(path) && readFileSync(path, "utf8") === "*\n";
};

function filesBelow(folder: string): string[] {
  if (isItsOwn(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

export const allFiles: readonly string[] = filesBelow(root).map((path) => relative(root, path));

const codeOf = (text: string): string =>
  text
    .replaceAll(/\/\*[\s\S]*?\*\//g, " ")
    .replaceAll(/(^|[^:"'`\\])\/\/[^\n]*/g, "$1")
    .replaceAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');

export const sources: readonly Source[] = allFiles
  .filter((path) => path.endsWith(".ts"))
  .map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    return { path, text, code: codeOf(text) };
  });

export const inside = (...folders: readonly string[]): readonly Source[] =>
  sources.filter(({ path }) => folders.some((folder) => path.startsWith(`${folder}/`)));

/** What a file imports, types included. */
export const importsOf = ({ text }: Source): readonly string[] =>
  [
    ...text.matchAll(
      /^(?:import|export)\s[^;]*?from\s+"([^"]+)";|^import\s+"([^"]+)";|import\("([^"]+)"\)/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
