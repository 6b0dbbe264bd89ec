/** What a station says that a key of its configuration is, in the answer to a question about that one key. */
import * as v from "valibot";

type Configured =
  | { readonly kind: "value"; readonly value: string }
  /** the station does not know the key */
  | { readonly kind: "unknown" }
  | { readonly kind: "unreadable" };

const texts = v.optional(v.array(v.string()), []);
/** OCPP 1.6 6.24 GetConfiguration.conf */
const keys = v.object({
  configurationKey: v.optional(v.array(v.object({ key: v.string(), value: v.optional(v.string()) })), []),
  unknownKey: texts,
});
/** OCPP 2.0.1 GetVariablesResponse */
const variables = v.object({
  getVariableResult: v.pipe(
    v.array(v.object({ attributeStatus: v.string(), attributeValue: v.optional(v.string()) })),
    v.minLength(1),
  ),
});

/** Never throws, whatever is handed in. */
export function configuredValue(key: string, detail: unknown): Configured {
  const numbered = v.safeParse(variables, detail);
  if (numbered.success) {
    const [result] = numbered.output.getVariableResult;
    if (result?.attributeStatus !== "Accepted") return { kind: "unreadable" };
    return { kind: "value", value: (result.attributeValue ?? "").slice(0, 1000) };
  }
  const read = v.safeParse(keys, detail);
  if (!read.success) return { kind: "unreadable" };
  const same = (name: string): boolean => name.toLowerCase() === key.toLowerCase();
  const found = read.output.configurationKey.find((each) => same(each.key));
  if (found) return { kind: "value", value: (found.value ?? "").slice(0, 1000) };
  return read.output.unknownKey.some(same) ? { kind: "unknown" } : { kind: "unreadable" };
}

/** The words by which OCPP 2.0.1 says that there is no such thing (GetVariableStatusEnumType). */
export const isUnknownVariable = (why: string): boolean =>
  why === "UnknownVariable" || why === "UnknownComponent";
