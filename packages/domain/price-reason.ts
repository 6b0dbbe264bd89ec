/** Why a line costs what it costs: facts for whoever prints it in a language, and one English sentence for machines and logs. */

import { isoDayOf } from "./civil-day.ts";
import { hoursOf } from "./conditions.ts";
import { decimalText, exactKwhText } from "./decimal.ts";
import type { PricedDimension } from "./quantities.ts";
import type { Restrictions, TimeWindow } from "./restriction.ts";
import { weekdayNames } from "./restriction.ts";
import type { Waiver } from "./waiver.ts";
import { waiverWords } from "./waiver.ts";

export type Explained =
  | {
      readonly kind: "component";
      readonly dimension: PricedDimension;
      /** mWh, ms or times */
      readonly measured: bigint;
      readonly billed: bigint;
      /** Wh or s */
      readonly stepSize: bigint;
      readonly element: number;
      readonly restrictions: Restrictions | null;
      readonly cuts: number;
    }
  | { readonly kind: "idle_cap" | "min_price" | "max_price" }
  | { readonly kind: "waiver"; readonly why: Waiver["why"] };

const said = {
  idle_cap: "idle time costs no more than the tariff's cap",
  min_price: "raised to the tariff's least price",
  max_price: "lowered to the tariff's highest price",
} as const;

const spent: Readonly<Record<Exclude<PricedDimension, "ENERGY" | "FLAT">, string>> = {
  TIME: "charging",
  PARKING_TIME: "parked without asking for power",
  RESERVATION_TIME: "reserved",
};

export function reasonText(explained: Explained): string {
  if (explained.kind === "waiver") return `not due: ${waiverWords[explained.why]}`;
  if (explained.kind !== "component") return said[explained.kind];
  const { restrictions, cuts, element } = explained;
  const conditions = restrictions ? conditionTexts(restrictions) : [];
  return [
    quantityText(explained),
    ...(conditions.length > 0 ? [`element ${element} holds ${conditions.join(", ")}`] : []),
    ...(cuts > 0
      ? [`cut at ${cuts} ${cuts === 1 ? "boundary" : "boundaries"} between readings, by interpolation`]
      : []),
  ].join("; ");
}

function quantityText(of: Extract<Explained, { kind: "component" }>): string {
  const { dimension, measured, billed, stepSize } = of;
  if (dimension === "FLAT")
    return of.restrictions?.reservation ? "once for the reservation" : "once for the session";
  if (dimension === "ENERGY") {
    const rounded =
      billed === measured ? "" : `, billed as ${exactKwhText(billed)} kWh by steps of ${stepSize} Wh`;
    return `${exactKwhText(measured)} kWh delivered${rounded}`;
  }
  const rounded = billed === measured ? "" : `, billed as ${secondsText(billed)} s by steps of ${stepSize} s`;
  return `${secondsText(measured)} s ${spent[dimension]}${rounded}`;
}

/** "90", "90.4": whole seconds unless there are ms. */
const secondsText = (ms: bigint): string => decimalText(ms, 3).replace(/\.?0+$/, "");

export function windowText(window: TimeWindow): string {
  const { from, to } = hoursOf(window);
  return `${from} to ${to}`;
}

/** Restrictions in words, in the order in which OCPI lists them. */
export function conditionTexts(of: Restrictions): readonly string[] {
  const ends = (least: string | null, most: string | null): string[] => [
    ...(least === null ? [] : [`from ${least}`]),
    ...(most === null ? [] : [`below ${most}`]),
  ];
  const kilo = (milli: number | null): string | null => (milli === null ? null : `${milli / 1_000_000} kW`);
  return [
    ...(of.window ? [`from ${windowText(of.window)}`] : []),
    ...(of.startDay === null ? [] : [`from ${isoDayOf(of.startDay)}`]),
    ...(of.endDay === null ? [] : [`before ${isoDayOf(of.endDay)}`]),
    ...ends(
      of.minMwh === null ? null : `${exactKwhText(of.minMwh)} kWh`,
      of.maxMwh === null ? null : `${exactKwhText(of.maxMwh)} kWh`,
    ),
    ...ends(
      of.minTenthMa === null ? null : `${of.minTenthMa / 10_000} A`,
      of.maxTenthMa === null ? null : `${of.maxTenthMa / 10_000} A`,
    ),
    ...ends(kilo(of.minMilliW), kilo(of.maxMilliW)),
    ...ends(
      of.minMs === null ? null : `${of.minMs / 1000} s`,
      of.maxMs === null ? null : `${of.maxMs / 1000} s`,
    ),
    ...(of.weekdays
      ? [
          `on ${weekdayNames
            .filter((_, n) => of.weekdays?.has(n + 1))
            .join(", ")
            .toLowerCase()}`,
        ]
      : []),
    ...(of.reservation
      ? [of.reservation === "RESERVATION" ? "for a reservation" : "for a reservation that expired"]
      : []),
  ];
}
