/** Values that a JSON Schema allows, for property tests: as wild as the schema lets them be. */
import type { JsonSchema } from "@barq/functions/api/json-schema";
import fc from "fast-check";

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const schemasOf = (value: unknown): readonly JsonSchema[] =>
  Array.isArray(value) ? value.filter(isSchema) : [];
const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === "number" ? value : otherwise;

/** Longest lists and texts that are tried where a schema allows more. */
const most = { items: 3, signs: 60 } as const;

/** Texts that already mean something to the operator, so that bodies come further than the first look. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

export function valuesOf(schema: JsonSchema, known: Known = {}): fc.Arbitrary<unknown> {
  if ("const" in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom<unknown>(...schema.enum);
  if (schema.anyOf !== undefined)
    return fc.oneof(...schemasOf(schema.anyOf).map((each) => valuesOf(each, known)));
  switch (schema.type) {
    case "string":
      return textOf(schema);
    case "integer":
      return fc.integer({ min: numberOr(schema.minimum, 0), max: numberOr(schema.maximum, 1_000_000) });
    case "number":
      return fc.oneof(
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 10_000_000 }).map((n) => n / 10_000),
        fc.constantFrom(0, -1, 1e-9, 9_007_199_254_740_991, 0.1 + 0.2),
      );
    case "array": {
      const minLength = numberOr(schema.minItems, 0);
      const maxLength = Math.min(numberOr(schema.maxItems, most.items), Math.max(minLength, most.items));
      return fc.array(isSchema(schema.items) ? valuesOf(schema.items, known) : fc.jsonValue(), {
        minLength,
        maxLength,
      });
    }
    case "object":
      return objectOf(schema, known);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function textOf(schema: JsonSchema): fc.Arbitrary<string> {
  if (typeof schema.pattern === "string") {
    const maxLength = numberOr(schema.maxLength, 1000);
    return fc.stringMatching(new RegExp(schema.pattern)).filter((text) => text.length <= maxLength);
  }
  const minLength = numberOr(schema.minLength, 0);
  const maxLength = Math.min(numberOr(schema.maxLength, most.signs), Math.max(minLength, most.signs));
  // Length is counted in UTF-16 units by the door and in code points by JSON Schema: one sign here may be two there.
  return fc.string({ minLength, maxLength, unit: "grapheme-ascii" });
}

function objectOf(schema: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const model = Object.fromEntries(
    Object.entries(properties).map(([name, below]) => {
      const wild = isSchema(below) ? valuesOf(below, known) : fc.jsonValue();
      const real = known[name];
      if (!real) return [name, wild];
      return [
        name,
        fc.oneof({ arbitrary: wild, weight: 1 }, { arbitrary: fc.constantFrom(...real), weight: 4 }),
      ];
    }),
  );
  const own = fc.record(model, { requiredKeys: required });
  if (schema.additionalProperties === false) return own;
  const below = isSchema(schema.additionalProperties)
    ? valuesOf(schema.additionalProperties, known)
    : fc.jsonValue({ maxDepth: 1 });
  const more = fc.dictionary(
    fc.string({ maxLength: 8 }).filter((name) => !(name in properties)),
    below,
    { maxKeys: 2 },
  );
  return fc.tuple(more, own).map(([extra, fixed]) => ({ ...extra, ...fixed }));
}
