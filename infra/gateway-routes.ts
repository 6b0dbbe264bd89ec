/**
 * The table of addresses in API Gateway's words. The gateway knows whole parts of a path and no patterns: routes that become
 * one there belong to one door.
 */
import type { Door } from "@barq/functions/api/routes";
import { routes } from "@barq/functions/api/routes";

export function gatewayRoutes(): ReadonlyMap<string, Door> {
  const found = new Map<string, Door>();
  for (const { method, path, door } of Object.values(routes)) {
    const key = `${method} ${path.replaceAll(/:(\w+)(\{[^}]*\})?/g, "{$1}")}`;
    const other = found.get(key);
    if (other !== undefined && other !== door) {
      throw new Error(`${key} belongs to two doors, and API Gateway can give it to one only`);
    }
    found.set(key, door);
  }
  return found;
}
