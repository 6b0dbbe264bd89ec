/** Payloads that OCPP's own JSON schemas allow, as wild as they let them be: every member, every word, texts at their limits. */
import fc from "fast-check";

type Schema = Readonly<Record<string, unknown>>;
const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const part = (schema: Schema, name: string): Schema => {
  const found = schema[name];
  return isSchema(found) ? found : {};
};

/** Everything that RFC 3339 lets a time look like. */
const times = fc
  .tuple(
    fc.date({ min: new Date(0), max: new Date(4_102_444_800_000), noInvalidDate: true }),
    fc.constantFrom("Z", "z", "+01:00", "-09:30", "+00:00"),
    fc.constantFrom("", ".5", ".123", ".123456789"),
    fc.constantFrom("T", "t"),
  )
  .map(([date, zone, fraction, t]) => `${date.toISOString().slice(0, 19).replace("T", t)}${fraction}${zone}`);

const numbers = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e21, 1e-7, 123_456_789.125, Number.MAX_SAFE_INTEGER),
);

export function payloadsOf(root: Schema, schema: Schema = root): fc.Arbitrary<unknown> {
  if (typeof schema.$ref === "string") {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return payloadsOf(root, part(part(root, "definitions"), name));
  }
  if (Array.isArray(schema.enum)) return fc.constantFrom<unknown>(...schema.enum);
  switch (schema.type) {
    case "string":
      if (schema.format === "date-time") return times;
      return fc.string({
        maxLength: typeof schema.maxLength === "number" ? schema.maxLength : 100,
        unit: fc.constantFrom("a", "Z", "9", "-", " ", '"', "é", "ب", "😀", "\u0000"),
        size: "max",
      });
    case "integer":
      return fc.oneof(fc.nat({ max: 5 }), fc.integer(), fc.maxSafeInteger(), fc.constant(1e300));
    case "number":
      return numbers;
    case "boolean":
      return fc.boolean();
    case "array": {
      const { items } = schema;
      return fc.array(isSchema(items) ? payloadsOf(root, items) : fc.jsonValue(), {
        minLength: typeof schema.minItems === "number" ? schema.minItems : 0,
        maxLength: 3,
      });
    }
    case "object": {
      const properties = Object.entries(part(schema, "properties"));
      const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
      return fc.record(
        Object.fromEntries(
          properties.map(([name, member]) => [
            name,
            isSchema(member) ? payloadsOf(root, member) : fc.jsonValue(),
          ]),
        ),
        { requiredKeys: required.filter((name) => properties.some(([known]) => known === name)) },
      );
    }
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}
