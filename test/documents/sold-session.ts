/** A settled session as the domain makes it: what was metered and priced, its proof, and the receipt of it. */

import { computeSession } from "@barq/domain/computation";
import { pricedResult } from "@barq/domain/priced-result";
import type { Proof } from "@barq/domain/proof";
import { buildProof } from "@barq/domain/proof";
import type { Receipt } from "@barq/domain/receipt";
import { buildReceipt } from "@barq/domain/receipt";
import type { Session } from "@barq/domain/session";
import { readTariff } from "@barq/domain/tariff";
import type { StoredReading } from "@barq/store/packs";

const startedAt = Date.parse("2026-11-24T15:00:00Z");
const endedAt = Date.parse("2026-11-24T15:52:05Z");

const tariff = readTariff({
  id: "AC-22",
  currency: "MAD",
  tax_included: "YES",
  elements: [
    {
      price_components: [
        { type: "ENERGY", price: 2.5, vat: 20, step_size: 500 },
        { type: "PARKING_TIME", price: 60, vat: 20, step_size: 60 },
        { type: "FLAT", price: 1, vat: 20, step_size: 1 },
      ],
    },
  ],
});

const readings: readonly StoredReading[] = [];
const facts = {
  startedAt,
  endedAt,
  meterStart: "18234120",
  meterStop: "18246465",
  stopReason: "EVDisconnected",
  readings,
  statuses: [{ at: endedAt - 655_000, status: "SuspendedEV" }],
  maxPowerW: 22_000,
};

export const location = {
  id: "CAS-ANFA",
  name: "Hôtel Anfa Place, parking souterrain",
  address: "62, boulevard de la Corniche",
  city: "Casablanca",
};
export const issuer = {
  name: "Barq Recharge SARL AU",
  lines: ["12, boulevard d'Anfa, 20250 Casablanca", "ICE 001561191000066 · IF 40412345"],
};

const computed = computeSession({
  tariff,
  zone: "Africa/Casablanca",
  facts,
  leftAt: null,
  waiverFor: () => null,
});
if (computed.kind !== "computed") throw new Error(`the sample is in review: ${computed.why}`);
const { metered, price } = computed;

export const session: Session = {
  tenant: "barq",
  id: "ses_k7m2pq4vtx3hjn8wzr5yb6cdfg",
  version: 9,
  state: "settled",
  reference: "K7M2PQ",
  fingerprint: "f",
  station: "MA-CAS-AC-01",
  connector: 1,
  currency: "MAD",
  createdAt: startedAt - 60_000,
  pinned: {
    tariff: "AC-22",
    tariffVersion: 1,
    location: location.id,
    legalEntity: "LE1",
    sticker: "st1",
    locale: "fr",
    zone: "Africa/Casablanca",
  },
  carConfirmed: true,
  device: null,
  hold: {
    holdAmount: { minor: 10_000n, currency: "MAD" },
    page: null,
    intent: null,
    stands: true,
    captureBefore: null,
    brand: "visa",
    last4: "4242",
    released: true,
  },
  further: null,
  stopEnergyMwh: null,
  stopAfterMs: null,
  readingIntervalS: 60,
  effect: null,
  due: null,
  tries: 0,
  since: endedAt + 5000,
  heldAt: startedAt - 30_000,
  transactionId: 7,
  startedAt,
  meterStart: facts.meterStart,
  endedAt,
  meterStop: facts.meterStop,
  stopReason: facts.stopReason,
  idleUntil: null,
  leftAt: null,
  sealed: {
    sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    energyMwh: metered.energyMwh,
    beforeTax: price.beforeTax.minor,
    tax: price.tax.minor,
    total: price.afterTax.minor,
  },
  captured: price.afterTax.minor,
  receivable: null,
  writtenOff: null,
  refunded: null,
  returned: null,
  receipt: "CAS-ANFA-2026-000123",
  why: null,
};

export const proof: Proof = buildProof({
  session: session.id,
  reference: session.reference,
  location: location.id,
  station: session.station,
  connector: session.connector,
  zone: session.pinned.zone,
  tariff,
  facts,
  leftAt: null,
  computed,
});

/** 12.345 kWh at 2.50 in steps of 500 Wh, 655 s of parking at 1.00 a minute, and 1.00 for the session, VAT included. */
export const receipt: Receipt = buildReceipt({
  session,
  priced: pricedResult(price, null),
  registerStartMwh: metered.registerStartMwh,
  registerStopMwh: metered.registerStopMwh,
  evidence: metered.source,
  flags: metered.flags,
  location,
  issuer,
  brand: "Barq",
  labels: {},
});
