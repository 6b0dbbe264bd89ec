/** The JSON Schema of a body, made from the very schema that checks it, so that the document cannot drift from the code. */

export type JsonSchema = Readonly<Record<string, unknown>>;

interface Node {
  readonly kind?: unknown;
  readonly type?: unknown;
  readonly [member: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;
const nodes = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : []);

/** valibot's types as we use them; one that is not here is a bug that the tests find. */
export function jsonSchema(schema: unknown): JsonSchema {
  if (!isNode(schema)) throw new Error("no schema");
  // A pipe's first item is the schema itself; a further one is met by what the items before it leave.
  const [, ...pipe] = nodes(schema.pipe);
  const met = pipe.map((item) => {
    if (item.kind === "schema") return jsonSchema(item);
    return item.kind === "validation" ? checkOf(item, schema) : {};
  });
  return Object.assign({}, typeOf(schema), ...met);
}

function typeOf(schema: Node): JsonSchema {
  switch (schema.type) {
    case "string":
      return { type: "string" };
    case "number":
      return { type: "number" };
    case "boolean":
      return { type: "boolean" };
    case "unknown":
      return {};
    case "literal":
      return { const: schema.literal };
    case "picklist":
      return { type: "string", enum: schema.options };
    case "array":
      return { type: "array", items: jsonSchema(schema.item) };
    case "record":
      return { type: "object", additionalProperties: jsonSchema(schema.value) };
    case "union":
      return { anyOf: nodes(schema.options).map(jsonSchema) };
    case "optional":
      return jsonSchema(schema.wrapped);
    case "nullable":
    case "nullish":
      return { anyOf: [jsonSchema(schema.wrapped), { type: "null" }] };
    case "strict_object":
    case "loose_object":
      return objectOf(schema);
    default:
      throw new Error(`no JSON Schema for ${String(schema.type)}`);
  }
}

function objectOf(schema: Node): JsonSchema {
  const entries = Object.entries(isNode(schema.entries) ? schema.entries : {});
  const required = entries.filter(
    ([, entry]) => isNode(entry) && entry.type !== "optional" && entry.type !== "nullish",
  );
  return {
    type: "object",
    properties: Object.fromEntries(entries.map(([name, entry]) => [name, jsonSchema(entry)])),
    ...(required.length > 0 ? { required: required.map(([name]) => name) } : {}),
    ...(schema.type === "strict_object" ? { additionalProperties: false } : {}),
  };
}

function checkOf(item: Node, schema: Node): JsonSchema {
  const { type, requirement } = item;
  const size = schema.type === "array" ? "Items" : "Length";
  switch (type) {
    case "regex":
      return requirement instanceof RegExp ? { pattern: requirement.source } : {};
    case "min_length":
      return { [`min${size}`]: requirement };
    case "max_length":
      return { [`max${size}`]: requirement };
    case "min_value":
      return { minimum: requirement };
    case "max_value":
      return { maximum: requirement };
    case "integer":
      return { type: "integer" };
    default:
      return {};
  }
}
