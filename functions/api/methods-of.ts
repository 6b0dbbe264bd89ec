/** What may be asked of an address, by a table of routes. */
import { TrieRouter } from "hono/router/trie-router";
import type { Route } from "./routes.ts";

export type MethodsAt = (path: string) => readonly string[];

export function methodsOf(table: Readonly<Record<string, Route>>): MethodsAt {
  let methods: TrieRouter<string> | undefined;
  return (path) => {
    if (!methods) {
      methods = new TrieRouter<string>();
      for (const route of Object.values(table)) methods.add("ANY", route.path, route.method);
    }
    return [...new Set(methods.match("ANY", path)[0].map(([method]) => method))].sort();
  };
}
