/** OCPI tariffs and sessions as the second evaluator takes them: JSON as on the wire, and what was used. */

export interface OcpiComponent {
  readonly type: "ENERGY" | "TIME" | "PARKING_TIME" | "FLAT";
  readonly price: number;
  readonly vat?: number | null;
  readonly step_size: number;
}

export interface OcpiRestrictions {
  readonly start_time?: string;
  readonly end_time?: string;
  readonly start_date?: string;
  readonly end_date?: string;
  readonly day_of_week?: readonly string[];
  readonly min_kwh?: number;
  readonly max_kwh?: number;
  readonly min_power?: number;
  readonly max_power?: number;
  readonly min_current?: number;
  readonly max_current?: number;
  readonly min_duration?: number;
  readonly max_duration?: number;
  readonly reservation?: "RESERVATION" | "RESERVATION_EXPIRES";
}

export interface OcpiElement {
  readonly price_components: readonly OcpiComponent[];
  readonly restrictions?: OcpiRestrictions;
}

/** PriceLimit of 2.3.0, or Price of 2.2.1. */
export type OcpiLimit =
  | { readonly before_taxes: number; readonly after_taxes?: number }
  | { readonly excl_vat: number; readonly incl_vat?: number };

export interface IdleHours {
  readonly start_time: string;
  readonly end_time: string;
}

/** Barq's own words for idle time, which OCPI has not. */
export interface IdleTerms {
  readonly grace_s?: number;
  readonly hours?: IdleHours | readonly IdleHours[];
  readonly threshold_w?: number;
  readonly cap?: { readonly amount: string; readonly currency: string };
}

export interface OcpiTariff {
  readonly country_code: string;
  readonly party_id: string;
  readonly id: string;
  readonly currency: string;
  readonly type?: string;
  /** required in 2.3.0; a tariff without it is one of 2.2.1 */
  readonly tax_included?: "YES" | "NO" | "N/A";
  readonly min_price?: OcpiLimit;
  readonly max_price?: OcpiLimit;
  readonly elements: readonly OcpiElement[];
  readonly barq?: { readonly idle?: IdleTerms };
  readonly end_date_time?: string;
  readonly last_updated: string;
}

/** A quantity over a stretch, from its first instant to its last on a straight line. */
export interface OnALine {
  readonly from: number;
  readonly to: number;
}

export interface UsedStretch {
  /** ms since 1970-01-01T00:00:00Z */
  readonly from: number;
  readonly to: number;
  readonly kind: "charging" | "parking" | "withheld" | "reserved" | "unsaid";
  /** over the whole stretch, on a straight line */
  readonly energy_mwh: bigint;
  /** whole milliwatts; null: the mean power of the stretch stands for it */
  readonly power_mw?: OnALine | null;
  /** tenths of a milliampere, the sum over the phases; null: not measured, and nothing stands for it */
  readonly current_tenth_ma?: OnALine | null;
}

/** Stretches follow each other without a gap; a reserved one comes before all others. */
export interface UsedSession {
  readonly start: number;
  readonly end: number;
  readonly stretches: readonly UsedStretch[];
  readonly expired_reservation?: boolean;
}
