/**
 * The price of a session: one pure function for the quote, the live view, the CDR and whoever recomputes it. Exact inside,
 * rounded once per tax rate at the total (half away from zero), lines by largest remainder so that they add up.
 */
import { decimalText, kwhText } from "./decimal.ts";
import type { Fraction } from "./fraction.ts";
import { fraction, fractionText, plus, roundHalfAway, shares, sum, times } from "./fraction.ts";
import type { Instant } from "./instant.ts";
import type { Money } from "./money.ts";
import { exponentOf } from "./money.ts";
import type { Component, Dimension, Tariff } from "./tariff.ts";
import { componentFor } from "./tariff.ts";

/** A stretch of a session in which nothing changes but the register. */
export interface Segment {
  readonly from: Instant;
  readonly to: Instant;
  readonly kind: "charging" | "parking";
  readonly energyMwh: bigint;
}

export interface Usage {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly segments: readonly Segment[];
}

interface PriceLine {
  readonly element: number;
  readonly dimension: Dimension;
  /** what was measured, in kWh, hours (as a fraction where it does not end) or times */
  readonly quantityText: string;
  /** what step_size made of it, in Wh, seconds or times */
  readonly billed: bigint;
  readonly unit: "kWh" | "h" | "session";
  /** per unit, four decimals as in the tariff */
  readonly priceText: string;
  readonly vatText: string | null;
  readonly beforeTax: Money;
  readonly tax: Money;
  readonly afterTax: Money;
  readonly reason: string;
}

export interface Price {
  readonly currency: string;
  readonly lines: readonly PriceLine[];
  readonly beforeTax: Money;
  readonly tax: Money;
  readonly afterTax: Money;
  readonly vatText: string | null;
  readonly exact: { readonly beforeTax: string; readonly tax: string; readonly afterTax: string };
}

interface Quantity {
  readonly element: number;
  readonly component: Component;
  readonly quantityText: string;
  readonly billed: bigint;
  readonly unit: PriceLine["unit"];
  /** in minor units, exact, in the tariff's own tax sense */
  readonly exact: Fraction;
  readonly reason: string;
}

const upToStep = (value: bigint, step: bigint): bigint =>
  step <= 1n ? value : ((value + step - 1n) / step) * step;

/** Without a segment there is nothing to price, a flat fee included: it is due when some part of a session is (OCPI mod_tariffs). */
export function priceSession(tariff: Tariff, usage: Usage): Price {
  const minorPerMajor = 10n ** BigInt(exponentOf(tariff.currency));
  const quantities = [
    energy(tariff, usage, minorPerMajor),
    ...time(tariff, usage, minorPerMajor),
    usage.segments.length > 0 ? flat(tariff, minorPerMajor) : undefined,
  ];
  return total(
    tariff,
    quantities.filter((quantity) => quantity !== undefined),
  );
}

function energy(tariff: Tariff, usage: Usage, minorPerMajor: bigint): Quantity | undefined {
  const found = componentFor(tariff, "ENERGY");
  const energyMwh = usage.segments.reduce((all, segment) => all + segment.energyMwh, 0n);
  if (!found || energyMwh === 0n) return undefined;
  const { component, element } = found;
  // step_size is in whole Wh (OCPI mod_tariffs, PriceComponent): 115.2 Wh at step 1 is 116 Wh, at step 0 it stays.
  const billedMwh =
    component.stepSize === 0n ? energyMwh : upToStep((energyMwh + 999n) / 1000n, component.stepSize) * 1000n;
  const [measured, rounded] = [kwhText(energyMwh), kwhText(billedMwh)];
  return {
    element,
    component,
    quantityText: measured,
    billed: billedMwh / 1000n,
    unit: "kWh",
    exact: fraction(component.price * billedMwh * minorPerMajor, 10_000n * 1_000_000n),
    reason: `${measured} kWh delivered${rounded === measured ? "" : `, billed as ${rounded} kWh by steps of ${component.stepSize} Wh`}`,
  };
}

const secondsOf = (ms: number): bigint => BigInt(Math.round(ms / 1000));

