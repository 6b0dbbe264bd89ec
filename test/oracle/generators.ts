/**
 * Tariffs and sessions for properties: OCPI JSON with every restriction there is, and short sessions around the moments at which
 * clocks and prices change. Small and plain things come first, so that a counterexample shrinks to something that can be read.
 *
 * Kept out, because the rules say nothing of them or leave them to a person: limits on a tariff whose tax is unknown, a price of
 * nothing whose tax is unknown, an element that can never hold (a bound not above the other), a reservation element that asks for more
 * than the clock and the calendar, stretches without a measured current (unless asked for), export of energy.
 */
import fc from "fast-check";
import { anyRestrictions, byClock, byUse, clockText, decimal } from "./any-restrictions.ts";
import type {
  IdleTerms,
  OcpiComponent,
  OcpiElement,
  OcpiLimit,
  OcpiTariff,
  OnALine,
  UsedSession,
  UsedStretch,
} from "./ocpi.ts";

const casablanca = "Africa/Casablanca";

/** Instants around which sessions are laid: the three Sundays of 2026, a month's end, an evening, a leap day, a Friday night. */
const anchors = [
  "2026-11-06T16:30:00Z",
  "2026-02-15T00:30:00Z",
  "2026-03-22T00:30:00Z",
  "2026-09-19T23:30:00Z",
  "2026-11-30T23:00:00Z",
  "2024-02-28T22:30:00Z",
  "2026-11-06T21:30:00Z",
].map((text) => Date.parse(text));

const stepSizes: Readonly<Record<OcpiComponent["type"], readonly number[]>> = {
  ENERGY: [1, 0, 25, 100, 500, 10_000],
  TIME: [1, 0, 60, 300, 900, 1800],
  PARKING_TIME: [1, 0, 60, 420, 600, 900],
  FLAT: [1, 0],
};

interface Money {
  readonly currency: string;
  readonly taxIncluded: OcpiTariff["tax_included"];
  /** null: the component names none */
  readonly rates: readonly (number | null)[];
}

const anyMoney: fc.Arbitrary<Money> = fc.record({
  currency: fc.constantFrom("MAD", "EUR", "TND", "JPY", "CAD"),
  taxIncluded: fc.constantFrom("NO", "YES", "N/A", undefined),
  rates: fc.constantFrom([20], [10, 20], [0, 20], [5.2, 14, 20], [null], [null, 20], [null, 0]),
});

const isTaxUnknown = ({ currency, taxIncluded, rates }: Money): boolean =>
  rates.includes(null) && (taxIncluded === "YES" || (taxIncluded === "NO" && currency === "CAD"));

function anyComponent(type: OcpiComponent["type"], money: Money): fc.Arbitrary<OcpiComponent> {
  const least = isTaxUnknown(money) ? 1 : 0;
  return fc
    .record({
      price: decimal(least, type === "ENERGY" ? 5 : 10),
      vat: fc.constantFrom(...money.rates),
      step_size: fc.constantFrom(...stepSizes[type]),
      isNull: fc.boolean(),
    })
    .map(({ price, vat, step_size, isNull }) => ({
      type,
      price,
      // A component that names no VAT leaves it out or says null.
      ...(vat === null ? (isNull ? { vat } : {}) : { vat }),
      step_size,
    }));
}

const anyComponents = (
  types: readonly OcpiComponent["type"][],
  money: Money,
): fc.Arbitrary<readonly OcpiComponent[]> =>
  fc
    .subarray([...types], { minLength: 1 })
    .chain((some) => fc.tuple(...some.map((type) => anyComponent(type, money))));

const sessionTypes = ["ENERGY", "TIME", "PARKING_TIME", "FLAT"] as const;

/** Elements that hold now and then, and mostly a last one that always does. */
const anyElements = (money: Money): fc.Arbitrary<readonly OcpiElement[]> => {
  const restricted = fc.record({
    price_components: anyComponents(sessionTypes, money),
    restrictions: anyRestrictions([...byClock, ...byUse]),
  });
  const open = fc.record({ price_components: anyComponents(sessionTypes, money) });
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.array(restricted, { maxLength: 4, size: "max" }), open)
        .map(([some, last]) => [...some, last]),
    },
    { weight: 1, arbitrary: fc.array(restricted, { minLength: 1, maxLength: 4, size: "max" }) },
  );
};

