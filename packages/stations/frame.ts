/**
 * OCPP-J frames, the same in 1.6 (section 4) and 2.0.1 (part 4, section 4): [2, id, action, payload], [3, id, payload],
 * [4, id, code, description, details]. What cannot be read is told apart from what may not be: the caller answers with the
 * CALLERROR that is prescribed.
 */

type Frame =
  | { readonly kind: "call"; readonly id: string; readonly action: string; readonly payload: unknown }
  | { readonly kind: "result"; readonly id: string; readonly payload: unknown }
  | { readonly kind: "error"; readonly id: string; readonly code: string; readonly description: string }
  /** `answer` is the frame to send back, null where OCPP wants silence */
  | { readonly kind: "malformed"; readonly answer: string | null };

const mostCharacters = 65_536;

export const callFrame = (id: string, action: string, payload: object): string =>
  JSON.stringify([2, id, action, payload]);
export const resultFrame = (id: string, payload: object): string => JSON.stringify([3, id, payload]);
export const errorFrame = (id: string, code: string, description: string): string =>
  JSON.stringify([4, id, code, description.slice(0, 255), {}]);

/** The code of a CALLERROR for what is no message; 2.0.1 has another one, and only there. */
type UnreadableCode = "FormationViolation" | "RpcFrameworkError";

/** What a source of JSON says beside a value (ECMAScript's proposal for source text, in V8 since Node 21). */
interface JsonSource {
  readonly source?: string;
}

/**
 * Meters' values keep their digits: 2.0.1 sends them as JSON numbers, and a float would lose what a register has beyond 15
 * digits, and the zeros at its end. So the text stands in for the number, under the one name that meter values have.
 */
const withDigits = (name: string, value: unknown, context?: JsonSource): unknown =>
  name === "value" && typeof value === "number" ? (context?.source ?? String(value)) : value;

const isId = (id: unknown): id is string => typeof id === "string" && id.length > 0 && id.length <= 36;

/** `unreadable`: the code that the connection's protocol has for what is no message */
export function readFrame(text: string, unreadable: UnreadableCode = "FormationViolation"): Frame {
  const malformed = (id: unknown, why: string): Frame => ({
    kind: "malformed",
    answer: errorFrame(isId(id) ? id : "-1", unreadable, why),
  });
  if (text.length > mostCharacters) return malformed(null, "the message is too long");
  let message: unknown;
  try {
    message = JSON.parse(text, withDigits);
  } catch {
    return malformed(null, "the message is no JSON");
  }
  if (!Array.isArray(message)) return malformed(null, "the message is no array");
  const [type, id, third, fourth]: unknown[] = message;
  if (type === 2) {
    if (!isId(id)) return malformed(null, "the message id is missing or too long");
    if (typeof third !== "string") return malformed(id, "the action is missing");
    return { kind: "call", id, action: third, payload: fourth ?? {} };
  }
  if (type === 3 && isId(id)) return { kind: "result", id, payload: third ?? {} };
  if (type === 4 && isId(id)) {
    return { kind: "error", id, code: String(third), description: typeof fourth === "string" ? fourth : "" };
  }
  // An unknown type is ignored (OCPP-J 4.1.3); an answer without an id can be matched to nothing.
  return { kind: "malformed", answer: null };
}
