/** The rows of the report on a tariff: what will surprise in it, and where. */

export const reportCodes = [
  "type_unknown",
  "session_free",
  "dimension_free",
  "parking_free",
  "never_holds",
  "whole_day",
  "weekday_at_midnight",
  "needs_power_readings",
  "needs_current_readings",
  "component_not_allowed",
  "component_shadowed",
  "same_conditions",
  "step_large",
  "tax_absent",
  "tax_zero",
  "tax_ignored",
  "flat_several",
  "idle_without_grace",
  "idle_without_price",
  "min_price_of_nothing",
  "overlapping",
  "price_far",
  "dimension_added",
  "dimension_gone",
  "terms_other",
  "idle_without_cap",
  "text_missing",
  "ends",
  "more",
] as const;
type ReportCode = (typeof reportCodes)[number];

export interface ReportRow {
  readonly code: ReportCode;
  /** within the body, with dots: `elements.0.price_components.1` */
  readonly path: string;
  /** one English sentence for whoever made the tariff */
  readonly says: string;
}

/** A tariff of a hundred elements says the same of each of them; nobody reads more rows than these. */
const mostRows = 100;

/** Rows as they are found. */
export class Report {
  readonly #rows: ReportRow[] = [];
  add(code: ReportCode, path: string, says: string): void {
    this.#rows.push({ code, path, says });
  }

  /** The first rows, and one that says how many are left out. */
  get rows(): readonly ReportRow[] {
    const left = this.#rows.length - mostRows;
    if (left <= 0) return this.#rows;
    const more = { code: "more", path: "elements", says: `${left} more rows are left out.` } as const;
    return [...this.#rows.slice(0, mostRows), more];
  }
}