const reservationTypes = ["TIME", "FLAT"] as const;

const anyReservationElements = (money: Money): fc.Arbitrary<readonly OcpiElement[]> => {
  const expiring = anyComponents(reservationTypes, money).map((price_components): OcpiElement => {
    return { price_components, restrictions: { reservation: "RESERVATION_EXPIRES" } };
  });
  const using = fc
    .tuple(anyComponents(reservationTypes, money), anyRestrictions(byClock))
    .map(([price_components, restrictions]): OcpiElement => {
      return { price_components, restrictions: { ...restrictions, reservation: "RESERVATION" } };
    });
  return fc.oneof(
    fc.constant([]),
    fc.array(using, { minLength: 1, maxLength: 2 }),
    fc.tuple(expiring, using, using),
    fc.tuple(expiring),
  );
};

/** Bounds in whole units; the higher leaves room for any tax on the lower. After tax is never below before tax. */
function anyLimits(money: Money): fc.Arbitrary<Pick<OcpiTariff, "min_price" | "max_price">> {
  const hasTax = money.taxIncluded !== "N/A" && money.rates.some((rate) => rate !== null && rate > 0);
  const limit = (beforeTax: number, tenths: number | null): OcpiLimit => {
    const after =
      tenths === null ? {} : { after: Math.round(beforeTax * (100 + (hasTax ? tenths : 0))) / 100 };
    return money.taxIncluded === undefined
      ? { excl_vat: beforeTax, ...("after" in after ? { incl_vat: after.after } : {}) }
      : { before_taxes: beforeTax, ...("after" in after ? { after_taxes: after.after } : {}) };
  };
  const share = fc.option(fc.integer({ min: 0, max: 25 }));
  return fc
    .record({
      least: fc.option(fc.tuple(fc.integer({ min: 0, max: 20 }), share)),
      most: fc.option(fc.tuple(fc.integer({ min: 0, max: 60 }), share)),
    })
    .map(({ least, most }) => ({
      ...(least ? { min_price: limit(...least) } : {}),
      ...(most ? { max_price: limit(2 * (least?.[0] ?? 0) + most[0], most[1]) } : {}),
    }));
}

const anyIdle = (currency: string): fc.Arbitrary<IdleTerms> => {
  const hours = fc.record({ start_time: clockText, end_time: clockText });
  return fc.record(
    {
      grace_s: fc.constantFrom(0, 60, 600, 900),
      hours: fc.oneof(hours, fc.array(hours, { minLength: 1, maxLength: 2 })),
      threshold_w: fc.constantFrom(50, 500, 3000),
      cap: fc.integer({ min: 1, max: 6 }).map((amount) => ({ amount: String(amount), currency })),
    },
    { requiredKeys: [] },
  );
};

export interface TariffWishes {
  /** barq.idle too; true by default */
  readonly idle?: boolean;
  /** reservation elements too; true by default */
  readonly reservation?: boolean;
}

/** An OCPI tariff of 2.3.0 or, without tax_included, of 2.2.1. */
export const anyTariff = ({ idle = true, reservation = true }: TariffWishes = {}): fc.Arbitrary<OcpiTariff> =>
  anyMoney.chain((money) =>
    fc
      .record({
        own: anyElements(money),
        reserved: reservation ? anyReservationElements(money) : fc.constant([]),
        limits: isTaxUnknown(money) ? fc.constant({}) : fc.oneof(fc.constant({}), anyLimits(money)),
        terms: idle ? fc.option(anyIdle(money.currency)) : fc.constant(null),
      })
      .map(({ own, reserved, limits, terms }) => ({
        country_code: "MA",
        party_id: "BRQ",
        id: "any",
        currency: money.currency,
        ...(money.taxIncluded === undefined ? {} : { tax_included: money.taxIncluded }),
        ...limits,
        elements: [...reserved, ...own],
        ...(terms ? { barq: { idle: terms } } : {}),
        last_updated: "2026-11-25T00:00:00Z",
      })),
  );

const line = (max: number): fc.Arbitrary<OnALine> =>
  fc.oneof(
    fc.integer({ min: 0, max }).map((value) => ({ from: value, to: value })),
    fc.record({ from: fc.integer({ min: 0, max }), to: fc.integer({ min: 0, max }) }),
  );

