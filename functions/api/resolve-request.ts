/** A request to resolve a row of the work queue, from the body and from who asks. */
import type { ResolveRequest } from "@barq/actions/resolve-work";
import type { WorkAct } from "@barq/actions/work-acts";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { parseInstant } from "@barq/domain/instant";
import type { InferOutput } from "valibot";
import type { resolveBody } from "./bodies/resolve.ts";
import type { Role } from "./staff-token.ts";
import type { Asker } from "./who.ts";

type Body = InferOutput<typeof resolveBody>;

/** Who may do what: support stands before drivers, finance before the books, and a technician looks. */
const mayDo: Readonly<Record<WorkAct, readonly Role[]>> = {
  settle: ["operator", "finance"],
  release: ["operator", "support"],
  acknowledge: ["operator", "support", "finance"],
  retry: ["operator", "support", "finance"],
  collect: ["operator", "finance"],
  give_up: ["operator", "finance"],
  returned: ["operator", "finance"],
};

export const mayResolve = (role: Role, act: WorkAct): boolean => mayDo[act].includes(role);

/** @throws Fault forbidden, invalid_request */
export function resolveRequest(
  asker: Asker,
  of: { readonly row: string; readonly key: string; readonly body: Body; readonly raw: unknown },
  hashed: (subject: string) => string,
): ResolveRequest {
  const { body, row, key, raw } = of;
  if (asker.kind !== "staff" || !mayResolve(asker.role, body.act))
    throw new Fault("forbidden", "This is for somebody else to do.");
  const reference = "reference" in body ? body.reference : null;
  const note = [reference, body.note ?? null].filter((part) => part !== null).join(" · ");
  return {
    row,
    key,
    body: { row, raw },
    // Nobody can be told by it, and the same person is the same.
    actor: hashed(asker.subject),
    act: body.act,
    reason: body.reason,
    note: note === "" ? null : note,
    evidence:
      body.act === "settle"
        ? {
            reason: body.reason,
            meterStart: body.meter_start_wh ?? null,
            meterStop: body.meter_stop_wh ?? null,
            startedAt: instantOr(body.started_at),
            endedAt: instantOr(body.ended_at),
          }
        : null,
  };
}

function instantOr(text: string | undefined): Instant | null {
  if (text === undefined) return null;
  const at = parseInstant(text);
  if (at === undefined) throw new Fault("invalid_request", `"${text}" is no date and time.`);
  return at;
}
