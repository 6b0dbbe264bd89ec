/** The price that a tariff makes of a CDR or of readings, without a session: for whoever wants to check one, or to try one. */
import { buildCdr } from "@barq/domain/cdr";
import type { CdrNoteCode } from "@barq/domain/cdr-usage";
import { usageOfCdr } from "@barq/domain/cdr-usage";
import { Fault } from "@barq/domain/fault";
import { offsetMs, zoneOfCountry } from "@barq/domain/legal-time";
import type { Money } from "@barq/domain/money";
import { amountText } from "@barq/domain/money";
import type { OpenPrice } from "@barq/domain/price";
import { priceUsage } from "@barq/domain/price";
import { Problems } from "@barq/domain/problems";
import type { NoteCode } from "@barq/domain/quantities";
import { usageOfReadings } from "@barq/domain/readings-usage";
import type { Tariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import type { Usage } from "@barq/domain/usage";
import type { InferOutput } from "valibot";
import type { previewBody } from "./bodies/preview.ts";

type Preview = InferOutput<typeof previewBody>;
type Json = Readonly<Record<string, unknown>>;

interface Note {
  readonly code:
    | CdrNoteCode
    | NoteCode
    | "time_zone_utc"
    | "min_price_applied"
    | "max_price_applied"
    | "tax_unknown";
  readonly path: string;
}

/** @throws Fault tariff_invalid, currency_unknown, unpriceable, each with the paths of what is wrong */
export function previewPrice(body: Preview): Json {
  const tariff = tariffUnder(body.tariff);
  const problems = new Problems();
  const notes: Note[] = [];
  const { usage, pathOf } = usageUnder(body, notes, problems);
  const zone = zoneUnder(body, usage, notes, problems);
  const [first] = problems.list;
  if (first)
    throw new Fault("unpriceable", `${first.path} is not as expected (${first.expected}).`, {
      errors: problems.list,
    });
  const price = priceUsage(tariff, usage, zone);
  notes.push(...price.notes.map(({ code, stretch }) => ({ code, path: pathOf(stretch) })));
  if (price.limitedBy) notes.push({ code: `${price.limitedBy}_applied`, path: `tariff.${price.limitedBy}` });
  if (price.tax === null) notes.push({ code: "tax_unknown", path: "tariff.elements" });
  return {
    cdr: cdrOf(body, tariff, usage, price),
    lines: price.lines.map((line) => ({
      element: line.element,
      dimension: line.dimension,
      quantity: line.quantityText,
      billed: line.billedText,
      unit: line.unit,
      price: line.priceText,
      vat: line.vatText,
      before_tax: textOf(line.beforeTax),
      tax: textOf(line.tax),
      after_tax: textOf(line.afterTax),
      reason: line.reason,
    })),
    exact: {
      before_tax: price.exact.beforeTax,
      tax: price.exact.tax,
      after_tax: price.exact.afterTax,
    },
    notes: [...new Map(notes.map((note) => [`${note.code} ${note.path}`, note])).values()],
  };
}

const textOf = (value: Money | null): string | null => value && amountText(value);

/** What the domain refuses in the tariff, with the paths as they stand in this body. */
function tariffUnder(body: Preview["tariff"]): Tariff {
  try {
    return readTariff(body);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { errors } = error.details;
    const listed: unknown[] = Array.isArray(errors) ? errors : [];
    const moved = listed.map((each) =>
      typeof each === "object" && each !== null && "path" in each
        ? { ...each, path: `tariff.${each.path}` }
        : each,
    );
    throw new Fault(error.code, error.message, { path: "tariff", errors: moved });
  }
}

function usageUnder(
  body: Preview,
  notes: Note[],
  problems: Problems,
): { readonly usage: Usage; readonly pathOf: (stretch: number) => string } {
  if ("readings" in body) {
    const usage = usageOfReadings(body.readings, "readings", problems);
    return { usage, pathOf: (stretch) => `readings.${stretch + 1}` };
  }
  const read = usageOfCdr(body.cdr, "cdr", problems);
  notes.push(...read.notes);
  return {
    usage: read.usage,
    pathOf: (stretch) => `cdr.charging_periods.${read.periods[stretch] ?? stretch}`,
  };
}

/** The zone that was named, else the one of the country where it has exactly one here, else UTC with a note. */
function zoneUnder(body: Preview, { startedAt, endedAt }: Usage, notes: Note[], problems: Problems): string {
  const held = (zone: string): boolean => {
    try {
      return [startedAt, endedAt].every((at) => Number.isFinite(offsetMs(zone, at)));
    } catch (error) {
      if (error instanceof Fault) return false;
      throw error;
    }
  };
  if (body.time_zone !== undefined) {
    if (held(body.time_zone)) return body.time_zone;
    problems.add("time_zone", "a zone whose legal time is held here for these dates");
    return "UTC";
  }
  const own: Json = "cdr" in body ? body.cdr : {};
  const place = own.cdr_location;
  const countries = [
    typeof place === "object" && place !== null && "country" in place ? place.country : undefined,
    own.country_code,
    body.tariff.country_code,
  ];
  const country = countries.find((each) => typeof each === "string");
  const zone = typeof country === "string" ? zoneOfCountry(country) : undefined;
  if (zone !== undefined && held(zone)) return zone;
  notes.push({ code: "time_zone_utc", path: "time_zone" });
  return "UTC";
}

const text = (value: unknown, otherwise: string): string => (typeof value === "string" ? value : otherwise);

/** A CDR in the tariff's version; what the caller's own CDR says of place, token and ids is kept as it came. */
function cdrOf(body: Preview, tariff: Tariff, usage: Usage, price: OpenPrice): Json {
  const own: Json = "cdr" in body ? body.cdr : {};
  const made = buildCdr(
    {
      session: text(own.session_id, "preview"),
      token: "preview",
      country: text(own.country_code, text(body.tariff.country_code, "XX")),
      party: text(own.party_id, text(body.tariff.party_id, "XXX")),
      startedAt: usage.startedAt,
      endedAt: usage.endedAt,
      location: {
        id: "preview",
        name: "preview",
        address: "preview",
        city: "preview",
        country: "XXX",
        coordinates: null,
      },
      evse: { uid: "preview", id: null },
      connector: { id: "preview", standard: "IEC_62196_T2", format: "SOCKET", powerType: "AC_3_PHASE" },
      tariff,
      energyMwh: usage.stretches.reduce((all, { energyMwh }) => all + energyMwh, 0n),
      price,
    },
    tariff.ocpiVersion,
  );
  const kept = ["id", "cdr_token", "cdr_location", "auth_method", "last_updated"].filter(
    (name) => own[name] !== undefined,
  );
  return { ...made, ...Object.fromEntries(kept.map((name) => [name, own[name]])) };
}
