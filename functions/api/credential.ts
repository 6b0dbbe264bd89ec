/** Where a route's token is: in its address, in the cookie of a page, or in the Authorization header. */
export function credentialOf(path: string): "address" | "cookie" | "staffCookie" | "bearer" {
  if (path.startsWith("/r/")) return "address";
  if (/^\/desk(?:\/|$)/.test(path)) return "staffCookie";
  return path.startsWith("/s/") ? "cookie" : "bearer";
}
