/**
 * The session as an OCPI CDR (mod_cdrs), 2.3.0 by default and 2.2.1 on demand. A sealed CDR is never changed: a correction
 * is a credit CDR and a new one. Volumes have OCPI's four decimals; the exact integers travel in the proof.
 */
import { decimalText } from "./decimal.ts";
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
const kwh = (energyMwh: bigint): number => jsonNumber(decimalText((energyMwh + 50n) / 100n, 4));
const hours = (ms: number): number =>
  jsonNumber(decimalText((BigInt(ms) * 10_000n + 1_800_000n) / 3_600_000n, 4));
const moneyNumber = (value: Money): number => jsonNumber(amountText(value));

function priceOf(
  price: Price,
  dimension: string | null,
  version: "2.2.1" | "2.3.0",
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

export function buildCdr(facts: CdrFacts, version: "2.2.1" | "2.3.0" = "2.3.0"): Cdr {
  const { price, segments, tariff } = facts;
  const length = (kind: Segment["kind"] | null): number =>
    segments.reduce(
      (all, segment) => (kind === null || segment.kind === kind ? all + segment.to - segment.from : all),
      0,
    );
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
    tariffs: [tariff.source],
    charging_periods: segments.map((segment) => ({
      start_date_time: isoText(segment.from),
      dimensions: [
        { type: "ENERGY", volume: kwh(segment.energyMwh) },
        {
          type: segment.kind === "charging" ? "TIME" : "PARKING_TIME",
          volume: hours(segment.to - segment.from),
        },
      ],
      tariff_id: tariff.id,
    })),
    total_cost: priceOf(price, null, version),
    ...(has("FLAT") ? { total_fixed_cost: priceOf(price, "FLAT", version) } : {}),
    total_energy: kwh(facts.energyMwh),
    ...(has("ENERGY") ? { total_energy_cost: priceOf(price, "ENERGY", version) } : {}),
    total_time: hours(length(null)),
    ...(has("TIME") ? { total_time_cost: priceOf(price, "TIME", version) } : {}),
    total_parking_time: hours(length("parking")),
    ...(has("PARKING_TIME") ? { total_parking_cost: priceOf(price, "PARKING_TIME", version) } : {}),
    // A sealed CDR is a function of its facts: the same facts give the same bytes, whoever seals and whenever.
    last_updated: isoText(facts.endedAt),
  };
}
