/** A connector on the wire: the tariff in plain terms, what would be held, and whether it is free. */
import type { ConnectorView } from "@barq/actions/show-connector";
import { decimalText } from "@barq/domain/decimal";
import { isoText } from "@barq/domain/instant";
import { amountOf } from "@barq/domain/money";
import { conditionTexts } from "@barq/domain/price-reason";
import type { Dimension, Tariff } from "@barq/domain/tariff";
import { isForSession } from "@barq/domain/tariff";

const units: Readonly<Record<Dimension, string>> = {
  ENERGY: "kWh",
  TIME: "hour",
  PARKING_TIME: "hour",
  FLAT: "session",
};

interface PriceTerm {
  readonly dimension: Dimension;
  /** per unit, at least two decimals: "2.50" */
  readonly price: string;
  readonly unit: string;
  readonly vat: string | null;
  /** all must hold; empty: always */
  readonly conditions: readonly string[];
}

/** Four decimals, of which the last two are said only where they say something. */
const priceText = (tenThousandths: bigint): string => decimalText(tenThousandths, 4).replace(/0{1,2}$/, "");
const vatText = (tenThousandths: bigint): string => decimalText(tenThousandths, 4).replace(/\.?0+$/, "");

/** What a tariff asks for, component by component in the order of its elements; what is free is left out. */
export function termsOf(tariff: Tariff): readonly PriceTerm[] {
  return tariff.elements.filter(isForSession).flatMap(({ components, restrictions }) =>
    components
      .filter(({ price }) => price > 0n)
      .map(({ dimension, price, vat }) => ({
        dimension,
        price: priceText(price),
        unit: units[dimension],
        vat: vat === null ? null : vatText(vat),
        conditions: restrictions ? conditionTexts(restrictions) : [],
      })),
  );
}

export function connectorJson(view: ConnectorView): Readonly<Record<string, unknown>> {
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
      terms: termsOf(tariff),
    },
    hold: view.hold && amountOf(view.hold),
    availability: view.availability,
    since: view.since === null ? null : isoText(view.since),
    others: view.others,
  };
}
