/**
 * A page as an answer. Its inline stylesheets are allowed by their hashes (CSP level 3, 6.7.3), so that nothing else that
 * finds its way into a page is ever applied or run.
 */
import { createHash } from "node:crypto";

/** `formTargets`: origins beside our own where a form's redirects may lead, such as the payment page. */
function contentPolicy(page: string, formTargets: readonly string[] = []): string {
  const hashes = [...page.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(
    ([, style = ""]) => `'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  );
  const styles = hashes.length > 0 ? [...new Set(hashes)].join(" ") : "'none'";
  return [
    "default-src 'none'",
    `style-src ${styles}`,
    "img-src 'self' data:",
    `form-action ${["'self'", ...formTargets].join(" ")}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}

export function htmlAnswer(
  page: string,
  status = 200,
  more: {
    readonly formTargets?: readonly string[];
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Response {
  return new Response(page, {
    status,
    headers: {
      ...more.headers,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": contentPolicy(page, more.formTargets),
    },
  });
}
