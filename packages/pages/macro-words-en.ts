/** What support tells drivers, in English. */
import type { MacroWords } from "./macro-words.ts";

const fates: MacroWords["fates"] = {
  none: () => "Nothing was held on your card for this session.",
  stands: ({ hold, holdUntil }) =>
    `${hold} is held on your card. It is not a payment: only what you owe is taken, and the rest is let go.${holdUntil === null ? "" : ` The hold ends by ${holdUntil} at the latest.`}`,
  captured: ({ captured }) => `${captured} was taken from your card, once.`,
  part_captured: ({ hold, captured, rest }) =>
    `${hold} was held on your card and ${captured} was taken, once. We let the remaining ${rest} go at that moment. Your bank may show both for some days; the hold disappears by itself.`,
  released: ({ hold }) =>
    `We have let all of the ${hold} go. It was never a payment; your bank may show it for some days.`,
  lapsed: ({ hold }) => `The hold of ${hold} has ended at your bank. Nothing of it was taken.`,
};

export const macroWordsEn: MacroWords = {
  titles: {
    cable_stuck: "The cable is stuck",
    charged_twice: "Charged twice, or the hold is still shown",
    price_higher: "The price is higher than expected",
    no_receipt: "No receipt came",
    did_not_start: "Charging did not start",
    did_not_stop: "Charging does not stop",
  },
  at: (day, time) => `${day} at ${time}`,
  fates,
  answers: {
    cable_stuck: (facts, { isFlowing }) => [
      isFlowing
        ? "Charging is still under way: it has to be stopped before the cable can come out. I can stop it for you now."
        : facts.ended === null
          ? null
          : `Charging ended on ${facts.ended}.`,
      "Please unlock the car with its key or app and pull the plug straight out without force: most cars hold the cable themselves.",
      `If it stays locked at the post, stay on the line: we look at station ${facts.station}, connector ${facts.connector}, from here.`,
    ],
    charged_twice: (facts, { holdFate }) => [
      fates[holdFate](facts),
      facts.receipt === null ? null : `Receipt ${facts.receipt} says what was taken, line by line.`,
      "If your bank still shows two payments after ten days, call us again with the reference and we look at both.",
    ],
    price_higher: (facts) => [
      facts.captured === null || facts.energy === null
        ? "The price of this session is not final yet."
        : `The meter counted ${facts.energy}, and ${facts.captured} was taken for it.`,
      facts.started === null || facts.ended === null
        ? null
        : `Charging began on ${facts.started} and ended on ${facts.ended}.`,
      "The price is the one you were shown before you paid. The receipt has each line: energy, time, time with the cable left in, and the tax.",
      facts.rest === null
        ? null
        : `The larger amount that you saw first was the hold of ${facts.hold}; the rest was let go.`,
    ],
    no_receipt: (facts) => [
      facts.receipt === null
        ? "The receipt is made when the price is final; that has not happened yet."
        : `Your receipt has the number ${facts.receipt}.`,
      facts.email === null
        ? "No e-mail was given at the start. The receipt is on the page on which you followed the session."
        : facts.receipt === null
          ? `It will go to ${facts.email}.`
          : `I can send it once more to ${facts.email}. Please look among unwanted mail too.`,
      `Your reference is ${facts.reference}.`,
    ],
    did_not_start: (facts, { holdFate, state }) => [
      facts.started === null
        ? `Charging did not begin at station ${facts.station}, connector ${facts.connector}.`
        : `The station says that charging began on ${facts.started}.`,
      fates[holdFate](facts),
      facts.started === null && state !== "review"
        ? "You may try another connector: nothing is owed for this one."
        : null,
    ],
    did_not_stop: (facts, { isFlowing }) => [
      isFlowing
        ? "Charging is still under way. I can stop it for you now."
        : facts.ended === null
          ? "No energy is flowing in this session."
          : `Charging ended on ${facts.ended}.`,
      "You pay for what the meter counted until the stop, and for nothing after it.",
      isFlowing ? "You can always take the cable out at your car once it is unlocked." : null,
    ],
  },
};
