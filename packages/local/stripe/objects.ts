/** Stripe's objects as they are kept and answered (API 2026-10-28.endive), as far as holds need them. Times are unix seconds. */

export type Metadata = Readonly<Record<string, string>>;

export interface CheckoutSession {
  readonly id: string;
  readonly object: "checkout.session";
  readonly amount_subtotal: number;
  readonly amount_total: number;
  readonly cancel_url: string | null;
  readonly client_reference_id: string | null;
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly expires_at: number;
  readonly livemode: false;
  readonly locale: string | null;
  readonly metadata: Metadata;
  readonly mode: "payment";
  readonly payment_intent: string | null;
  readonly payment_method_collection: "if_required";
  readonly payment_method_types: readonly string[];
  readonly payment_status: "paid" | "unpaid";
  readonly status: "open" | "complete" | "expired";
  readonly success_url: string;
  readonly ui_mode: "hosted_page";
  readonly url: string | null;
}

export type IntentStatus =
  | "requires_payment_method"
  | "requires_confirmation"
  | "requires_action"
  | "requires_capture"
  | "succeeded"
  | "canceled";

interface LastPaymentError {
  readonly type: "card_error" | "invalid_request_error";
  readonly code: string;
  readonly decline_code?: string;
  readonly message: string;
}

export interface PaymentIntent {
  readonly id: string;
  readonly object: "payment_intent";
  readonly amount: number;
  readonly amount_capturable: number;
  readonly amount_received: number;
  readonly canceled_at: number | null;
  readonly cancellation_reason: string | null;
  readonly capture_method: "manual" | "automatic";
  readonly client_secret: string;
  readonly confirmation_method: "automatic";
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly last_payment_error: LastPaymentError | null;
  readonly latest_charge: string | null;
  readonly livemode: false;
  readonly metadata: Metadata;
  readonly next_action: { readonly type: "use_stripe_sdk" | "redirect_to_url" } | null;
  readonly payment_method: string | null;
  readonly payment_method_types: readonly string[];
  readonly setup_future_usage: "off_session" | null;
  readonly status: IntentStatus;
}

export interface Charge {
  readonly id: string;
  readonly object: "charge";
  readonly amount: number;
  readonly amount_captured: number;
  /** may hold the released rest of a partial capture, which is no refund of ours */
  readonly amount_refunded: number;
  readonly balance_transaction: string | null;
  readonly captured: boolean;
  readonly created: number;
  readonly currency: string;
  readonly disputed: boolean;
  readonly failure_code: string | null;
  readonly failure_message: string | null;
  readonly livemode: false;
  readonly metadata: Metadata;
  readonly paid: boolean;
  readonly payment_intent: string;
  readonly payment_method: string;
  readonly payment_method_details: {
    readonly type: "card";
    readonly card: {
      readonly amount_authorized: number | null;
      readonly brand: string;
      readonly capture_before?: number;
      readonly country: string;
      readonly exp_month: number;
      readonly exp_year: number;
      readonly extended_authorization: { readonly status: "disabled" };
      readonly fingerprint: string;
      readonly funding: "credit";
      readonly incremental_authorization: { readonly status: "available" | "unavailable" };
      readonly last4: string;
      readonly multicapture: { readonly status: "unavailable" };
      readonly network: string;
      readonly overcapture: {
        readonly status: "available" | "unavailable";
        readonly maximum_amount_capturable: number;
      };
      readonly three_d_secure: { readonly result: "authenticated" } | null;
      readonly wallet: null;
    };
  };
  readonly refunded: boolean;
  readonly status: "succeeded" | "failed";
}

/** What was asked for beyond the hold, where the card allows it. */
export interface Beyond {
  readonly increments: boolean;
  /** how often the hold was raised, or its bank said no to that */
  readonly tried: number;
  readonly overcapture: boolean;
}

export interface Refund {
  readonly id: string;
  readonly object: "refund";
  readonly amount: number;
  readonly balance_transaction: string | null;
  readonly charge: string;
  readonly created: number;
  readonly currency: string;
  readonly failure_balance_transaction?: string;
  readonly failure_reason?: string;
  readonly metadata: Metadata;
  readonly payment_intent: string;
  readonly reason: string | null;
  readonly status: "succeeded" | "pending" | "failed";
}

export interface BalanceTransaction {
  readonly id: string;
  readonly object: "balance_transaction";
  readonly amount: number;
  readonly available_on: number;
  readonly created: number;
  readonly currency: string;
  readonly description: string | null;
  readonly exchange_rate: number | null;
  readonly fee: number;
  readonly fee_details: readonly {
    readonly amount: number;
    readonly currency: string;
    readonly description: string;
    readonly type: "stripe_fee";
  }[];
  readonly net: number;
  readonly reporting_category:
    | "charge"
    | "refund"
    | "refund_failure"
    | "payout"
    | "dispute"
    | "dispute_reversal";
  readonly source: string;
  readonly status: "available" | "pending";
  readonly type: "charge" | "refund" | "refund_failure" | "payout" | "adjustment";
}

