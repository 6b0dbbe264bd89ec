/** Typed reading of an item's fields. What is there in another shape than we write is a bug, and says which field. */
import type { Value } from "./port.ts";

type Fields = { readonly [name: string]: Value };

const wrong = (name: string): Error => new Error(`stored field "${name}" is not what was written`);

export function textOr(fields: Fields, name: string): string | null {
  const value = fields[name];
  if (value === undefined) return null;
  if (typeof value !== "string") throw wrong(name);
  return value;
}

export function text(fields: Fields, name: string): string {
  const value = textOr(fields, name);
  if (value === null) throw wrong(name);
  return value;
}

export function numberOr(fields: Fields, name: string): number | null {
  const value = fields[name];
  if (value === undefined) return null;
  if (typeof value !== "number") throw wrong(name);
  return value;
}

export function number(fields: Fields, name: string): number {
  const value = numberOr(fields, name);
  if (value === null) throw wrong(name);
  return value;
}

/** What is a number in some items and a text in others. */
export function numberOrTextOr(fields: Fields, name: string): number | string | null {
  return typeof fields[name] === "string" ? textOr(fields, name) : numberOr(fields, name);
}

/** Big integers are stored as decimal text. */
export function bigintOr(fields: Fields, name: string): bigint | null {
  const value = textOr(fields, name);
  return value === null ? null : BigInt(value);
}

export function bigint(fields: Fields, name: string): bigint {
  return BigInt(text(fields, name));
}

export const flag = (fields: Fields, name: string): boolean => fields[name] === true;

export function bytes(fields: Fields, name: string): Uint8Array {
  const value = fields[name];
  if (!(value instanceof Uint8Array)) throw wrong(name);
  return value;
}

export function list(fields: Fields, name: string): readonly Value[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw wrong(name);
  return value;
}

/** The fields of a map inside an item. */
export function mapOr(fields: Fields, name: string): Fields | null {
  const value = fields[name];
  if (value === undefined) return null;
  if (!isFields(value)) throw wrong(name);
  return value;
}

function isFields(value: Value): value is Fields {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Uint8Array);
}
