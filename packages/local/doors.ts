/** Which door answers an address: found by the same table that the doors mount, as API Gateway's routes are made from it. */
import { methodsAt } from "@barq/functions/api/methods-at";
import type { Door } from "@barq/functions/api/routes";
import { routes } from "@barq/functions/api/routes";
import { TrieRouter } from "hono/router/trie-router";
import type { HttpHandler } from "./lambda-http.ts";

export function createDoorFinder(
  handlers: Readonly<Record<Door, HttpHandler>>,
): (method: string, path: string) => HttpHandler {
  const router = new TrieRouter<Door>();
  for (const route of Object.values(routes)) router.add(route.method, route.path, route.door);
  return (method, path) => {
    const asked = method === "HEAD" ? "GET" : method;
    const [found] = router.match(asked, path)[0];
    const other = methodsAt(path)[0];
    // An address with another method is refused in the face of the door that has it; unknown ones look like pages to browsers.
    const [near] = found ? [found] : other ? (router.match(other, path)[0] ?? []) : [];
    return handlers[near?.[0] ?? (/^\/(q|s|r)(\/|$)/.test(path) ? "pages" : "read")];
  };
}
