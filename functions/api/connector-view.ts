/** A connector on the wire: the tariff in plain terms, what would be held, and whether it is free. */
import type { ConnectorView } from "@barq/actions/show-connector";
import { kwhText } from "@barq/domain/decimal";
import { idleSaid } from "@barq/domain/idle-said";
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import { labelOfDimension } from "@barq/domain/labels";
import { amountOf } from "@barq/domain/money";
import { rateText } from "@barq/domain/price";
import { conditionTexts } from "@barq/domain/price-reason";
import { withCoins } from "@barq/domain/shown-quantity";
import type { PriceLimit, Tariff } from "@barq/domain/tariff";
import { elementsNow, exampleOf, termsOf } from "@barq/domain/terms";

type Json = Readonly<Record<string, unknown>>;

/** What a tariff asks for, component by component in the order of its elements; what is free or never applies is left out. */
const termsJson = ({ tariff, location }: ConnectorView, now: Instant): readonly Json[] =>
  termsOf(tariff).map((term) => {
    const { restrictions = null } = tariff.elements[term.element] ?? {};
    return {
      element: term.element,
      dimension: term.dimension,
      label: labelOfDimension(term.dimension, location.labels),
      price: term.price,
      unit: term.unit,
      price_per_minute: term.pricePerMinute,
      vat: term.vat,
      conditions: restrictions ? conditionTexts(restrictions) : [],
      when: term.conditions,
      // null: it is the same at any time
      now: elementsNow(tariff, term.dimension, location.zone, now)?.has(term.element) ?? null,
    };
  });

function limitJson(limit: PriceLimit | null, currency: string): Json | null {
  const amount = (price: bigint | null): string | null =>
    price === null ? null : withCoins(rateText(price), currency);
  return limit && { before_tax: amount(limit.beforeTax), after_tax: amount(limit.afterTax), currency };
}

/** What the price engine makes of an ordinary session that begins now; null where nothing can be said without a current. */
function exampleJson(tariff: Tariff, zone: string, now: Instant): Json | null {
  const example = exampleOf(tariff, zone, now);
  return (
    example && {
      energy_kwh: kwhText(example.energyMwh),
      duration_s: example.ms / 1000,
      starts_at: isoText(now),
      depends_on_time: example.at !== null,
      cost: amountOf(example.cost),
    }
  );
}

const closureJson = (closure: ConnectorView["closed"]): Json | null =>
  closure && {
    kind: closure.kind,
    from: isoText(closure.from),
    until: closure.until === null ? null : isoText(closure.until),
    sentence: closure.sentence,
  };

export function connectorJson(view: ConnectorView, now: Instant): Json {
  const { location, tariff } = view;
  return {
    qr: view.qr,
    station: view.station,
    station_label: view.stationLabel,
    connector: view.connector,
    evse: view.evseLabel,
    standard: view.standard,
    operator: view.operator,
    support_phone: view.supportPhone,
    location: {
      id: location.id,
      name: location.name,
      address: location.address,
      city: location.city,
      country: location.country,
      time_zone: location.zone,
    },
    power: { max_w: view.power.maxW, kind: view.power.kind },
    tariff: {
      id: tariff.id,
      version: tariff.version,
      currency: tariff.currency,
      tax_included: tariff.taxIncluded,
      terms: termsJson(view, now),
      idle: idleSaid(tariff),
      min_price: limitJson(tariff.minPrice, tariff.currency),
      max_price: limitJson(tariff.maxPrice, tariff.currency),
      example: exampleJson(tariff, location.zone, now),
    },
    hold: view.hold && amountOf(view.hold),
    availability: view.availability,
    paused: closureJson(view.closed),
    pauses_soon: closureJson(view.closesSoon),
    since: view.since === null ? null : isoText(view.since),
    others: view.others,
  };
}
