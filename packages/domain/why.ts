/**
 * Why a line of a receipt costs what it costs, as plain JSON: facts from which pages, documents and applications build a
 * sentence in their own language. `price-reason.ts` has the same as one English sentence.
 */
import type { Condition } from "./conditions.ts";
import { conditionsOf, shortDecimal } from "./conditions.ts";
import { exactKwhText } from "./decimal.ts";
import type { IdleSaid } from "./idle-said.ts";
import type { Explained } from "./price-reason.ts";
import type { PricedDimension } from "./quantities.ts";
import type { Waiver } from "./waiver.ts";

interface ComponentWhy {
  readonly kind: "component";
  readonly dimension: PricedDimension;
  /** what was measured, and what steps made of it */
  readonly measured: string;
  readonly billed: string;
  readonly unit: "kWh" | "s" | "session";
  /** null: no step made the quantity larger */
  readonly step: { readonly size: string; readonly unit: "Wh" | "s" } | null;
  /** the tariff's element that priced it, counted from 0 */
  readonly element: number;
  /** all of them held; empty: it always does */
  readonly conditions: readonly Condition[];
  /** boundaries that fell between two readings, where the quantity was interpolated */
  readonly cuts: number;
  /** the tariff's terms on idle time, which left part of it unpriced; null: it has none, or the line is of something else */
  readonly idle: IdleSaid | null;
}

export type Why =
  | ComponentWhy
  | { readonly kind: "idle_cap" | "min_price" | "max_price" }
  | { readonly kind: "waiver"; readonly waived_because: Waiver["why"] };

export function whyOf(explained: Explained, idle: IdleSaid | null): Why {
  if (explained.kind === "waiver") return { kind: "waiver", waived_because: explained.why };
  if (explained.kind !== "component") return { kind: explained.kind };
  const { dimension, element, restrictions, cuts } = explained;
  return {
    kind: "component",
    dimension,
    ...amountsOf(explained),
    element,
    conditions: conditionsOf(restrictions),
    cuts,
    idle: dimension === "PARKING_TIME" ? idle : null,
  };
}

function amountsOf({
  dimension,
  measured,
  billed,
  stepSize,
}: Extract<Explained, { kind: "component" }>): Pick<ComponentWhy, "measured" | "billed" | "unit" | "step"> {
  if (dimension === "FLAT") return { measured: "1", billed: "1", unit: "session", step: null };
  const isEnergy = dimension === "ENERGY";
  const text = isEnergy ? exactKwhText : (ms: bigint): string => shortDecimal(ms, 3);
  const step = { size: stepSize.toString(), unit: isEnergy ? ("Wh" as const) : ("s" as const) };
  return {
    measured: text(measured),
    billed: text(billed),
    unit: isEnergy ? "kWh" : "s",
    step: billed === measured ? null : step,
  };
}
