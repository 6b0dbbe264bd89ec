/**
 * The session as an OCPI CDR (mod_cdrs), 2.3.0 by default and 2.2.1 on demand. A sealed CDR is never changed: a correction
 * is a credit CDR and a new one. Volumes have OCPI's four decimals; the exact integers travel in the proof.
 */
import { periodsOf, volume } from "./cdr-periods.ts";
import type { SignedRecord } from "./cdr-signed.ts";
import { signedDataOf } from "./cdr-signed.ts";
import { tariffsOf } from "./cdr-tariff.ts";
import type { Instant } from "./instant.ts";
import { isoText } from "./instant.ts";
import type { Money } from "./money.ts";
import { amountText } from "./money.ts";
import type { OpenPrice, PriceLine, TaxTotal } from "./price.ts";
import type { Period } from "./quantities.ts";
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
    readonly coordinates: { readonly latitude: string; readonly longitude: string } | null;
  };
  readonly evse: { readonly uid: string; readonly id: string | null };
  /** `format` and `powerType` in OCPI's words: SOCKET or CABLE, AC_3_PHASE and so on */
  readonly connector: {
    readonly id: string;
    readonly standard: string;
    readonly format: string;
    readonly powerType: string;
  };
  readonly tariff: Tariff;
  readonly energyMwh: bigint;
  readonly price: OpenPrice;
  /** signed records, and the key that was registered for the meter */
  readonly signed?: { readonly records: readonly SignedRecord[]; readonly publicKey: string | null };
}

/** An amount or a volume as OCPI's JSON number: from exact digits, never the result of an arithmetic of floats. */
const jsonNumber = (digits: string): number => Number(digits);
const moneyNumber = (value: Money): number => jsonNumber(amountText(value));

type OcpiVersion = "2.2.1" | "2.3.0";
type Json = Readonly<Record<string, unknown>>;
type Totals = Pick<OpenPrice, "beforeTax" | "tax" | "afterTax">;

/** OCPI's Price: in 2.3.0 with a tax for every rate that is named; what the tariff does not tell is left out. */
function priceOf(totals: Totals, taxes: readonly TaxTotal<Money | null>[], version: OcpiVersion): Json {
  const { beforeTax, afterTax } = totals;
  if (version === "2.2.1") {
    return {
      ...(beforeTax && { excl_vat: moneyNumber(beforeTax) }),
      ...(afterTax && { incl_vat: moneyNumber(afterTax) }),
    };
  }
  const named = taxes.flatMap(({ vatText, tax, isByRate }) =>
    vatText === null || tax === null
      ? []
      : [{ name: "VAT", ...(isByRate && { percentage: jsonNumber(vatText) }), amount: moneyNumber(tax) }],
  );
  return {
    ...(beforeTax && { before_taxes: moneyNumber(beforeTax) }),
    ...(named.length > 0 && { taxes: named }),
    // OCPI has no member for a total whose tax nobody names.
    ...(beforeTax === null && afterTax && { after_taxes: moneyNumber(afterTax) }),
  };
}

type Lines = readonly PriceLine<Money | null>[];

/** A partial total: natural amounts, before price limits (pricing 6). Undefined where it has no line. */
function partOf(lines: Lines, currency: string, version: OcpiVersion): Json | undefined {
  if (lines.length === 0) return undefined;
  const sum = (of: Lines): Totals => {
    const column = (name: keyof Totals): Money | null => {
      let minor = 0n;
      for (const line of of) {
        const value = line[name];
        if (value === null) return null;
        minor += value.minor;
      }
      return { minor, currency };
    };
    return { beforeTax: column("beforeTax"), tax: column("tax"), afterTax: column("afterTax") };
  };
  const byRate = Map.groupBy(lines, ({ vatText }) => vatText);
  const taxes = [...byRate].map(([vatText, own]) => ({ vatText, isByRate: true, ...sum(own) }));
  return priceOf(sum(lines), taxes, version);
}

const isReserved = ({ dimension, explained }: PriceLine<Money | null>): boolean =>
  dimension === "RESERVATION_TIME" ||
  (explained.kind === "component" && (explained.restrictions?.reservation ?? null) !== null);

/** Which partial total a line belongs to (OCPI mod_cdrs, CDR object). */
function partNameOf(line: PriceLine<Money | null>): string | null {
  if (isReserved(line)) return "total_reservation_cost";
  switch (line.dimension) {
    case "ENERGY":
      return "total_energy_cost";
    case "TIME":
      return "total_time_cost";
    case "PARKING_TIME":
    case "IDLE_CAP":
      return "total_parking_cost";
    case "FLAT":
      return "total_fixed_cost";
    default:
      return null;
  }
}

export type Cdr = Json;

export function buildCdr(facts: CdrFacts, version: OcpiVersion = "2.3.0"): Cdr {
  const { price, tariff } = facts;
  const nothing = price.periods.length === 0;
  // OCPI wants a period and a volume even where nothing is priced.
  const whole: Period = {
    from: facts.startedAt,
    to: Math.max(facts.startedAt, facts.endedAt),
    kind: "charging",
    energyMwh: facts.energyMwh,
    ms: Math.max(0, facts.endedAt - facts.startedAt),
    isCut: false,
  };
  const volumes = periodsOf(nothing ? [whole] : price.periods, facts.energyMwh, tariff.id);
  const tariffs = tariffsOf(tariff, version);
  const parts = Map.groupBy(price.lines, partNameOf);
  const part = (name: string): Json => {
    const cost = partOf(parts.get(name) ?? [], price.currency, version);
    return cost === undefined ? {} : { [name]: cost };
  };
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
      ...(facts.location.coordinates && { coordinates: facts.location.coordinates }),
      evse_uid: facts.evse.uid,
      ...(facts.evse.id !== null && { evse_id: facts.evse.id }),
      connector_id: facts.connector.id,
      connector_standard: facts.connector.standard,
      connector_format: facts.connector.format,
      connector_power_type: facts.connector.powerType,
    },
    currency: price.currency,
    ...(tariffs.length > 0 ? { tariffs } : {}),
    ...(facts.signed && signedDataOf(facts.signed.records, facts.signed.publicKey)),
    charging_periods: volumes.periods,
    total_cost: priceOf(price, price.taxes, version),
    ...part("total_fixed_cost"),
    total_energy: volume(volumes.energyTotal),
    ...part("total_energy_cost"),
    total_time: volume(volumes.timeTotal),
    ...part("total_time_cost"),
    total_parking_time: volume(volumes.parkingTotal),
    ...part("total_parking_cost"),
    ...part("total_reservation_cost"),
    ...(nothing
      ? { remark: "The session was over at once and no energy was delivered: nothing is charged." }
      : {}),
    // A sealed CDR is a function of its facts: the same facts give the same bytes, whoever seals and whenever.
    last_updated: isoText(facts.endedAt),
  };
}
