/** Rows of the table of routes. The table lies in every bundle, so a row's members are named once, here. */
import type { Asking, Door } from "./routes.ts";

export const get = <const D extends Door, const P extends string, const W extends Asking>(
  door: D,
  path: P,
  who: W,
) => ({ method: "GET", path, door, who }) as const;

export const post = <const D extends Door, const P extends string, const W extends Asking>(
  door: D,
  path: P,
  who: W,
) => ({ method: "POST", path, door, who }) as const;
