/**
 * The members of an OCPI Tariff (mod_tariffs of 2.2.1 and 2.3.0) that say what it costs, as they come through the door, and
 * what OCPI cannot say: our own idle fee beside them.
 */

export interface OcpiComponent {
  readonly type: string;
  readonly price: number;
  readonly vat?: number | null | undefined;
  readonly step_size: number;
}

/** TariffRestrictions: all that are there must hold. */
export interface OcpiRestrictions {
  readonly start_time?: string | null | undefined;
  readonly end_time?: string | null | undefined;
  readonly start_date?: string | null | undefined;
  readonly end_date?: string | null | undefined;
  readonly min_kwh?: number | null | undefined;
  readonly max_kwh?: number | null | undefined;
  readonly min_current?: number | null | undefined;
  readonly max_current?: number | null | undefined;
  readonly min_power?: number | null | undefined;
  readonly max_power?: number | null | undefined;
  readonly min_duration?: number | null | undefined;
  readonly max_duration?: number | null | undefined;
  readonly day_of_week?: readonly string[] | null | undefined;
  readonly reservation?: string | null | undefined;
}

export interface OcpiElement {
  readonly price_components: readonly OcpiComponent[];
  readonly restrictions?: OcpiRestrictions | null | undefined;
}

/** PriceLimit of 2.3.0, or Price of 2.2.1. */
export interface OcpiLimit {
  readonly before_taxes?: number | null | undefined;
  readonly after_taxes?: number | null | undefined;
  readonly excl_vat?: number | null | undefined;
  readonly incl_vat?: number | null | undefined;
}

interface LocalHours {
  readonly start_time: string;
  readonly end_time: string;
}

/** Idle time as OCPI cannot say it. */
export interface IdleBody {
  /** the first seconds of idle time in a session cost nothing */
  readonly grace_s?: number | null | undefined;
  /** idle time is priced in these local hours alone; absent: always */
  readonly hours?: LocalHours | readonly LocalHours[] | null | undefined;
  /** a connected vehicle that takes less than this is idle */
  readonly threshold_w?: number | null | undefined;
  /** the most that idle time may cost in a session, in the column in which the tariff's prices stand */
  readonly cap?: { readonly amount: string; readonly currency: string } | null | undefined;
}

export interface OcpiTariff {
  readonly id: string;
  readonly currency: string;
  readonly type?: string | null | undefined;
  readonly tariff_alt_text?:
    | readonly { readonly language: string; readonly text: string }[]
    | null
    | undefined;
  readonly min_price?: OcpiLimit | null | undefined;
  readonly max_price?: OcpiLimit | null | undefined;
  /** required in 2.3.0, absent in 2.2.1, where prices exclude VAT */
  readonly tax_included?: "YES" | "NO" | "N/A" | null | undefined;
  readonly elements: readonly OcpiElement[];
  readonly start_date_time?: string | null | undefined;
  readonly end_date_time?: string | null | undefined;
  readonly barq?: { readonly idle?: IdleBody | null | undefined } | null | undefined;
}
