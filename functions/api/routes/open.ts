/** What needs no memory and no secret: the interface itself, a price to try, a proof to check. */
import { get, post } from "../route-row.ts";
import type { Route } from "../routes.ts";

export const openRoutes = {
  home: get("open", "/", "anybody"),
  openapi: get("open", "/openapi.json", "anybody"),
  docs: get("open", "/docs", "anybody"),
  previewPrice: post("open", "/v1/pricing/preview", "anybody"),
  verifyPage: get("open", "/verify", "anybody"),
  verifyProof: post("open", "/verify", "anybody"),
} as const satisfies Readonly<Record<string, Route>>;
