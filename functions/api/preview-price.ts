/** The price that a tariff makes of a CDR or of readings, without a session: for whoever wants to check one, or to try one. */
import { buildCdr } from "@barq/domain/cdr";
import { parseDecimal } from "@barq/domain/decimal";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { parseInstant } from "@barq/domain/instant";
import { offsetMs } from "@barq/domain/legal-time";
import { amountText } from "@barq/domain/money";
import type { Price, Segment, Usage } from "@barq/domain/price";
import { priceSession } from "@barq/domain/price";
import type { Tariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import type { InferOutput } from "valibot";
import type { previewBody } from "./bodies/preview.ts";
import { tariffOf } from "./bodies/tariff.ts";

type Preview = InferOutput<typeof previewBody>;
type Json = Readonly<Record<string, unknown>>;
interface Note {
  readonly code: string;
  readonly path: string;
}

const wrong = (path: string, why: string): Fault => new Fault("invalid_request", `${path} ${why}.`, { path });

function instantOf(text: string, path: string): Instant {
  const at = parseInstant(text);
  if (at === undefined) throw wrong(path, "is no date and time");
  return at;
}

/** A JSON number's exact digits in millionths. */
function millionths(volume: number, path: string): bigint {
  const value = parseDecimal(String(volume), 6);
  if (value === undefined || value < 0n) throw wrong(path, "is no quantity with at most 6 decimals");
  return value;
}

/** Longer than any session, and short enough that every instant in it can be written down. */
const longestHours = 100_000n;

/** Hours of four decimals lose up to 0.18 s, so the nearest whole second is what was meant. */
function secondsMs(hoursMillionths: bigint, path: string): number {
  if (hoursMillionths > longestHours * 1_000_000n) throw wrong(path, `is longer than ${longestHours} hours`);
  return Number((hoursMillionths * 3600n + 500_000n) / 1_000_000n) * 1000;
}

type CdrBody = Extract<Preview, { cdr: unknown }>["cdr"];

function usageOfCdr(cdr: CdrBody, notes: Note[]): Usage {
  const segments = cdr.charging_periods.flatMap((period, n): Segment[] => {
    const path = `cdr.charging_periods.${n}`;
    const from = instantOf(period.start_date_time, `${path}.start_date_time`);
    let energyMwh = 0n;
    const lengths: Record<Segment["kind"], number> = { charging: 0, parking: 0 };
    for (const [m, { type, volume }] of period.dimensions.entries()) {
      const where = `${path}.dimensions.${m}.volume`;
      const value = millionths(volume, where);
      if (type === "ENERGY") energyMwh += value;
      else if (type === "TIME") lengths.charging += secondsMs(value, where);
      else if (type === "PARKING_TIME") lengths.parking += secondsMs(value, where);
      else notes.push({ code: "dimension_not_priced", path: `${path}.dimensions.${m}` });
    }
    const parts: Segment[] = [];
    if (lengths.charging > 0 || lengths.parking === 0)
      parts.push({ from, to: from + lengths.charging, kind: "charging", energyMwh });
    if (lengths.parking > 0) {
      const begun = from + lengths.charging;
      parts.push({
        from: begun,
        to: begun + lengths.parking,
        kind: "parking",
        energyMwh: parts.length > 0 ? 0n : energyMwh,
      });
    }
    return parts;
  });
  return {
    startedAt: instantOf(cdr.start_date_time, "cdr.start_date_time"),
    endedAt: instantOf(cdr.end_date_time, "cdr.end_date_time"),
    segments,
  };
}

type ReadingBody = Extract<Preview, { readings: unknown }>["readings"][number];

function usageOfReadings(readings: readonly ReadingBody[]): Usage {
  let kind: Segment["kind"] = "charging";
  const points = readings.map((reading, n) => {
    if (reading.state !== undefined)
      kind = reading.state === "suspended_ev" || reading.state === "finishing" ? "parking" : "charging";
    const energyMwh = parseDecimal(reading.energy_wh, 3) ?? 0n;
    return { at: instantOf(reading.timestamp, `readings.${n}.timestamp`), energyMwh, kind };
  });
  const segments = points.slice(1).map((point, n): Segment => {
    const before = points[n];
    if (!before || point.at < before.at)
      throw wrong(`readings.${n + 1}.timestamp`, "lies before the one before it");
    if (point.energyMwh < before.energyMwh)
      throw wrong(`readings.${n + 1}.energy_wh`, "falls; it is cumulative");
    return {
      from: before.at,
      to: point.at,
      kind: before.kind,
      energyMwh: point.energyMwh - before.energyMwh,
    };
  });
  return { startedAt: points[0]?.at ?? 0, endedAt: points.at(-1)?.at ?? 0, segments };
}

/** What the domain refuses, with where in the body it stands. */
function said<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Fault) throw new Fault(error.code, error.message, { path, ...error.details });
    throw error;
  }
}

/** @throws Fault invalid_request, tariff_invalid, tariff_unsupported, currency_unknown */
export function previewPrice(body: Preview): Json {
  const tariff = said("tariff", () => readTariff(tariffOf(body.tariff)));
  const notes: Note[] = [];
  const usage = "cdr" in body ? usageOfCdr(body.cdr, notes) : usageOfReadings(body.readings);
  if (usage.endedAt < usage.startedAt) throw wrong("cdr.end_date_time", "lies before the session begins");
  const { time_zone: zone } = body;
  if (zone === undefined) notes.push({ code: "time_zone_utc", path: "time_zone" });
  else said("time_zone", () => offsetMs(zone, usage.startedAt));
  const price = priceSession(tariff, usage);
  return {
    cdr: cdrOf(body, tariff, usage, price),
    lines: price.lines.map((line) => ({
      element: line.element,
      dimension: line.dimension,
      quantity: line.quantityText,
      price: line.priceText,
      vat: line.vatText,
      before_tax: amountText(line.beforeTax),
      tax: amountText(line.tax),
      reason: line.reason,
    })),
    exact: {
      before_tax: price.exact.beforeTax,
      tax: price.exact.tax,
      after_tax: price.exact.afterTax,
    },
    notes,
  };
}

const text = (value: unknown, otherwise: string): string => (typeof value === "string" ? value : otherwise);

/** A CDR in the tariff's version; what the caller's own CDR says of place, token and ids is kept as it came. */
function cdrOf(body: Preview, tariff: Tariff, usage: Usage, price: Price): Json {
  const own: Json = "cdr" in body ? body.cdr : {};
  const made = buildCdr(
    {
      session: text(own.session_id, "preview"),
      token: "preview",
      country: text(own.country_code, text(body.tariff.country_code, "XX")),
      party: text(own.party_id, text(body.tariff.party_id, "XXX")),
      startedAt: usage.startedAt,
      endedAt: usage.endedAt,
      location: { id: "preview", name: "preview", address: "preview", city: "preview", country: "XXX" },
      evseUid: "preview",
      connector: { id: "preview", standard: "IEC_62196_T2", powerType: "AC_3_PHASE" },
      tariff,
      segments: usage.segments,
      energyMwh: usage.segments.reduce((all, segment) => all + segment.energyMwh, 0n),
      price,
    },
    body.tariff.tax_included ? "2.3.0" : "2.2.1",
  );
  const kept = ["id", "cdr_token", "cdr_location", "auth_method", "charging_periods", "last_updated"].filter(
    (name) => own[name] !== undefined,
  );
  return { ...made, ...Object.fromEntries(kept.map((name) => [name, own[name]])) };
}
