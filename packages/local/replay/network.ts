/** The network of a file of records: its locations, its stations with two connectors of 50 kW, and one tariff for all. */
import { createLocation } from "@barq/actions/create-location";
import { createStation } from "@barq/actions/create-station";
import { createTariff } from "@barq/actions/create-tariff";
import type { ReadPorts } from "@barq/actions/ports";
import type { Amount } from "@barq/domain/money";
import type { OcpiTariff } from "@barq/domain/tariff";
import type { SessionRecord } from "./record.ts";

interface ReplayNetwork {
  readonly passwords: ReadonlyMap<string, string>;
  /** the code of a connector, by `station/connector` */
  readonly codes: ReadonlyMap<string, string>;
}

export const plainTariff: OcpiTariff = {
  id: "REPLAY",
  currency: "MAD",
  type: "AD_HOC_PAYMENT",
  tax_included: "YES",
  elements: [{ price_components: [{ type: "ENERGY", price: 2.5, vat: 20, step_size: 1 }] }],
};

export const connectorsPerStation = 2;
const ratedW = 50_000;

export async function buildNetwork(
  ports: ReadPorts,
  tenant: string,
  records: readonly SessionRecord[],
  tariff: OcpiTariff,
  hold: Amount,
): Promise<ReplayNetwork> {
  await createTariff(ports, tenant, tariff);
  const passwords = new Map<string, string>();
  const codes = new Map<string, string>();
  const places = new Set<string>();
  for (const { location, station } of records) {
    if (!places.has(location)) {
      places.add(location);
      await createLocation(ports, tenant, {
        id: location,
        name: `Site ${location}`,
        address: "replayed",
        city: "replayed",
        country: "MAR",
        time_zone: "Africa/Casablanca",
        barq: { hold },
      });
    }
    if (passwords.has(station)) continue;
    const made = await createStation(ports, tenant, {
      id: station,
      location_id: location,
      evses: Array.from({ length: connectorsPerStation }, (_, n) => ({
        uid: `${n + 1}`,
        connectors: [
          {
            id: "1",
            standard: "IEC_62196_T2_COMBO",
            power_type: "DC",
            max_electric_power: ratedW,
            tariff_ids: [tariff.id],
          },
        ],
      })),
    });
    passwords.set(station, made.password);
    for (const { number, qr } of made.connectors) codes.set(`${station}/${number}`, qr);
  }
  return { passwords, codes };
}
