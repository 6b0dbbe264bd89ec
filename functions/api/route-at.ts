/** Routes said in short: every door carries the whole table in its bundle, and what all of a door share is written once. */

export const routeAt =
  <const D>(door: D) =>
  <const M extends "GET" | "POST", const P extends string, const W>(method: M, path: P, who: W) =>
    ({ method, path: `/v1/${path}` as const, door, who }) as const;
