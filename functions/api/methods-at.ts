/** What may be asked of an address, at whichever door: for whoever answers the addresses that no door has. */
import { methodsOf } from "./methods-of.ts";
import { routes } from "./routes.ts";

export const methodsAt = methodsOf(routes);
