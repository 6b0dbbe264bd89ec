/**
 * JSON that others signed, read without loss: a number is the digits that were written (2935.600 is not 2935.6), and
 * two members of one name are refused, because two readers could take either.
 */

/** A number as it stands in the text. */
export class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Members = Readonly<Record<string, unknown>>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Digits);

/** The value, with `Digits` for numbers; undefined for what is no JSON or not clear. Never throws. */
export function readExactJson(text: string): unknown {
  let visited = 0;
  try {
    const value: unknown = JSON.parse(
      text,
      function (this: unknown, _name: string, part: unknown, context?: { readonly source?: string }) {
        if (!Array.isArray(this)) visited += 1;
        return typeof part === "number" ? new Digits(context?.source ?? "") : part;
      },
    );
    // The root is visited as a member without a name.
    return visited === 1 + namesIn(text) ? value : undefined;
  } catch {
    // No JSON, or nested deeper than the stack.
    return undefined;
  }
}

/** How many members a JSON text names, repeated names included: a string before a colon is a name. */
function namesIn(json: string): number {
  let names = 0;
  for (const [, colon] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g)) {
    if (colon !== undefined) names += 1;
  }
  return names;
}
