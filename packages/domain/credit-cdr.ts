/**
 * The only way to undo a CDR (OCPI mod_cdrs, Credit CDR): a CDR of its own that names the original and takes back its total.
 * The amounts are the stored ones with their sign turned, never computed again.
 */
import type { Cdr } from "./cdr.ts";
import type { Instant } from "./instant.ts";
import { isoText } from "./instant.ts";

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every number of a Price with its sign turned; zero stays zero, and a percentage is no amount. */
function turned(value: unknown): unknown {
  if (typeof value === "number") return value === 0 ? 0 : -value;
  if (Array.isArray(value)) return value.map(turned);
  if (!isJson(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, name === "percentage" ? each : turned(each)]),
  );
}

/** All data of the original; only `total_cost` is negative. The id has up to 39 characters, as OCPI allows a credit CDR's. */
export function creditCdr(original: Cdr, creditedAt: Instant): Cdr {
  const id = typeof original.id === "string" ? original.id : "";
  if (id === "" || original.credit === true)
    throw new Error("only a CDR that was sealed is credited, and once");
  return {
    ...original,
    id: `${id.slice(0, 36)}-CR`,
    credit: true,
    credit_reference_id: id,
    total_cost: turned(original.total_cost),
    last_updated: isoText(creditedAt),
  };
}
