/** Tariffs of several elements in few words, for tests of what people are told of them. */
import type { OcpiComponent, OcpiElement, OcpiTariff } from "@barq/domain/ocpi-tariff";
import type { Tariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";

export const priced = (type: string, price: number, more: Partial<OcpiComponent> = {}): OcpiComponent => ({
  type,
  price,
  vat: 20,
  step_size: 1,
  ...more,
});

export const when = (
  restrictions: NonNullable<OcpiElement["restrictions"]>,
  ...price_components: readonly OcpiComponent[]
): OcpiElement => ({ price_components, restrictions });

export const always = (...price_components: readonly OcpiComponent[]): OcpiElement => ({ price_components });

export const elementsOf = (elements: readonly OcpiElement[], more: Partial<OcpiTariff> = {}): Tariff =>
  readTariff({ id: "T", currency: "MAD", tax_included: "YES", elements, ...more });

const hourText = (n: number): string => `${String(n % 24).padStart(2, "0")}:00`;

/** A price for every hour of the day, and no element that always holds. */
export const hourly: readonly OcpiElement[] = Array.from({ length: 24 }, (_, n) =>
  when({ start_time: hourText(n), end_time: hourText(n + 1) }, priced("ENERGY", (20 + n) / 10)),
);

/** As many elements as a tariff may have, each with everything that OCPI can restrict by. */
export const hundred: readonly OcpiElement[] = Array.from({ length: 100 }, (_, n) =>
  when(
    {
      start_time: `${String(n % 24).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}`,
      end_time: "23:59",
      start_date: "2026-01-01",
      end_date: "2027-01-01",
      day_of_week: ["MONDAY", "TUESDAY", "THURSDAY", "FRIDAY", "SUNDAY"],
      min_kwh: n / 4,
      max_kwh: 100 + n,
      min_power: n / 8,
      max_power: 350.5,
      min_current: n,
      max_current: 500,
      min_duration: n * 61,
      max_duration: 90_000 + n,
    },
    priced("ENERGY", (200 + n) / 100),
    priced("TIME", 60 + n, { vat: 10 }),
    priced("PARKING_TIME", 37 + n),
    priced("FLAT", 1 + n),
  ),
);
