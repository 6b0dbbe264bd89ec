/** The pages of what waits for a person, and of tariffs that are sold, planned or drafted. */
import { books, deciding, staff } from "./asking.ts";
import { get, post } from "./route-row.ts";
import type { Route } from "./routes.ts";

export const workPageRoutes = {
  deskWork: get("office", "/desk/work-queue", staff),
  workForm: post("office", "/desk/work-queue/:row", ["operator", "support", "finance"]),
} as const satisfies Readonly<Record<string, Route>>;

export const tariffPageRoutes = {
  deskTariffs: get("office", "/desk/tariffs", books),
  deskDraft: get("office", "/desk/tariffs/:draft", books),
  draftForm: post("office", "/desk/tariffs/:draft", deciding),
} as const satisfies Readonly<Record<string, Route>>;
