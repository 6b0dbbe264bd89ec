/**
 * The tests that stand in a file, by their full names, as its text has them: nothing is run. A name that is put together
 * (`${...}`, `%s`, `$name`) stands for every name of its form. The nesting is read from the indentation, which is the formatter's.
 */

export interface NamedTest {
  /** the names of its groups and its own, from the outside in */
  readonly fullName: string;
  /** skip, todo, only and what else is hung on it or on a group around it */
  readonly modifiers: readonly string[];
}

interface Open {
  readonly indent: number;
  readonly name: string;
  readonly modifiers: readonly string[];
}

interface Head {
  readonly name: string;
  readonly modifiers: readonly string[];
}

/** Between the names of a group and of what stands in it. */
export const within = " > ";

const quotes = new Set(['"', "'", "`"]);

/** The text of a literal that begins at `from`, and where it ends; escapes are resolved. */
function readLiteral(source: string, from: number): { readonly text: string; readonly end: number } {
  const quote = source[from];
  let text = "";
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === "\\") text += source[++at] ?? "";
    else if (source[at] === quote) return { text, end: at + 1 };
    else text += source[at] ?? "";
  }
  throw new Error("a text that does not end");
}

/** Where the parenthesis that opens at `from` is closed; those in texts and in comments do not count. */
function skipParentheses(source: string, from: number): number {
  let depth = 0;
  for (let at = from; at < source.length; at++) {
    const sign = source[at] ?? "";
    if (sign === "/" && source[at + 1] === "/") at = source.indexOf("\n", at);
    else if (quotes.has(sign)) at = readLiteral(source, at).end - 1;
    else if (sign === "(") depth++;
    else if (sign === ")" && --depth === 0) return at + 1;
  }
  throw new Error("a parenthesis that is not closed");
}

/** What stands before the name in a parenthesis of its own: a table of cases, or a condition. */
const withTable = new Set(["each", "for", "skipIf", "runIf"]);

/** What follows the word `describe`, `it` or `test` at `from`; null where no name is written out. */
function readHead(source: string, from: number): Head | null {
  const modifiers: string[] = [];
  let at = from;
  for (let word = nextWord(source, at); word !== null; word = nextWord(source, at)) {
    modifiers.push(word);
    at += word.length + 1;
    if (withTable.has(word)) at = skipParentheses(source, at);
  }
  const inside = source.slice(at, at + 80).search(/[^(\s]/) + at;
  if (source[at] !== "(" || !quotes.has(source[inside] ?? "")) return null;
  return { name: readLiteral(source, inside).text, modifiers };
}

const nextWord = (source: string, at: number): string | null =>
  /^\.(\w+)/.exec(source.slice(at, at + 40))?.[1] ?? null;

/** Every test of a file's text. */
export function namedTests(source: string): readonly NamedTest[] {
  const tests: NamedTest[] = [];
  let open: Open[] = [];
  for (const line of source.matchAll(/^( *)(describe|it|test)(?=[.(])/gm)) {
    const indent = line[1]?.length ?? 0;
    const head = readHead(source, line.index + line[0].length);
    open = open.filter((group) => group.indent < indent);
    if (!head) continue;
    if (line[2] === "describe") open.push({ indent, ...head });
    else
      tests.push({
        fullName: [...open.map(({ name }) => name), head.name].join(within),
        modifiers: [...open.flatMap(({ modifiers }) => modifiers), ...head.modifiers],
      });
  }
  return tests;
}

/** What is put into a name when it runs: between backticks, or from a table. */
const put = /\$\{[^}]*\}|%[sdijo]|\$\w+/g;

/** Whether a test's name, as the text has it, is this one, or can become it when it is put together. */
export function isCalled(name: string, asked: string): boolean {
  // A last name that is nothing but what is put in would be any test's.
  if (!/[a-z]/i.test((name.split(within).at(-1) ?? "").replaceAll(put, ""))) return false;
  const exact = name.split(put).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${exact.join(".*")}$`, "s").test(asked);
}