/** step_size of time applies once for TIME and PARKING_TIME together, to the parking where any was priced (OCPI mod_tariffs 5.1.3). */
function time(tariff: Tariff, usage: Usage, minorPerMajor: bigint): (Quantity | undefined)[] {
  const length = (kind: Segment["kind"]): number =>
    usage.segments.reduce(
      (all, segment) => (segment.kind === kind ? all + segment.to - segment.from : all),
      0,
    );
  const parking = componentFor(tariff, "PARKING_TIME");
  const parkingS = secondsOf(length("parking"));
  const chargingS = secondsOf(length("charging"));
  const parkingIsPriced = parking !== undefined && parkingS > 0n;
  const line = (
    found: ReturnType<typeof componentFor>,
    seconds: bigint,
    rounds: boolean,
    what: string,
  ): Quantity | undefined => {
    if (!found || seconds === 0n) return undefined;
    const { component, element } = found;
    const billed = rounds ? upToStep(seconds, component.stepSize) : seconds;
    return {
      element,
      component,
      quantityText: fractionText(fraction(seconds, 3600n)),
      billed,
      unit: "h",
      exact: fraction(component.price * billed * minorPerMajor, 10_000n * 3600n),
      reason: `${seconds} s ${what}${billed > seconds ? `, billed as ${billed} s by steps of ${component.stepSize} s` : ""}`,
    };
  };
  return [
    line(componentFor(tariff, "TIME"), chargingS, !parkingIsPriced, "charging"),
    line(parking, parkingS, true, "parked without asking for power"),
  ];
}

function flat(tariff: Tariff, minorPerMajor: bigint): Quantity | undefined {
  const found = componentFor(tariff, "FLAT");
  if (!found || found.component.price === 0n) return undefined;
  return {
    ...found,
    quantityText: "1",
    billed: 1n,
    unit: "session",
    exact: fraction(found.component.price * minorPerMajor, 10_000n),
    reason: "once for the session",
  };
}

const whole = 100n * 10_000n;

function total(tariff: Tariff, quantities: readonly Quantity[]): Price {
  const { currency } = tariff;
  const money = (minor: bigint): Money => ({ minor, currency });
  const vat = tariff.taxIncluded === "N/A" ? null : (tariff.elements[0]?.components[0]?.vat ?? null);
  const rate = vat ?? 0n;
  const quoted = sum(quantities.map((quantity) => quantity.exact));
  const gross = tariff.taxIncluded === "YES";
  // The amount in which the price is quoted is rounded; the other column follows from that printed amount.
  const printed = roundHalfAway(quoted);
  const afterTax = gross ? printed : printed + roundHalfAway(fraction(printed * rate, whole));
  const beforeTax = gross ? roundHalfAway(fraction(printed * whole, whole + rate)) : printed;
  const net = (exact: Fraction): Fraction => (gross ? times(exact, fraction(whole, whole + rate)) : exact);
  const withTax = (exact: Fraction): Fraction =>
    gross ? exact : times(exact, fraction(whole + rate, whole));
  const exacts = quantities.map((quantity) => quantity.exact);
  const quotedShares = shares(printed, exacts);
  // The other column apart, but so that no line has a negative tax: net never more than gross, tax never below zero.
  const nets = gross ? shares(beforeTax, exacts.map(net), quotedShares) : quotedShares;
  const taxes = gross
    ? quotedShares.map((share, n) => share - (nets[n] ?? 0n))
    : shares(
        afterTax - beforeTax,
        exacts.map((exact) => times(exact, fraction(rate, whole))),
      );
  const vatText = vat === null ? null : trimmed(vat);
  const lines = quantities.map((quantity, n): PriceLine => {
    const lineNet = nets[n] ?? 0n;
    const lineTax = taxes[n] ?? 0n;
    return {
      element: quantity.element,
      dimension: quantity.component.dimension,
      quantityText: quantity.quantityText,
      billed: quantity.billed,
      unit: quantity.unit,
      priceText: trimmed(quantity.component.price),
      vatText,
      beforeTax: money(lineNet),
      tax: money(lineTax),
      afterTax: money(lineNet + lineTax),
      reason: quantity.reason,
    };
  });
  const perMajor = fraction(1n, 10n ** BigInt(exponentOf(currency)));
  const exactNet = times(net(quoted), perMajor);
  const exactGross = times(withTax(quoted), perMajor);
  return {
    currency,
    lines,
    beforeTax: money(beforeTax),
    tax: money(afterTax - beforeTax),
    afterTax: money(afterTax),
    vatText,
    exact: {
      beforeTax: fractionText(exactNet),
      tax: fractionText(plus(exactGross, fraction(-exactNet.numerator, exactNet.denominator))),
      afterTax: fractionText(exactGross),
    },
  };
}

/** Four decimals without the zeros at the end: "2.5", "20". */
const trimmed = (value: bigint): string => decimalText(value, 4).replace(/\.?0+$/, "");
