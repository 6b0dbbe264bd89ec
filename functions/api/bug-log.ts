/**
 * A bug as one line of JSON. What was thrown may quote what somebody typed, so texts in quotes, addresses and long runs
 * of digits are left out; the request's id ties the line to what the caller saw.
 */

const scrub = (text: string): string =>
  text
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/g, '"…"')
    .replaceAll(/\S+@\S+/g, "…")
    .replaceAll(/\d{4,}/g, "…")
    .slice(0, 300);

export function logBug(
  log: ((line: string) => void) | undefined,
  error: unknown,
  where: { readonly door: string; readonly method: string; readonly requestId: string },
): void {
  const frames = error instanceof Error ? (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)) : [];
  const line = JSON.stringify({
    level: "error",
    at: where.door,
    method: where.method,
    request_id: where.requestId,
    name: error instanceof Error ? error.name : typeof error,
    message: error instanceof Error ? scrub(error.message) : "",
    frames: frames.slice(0, 8).map((frame) => frame.trim()),
  });
  (log ?? console.error)(line);
}
