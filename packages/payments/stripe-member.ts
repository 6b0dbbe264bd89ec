/** Members of what Stripe sent or its SDK threw: it may be anything, and nothing in it is believed to be there. */

export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([own]) => own === name)?.[1];
}

/** null where it is missing, empty or no text */
export function textIn(value: unknown, name: string): string | null {
  const text = memberOf(value, name);
  return typeof text === "string" && text !== "" ? text : null;
}
