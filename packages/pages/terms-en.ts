/** A tariff in English. */
import { html } from "./html.ts";
import type { TermsWords } from "./terms-words.ts";

export const termsEn: TermsWords = {
  per: { kWh: "per kWh", minute: "per minute", hour: "per hour", session: "once per session" },
  free: "free",
  otherwise: "otherwise",
  now: "now",
  all: (count) => html`All prices (${count})`,
  and: " and ",
  comma: ", ",
  condition: {
    day: (day) => html`${day}`,
    dayRange: (first, last) => html`${first} to ${last}`,
    times: (from, to) => html`from ${from} to ${to}`,
    dates: {
      from: (first) => html`from ${first} on`,
      below: (last) => html`until ${last}`,
      between: (first, last) => html`from ${first} to ${last}`,
    },
    energy: {
      from: (least) => html`beyond ${least}`,
      below: (most) => html`up to ${most}`,
      between: (least, most) => html`from ${least} to ${most}`,
    },
    duration: {
      from: (least) => html`after ${least} of the session`,
      below: (most) => html`in the first ${most} of the session`,
      between: (least, most) => html`between ${least} and ${most} of the session`,
    },
    power: {
      from: (least) => html`at a power of ${least} or more`,
      below: (most) => html`at a power below ${most}`,
      between: (least, most) => html`at a power from ${least} to below ${most}`,
    },
    current: {
      from: (least) => html`at a current of ${least} or more`,
      below: (most) => html`at a current below ${most}`,
      between: (least, most) => html`at a current from ${least} to below ${most}`,
    },
    reserved: "for a reservation",
    reservedInVain: "for a reservation that was not used",
  },
  idle: {
    title: "If the car stays plugged in without charging",
    begins: "Counted as soon as the car asks for no more energy.",
    beginsBelow: (power) => html`Counted as soon as the car takes less than ${power}.`,
    untilUnplugged: "Counted until the cable is out, even after charging has ended.",
    grace: (length) => html`The first ${length} are free.`,
    hours: (hours) => html`Counted only ${hours}.`,
    cap: (amount) => html`At most ${amount} per session.`,
    capBeforeTax: (amount) => html`At most ${amount} before VAT per session.`,
  },
  least: (amount) => html`Least price of a session: ${amount}`,
  most: (amount) => html`Highest price of a session: ${amount}`,
  withBeforeTax: (afterTax, beforeTax) => html`${afterTax} (${beforeTax} before VAT)`,
  onlyBeforeTax: (beforeTax) => html`${beforeTax} before VAT`,
  taxesIncluded: "VAT included",
  taxesAdded: "before VAT, which is added",
  rate: (rate) => html`VAT ${rate}`,
  noRate: "no VAT",
  exampleNow: (time, energy, length, cost) =>
    html`For example, starting now (${time}): ${energy} in ${length} costs ${cost} in all.`,
};
