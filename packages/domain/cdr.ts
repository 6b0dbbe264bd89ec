/**
 * The session as an OCPI CDR (mod_cdrs), 2.3.0 by default and 2.2.1 on demand. A sealed CDR is never changed: a correction
 * is a credit CDR and a new one. Volumes have OCPI's four decimals; the exact integers travel in the proof.
 */
import { decimalText } from "./decimal.ts";
import { fraction, roundHalfAway, shares } from "./fraction.ts";
import type { Instant } from "./instant.ts";
import { isoText } from "./instant.ts";
import type { Money } from "./money.ts";
import { amountText } from "./money.ts";
import type { Price, Segment } from "./price.ts";
import type { Tariff } from "./tariff.ts";

export interface CdrFacts {
  readonly session: string;
  readonly token: string;
  readonly country: string;
  readonly party: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly location: {
    readonly id: string;
    readonly name: string;
    readonly address: string;
    readonly city: string;
    readonly country: string;
  };
  readonly evseUid: string;
  readonly connector: { readonly id: string; readonly standard: string; readonly powerType: string };
  readonly tariff: Tariff;
  readonly segments: readonly Segment[];
  readonly energyMwh: bigint;
  readonly price: Price;
}

/** An amount or a volume as OCPI's JSON number: from exact digits, never the result of an arithmetic of floats. */
const jsonNumber = (digits: string): number => Number(digits);
/** Ten-thousandths, as OCPI's volumes have them. */
const volume = (tenThousandths: bigint): number => jsonNumber(decimalText(tenThousandths, 4));
const sumOf = (all: readonly bigint[]): bigint => all.reduce((a, b) => a + b, 0n);
const moneyNumber = (value: Money): number => jsonNumber(amountText(value));

type Version = "2.2.1" | "2.3.0";

function priceOf(
  price: Price,
  dimension: string | null,
  version: Version,
): Readonly<Record<string, unknown>> {
  const lines = price.lines.filter((line) => dimension === null || line.dimension === dimension);
  const total = (pick: (line: (typeof lines)[number]) => bigint): Money => ({
    minor: lines.reduce((all, line) => all + pick(line), 0n),
    currency: price.currency,
  });
  const before = total((line) => line.beforeTax.minor);
  const after = total((line) => line.afterTax.minor);
  if (version === "2.2.1") return { excl_vat: moneyNumber(before), incl_vat: moneyNumber(after) };
  const tax = total((line) => line.tax.minor);
  return {
    before_taxes: moneyNumber(before),
    ...(price.vatText === null
      ? {}
      : { taxes: [{ name: "VAT", percentage: jsonNumber(price.vatText), amount: moneyNumber(tax) }] }),
  };
}

export type Cdr = Readonly<Record<string, unknown>>;

/** Periods with their volumes, rounded so that they add up to the totals, as money does (pricing reference 4). */
function volumesOf(segments: readonly Segment[], energyMwh: bigint) {
  const kwhs = segments.map((segment) => fraction(segment.energyMwh, 100n));
  const hours = segments.map((segment) => fraction(BigInt(segment.to - segment.from), 360n));
  const totalMs = segments.reduce((all, segment) => all + segment.to - segment.from, 0);
  const energy = roundHalfAway(fraction(energyMwh, 100n));
  const time = roundHalfAway(fraction(BigInt(totalMs), 360n));
  const [energies, times] = [shares(energy, kwhs), shares(time, hours)];
  const periods = segments.map((segment, n) => ({
    segment,
    energy: energies[n] ?? 0n,
    time: times[n] ?? 0n,
  }));
  const parked = periods.filter(({ segment }) => segment.kind === "parking");
  return { energy, time, parking: sumOf(parked.map((period) => period.time)), periods };
}

/** The tariff in the version's own words: 2.3.0 says how tax stands in its prices, in 2.2.1 they are always before tax. */
function tariffsOf({ source, taxIncluded, elements }: Tariff, version: Version): readonly unknown[] {
  if (version === "2.3.0") return [{ ...source, tax_included: taxIncluded }];
  const { tax_included: _, ...older } = source;
  if (taxIncluded !== "YES") return [older];
  const net = elements.map(({ components }) =>
    components.map(({ price, vat }) => fraction(price * 1_000_000n, 1_000_000n + (vat ?? 0n))),
  );
  // A price that has no four decimals before tax cannot be said there, and half a tariff would be a wrong one.
  if (net.flat().some((price) => price.denominator !== 1n)) return [];
  return [
    {
      ...older,
      elements: source.elements.map((element, n) => ({
        ...element,
        price_components: element.price_components.map((component, m) => ({
          ...component,
          price: volume(net[n]?.[m]?.numerator ?? 0n),
        })),
      })),
    },
  ];
}

export function buildCdr(facts: CdrFacts, version: Version = "2.3.0"): Cdr {
  const { price, tariff } = facts;
  const nothing = facts.segments.length === 0;
  // OCPI wants a period and a volume even where nothing is priced.
  const whole: Segment = {
    from: facts.startedAt,
    to: Math.max(facts.startedAt, facts.endedAt),
    kind: "charging",
    energyMwh: facts.energyMwh,
  };
  const volumes = volumesOf(nothing ? [whole] : facts.segments, facts.energyMwh);
  const tariffs = tariffsOf(tariff, version);
  const has = (dimension: string): boolean => price.lines.some((line) => line.dimension === dimension);
  return {
    country_code: facts.country,
    party_id: facts.party,
    id: facts.session.slice(0, 36),
    start_date_time: isoText(facts.startedAt),
    end_date_time: isoText(facts.endedAt),
    session_id: facts.session,
    cdr_token: {
      country_code: facts.country,
      party_id: facts.party,
      uid: facts.token,
      type: "AD_HOC_USER",
      contract_id: facts.token,
    },
    auth_method: "COMMAND",
    cdr_location: {
      id: facts.location.id,
      name: facts.location.name,
      address: facts.location.address,
      city: facts.location.city,
      country: facts.location.country,
      evse_uid: facts.evseUid,
      connector_id: facts.connector.id,
      connector_standard: facts.connector.standard,
      connector_power_type: facts.connector.powerType,
    },
    currency: price.currency,
    ...(tariffs.length > 0 ? { tariffs } : {}),
    charging_periods: volumes.periods.map(({ segment, energy, time }) => ({
      start_date_time: isoText(segment.from),
      dimensions: [
        { type: "ENERGY", volume: volume(energy) },
        { type: segment.kind === "charging" ? "TIME" : "PARKING_TIME", volume: volume(time) },
      ],
      tariff_id: tariff.id,
    })),
    total_cost: priceOf(price, null, version),
    ...(has("FLAT") ? { total_fixed_cost: priceOf(price, "FLAT", version) } : {}),
    total_energy: volume(volumes.energy),
    ...(has("ENERGY") ? { total_energy_cost: priceOf(price, "ENERGY", version) } : {}),
    total_time: volume(volumes.time),
    ...(has("TIME") ? { total_time_cost: priceOf(price, "TIME", version) } : {}),
    total_parking_time: volume(volumes.parking),
    ...(has("PARKING_TIME") ? { total_parking_cost: priceOf(price, "PARKING_TIME", version) } : {}),
    ...(nothing
      ? { remark: "The session was over at once and no energy was delivered: nothing is charged." }
      : {}),
    // A sealed CDR is a function of its facts: the same facts give the same bytes, whoever seals and whenever.
    last_updated: isoText(facts.endedAt),
  };
}
