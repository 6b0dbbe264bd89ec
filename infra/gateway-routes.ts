/**
 * The table of addresses in API Gateway's words. The gateway knows whole parts of a path and no patterns: where two routes
 * become one, the door that can answer both has it.
 */
import type { Door } from "@barq/functions/api/routes";
import { routes } from "@barq/functions/api/routes";

/** `GET /r/{token}` is a receipt's page and, with `.pdf` behind the token, its PDF: the paper door tells them apart. */
const answersBoth: Readonly<Record<string, Door>> = { "GET /r/{token}": "paper" };

export function gatewayRoutes(): ReadonlyMap<string, Door> {
  const found = new Map<string, Door>();
  for (const { method, path, door } of Object.values(routes)) {
    const key = `${method} ${path.replaceAll(/:(\w+)(\{[^}]*\})?/g, "{$1}")}`;
    const other = found.get(key);
    const both = answersBoth[key];
    if (other !== undefined && other !== door && both === undefined) {
      throw new Error(`${key} belongs to two doors, and API Gateway can give it to one only`);
    }
    found.set(key, both ?? door);
  }
  return found;
}
