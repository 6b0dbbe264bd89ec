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
    evidences: {
      signed: "Signed values of the meter",
      begin_end: "Begin and end registers of the meter",
      start_stop: "Meter values at start and stop",
      series: "Meter readings during the session",
      intervals: "Sum of the meter’s intervals",
    },
    flags: {
      readings_rejected: "Some readings were not usable and were left out",
      estimated: "The station sent no final meter value: the last trusted reading counts",
      meter_stop_unknown: "The meter value at the end could not be read",
      meter_stop_below_start: "The station’s stop value was below its start value and was not used",
      seq_gap: "Some messages of the station never came: what did come was counted",
      register_reset: "The meter began anew: what it counted before and after is added",
      signature_bad: "The meter’s signature is wrong: it was not used",
      signature_unchecked: "The meter’s signature could not be checked: it was not used",
      second_vehicle: "Perhaps more than one vehicle took energy",
      quirk: "Read by what is known of this model of station",
      time_not_priced: "The clock is not reliable: time was not counted",
    },
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
