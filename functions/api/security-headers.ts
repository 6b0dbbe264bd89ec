/** Headers that every answer carries. Nothing here runs scripts, is framed, is cached or tells where somebody came from. */

export const isLoopback = (host: string): boolean =>
  host === "localhost" ||
  host.endsWith(".localhost") ||
  host === "[::1]" ||
  /^127(?:\.\d{1,3}){3}$/.test(host);

export function securityHeaders(origin: string): Readonly<Record<string, string>> {
  const { hostname, protocol } = new URL(origin);
  return {
    "content-security-policy":
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    // A browser would keep it for the whole host, and nobody has a certificate for localhost.
    ...(protocol === "https:" && !isLoopback(hostname)
      ? { "strict-transport-security": "max-age=31536000; includeSubDomains" }
      : {}),
  };
}
