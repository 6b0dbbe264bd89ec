/**
 * A refusal: somebody asked for what cannot be done. It carries a stable code from the closed list below and a text
 * written for the caller; statuses live at the door. Bugs are plain errors, answers from outside are unions.
 */
export type FaultCode =
  | "invalid_request"
  | "amount_invalid"
  | "currency_unknown"
  | "not_found"
  | "unauthenticated"
  | "forbidden"
  | "already_exists"
  | "state_conflict"
  | "idempotency_key_missing"
  | "idempotency_key_reused"
  | "too_many_requests"
  | "payload_too_large"
  | "qr_invalid"
  | "qr_unknown"
  | "qr_revoked"
  | "connector_taken"
  | "station_offline"
  | "connector_unavailable"
  | "paused"
  | "car_not_confirmed"
  | "limit_too_small"
  | "limit_too_large"
  | "tariff_missing"
  | "tariff_unsupported"
  | "tariff_invalid"
  | "second_person_needed"
  | "unpriceable"
  | "hold_declined"
  | "hold_abandoned"
  | "provider_unavailable"
  | "signature_invalid"
  | "receipt_not_ready"
  | "clock_not_manual"
  | "already_running"
  | "busy";

export class Fault extends Error {
  readonly code: FaultCode;
  /** Facts the caller may see beside the text, such as the smallest limit that can be sold. */
  readonly details: Readonly<Record<string, unknown>>;
  constructor(code: FaultCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = "Fault";
    this.code = code;
    this.details = details;
  }
}
