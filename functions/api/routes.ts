/**
 * Every route there is, once: each door mounts its own (routes/), the local server finds the door by all of them,
 * /openapi.json is made from them and the authorisation tests run over them. Paths are in Hono's syntax. What is told about
 * a route is in described-routes.ts, which only the open door carries. What asks here carries the whole table: a door asks
 * its own routes.
 */

import { networkPageRoutes } from "./network-page-routes.ts";
import { officeRoutes } from "./office-routes.ts";
import { deskRoutes } from "./routes/desk.ts";
import { fieldRoutes } from "./routes/field.ts";
import { hooksRoutes } from "./routes/hooks.ts";
import { moneyRoutes } from "./routes/money.ts";
import { networkRoutes } from "./routes/network.ts";
import { openRoutes } from "./routes/open.ts";
import { pagesRoutes } from "./routes/pages.ts";
import { paperRoutes } from "./routes/paper.ts";
import { payRoutes } from "./routes/pay.ts";
import { readRoutes } from "./routes/read.ts";
import { supportRoutes } from "./routes/support.ts";
import { tariffsRoutes } from "./routes/tariffs.ts";
import type { Role } from "./staff-token.ts";

export const doors = [
  "open",
  "read",
  "money",
  "pages",
  "pay",
  "hooks",
  "paper",
  "desk",
  "field",
  "network",
  "tariffs",
  "support",
  "office",
  "sites",
] as const;
export type Door = (typeof doors)[number];

/** Who may ask, beside the tenant and the session that the token names: those are compared at the door. */
export type Asking = "anybody" | readonly ("driver" | "receipt" | Role)[];

export interface Route {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly door: Door;
  readonly who: Asking;
}

export const routes = {
  ...openRoutes,
  ...readRoutes,
  ...moneyRoutes,
  ...pagesRoutes,
  ...payRoutes,
  ...hooksRoutes,
  ...paperRoutes,
  ...deskRoutes,
  ...fieldRoutes,
  ...networkRoutes,
  ...tariffsRoutes,
  ...supportRoutes,
  ...officeRoutes,
  ...networkPageRoutes,
} as const satisfies Readonly<Record<string, Route>>;

export type RouteName = keyof typeof routes;
/** The routes that a door has to answer. */
export type RouteOf<D extends Door> = {
  [N in RouteName]: (typeof routes)[N]["door"] extends D ? N : never;
}[RouteName];
