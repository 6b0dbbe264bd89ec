/** A receipt with everything a tariff can do to it: conditions, steps, cuts, a cap, a limit, a waiver, two rates, long names. */
import { idleSaid } from "@barq/domain/idle-said";
import type { Labels } from "@barq/domain/labels";
import { priceSession } from "@barq/domain/price";
import { pricedResult } from "@barq/domain/priced-result";
import type { Receipt } from "@barq/domain/receipt";
import { buildReceipt } from "@barq/domain/receipt";
import type { Tariff } from "@barq/domain/tariff";
import type { Usage } from "@barq/domain/usage";
import { stretch } from "@barq/domain/usage";
import type { Waiver } from "@barq/domain/waiver";
import { always, elementsOf, priced, when } from "../domain/tariff-terms.ts";
import { issuer, location, session } from "./sold-session.ts";

const zone = "Africa/Casablanca";

/** Over the Sunday on which the law moved the clock: 01:30+01:00 to 10:30+00:00, ten hours. */
const startedAt = Date.parse("2026-09-20T00:30:00Z");
const minutes = (n: number): number => startedAt + n * 60_000;

export const overNight: Usage = {
  startedAt,
  endedAt: minutes(600),
  stretches: [
    stretch(startedAt, minutes(60), "charging", 32_000_000n),
    stretch(minutes(60), minutes(120), "charging", 25_345_678n),
    stretch(minutes(120), minutes(600), "parking"),
  ],
};

export const dayAndNight: Tariff = elementsOf(
  [
    when(
      { start_time: "22:00", end_time: "06:00", day_of_week: ["FRIDAY", "SUNDAY"] },
      priced("ENERGY", 3.25, { step_size: 500 }),
    ),
    when({ reservation: "RESERVATION" }, priced("TIME", 6), priced("FLAT", 5)),
    always(priced("ENERGY", 3.5), priced("PARKING_TIME", 90), priced("FLAT", 1, { vat: 10 })),
  ],
  {
    max_price: { before_taxes: 250, after_taxes: 300 },
    barq: {
      idle: {
        grace_s: 600,
        hours: { start_time: "08:00", end_time: "20:00" },
        cap: { amount: "50.00", currency: "MAD" },
      },
    },
  },
);

export function receiptOf(
  tariff: Tariff,
  usage: Usage,
  more: { readonly labels?: Labels; readonly waiver?: Waiver } = {},
): Receipt {
  const price = priceSession(tariff, usage, zone, more.waiver ?? null);
  const energyMwh = usage.stretches.reduce((all, each) => all + each.energyMwh, 0n);
  return buildReceipt({
    session: {
      ...session,
      startedAt: usage.startedAt,
      endedAt: usage.endedAt,
      captured: price.afterTax.minor,
      hold: session.hold && { ...session.hold, holdAmount: { minor: 100_000n, currency: "MAD" } },
    },
    priced: pricedResult(price, idleSaid(tariff)),
    registerStartMwh: 1_000_000_000n,
    registerStopMwh: 1_000_000_000n + energyMwh,
    evidence: "series",
    flags: [],
    location,
    issuer,
    brand: "Barq",
    labels: more.labels ?? {},
  });
}

const long = (text: string): string => text.padEnd(60, " longtemps").slice(0, 60).trim();

/** Sixty signs in each language: the longest that a location may have. */
export const longLabels: Labels = {
  ENERGY: { fr: long("Service de recharge"), ar: long("خدمة الشحن"), en: long("Charging service") },
  PARKING_TIME: { fr: "W".repeat(60), ar: "ش".repeat(60), en: "W".repeat(60) },
};

export const rich: Receipt = receiptOf(dayAndNight, overNight, {
  labels: longLabels,
  waiver: { kind: "flat", why: "station_ended" },
});

/** A reservation that was used: a fee, time, and the session after it. */
export const reserved: Receipt = receiptOf(dayAndNight, {
  startedAt,
  endedAt: minutes(60),
  stretches: [
    stretch(startedAt, minutes(22), "reserved"),
    stretch(minutes(22), minutes(60), "charging", 10_000_000n),
  ],
});

/** More than the tariff's highest price, and less than a least one. */
export const bounded: Receipt = receiptOf({ ...dayAndNight, idle: null }, overNight);
export const raised: Receipt = receiptOf(
  elementsOf([always(priced("ENERGY", 2))], { min_price: { before_taxes: 10, after_taxes: 12 } }),
  { startedAt, endedAt: minutes(5), stretches: [stretch(startedAt, minutes(5), "charging", 1000n)] },
);
