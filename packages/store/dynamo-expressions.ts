/** Our changes in DynamoDB's words: attribute values, and expressions made of named parts. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Change, Guard, Item, Key, Value } from "./port.ts";

export function attributeOf(value: Value): AttributeValue {
  if (typeof value === "string") return { S: value };
  if (typeof value === "boolean") return { BOOL: value };
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new Error(`${value} is no safe integer and is not stored`);
    return { N: String(value) };
  }
  if (value instanceof Uint8Array) return { B: value };
  if (isList(value)) return { L: value.map(attributeOf) };
  return { M: attributesOf(value) };
}

const isList = (value: readonly Value[] | { readonly [name: string]: Value }): value is readonly Value[] =>
  Array.isArray(value);

export const attributesOf = (fields: { readonly [name: string]: Value }): Record<string, AttributeValue> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, attributeOf(value)]));

function readAttribute(attribute: AttributeValue): Value {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.B !== undefined) return new Uint8Array(attribute.B);
  if (attribute.L !== undefined) return attribute.L.map(readAttribute);
  if (attribute.M !== undefined) {
    return Object.fromEntries(
      Object.entries(attribute.M).map(([name, value]) => [name, readAttribute(value)]),
    );
  }
  throw new Error("an attribute of a kind that we never write");
}

export function itemOf(attributes: Record<string, AttributeValue>): Item {
  const { pk, sk, ...fields } = attributes;
  if (pk?.S === undefined || sk?.S === undefined) throw new Error("an item without its key");
  return {
    ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, readAttribute(value)])),
    pk: pk.S,
    sk: sk.S,
  };
}

export const keyAttributes = (key: Key): Record<string, AttributeValue> => ({
  pk: { S: key.pk },
  sk: { S: key.sk },
});

/** Collects names and values while an expression is written. */
class Placeholders {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, AttributeValue> = {};
  name(field: string): string {
    const known = Object.entries(this.names).find(([, used]) => used === field);
    if (known) return known[0];
    const placeholder = `#n${Object.keys(this.names).length}`;
    this.names[placeholder] = field;
    return placeholder;
  }
  value(value: Value): string {
    const placeholder = `:v${Object.keys(this.values).length}`;
    this.values[placeholder] = attributeOf(value);
    return placeholder;
  }
}

function conditionOf(guard: Guard, use: Placeholders): string {
  if ("absent" in guard) return `attribute_not_exists(${use.name("pk")})`;
  if ("version" in guard) return `${use.name("v")} = ${use.value(guard.version)}`;
  const field = use.name(guard.field);
  if ("in" in guard) {
    const values = guard.in.filter((value) => value !== null);
    const oneOf =
      values.length > 0 ? [`${field} IN (${values.map((value) => use.value(value)).join(", ")})`] : [];
    const notThere = guard.in.includes(null) ? [`attribute_not_exists(${field})`] : [];
    return `(${[...oneOf, ...notThere].join(" OR ")})`;
  }
  const atLeast = `${field} >= ${use.value(guard.atLeast)}`;
  return guard.atLeast <= 0 ? `(attribute_not_exists(${field}) OR ${atLeast})` : atLeast;
}

interface Written {
  readonly condition: string | undefined;
  readonly update: string | undefined;
  readonly names: Record<string, string> | undefined;
  readonly values: Record<string, AttributeValue> | undefined;
}

/** The expressions of a change. */
export function expressionsOf(change: Change): Written {
  const use = new Placeholders();
  const condition = (change.guards ?? []).map((guard) => conditionOf(guard, use)).join(" AND ");
  let update: string | undefined;
  if ("update" in change) {
    const set: string[] = [];
    const remove: string[] = [];
    for (const [field, value] of Object.entries(change.set ?? {})) {
      if (value === null) remove.push(use.name(field));
      else set.push(`${use.name(field)} = ${use.value(value)}`);
    }
    const add = Object.entries(change.add ?? {}).map(([field, by]) => `${use.name(field)} ${use.value(by)}`);
    update = [
      set.length > 0 ? `SET ${set.join(", ")}` : "",
      remove.length > 0 ? `REMOVE ${remove.join(", ")}` : "",
      add.length > 0 ? `ADD ${add.join(", ")}` : "",
    ]
      .filter((part) => part !== "")
      .join(" ");
  }
  return {
    condition: condition === "" ? undefined : condition,
    update: update === "" ? undefined : update,
    names: Object.keys(use.names).length > 0 ? use.names : undefined,
    values: Object.keys(use.values).length > 0 ? use.values : undefined,
  };
}
