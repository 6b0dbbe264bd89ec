/** Addresses that take a body, each with one that would be taken, and what a refusal of another must look like. */
import { bodyLimits } from "@barq/functions/api/read-body";
import { expect } from "vitest";
import { perKwh } from "../actions/world.ts";
import type { Answer, Ask, Bench, Json } from "./bench.ts";

interface Address {
  readonly path: string;
  readonly most: number;
  /** a body that would be taken */
  good(bench: Bench): Json;
  readonly role: "operator" | null;
  /** of a body that is JSON and does not fit; absent: invalid_request */
  readonly wrongForm?: "tariff_invalid" | "unpriceable";
}

const readings = [
  { timestamp: "2026-11-24T09:00:00Z", energy_wh: "0" },
  { timestamp: "2026-11-24T10:00:00Z", energy_wh: "10000" },
];
export const place = { id: "L", address: "a", city: "c", country: "MAR", time_zone: "Africa/Casablanca" };

export const addresses: readonly Address[] = [
  {
    path: "/v1/sessions",
    most: bodyLimits.short,
    good: ({ world }) => ({
      qr: world.codeOf(1),
      locale: "en",
      limit: { amount: "100.00" },
      email: "a@example.com",
    }),
    role: null,
  },
  {
    path: "/v1/pricing/preview",
    wrongForm: "unpriceable",
    most: bodyLimits.long,
    good: () => ({ tariff: perKwh, readings, time_zone: "Africa/Casablanca" }),
    role: null,
  },
  {
    path: "/v1/tariffs",
    wrongForm: "tariff_invalid",
    most: bodyLimits.long,
    good: () => ({ ...perKwh, id: "T" }),
    role: "operator",
  },
  { path: "/v1/locations", most: bodyLimits.short, good: () => place, role: "operator" },
  {
    path: "/v1/stations",
    most: bodyLimits.short,
    good: () => ({
      id: "S",
      location_id: "CAS-01",
      evses: [
        {
          uid: "1",
          connectors: [{ id: "1", standard: "IEC_62196_T2", power_type: "AC_3_PHASE", tariff_ids: ["KWH"] }],
        },
      ],
    }),
    role: "operator",
  },
];

export const isJson = { "content-type": "application/json" };

/** Signing is slow beside everything else here: one token a bench. */
const tokens = new WeakMap<Bench, Promise<string>>();
function operatorOf(bench: Bench): Promise<string> {
  const token = tokens.get(bench) ?? bench.staff("operator");
  tokens.set(bench, token);
  return token;
}

/** A POST with everything that the address needs but the body. */
export async function send(bench: Bench, { path, role }: Address, more: Ask): Promise<Answer> {
  return bench.ask(path, {
    ...(role === null ? {} : { token: await operatorOf(bench) }),
    ...more,
    method: "POST",
    headers: { "idempotency-key": "body", ...more.headers },
  });
}

/** A body that is no JSON, or JSON that does not fit: the one is 400 everywhere, the other what the address says. */
export function expectBodyRefused(bench: Bench, { wrongForm }: Address, answer: Answer, what: string): void {
  if (wrongForm === undefined || answer.status === 400) expectRefused(bench, answer, what);
  else expectRefused(bench, answer, what, 422, wrongForm);
}

export function expectRefused(
  bench: Bench,
  answer: Answer,
  what: string,
  status = 400,
  code = "invalid_request",
): void {
  expect({ what, status: answer.status, code: answer.body.code }).toEqual({ what, status, code });
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.body.request_id).toBe(answer.headers.get("x-request-id"));
  expect(bench.written).toEqual([]);
  expect(bench.log).toEqual([]);
}
