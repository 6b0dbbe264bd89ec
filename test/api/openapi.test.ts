/** /openapi.json is made from the routes and from the very schemas that check bodies: it cannot say anything else. */
import { continuityQuery } from "@barq/functions/api/bodies/continuity";
import { searchQuery } from "@barq/functions/api/bodies/search";
import type { DescribedRoute } from "@barq/functions/api/described-routes";
import { describedRoutes } from "@barq/functions/api/described-routes";
import { jsonSchema } from "@barq/functions/api/json-schema";
import { openApiPath } from "@barq/functions/api/openapi";
import { statuses } from "@barq/functions/api/problem";
import fc from "fast-check";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import type { Json } from "./bench.ts";
import { createBench } from "./bench.ts";
import { valuesOf } from "./schema-values.ts";

const table: Readonly<Record<string, DescribedRoute>> = describedRoutes;
let document: Json;

beforeAll(async () => {
  const bench = await createBench();
  const answer = await bench.ask("/openapi.json");
  expect(answer.headers.get("content-type")).toContain("application/json");
  document = answer.body;
});

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly is: Json;
}

const operations = (): readonly Operation[] =>
  Object.entries(objectOf(document.paths)).flatMap(([path, item]) =>
    Object.entries(objectOf(item)).map(([method, is]) => ({ path, method, is: objectOf(is) })),
  );

/** Every object in a value, with the value itself. */
function inside(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(inside);
  return isObject(value) ? [value, ...Object.values(value).flatMap(inside)] : [];
}

