/** The pages in English. */
import { html } from "./html.ts";
import { refusalsEn } from "./refusals-en.ts";
import { termsEn } from "./terms-en.ts";
import type { Words } from "./words.ts";

export const wordsEn: Words = {
  dir: "ltr",
  name: "English",
  page: {
    language: "Language",
    help: "Help:",
    reference: "Reference",
    code: "Code",
    station: "Station",
    connector: "Connector",
  },
  terms: termsEn,
  receipt: {
    title: "Receipt",
    number: "Number",
    issuer: "Issued by",
    place: "Place",
    day: "Day",
    started: "Start",
    ended: "End",
    unplugged: "Unplugged",
    duration: "Duration",
    meterStart: "Meter at start",
    meterStop: "Meter at end",
    energy: "Energy",
    evidence: "Evidence",
    lines: "What it cost",
    billedAs: (measured, counted, step) =>
      html`${measured} measured, counted as ${counted} in steps of ${step}`,
    cut: (count) =>
      html`Boundaries of the tariff between two readings: ${count}; the quantity there is interpolated`,
    adjusted: {
      idle_cap: "Time plugged in without charging costs no more than its cap.",
      min_price: "The tariff has a least price per session.",
      max_price: "The tariff has a highest price per session.",
    },
    waived: {
      station_ended: "Not due: the station ended the session soon after its start.",
      no_energy: "Not due: the car took no energy.",
    },
    beforeTax: "Before VAT",
    tax: (rate) => (rate === null ? html`VAT (does not apply)` : html`VAT ${rate}`),
    taxOf: (tax, base) => html`${tax} on ${base}`,
    total: "Total, VAT included",
    money: "On your card",
    held: "Held",
    captured: "Captured",
    released: "Released",
    receivable: "Still owed",
    writtenOff: "Waived",
    card: "Card",
    statement: (text) => html`On your statement it reads ${text}.`,
    pdf: "Receipt as PDF",
    proof: "Proof (JSON)",
    checkProof: "Check a proof",
    proofMeans: "With the proof, anybody can compute this price again.",
    hash: "SHA-256 of the proof",
  },
  problem: {
    lostSession: {
      title: "This phone does not know this session",
      text: "A session opens only in the browser that started it. Nothing is lost: charging goes on, and the hold is settled or released by itself.",
    },
    lostSteps: [
      "Open this page in the browser in which you started, without private mode.",
      "Or scan the code on the station again to see whether it is still charging. You can always unplug at your car.",
      "Or call the operator and say the reference of six signs, if you have it.",
    ],
    scanAgain: "Back to the station’s page",
    sayThis: "If you call for help, say this number:",
  },
  refusals: refusalsEn,
};
