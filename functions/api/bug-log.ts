/**
 * A bug as one line of JSON. What was thrown may quote what somebody typed, so texts in quotes, addresses, numbers of four
 * digits or more and tokens are left out; the request's id ties the line to what the caller saw.
 */

const long = 300;
/** Beyond this nothing is even looked at: a message may hold a whole body. */
const longest = 4 * long;

/**
 * Without what stands in quotes, from the first to the last of them: quotes are nested, forgotten and cut off too often to
 * be matched in pairs. Where the last one begins something, or is the only one, nothing after it is kept.
 */
function unquoted(text: string): string {
  const first = text.search(/["`\u00ab\u201c\u201e\u2039]|(?<!\w)['\u2018]/);
  if (first < 0) return text;
  const last = Math.max(...Array.from("\"'`\u00bb\u201d\u2019\u203a", (quote) => text.lastIndexOf(quote)));
  const isEither = /["'`]/.test(text[last] ?? "");
  const begins =
    isEither && (/[\s([{:,=\\]/.test(text[last - 1] ?? "") || /[\p{L}\p{N}]/u.test(text[last + 1] ?? ""));
  return `${text.slice(0, first)}…${last <= first || begins ? "" : text.slice(last + 1)}`;
}

/** Of the first line alone: what comes after it is rarely ours. */
const scrub = (text: string): string =>
  unquoted(text.slice(0, longest).split(/[\r\n]/)[0] ?? "")
    .replaceAll(/\S+(?:@|%40)\S+/g, "…")
    .replaceAll(/(?=[\w.-]*\d)[\w.-]{24,}/g, "…")
    .replaceAll(/\d(?:[\s().+/-]{0,2}\d){3,}/g, "…")
    .slice(0, long);

/** Where it was, without the message that a stack begins with: its lines could look like frames. */
function framesOf({ stack = "", message }: Error): readonly string[] {
  const begins = stack.indexOf(message);
  const lines = (begins < 0 ? stack : stack.slice(begins + message.length)).split("\n");
  return lines
    .filter((line) => /^\s+at \S.*(?::\d+:\d+\)?|\(<anonymous>\))$/.test(line))
    .map((line) => line.trim());
}

/** What went wrong where nobody is waiting for an answer, or none that could say it. */
export function failureLine(
  at: string,
  error: unknown,
  of: { readonly method?: string; readonly request_id?: string } = {},
): string {
  const thrown = error instanceof Error ? error : new Error("something was thrown that is no error");
  return JSON.stringify({
    level: "error",
    at,
    ...of,
    name: scrub(thrown.name),
    message: scrub(thrown.message),
    frames: framesOf(thrown).slice(0, 8),
  });
}

export function logBug(
  log: ((line: string) => void) | undefined,
  error: Error,
  where: { readonly door: string; readonly method: string; readonly requestId: string },
): void {
  const { door, method, requestId } = where;
  (log ?? console.error)(failureLine(door, error, { method, request_id: requestId }));
}
