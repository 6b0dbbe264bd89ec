/** /openapi.json: the table of routes as OpenAPI 3.1. Nothing is written here that the doors do not read too. */

import { credentialOf } from "./credential.ts";
import type { DescribedRoute } from "./described-routes.ts";
import { describedRoutes } from "./described-routes.ts";
import { jsonSchema } from "./json-schema.ts";
import { statuses } from "./problem.ts";
import type { Route } from "./routes.ts";

type Json = Readonly<Record<string, unknown>>;

/** `/v1/sessions/:id` as OpenAPI writes it, with the names of its parts. */
export function openApiPath(path: string): { readonly path: string; readonly parts: readonly string[] } {
  const parts: string[] = [];
  const written = path.replaceAll(
    /:(\w+)(?:\{\.\+\\(\.\w+)\})?/g,
    (_, name: string, ending: string | undefined) => {
      parts.push(name);
      return `{${name}}${ending ?? ""}`;
    },
  );
  return { path: written, parts };
}

const problemAnswer = { $ref: "#/components/responses/Problem" };

function securityOf(route: Route): Json {
  if (route.who === "anybody") return { security: [] };
  const where = credentialOf(route.path);
  // A token in the address needs no scheme: whoever has the link may look.
  if (where === "address") return { security: [], "x-who": route.who };
  return { security: [{ [where]: [] }], "x-who": route.who };
}

/** What makes something under a key of the caller's. */
const keyed = ["startSession", "askRefund", "correctSession", "askReconciliation", "operateStation"];

function operationOf(name: string, route: DescribedRoute): Json {
  const { parts } = openApiPath(route.path);
  const parameters = [
    ...parts.map((part) => ({ name: part, in: "path", required: true, schema: { type: "string" } })),
    ...(route.query ?? []).map((word) => ({ name: word, in: "query", schema: { type: "string" } })),
    ...(keyed.includes(name)
      ? [
          {
            name: "Idempotency-Key",
            in: "header",
            required: true,
            schema: { type: "string", minLength: 1, maxLength: 255 },
          },
        ]
      : []),
  ];
  const media = route.path.startsWith("/v1/") ? "application/json" : "application/x-www-form-urlencoded";
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.door],
    ...securityOf(route),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body
      ? { requestBody: { required: true, content: { [media]: { schema: jsonSchema(route.body) } } } }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, description]) => [status, { description }]),
      ),
      default: problemAnswer,
    },
  };
}

export function openApiDocument(origin: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, route] of Object.entries(describedRoutes)) {
    const { path } = openApiPath(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Barq",
      version: "1",
      description: "Payment and session billing for EV charging. Amounts and energies are decimal strings.",
    },
    servers: [{ url: origin }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        cookie: { type: "apiKey", in: "cookie", name: "barq_access" },
        staffCookie: { type: "apiKey", in: "cookie", name: "barq_staff" },
      },
      responses: {
        Problem: {
          description: "A refusal; `code` is stable and `request_id` names this request",
          content: { "application/problem+json": { schema: problemSchema } },
        },
      },
    },
  };
}

const problemSchema = {
  type: "object",
  required: ["type", "title", "status", "code", "request_id"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", enum: [...Object.keys(statuses), "method_not_allowed", "internal"] },
    detail: { type: "string" },
    request_id: { type: "string" },
  },
};