/** Automatic alone: what a manual one carries cannot be itemised (Stripe, "Payout reconciliation"). */
export interface Payout {
  readonly id: string;
  readonly object: "payout";
  readonly amount: number;
  readonly arrival_date: number;
  readonly automatic: true;
  readonly balance_transaction: string;
  readonly created: number;
  readonly currency: string;
  readonly description: string;
  readonly destination: string;
  readonly failure_balance_transaction: null;
  readonly failure_code: null;
  readonly failure_message: null;
  readonly livemode: false;
  readonly metadata: Metadata;
  readonly method: "standard";
  readonly reconciliation_status: "in_progress" | "completed";
  readonly source_type: "card";
  readonly statement_descriptor: null;
  readonly status: "in_transit" | "paid";
  readonly type: "bank_account";
}

/** Ours, never answered as such: the balance transactions that a payout carries to the bank, its own among them. */
interface PayoutMemory {
  readonly id: string;
  readonly carries: readonly string[];
}

export interface StripeEvent {
  readonly id: string;
  readonly object: "event";
  readonly api_version: string;
  readonly created: number;
  readonly data: { readonly object: unknown };
  readonly livemode: false;
  /** 1 until the webhook was taken */
  readonly pending_webhooks: number;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
  readonly type: string;
}

export type DisputeStatus =
  | "warning_needs_response"
  | "warning_under_review"
  | "warning_closed"
  | "needs_response"
  | "under_review"
  | "won"
  | "lost";

export interface Dispute {
  readonly id: string;
  readonly object: "dispute";
  readonly amount: number;
  /** what was taken from the account and what came back, in its own currency */
  readonly balance_transactions: readonly BalanceTransaction[];
  readonly charge: string;
  readonly created: number;
  readonly currency: string;
  readonly evidence: Readonly<Record<string, string>>;
  readonly evidence_details: {
    readonly due_by: number | null;
    readonly has_evidence: boolean;
    readonly past_due: boolean;
    readonly submission_count: number;
  };
  readonly is_charge_refundable: boolean;
  readonly livemode: false;
  readonly metadata: Metadata;
  readonly payment_intent: string;
  readonly reason: string;
  readonly status: DisputeStatus;
}

export interface EarlyFraudWarning {
  readonly id: string;
  readonly object: "radar.early_fraud_warning";
  readonly actionable: boolean;
  readonly charge: string;
  readonly created: number;
  readonly fraud_type: string;
  readonly livemode: false;
  readonly payment_intent: string;
}

/** Ours, never answered: what a payment page must remember until somebody pays on it. */
export interface PageMemory {
  readonly id: string;
  readonly name: string;
  readonly captureMethod: "manual" | "automatic";
  /** absent: nothing beyond the hold was asked for */
  readonly beyond?: Beyond;
  readonly intentMetadata: Metadata;
  readonly intentDescription: string | null;
  /** the card is kept for a payment without its holder; never written by older pages */
  readonly savesCard?: boolean;
  /** the card that is being challenged */
  readonly challenged: string | null;
}

/** Whoever paid on a page that keeps the card; nothing personal is asked of them. */
export interface Customer {
  readonly id: string;
  readonly object: "customer";
  readonly created: number;
  readonly email: null;
  readonly livemode: false;
  readonly metadata: Metadata;
}

/** Ours, never answered: the test card behind a PaymentMethod that a customer keeps. */
interface SavedCard {
  readonly id: string;
  readonly customer: string;
  readonly number: string;
}

/** Ours, never answered: the first answer under an Idempotency-Key. */
interface KeptAnswer {
  readonly id: string;
  readonly at: number;
  readonly asked: string;
  readonly status: number;
  readonly body: string;
}

export interface Shelves {
  readonly checkout_session: CheckoutSession;
  readonly payment_intent: PaymentIntent;
  readonly charge: Charge;
  readonly refund: Refund;
  readonly balance_transaction: BalanceTransaction;
  readonly payout: Payout;
  readonly payout_memory: PayoutMemory;
  readonly dispute: Dispute;
  readonly early_fraud_warning: EarlyFraudWarning;
  readonly event: StripeEvent;
  readonly page_memory: PageMemory;
  readonly customer: Customer;
  readonly saved_card: SavedCard;
  readonly kept_answer: KeptAnswer;
}

export type ShelfName = keyof Shelves;
