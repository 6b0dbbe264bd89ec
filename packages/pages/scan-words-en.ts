/** The page behind a code in English. */
import { html } from "./html.ts";
import type { ScanWords } from "./scan-words.ts";

export const scanEn: ScanWords = {
  plate: "Is this what the plate on the station says?",
  upTo: (power) => html`up to ${power}`,
  availability: {
    free: "Free",
    plugged: "Cable plugged in",
    busy: "In use",
    offline: "Not connected",
    out_of_order: "Out of order",
    paused: "Paused",
  },
  closed: {
    busy: "Somebody is charging here. You can start as soon as this connector is free.",
    offline: "The station has no connection, so it cannot be started now. Please try again in a few minutes.",
    out_of_order: "This connector reports a fault and cannot be started now.",
  },
  others: "Other connectors here",
  noOthers: "There is no other connector at this station.",
  price: "Price",
  free: "Charging here is free.",
  taxIncluded: (rate) => html`VAT of ${rate} included`,
  taxAdded: (rate) => html`before VAT; VAT of ${rate} is added`,
  noTax: "no VAT applies",
  example: (energy, time, cost) => html`For example: ${energy} in ${time} costs ${cost} in all.`,
  hold: "Hold on your card",
  holdMeans:
    "This amount is held before charging begins. A hold is not a payment: when you stop, exactly what the session costs is taken from it, and the rest is released at once.",
  bankMayShow: "Your bank may still show the hold for some days.",
  nothingHeld: "Nothing is held and no card is needed.",
  plugged: (plug, since) =>
    since === null
      ? html`A cable (${plug}) is plugged in here already. Is it in your car?`
      : html`A cable (${plug}) has been plugged in here since ${since}. Is it in your car?`,
  yourCar: "Yes, this is my car",
  notYourCar: "If it is not, please choose another connector: you would pay for somebody else.",
  limit: "Stop by itself at",
  limitShort: "Limit",
  limitHint: "With a limit, the hold is as large as the limit needs, and charging stops a little before it.",
  limitUnit: "Unit of the limit",
  email: "E-mail for the receipt",
  optional: "optional",
  least: (least) => html`The smallest limit here is ${least}.`,
  toPayment: "Continue to payment",
  paymentNote: "You enter your card on the next page, nowhere else.",
  start: "Start charging",
  tariff: (id, version) => html`Price list ${id}, version ${version}`,
};
