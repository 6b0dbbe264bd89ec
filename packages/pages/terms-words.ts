/** The words in which a tariff is told: units, conditions, idle terms, limits and tax, in one shape for the three languages. */
import type { Html } from "./html.ts";

/** A quantity that has a lower end, an upper end, or both. */
interface RangeWords {
  readonly from: (least: Html) => Html;
  readonly below: (most: Html) => Html;
  readonly between: (least: Html, most: Html) => Html;
}

interface ConditionWords {
  readonly day: (day: Html) => Html;
  /** three days and more that follow each other */
  readonly dayRange: (first: Html, last: Html) => Html;
  readonly times: (from: Html, to: Html) => Html;
  /** the first and the last day that are in it */
  readonly dates: RangeWords;
  readonly energy: RangeWords;
  readonly duration: RangeWords;
  readonly power: RangeWords;
  readonly current: RangeWords;
  readonly reserved: string;
  readonly reservedInVain: string;
}

interface IdleWords {
  /** on the page of a session that charges */
  readonly title: string;
  readonly begins: string;
  readonly beginsBelow: (power: Html) => Html;
  /** it goes on after the energy has ended */
  readonly untilUnplugged: string;
  readonly grace: (length: Html) => Html;
  readonly hours: (hours: Html) => Html;
  readonly cap: (amount: Html) => Html;
  readonly capBeforeTax: (amount: Html) => Html;
}

export interface TermsWords {
  readonly per: Readonly<Record<"kWh" | "minute" | "hour" | "session", string>>;
  readonly free: string;
  /** when nothing above it holds */
  readonly otherwise: string;
  readonly now: string;
  /** behind it lie more prices than can be read at a glance */
  readonly all: (count: Html) => Html;
  /** stands between the last two of a list; others are divided by `comma` */
  readonly and: string;
  readonly comma: string;
  readonly condition: ConditionWords;
  readonly idle: IdleWords;
  readonly least: (amount: Html) => Html;
  readonly most: (amount: Html) => Html;
  /** an amount after tax, with the same before tax beside it */
  readonly withBeforeTax: (afterTax: Html, beforeTax: Html) => Html;
  readonly onlyBeforeTax: (beforeTax: Html) => Html;
  readonly taxesIncluded: string;
  readonly taxesAdded: string;
  readonly rate: (rate: Html) => Html;
  readonly noRate: string;
  readonly exampleNow: (time: Html, energy: Html, length: Html, cost: Html) => Html;
}
