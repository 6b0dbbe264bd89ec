/**
 * Canonical JSON, RFC 8785 (JCS): the one sequence of bytes for a value, so that a hash means the value. Keys are ordered
 * by UTF-16 code units (3.2.3), numbers printed as ECMAScript prints them (3.2.2.3), strings escaped as JSON.stringify does.
 */

/**
 * Members that are undefined are left out, as JSON.stringify leaves them out. @throws Error for what JSON cannot say: NaN,
 * infinities, undefined in a list, functions, big integers, lone surrogates, objects of a class (dates, bytes, maps)
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new Error(`${value} is no JSON number`);
    return JSON.stringify(value);
  }
  if (typeof value === "string") {
    if (!value.isWellFormed()) throw new Error("text with a lone surrogate has no canonical form");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(",")}]`;
  if (typeof value === "object") {
    const kind = Object.getPrototypeOf(value);
    if (kind !== Object.prototype && kind !== null) throw new Error("an object of a class is no JSON");
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${canonicalJson(name)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  throw new Error(`a ${typeof value} is no JSON`);
}

export const canonicalBytes = (value: unknown): Uint8Array => new TextEncoder().encode(canonicalJson(value));
