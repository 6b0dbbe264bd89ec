/** Refusals in English. */
import type { Refusals } from "./refusals.ts";

export const refusalsEn: Refusals = {
  invalid_request: {
    title: "Something was not filled in as expected",
    text: "Please check the limit and the e-mail address, then try again. Never type a card number here: cards are entered on the payment page only.",
  },
  amount_invalid: {
    title: "This limit is not an amount",
    text: "Write it in figures, for example 50 or 50.00, and try again.",
  },
  currency_unknown: {
    title: "This currency cannot be used",
    text: "The price of this station is in a currency that cannot be paid here. Please call the operator.",
  },
  not_found: {
    title: "There is nothing here",
    text: "The address is wrong or no longer in use. Scan the code on the station again.",
  },
  unauthenticated: {
    title: "This link does not open anything",
    text: "It is incomplete, too old or has been withdrawn. Use the newest link you have, or scan the code on the station.",
  },
  forbidden: { title: "This is not yours to see", text: "You are not allowed to open this page." },
  already_exists: { title: "This exists already", text: "Nothing was changed." },
  state_conflict: {
    title: "That is not possible any more",
    text: "The session has moved on in the meantime. Open it again to see where it stands.",
  },
  idempotency_key_missing: {
    title: "This form is incomplete",
    text: "Scan the code again and start from the new page. Nothing was held.",
  },
  idempotency_key_reused: {
    title: "This form was used before",
    text: "It was sent once already, with other details. Check what you entered and press the button again.",
  },
  too_many_requests: {
    title: "Too many starts at once",
    text: "Several unpaid starts are open from your connection. Finish one of them, or wait ten minutes. Nothing was held.",
  },
  payload_too_large: { title: "This is too much", text: "What was sent is larger than this form can be." },
  qr_invalid: {
    title: "This code is not one of ours",
    text: "Do not pay through it. Compare it with the plate on the station: a sticker may have been put over the real code. Scan the original, or tell the operator.",
  },
  qr_unknown: {
    title: "This code belongs to no connector",
    text: "It may be new or already replaced. Scan the code that is on the station now, or tell the operator.",
  },
  qr_revoked: {
    title: "This code has been withdrawn",
    text: "Scan the code that is on the station now.",
  },
  connector_taken: {
    title: "Somebody else was first",
    text: "This connector is in use. Nothing was taken. Choose another connector.",
  },
  station_offline: {
    title: "The station is not connected",
    text: "It cannot be started now. Nothing was held. Choose another station, or try again in a few minutes.",
  },
  connector_unavailable: {
    title: "This connector is out of order",
    text: "It cannot be started now. Nothing was held. Choose another connector.",
  },
  paused: { title: "No starts for the moment", text: "The operator takes no new session here." },
  car_not_confirmed: {
    title: "Is this your car?",
    text: "A cable was plugged in here before you started. Please confirm that it is in your car. Nothing was held.",
  },
  limit_too_small: {
    title: "This limit is too small",
    text: "The station could not stop in time for so little. Choose a higher limit or none. Nothing was held.",
  },
  limit_too_large: {
    title: "This limit is too large",
    text: "So much is not held for one session. Choose a lower limit or none. Nothing was held.",
  },
  tariff_missing: {
    title: "This connector has no price yet",
    text: "Nothing is sold without a price, so it cannot be started. Please use another connector.",
  },
  unpriceable: {
    title: "This cannot be priced",
    text: "What was sent can be read, but it has no price: the list says which part is not as expected.",
  },
  tariff_unsupported: {
    title: "This price cannot be used",
    text: "The price of this connector cannot be computed here. Please call the operator.",
  },
  second_person_needed: { title: "A second person is needed", text: "Somebody else has to agree first." },
  tariff_invalid: {
    title: "This price is not valid",
    text: "The price of this connector is not in order. Please call the operator.",
  },
  hold_declined: {
    title: "The card was declined",
    text: "Your bank did not agree to the hold. Nothing was taken. Try another card.",
  },
  hold_abandoned: {
    title: "The payment was not completed",
    text: "Nothing was taken. Scan the code and start again when you like.",
  },
  provider_unavailable: {
    title: "The payment page does not answer",
    text: "Please try again in a moment: press the button once more. You will not be asked to pay twice.",
  },
  signature_invalid: { title: "This is not signed", text: "What was sent does not come from where it says." },
  receipt_not_ready: {
    title: "The receipt is not ready yet",
    text: "It is written when the session has ended and is paid. Try again in a moment.",
  },
  clock_not_manual: { title: "The clock cannot be moved", text: "This only works on a test system." },
  already_running: { title: "This is running already", text: "Nothing was changed." },
  busy: { title: "A lot is going on", text: "Please try again in a moment. Nothing was taken." },
  method_not_allowed: {
    title: "This page is opened in another way",
    text: "Go back and use the button on the page, or scan the code again.",
  },
  internal: {
    title: "This is our fault",
    text: "Something went wrong here. What you began is on record and will be finished or undone. If you need help, tell the operator the number below.",
  },
};