/** Lengths in ms: whole minutes, whole seconds, or anything. */
const anyLength = (maxMs: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc
      .integer({ min: 1, max: Math.max(1, Math.floor(maxMs / 60_000)) })
      .map((n) => Math.min(n * 60_000, maxMs)),
    fc.integer({ min: 1, max: Math.max(1, Math.floor(maxMs / 1000)) }).map((n) => Math.min(n * 1000, maxMs)),
    fc.integer({ min: 1, max: maxMs }),
  );

export interface SessionWishes {
  /** the longest a stretch may be; 25 minutes by default */
  readonly maxStretchMs?: number;
  /** a reservation before it, or nothing but one that expired; true by default */
  readonly reservation?: boolean;
  /** stretches whose current nobody measured; false by default */
  readonly currentMissing?: boolean;
}

interface Laid {
  readonly lengthMs: number;
  readonly kind: UsedStretch["kind"];
  readonly energy_mwh: bigint;
  readonly power_mw: OnALine | null;
  readonly current_tenth_ma: OnALine | null;
}

function anyStretch({
  maxStretchMs = 25 * 60_000,
  currentMissing = false,
}: SessionWishes): fc.Arbitrary<Laid> {
  const measured = line(900_000);
  return anyLength(maxStretchMs).chain((lengthMs) => {
    // Up to 60 kW while energy flows; a parked vehicle may trickle.
    const flow = (maxKw: number): fc.Arbitrary<bigint> =>
      fc.bigInt({ min: 0n, max: (BigInt(maxKw) * 1_000_000n * BigInt(lengthMs)) / 3_600_000n });
    return fc.record({
      lengthMs: fc.constant(lengthMs),
      kind: fc.constantFrom<UsedStretch["kind"][]>("charging", "parking", "withheld", "unsaid"),
      energy_mwh: fc.oneof(
        { weight: 3, arbitrary: flow(60) },
        { weight: 1, arbitrary: flow(1) },
        fc.constant(0n),
      ),
      power_mw: fc.option(line(60_000_000)),
      current_tenth_ma: currentMissing ? fc.option(measured) : measured,
    });
  });
}

/** A session of a handful of stretches, in `zone` of the case. */
export function anySession(wishes: SessionWishes = {}): fc.Arbitrary<UsedSession> {
  const { maxStretchMs = 25 * 60_000, reservation = true } = wishes;
  return fc
    .record({
      start: fc
        .tuple(
          fc.constantFrom(...anchors),
          fc.oneof(
            fc.constant(0),
            fc.integer({ min: 0, max: 90 }).map((n) => n * 60_000),
            fc.integer({ min: 0, max: 5_400_000 }),
          ),
        )
        .map(([anchor, later]) => anchor + later),
      reservedMs: reservation
        ? fc.oneof(
            { weight: 3, arbitrary: fc.constant(null) },
            { weight: 1, arbitrary: anyLength(maxStretchMs) },
          )
        : fc.constant(null),
      isExpired: fc.oneof(
        { weight: 3, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
      laid: fc.array(anyStretch(wishes), { minLength: 1, maxLength: 6, size: "max" }),
    })
    .map(({ start, reservedMs, isExpired, laid }) => {
      const reserved: readonly Laid[] =
        reservedMs === null
          ? []
          : [
              {
                lengthMs: reservedMs,
                kind: "reserved",
                energy_mwh: 0n,
                power_mw: null,
                current_tenth_ma: null,
              },
            ];
      const expired = reserved.length > 0 && isExpired;
      let from = start;
      const stretches = [...reserved, ...(expired ? [] : laid)].map(({ lengthMs, ...rest }): UsedStretch => {
        const stretch = { from, to: from + lengthMs, ...rest };
        from = stretch.to;
        return stretch;
      });
      return { start, end: from, stretches, ...(expired ? { expired_reservation: true } : {}) };
    });
}

/** Where sessions take place: above all where clocks changed three times in 2026. */
export const anyZone: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(casablanca) },
  { weight: 1, arbitrary: fc.constantFrom("UTC", "Europe/Paris", "Africa/Algiers") },
);
