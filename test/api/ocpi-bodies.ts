/** OCPI bodies as an operator sends them, for tests of the network's addresses. */
import type { Json } from "./bench.ts";

export const energy = { type: "ENERGY", price: 2.5, vat: 20, step_size: 1 };
export const tariff = (more: Json = {}): Json => ({
  id: "AC-2026",
  currency: "MAD",
  tax_included: "NO",
  elements: [{ price_components: [energy] }],
  last_updated: "2026-11-01T00:00:00Z",
  ...more,
});
export const location = (more: Json = {}): Json => ({
  id: "RBA-01",
  country_code: "MA",
  party_id: "BRQ",
  publish: true,
  name: "Gare Rabat-Agdal",
  address: "Avenue Haj Ahmed Cherkaoui",
  city: "Rabat",
  country: "MAR",
  coordinates: { latitude: "34.0021", longitude: "-6.8553" },
  time_zone: "Africa/Casablanca",
  barq: { hold: { amount: "180.00", currency: "MAD" } },
  ...more,
});
export const connector = (more: Json = {}): Json => ({
  id: "1",
  standard: "IEC_62196_T2",
  format: "SOCKET",
  power_type: "AC_3_PHASE",
  max_voltage: 230,
  max_amperage: 32,
  tariff_ids: ["AC-2026"],
  ...more,
});
export const twoPosts = (more: Json = {}): Json => ({
  id: "RBA-AC-01",
  location_id: "RBA-01",
  evses: [
    { uid: "E1", connectors: [connector(), connector({ id: "2" })] },
    { uid: "E2", connectors: [connector()] },
  ],
  ...more,
});
