/**
 * Every refusal on the wire is `application/problem+json` (RFC 9457) with a stable `code` and the request's id. Statuses
 * live here and nowhere else; what is not a Fault is a bug, of which the caller learns the request's id alone.
 */
import type { FaultCode } from "@barq/domain/fault";
import { Fault } from "@barq/domain/fault";
import { isoText } from "@barq/domain/instant";
import type { Money } from "@barq/domain/money";
import { amountOf } from "@barq/domain/money";

export const statuses = {
  invalid_request: 400,
  amount_invalid: 422,
  currency_unknown: 422,
  not_found: 404,
  unauthenticated: 401,
  forbidden: 403,
  already_exists: 409,
  state_conflict: 409,
  idempotency_key_missing: 400,
  idempotency_key_reused: 422,
  too_many_requests: 429,
  payload_too_large: 413,
  // A forged code is nobody's connector: the same answer as for one that never existed.
  qr_invalid: 404,
  qr_unknown: 404,
  qr_revoked: 410,
  connector_taken: 409,
  station_offline: 503,
  connector_unavailable: 503,
  paused: 503,
  not_commissioned: 503,
  car_not_confirmed: 409,
  limit_too_small: 422,
  limit_too_large: 422,
  tariff_missing: 409,
  tariff_unsupported: 422,
  tariff_invalid: 422,
  second_person_needed: 403,
  unpriceable: 422,
  hold_declined: 402,
  hold_abandoned: 402,
  provider_unavailable: 503,
  signature_invalid: 400,
  receipt_not_ready: 409,
  clock_not_manual: 409,
  already_running: 409,
  busy: 503,
} as const satisfies Record<FaultCode, number>;

/** Seconds a caller should wait where the fault itself does not say. */
const patience: Partial<Record<FaultCode, number>> = {
  too_many_requests: 60,
  station_offline: 30,
  connector_unavailable: 60,
  not_commissioned: 600,
  paused: 300,
  provider_unavailable: 5,
  receipt_not_ready: 2,
  busy: 1,
};

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

const titleOf = (code: string): string =>
  `${code.slice(0, 1).toUpperCase()}${code.slice(1)}`.replaceAll("_", " ");

function problem(
  code: string,
  status: number,
  requestId: string,
  detail: string | null,
  more: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Problem {
  const body = {
    ...more,
    type: `/docs#${code}`,
    title: titleOf(code),
    status,
    code,
    ...(detail === null ? {} : { detail }),
    request_id: requestId,
  };
  return { status, code, headers: { "content-type": "application/problem+json", ...headers }, body };
}

/** The problem for whatever was thrown; a bug says nothing but its request id. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (!(error instanceof Fault)) return problem("internal", 500, requestId, null);
  const { code } = error;
  const { retry_after_s: said, ...details } = error.details;
  const waitS = typeof said === "number" ? said : patience[code];
  const headers: Record<string, string> = {};
  if (waitS !== undefined) headers["retry-after"] = String(waitS);
  if (code === "unauthenticated") headers["www-authenticate"] = "Bearer";
  return problem(code, statuses[code], requestId, error.message, wireForm(details), headers);
}

export const noSuchPath = (requestId: string): Problem =>
  problem("not_found", 404, requestId, "There is nothing at this address.");

export const wrongMethod = (requestId: string, allowed: readonly string[]): Problem =>
  problem(
    "method_not_allowed",
    405,
    requestId,
    `Here one may ${allowed.join(", ")}.`,
    {},
    {
      allow: allowed.join(", "),
    },
  );

/** A fault's facts as JSON: money as an amount, `since` as a time, big integers as digits. */
function wireForm(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).map(([name, fact]) => [name, factOf(name, fact)]));
}

function factOf(name: string, fact: unknown): unknown {
  if (isMoney(fact)) return amountOf(fact);
  if (typeof fact === "bigint") return fact.toString();
  if (name === "since" && typeof fact === "number") return isoText(fact);
  return fact;
}

const isMoney = (fact: unknown): fact is Money =>
  typeof fact === "object" &&
  fact !== null &&
  "minor" in fact &&
  typeof fact.minor === "bigint" &&
  "currency" in fact &&
  typeof fact.currency === "string";
