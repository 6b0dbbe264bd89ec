/** The longer parameter lists, apart from what is done with them. Names that Stripe knows and nobody here needs are refused too. */
import type { Rules } from "./parameters.ts";

export const expandRule: Rules = { expand: { is: "list", of: { is: "text" } } };

/** Checkout has no Arabic (42 locales in stripe 23.1.0; these are the ones we could mean). */
const locales = ["auto", "en", "en-GB", "es", "de", "fr", "fr-CA", "it", "nl", "pt"];
const methodTypes = ["card"];
const captureMethods = ["automatic", "automatic_async", "manual"];
const ifAvailable = ["if_available", "never"];
const threeDSecure = ["automatic", "any", "challenge"];

export const checkoutRules: Rules = {
  mode: { is: "one_of", values: ["payment"], required: true },
  ui_mode: { is: "one_of", values: ["hosted_page"] },
  success_url: { is: "text", required: true },
  cancel_url: { is: "text" },
  client_reference_id: { is: "text", most: 200 },
  customer_creation: { is: "one_of", values: ["always", "if_required"] },
  customer_email: { is: "text", most: 800 },
  expires_at: { is: "whole" },
  locale: { is: "one_of", values: locales },
  metadata: { is: "metadata" },
  submit_type: { is: "one_of", values: ["auto", "book", "donate", "pay"] },
  allowed_payment_method_types: { is: "list", of: { is: "one_of", values: methodTypes } },
  excluded_payment_method_types: { is: "list", of: { is: "text" } },
  payment_method_configuration: { is: "text" },
  line_items: {
    is: "list",
    required: true,
    of: {
      is: "fields",
      fields: {
        quantity: { is: "whole", least: 1, most: 999_999 },
        price_data: {
          is: "fields",
          required: true,
          fields: {
            currency: { is: "text", most: 3, required: true },
            unit_amount: { is: "whole", required: true },
            product_data: {
              is: "fields",
              required: true,
              fields: {
                name: { is: "text", required: true },
                description: { is: "text" },
                metadata: { is: "metadata" },
              },
            },
          },
        },
      },
    },
  },
  payment_intent_data: {
    is: "fields",
    fields: {
      capture_method: { is: "one_of", values: captureMethods },
      description: { is: "text", most: 1000 },
      metadata: { is: "metadata" },
      receipt_email: { is: "text" },
      setup_future_usage: { is: "one_of", values: ["off_session", "on_session"] },
      statement_descriptor_suffix: { is: "text", most: 22 },
    },
  },
  payment_method_options: {
    is: "fields",
    fields: {
      card: {
        is: "fields",
        fields: {
          request_three_d_secure: { is: "one_of", values: threeDSecure },
          request_incremental_authorization: { is: "one_of", values: ifAvailable },
          request_overcapture: { is: "one_of", values: ifAvailable },
        },
      },
    },
  },
};

export const incrementRules: Rules = {
  amount: { is: "whole", required: true },
  description: { is: "text", most: 1000 },
  metadata: { is: "metadata" },
  statement_descriptor: { is: "text", most: 22 },
};

const evidenceText = { is: "text", most: 20_000 } as const;

export const disputeRules: Rules = {
  evidence: {
    is: "fields",
    fields: {
      access_activity_log: evidenceText,
      product_description: evidenceText,
      service_date: evidenceText,
      uncategorized_text: evidenceText,
      refund_policy_disclosure: evidenceText,
      customer_name: evidenceText,
      customer_email_address: evidenceText,
      customer_purchase_ip: evidenceText,
      receipt: { is: "text" },
      service_documentation: { is: "text" },
    },
  },
  metadata: { is: "metadata" },
  submit: { is: "flag" },
};

export const methodRules: Rules = {
  payment_method: { is: "text" },
  return_url: { is: "text" },
};

export const intentRules: Rules = {
  ...methodRules,
  amount: { is: "whole", required: true },
  currency: { is: "text", most: 3, required: true },
  capture_method: { is: "one_of", values: captureMethods },
  confirm: { is: "flag" },
  customer: { is: "text" },
  description: { is: "text" },
  off_session: { is: "one_of", values: ["true", "false", "one_off", "recurring"] },
  statement_descriptor_suffix: { is: "text", most: 22 },
  metadata: { is: "metadata" },
  allowed_payment_method_types: { is: "list", of: { is: "one_of", values: methodTypes } },
  excluded_payment_method_types: { is: "list", of: { is: "text" } },
  payment_method_configuration: { is: "text" },
  automatic_payment_methods: {
    is: "fields",
    fields: {
      enabled: { is: "flag", required: true },
      allow_redirects: { is: "one_of", values: ["always", "never"] },
    },
  },
};
