/** /docs as a page: the table of routes and the table of statuses, for people. */
import type { DocsRoute } from "@barq/pages/docs-page";
import { docsPage } from "@barq/pages/docs-page";
import { credentialOf } from "./credential.ts";
import type { DescribedRoute } from "./described-routes.ts";
import { describedRoutes } from "./described-routes.ts";
import { htmlAnswer } from "./html-answer.ts";
import { openApiPath } from "./openapi.ts";
import { statuses } from "./problem.ts";
import type { Route } from "./routes.ts";

const tokens = {
  address: "a token in the address",
  cookie: "the page's cookie",
  staffCookie: "the cookie of whoever is signed in",
  bearer: "a bearer token",
} as const;

const whoMay = ({ who, path }: Route): string =>
  who === "anybody" ? "anybody" : `${who.join(", ")}, by ${tokens[credentialOf(path)]}`;

const docsRoute = (route: DescribedRoute): DocsRoute => ({
  method: route.method,
  path: openApiPath(route.path).path,
  summary: route.summary,
  who: whoMay(route),
  query: route.query ?? [],
  hasBody: route.body !== undefined,
  answers: Object.entries(route.answers).map(([status, means]) => ({ status: Number(status), means })),
});

/** What problem.ts answers beside the faults of its table. */
const doorsOwn = { method_not_allowed: 405, internal: 500 } as const;

export function docsAnswer(origin: string): Response {
  const problems = Object.entries({ ...statuses, ...doorsOwn });
  return htmlAnswer(
    docsPage({
      origin,
      routes: Object.values(describedRoutes).map(docsRoute),
      problems: problems.map(([code, status]) => ({ code, status })),
    }),
  );
}