describe("the document", () => {
  it("is OpenAPI 3.1: version, title, servers, paths, and operations with ids of their own", () => {
    expect(document).toMatchObject({
      openapi: "3.1.0",
      info: { title: expect.any(String), version: expect.any(String) },
      servers: [{ url: "https://barq.example" }],
    });
    expect(Object.keys(document).sort()).toEqual(["components", "info", "openapi", "paths", "servers"]);
    const ids = operations().map(({ is }) => is.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, method, is } of operations()) {
      expect(path).toMatch(/^\//);
      expect(["get", "post"]).toContain(method);
      expect(Object.keys(objectOf(is.responses)).length).toBeGreaterThan(1);
      for (const [status, response] of Object.entries(objectOf(is.responses))) {
        expect(status).toMatch(/^[23]\d\d$|^default$/);
        expect(
          typeof objectOf(response).description === "string" || objectOf(response).$ref !== undefined,
        ).toBe(true);
      }
    }
  });

  it("names the parts of every path, and every part it names is in the path", () => {
    for (const { path, is } of operations()) {
      const parameters = listOf(is.parameters).map(objectOf);
      const named = parameters.filter((parameter) => parameter.in === "path");
      expect(named.map(({ name }) => `{${String(name)}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      expect(named.every(({ required }) => required === true)).toBe(true);
      for (const parameter of parameters) {
        expect(["path", "query", "header"]).toContain(parameter.in);
        expect(parameter.schema).toMatchObject({ type: "string" });
      }
    }
  });

  it("refers to nothing that is not in it", () => {
    const references = inside(document).flatMap((object) =>
      typeof object.$ref === "string" ? [object.$ref] : [],
    );
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      const found = reference
        .replace("#/", "")
        .split("/")
        .reduce<unknown>((at, name) => objectOf(at)[name], document);
      expect(found).toBeDefined();
    }
    const schemes = Object.keys(objectOf(objectOf(document.components).securitySchemes));
    for (const { is } of operations()) {
      for (const needs of listOf(is.security)) {
        for (const scheme of Object.keys(objectOf(needs))) expect(schemes).toContain(scheme);
      }
    }
  });

  it("holds every route of the table, and nothing else", () => {
    const rows = Object.entries(table).map(
      ([name, { method, path }]) => `${name} ${method} ${openApiPath(path).path}`,
    );
    const listed = operations().map(
      ({ path, method, is }) => `${String(is.operationId)} ${method.toUpperCase()} ${path}`,
    );
    expect(listed.sort()).toEqual(rows.sort());
  });

  it("says who may ask, what is asked for, and the good answers, as the table has them", () => {
    for (const { is } of operations()) {
      const route = table[String(is.operationId)];
      expect(is["x-who"]).toEqual(route?.who === "anybody" ? undefined : route?.who);
      expect(is.summary).toBe(route?.summary);
      const answers = Object.keys(objectOf(is.responses)).filter((status) => status !== "default");
      expect(answers).toEqual(Object.keys(route?.answers ?? {}));
      const asked = listOf(is.parameters)
        .map(objectOf)
        .filter((parameter) => parameter.in === "query");
      expect(asked.map(({ name }) => name)).toEqual(route?.query ?? []);
      expect(is.requestBody === undefined).toBe(route?.body === undefined);
    }
    expect(Object.keys(searchQuery.entries)).toEqual(describedRoutes.findSessions.query);
    expect(Object.keys(continuityQuery.entries)).toEqual(describedRoutes.reportContinuity.query);
  });

  it("lists every code that a refusal can have", () => {
    const text = JSON.stringify(document);
    for (const code of [...Object.keys(statuses), "method_not_allowed", "internal"])
      expect(text).toContain(`"${code}"`);
  });
});

const bodies = Object.entries(table).flatMap(([name, { body }]) => (body ? [{ name, body }] : []));
const keywords = new Set([
  "type",
  "const",
  "enum",
  "items",
  "additionalProperties",
  "anyOf",
  "properties",
  "required",
  "pattern",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minimum",
  "maximum",
]);
const types = new Set(["string", "number", "integer", "object", "array", "null", "boolean"]);

function assertSchema(schema: unknown): void {
  const at = objectOf(schema);
  for (const keyword of Object.keys(at)) expect(keywords).toContain(keyword);
  if (at.type !== undefined) expect(types).toContain(at.type);
  // JSON Schema's patterns are read with the u flag (draft 2020-12, core 6.4).
  if (typeof at.pattern === "string") expect(() => new RegExp(String(at.pattern), "u")).not.toThrow();
  const properties = objectOf(at.properties);
  for (const name of listOf(at.required)) expect(Object.keys(properties)).toContain(name);
  for (const below of [...Object.values(properties), ...listOf(at.anyOf)]) assertSchema(below);
  if (at.items !== undefined) assertSchema(at.items);
  if (isObject(at.additionalProperties)) assertSchema(at.additionalProperties);
}

describe("the schema of a body", () => {
  it("is JSON Schema, for every route that takes one", () => {
    expect(bodies.map(({ name }) => name).sort()).toEqual([
      "addHold",
      "approveTariffDraft",
      "askReconciliation",
      "askRefund",
      "beginCommissioning",
      "beginTest",
      "bindSticker",
      "cancelForm",
      "cancelMaintenance",
      "changeTariffDraft",
      "configureStation",
      "correctSession",
      "createLocation",
      "createStation",
      "createTariff",
      "draftForm",
      "draftTariff",
      "exchangeMeter",
      "giveEvidence",
      "moreForm",
      "moveForm",
      "moveSession",
      "moveStation",
      "noteSession",
      "operateForm",
      "operateStation",
      "pauseForm",
      "pauseStarts",
      "placeForm",
      "planMaintenance",
      "previewPrice",
      "printStickers",
      "releaseForDriver",
      "resendReceipt",
      "resolveWork",
      "resumeForm",
      "resumeStarts",
      "revokeSticker",
      "revokeStickerBatch",
      "rotatePassword",
      "scanStickerInPlace",
      "sealVerdict",
      "setCommissioningPolicy",
      "startForm",
      "startSession",
      "stopForDriver",
      "stopTest",
      "supportForm",
      "supportMoneyForm",
      "typeDisplay",
      "useMacro",
      "windowForm",
      "withdrawTariffDraft",
      "workForm",
    ]);
    for (const { body } of bodies) assertSchema(jsonSchema(body));
  });

  for (const { name, body } of bodies) {
    it(`of ${name} means what the door checks: whatever it allows is taken`, () => {
      fc.assert(
        fc.property(valuesOf(jsonSchema(body)), (value) => {
          const read = v.safeParse(body, value);
          expect({ value, issues: read.issues?.map((issue) => issue.message) }).toEqual({
            value,
            issues: undefined,
          });
        }),
        { numRuns: 40 },
      );
    });
  }

  it("closes what is ours, and leaves OCPI's objects open", () => {
    const schemaOf = (name: keyof typeof describedRoutes) => jsonSchema(table[name]?.body);
    expect(schemaOf("startSession")).toMatchObject({ additionalProperties: false, required: ["qr"] });
    expect(schemaOf("createStation")).toMatchObject({ additionalProperties: false });
    expect(schemaOf("createTariff")).not.toHaveProperty("additionalProperties");
    expect(schemaOf("createTariff")).toMatchObject({ properties: { barq: { additionalProperties: false } } });
  });

  it("of something that has no JSON Schema is a bug that shows at once", () => {
    expect(() => jsonSchema(v.date())).toThrow("no JSON Schema for date");
    expect(() => jsonSchema(undefined)).toThrow();
  });
});
