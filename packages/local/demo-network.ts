/**
 * The demo network: invented names and invented prices in Moroccan cities, as OCPI bodies that an operator would send.
 * 12 locations and 40 connectors, AC, DC and mobile.
 */
import type { NewLocation } from "@barq/actions/create-location";
import type { NewStation } from "@barq/actions/create-station";
import type { OcpiTariff } from "@barq/domain/tariff";

const invented = (fr: string, en: string) => [
  { language: "fr", text: `${fr} (prix inventé)` },
  { language: "en", text: `${en} (invented price)` },
];

const tariff = (
  id: string,
  alt: readonly [string, string],
  components: OcpiTariff["elements"][number]["price_components"],
): OcpiTariff => ({
  id,
  currency: "MAD",
  type: "AD_HOC_PAYMENT",
  tariff_alt_text: invented(...alt),
  tax_included: "YES",
  elements: [{ price_components: components }],
});

const per = (type: string, price: number) => ({ type, price, vat: 20, step_size: 1 });

export const demoTariffs: readonly OcpiTariff[] = [
  tariff("AC-KWH", ["2,50 DH le kWh", "MAD 2.50 per kWh"], [per("ENERGY", 2.5)]),
  tariff("AC-MIN", ["0,60 DH la minute", "MAD 0.60 per minute"], [per("TIME", 36), per("PARKING_TIME", 36)]),
  tariff(
    "DC-KWH",
    ["4,50 DH le kWh, 1 DH la minute sans charge", "MAD 4.50 per kWh, MAD 1 per idle minute"],
    [per("ENERGY", 4.5), per("PARKING_TIME", 60)],
  ),
  tariff("DC-MIN", ["3 DH la minute", "MAD 3 per minute"], [per("TIME", 180), per("PARKING_TIME", 60)]),
  tariff(
    "MOB-KWH",
    ["10 DH par session et 5 DH le kWh", "MAD 10 a session and MAD 5 per kWh"],
    [per("FLAT", 10), per("ENERGY", 5)],
  ),
  {
    id: "FREE",
    currency: "MAD",
    type: "AD_HOC_PAYMENT",
    tariff_alt_text: [
      { language: "fr", text: "Gratuit" },
      { language: "en", text: "Free" },
    ],
    tax_included: "YES",
    elements: [{ price_components: [{ type: "FLAT", price: 0, vat: 20, step_size: 0 }] }],
  },
];

const location = (
  id: string,
  name: string,
  address: string,
  city: string,
  [latitude, longitude]: readonly [string, string],
): NewLocation => ({
  id,
  name,
  address,
  city,
  country: "MAR",
  coordinates: { latitude, longitude },
  time_zone: "Africa/Casablanca",
  operator: { name: "Barq Démo" },
});

export const demoLocations: readonly NewLocation[] = [
  location("CAS-01", "Parking des Palmiers", "12 boulevard des Dattiers", "Casablanca", [
    "33.5890",
    "-7.6310",
  ]),
  location("CAS-02", "Tour Al Qamar", "3 avenue du Phare", "Casablanca", ["33.6050", "-7.5320"]),
  location("RBA-01", "Esplanade Bouregreg", "1 quai des Oudayas", "Rabat", ["34.0240", "-6.8230"]),
  location("RBA-02", "Hôtel Jacaranda", "48 rue des Jacarandas", "Rabat", ["33.9990", "-6.8540"]),
  location("RAK-01", "Riad Zitoun", "7 derb Zitoun", "Marrakech", ["31.6280", "-7.9830"]),
  location("RAK-02", "Oasis Ménara", "route de la Ménara", "Marrakech", ["31.6110", "-8.0290"]),
  location("TNG-01", "Marina Ibn Battouta", "corniche de la Marina", "Tanger", ["35.7870", "-5.8010"]),
  location("AGA-01", "Plage du Souss", "boulevard du Souss", "Agadir", ["30.4130", "-9.6060"]),
  location("FEZ-01", "Place des Tanneurs", "avenue des Mérinides", "Fès", ["34.0620", "-4.9770"]),
  location("MEK-01", "Bab Lakbir", "place Lakbir", "Meknès", ["33.8950", "-5.5560"]),
  location("OUJ-01", "Gare Routière Est", "rue de l'Isly", "Oujda", ["34.6840", "-1.9080"]),
  location("ESS-01", "Remparts", "avenue de l'Océan", "Essaouira", ["31.5110", "-9.7700"]),
];

