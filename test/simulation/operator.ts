/** The operator of every schedule: one place, one station with two connectors, one tariff; made once for each thread. */
import { createCache } from "@barq/actions/cache";
import { createLocation } from "@barq/actions/create-location";
import { createStation } from "@barq/actions/create-station";
import { createTariff } from "@barq/actions/create-tariff";
import type { TenantSettings } from "@barq/actions/network";
import { startingPolicy } from "@barq/actions/policy";
import type { Identity, SagaPorts } from "@barq/actions/ports";
import { createMemoryArchive } from "@barq/archive/memory";
import type { Instant } from "@barq/domain/instant";
import { createMemoryPayments } from "@barq/payments/memory";
import { createMemoryStations } from "@barq/stations/memory";
import { connectorKey, settingsKey, stationKey } from "@barq/store/keys";
import { createMemoryStore } from "@barq/store/memory";
import { createMemoryItems } from "@barq/store/memory-items";
import type { Item } from "@barq/store/port";
import { sha256 } from "./sha256.ts";

export const tenant = "barq";
export const station = "CAS-DC-01";
export const startAt: Instant = Date.parse("2026-11-24T09:00:00Z");
/** MAD for a kWh, tax included, in hundredths */
export const kwhMinor = 450n;
export const leastMinor = 500n;

const settings: TenantSettings = {
  operator: "Barq",
  supportPhone: "+212 5 00 00 00 00",
  legalEntity: { id: "E1", name: "Barq SARL", lines: [] },
  hold: { AC: { amount: "100.00", currency: "MAD" }, DC: { amount: "250.00", currency: "MAD" } },
  country: "MA",
  party: "BRQ",
};

/** Names without secrets: readable in a trace, and cheap. */
export const identity: Identity = {
  sessionId: ({ key }) => `ses_${key}`,
  refundId: ({ key }) => `ref_${key}`,
  idTag: (session) => `t${session.slice(4)}`.toLowerCase().slice(0, 20),
  reference: (session) => sha256(session).slice(0, 6).toUpperCase(),
  fingerprint: (body) => sha256(JSON.stringify(body)).slice(0, 16),
  hashed: (text) => sha256(text).slice(0, 26),
  sha256,
  makeQr: ({ tenant: own, sticker }) => `${own}/${sticker}`,
  readQr(text) {
    const [own, sticker] = text.split("/");
    return own === undefined || sticker === undefined
      ? { kind: "malformed" }
      : { kind: "good", tenant: own, sticker };
  },
  newPassword: () => "password",
  newBatch: () => "222222",
  passwordHash: async () => "hash",
  passwordMatches: async () => true,
  smallNumber: (text) => Number.parseInt(sha256(text).slice(0, 7), 16) + 1,
};

/** The same bytes for the same parts, each with its hash; the signature is the seal's own test's affair. */
export const sealer: SagaPorts["sealer"] = {
  async seal(parts) {
    const sealed = Object.fromEntries(
      Object.entries(parts).map(([name, part]) => {
        const bytes = Buffer.from(JSON.stringify(part));
        return [name, { bytes, sha256: sha256(bytes) }];
      }),
    );
    return { parts: sealed, seal: Buffer.from("seal") };
  },
};

export interface Operator {
  readonly items: readonly Item[];
  /** the printed codes, by connector from 1 on */
  readonly codes: readonly string[];
}

let made: Promise<Operator> | undefined;

export const theOperator = (): Promise<Operator> => {
  made ??= makeOperator();
  return made;
};

async function makeOperator(): Promise<Operator> {
  const clock = (): Instant => startAt - 1000;
  const items = createMemoryItems();
  const store = createMemoryStore(items);
  const { payments, refunds, collecting, disputes, books } = createMemoryPayments({ clock });
  const ports: SagaPorts = {
    store,
    payments,
    refunds,
    collecting,
    disputes,
    books,
    archive: createMemoryArchive(),
    stations: createMemoryStations(),
    clock,
    identity,
    sealer,
    policy: startingPolicy,
    cache: createCache(clock),
    environment: "test",
    origin: "https://barq.example",
  };
  await store.commit([{ put: { ...settingsKey(tenant, "TENANT"), json: JSON.stringify(settings) } }]);
  await createTariff(ports, tenant, {
    id: "KWH",
    currency: "MAD",
    tax_included: "YES",
    elements: [{ price_components: [{ type: "ENERGY", price: 4.5, vat: 20, step_size: 1 }] }],
  });
  await createLocation(ports, tenant, {
    id: "CAS-01",
    name: "Parking des Palmiers",
    address: "12 boulevard des Dattiers",
    city: "Casablanca",
    country: "MAR",
    time_zone: "Africa/Casablanca",
  });
  const { connectors } = await createStation(ports, tenant, {
    id: station,
    location_id: "CAS-01",
    evses: [1, 2].map((n) => ({
      uid: `${n}`,
      connectors: [
        {
          id: "1",
          standard: "IEC_62196_T2_COMBO",
          power_type: "DC",
          max_electric_power: 60_000,
          tariff_ids: ["KWH"],
        },
      ],
    })),
  });
  await store.commit([
    {
      update: stationKey(tenant, station),
      set: { conn: "c0", proto: "ocpp1.6", bootAt: startAt - 1000, connAt: startAt - 1000 },
    },
    ...[1, 2].map((connector) => ({
      update: connectorKey(tenant, station, connector),
      set: { status: "Available", statusAt: startAt - 1000, seenAt: startAt - 1000, error: "NoError" },
    })),
  ]);
  return { items: [...items.all()], codes: connectors.map(({ qr }) => qr) };
}
