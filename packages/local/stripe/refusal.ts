/** Stripe's refusals as they look on the wire. Nothing was done when one of these is answered, and no key is spent. */
interface RefusalBody {
  readonly type: "invalid_request_error" | "idempotency_error" | "card_error" | "api_error";
  readonly code?: string;
  readonly message: string;
  readonly param?: string;
  readonly decline_code?: string;
  readonly payment_intent?: object;
}

export class StripeRefusal extends Error {
  readonly status: number;
  readonly body: RefusalBody;
  constructor(status: number, body: RefusalBody) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

export const invalid = (code: string | null, message: string, param?: string): StripeRefusal =>
  new StripeRefusal(400, {
    type: "invalid_request_error",
    message,
    ...(code !== null && { code }),
    ...(param !== undefined && { param }),
  });

/** The issuer said no: the intent stands with it, and the answer is kept under its key. */
export const cardRefused = (
  why: { readonly code: string; readonly decline_code: string; readonly message: string },
  intent: object,
): StripeRefusal => new StripeRefusal(402, { type: "card_error", ...why, payment_intent: intent });

export const missing = (noun: string, id: string): StripeRefusal =>
  new StripeRefusal(404, {
    type: "invalid_request_error",
    code: "resource_missing",
    message: `No such ${noun}: '${id}'`,
    param: "id",
  });