const ac = (tariffId: string, watts = 22_000) => ({
  standard: "IEC_62196_T2",
  power_type: "AC_3_PHASE",
  max_voltage: 230,
  max_amperage: 32,
  max_electric_power: watts,
  tariff_ids: [tariffId],
});
const dc = (tariffId: string, watts = 60_000) => ({
  standard: "IEC_62196_T2_COMBO",
  power_type: "DC",
  max_voltage: 500,
  max_amperage: 125,
  max_electric_power: watts,
  tariff_ids: [tariffId],
});

const station = (id: string, at: string, connectors: readonly ReturnType<typeof ac>[]): NewStation => ({
  id,
  location_id: at,
  evses: connectors.map((connector, n) => ({ uid: `${n + 1}`, connectors: [{ id: "1", ...connector }] })),
});

export const demoStations: readonly NewStation[] = [
  station("CAS-AC-01", "CAS-01", [ac("AC-KWH"), ac("AC-KWH")]),
  station("CAS-AC-02", "CAS-01", [ac("AC-KWH"), ac("AC-MIN")]),
  station("CAS-DC-01", "CAS-01", [dc("DC-KWH"), dc("DC-KWH")]),
  station("CAS-AC-03", "CAS-02", [ac("AC-KWH"), ac("FREE")]),
  station("CAS-DC-02", "CAS-02", [dc("DC-KWH", 120_000), dc("DC-MIN", 120_000)]),
  station("RBA-AC-01", "RBA-01", [ac("AC-KWH"), ac("AC-KWH")]),
  station("RBA-DC-01", "RBA-01", [dc("DC-KWH"), dc("DC-KWH")]),
  station("RBA-AC-02", "RBA-02", [ac("AC-MIN", 11_000), ac("AC-MIN", 11_000)]),
  station("RAK-AC-01", "RAK-01", [ac("AC-KWH", 7_400), ac("AC-KWH", 7_400)]),
  station("RAK-DC-01", "RAK-02", [dc("DC-KWH"), dc("DC-MIN")]),
  station("RAK-AC-02", "RAK-02", [ac("AC-KWH"), ac("AC-KWH")]),
  station("TNG-DC-01", "TNG-01", [dc("DC-KWH", 180_000), dc("DC-KWH", 180_000)]),
  station("TNG-AC-01", "TNG-01", [ac("AC-KWH"), ac("AC-KWH")]),
  station("AGA-AC-01", "AGA-01", [ac("AC-KWH"), ac("AC-KWH")]),
  station("AGA-DC-01", "AGA-01", [dc("DC-KWH"), dc("DC-KWH")]),
  station("FEZ-AC-01", "FEZ-01", [ac("AC-KWH"), ac("AC-KWH")]),
  station("MEK-AC-01", "MEK-01", [ac("AC-KWH"), ac("AC-KWH")]),
  station("OUJ-AC-01", "OUJ-01", [ac("AC-KWH", 11_000), ac("AC-KWH", 11_000)]),
  station("ESS-AC-01", "ESS-01", [ac("AC-KWH"), ac("AC-KWH")]),
  station("MOB-01", "CAS-01", [dc("MOB-KWH", 30_000), dc("MOB-KWH", 30_000)]),
];

/** The stations whose hardware speaks OCPP 2.0.1; the others speak 1.6. */
export const demoNumbered: ReadonlySet<string> = new Set([
  "CAS-DC-02",
  "RBA-DC-01",
  "RAK-AC-02",
  "TNG-DC-01",
]);

/** The mobile station stands in Casablanca, and in Rabat from the second day on. */
export const demoMove = { station: "MOB-01", location: "RBA-01", afterMs: 24 * 3_600_000 };
