/** A station's payload by its schema: the news it makes, or the code that says what is wrong with it. */
import * as v from "valibot";
import type { NewsRead, RefusalCodes } from "./codec.ts";
import type { StationNews } from "./port.ts";

export function readBody<T>(
  schema: v.GenericSchema<unknown, T>,
  codes: RefusalCodes,
  payload: unknown,
  news: (body: T) => StationNews,
): NewsRead {
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) {
    return { kind: "refused", code: codes.form, why: "the payload is no object" };
  }
  const result = v.safeParse(schema, payload);
  return result.success ? { kind: "news", news: news(result.output) } : refusal(result.issues, codes);
}

function refusal(issues: readonly v.BaseIssue<unknown>[], codes: RefusalCodes): NewsRead {
  const [issue] = issues;
  const name = issue?.path?.map((part) => String(part.key)).join(".") ?? "payload";
  const isMissing = issue?.input === undefined;
  // A word that is none of those there are is a word all the same.
  const isOtherWord = issue?.type === "picklist" && typeof issue.input === "string";
  const isOtherType = issue?.kind === "schema" && !isOtherWord;
  const code = isMissing ? codes.missing : isOtherType ? codes.type : codes.value;
  return { kind: "refused", code, why: `${name}: ${issue?.message ?? "not valid"}` };
}
