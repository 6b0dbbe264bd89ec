/** What pages are shown with in tests: a connector, sessions in every state, a receipt; each part can be replaced. */

import type { Instant } from "@barq/domain/instant";
import { minute } from "@barq/domain/instant";
import type { Session, SessionState } from "@barq/domain/session";
import { sessionStates } from "@barq/domain/session";
import type { Tariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import type { Locale } from "@barq/pages/locale";
import type { ScanView } from "@barq/pages/scan-page";
import type { SessionPageView } from "@barq/pages/session-page";
import { receipt, session as sold } from "../documents/sold-session.ts";

export { receipt };

export const now: Instant = Date.parse("2026-11-24T15:40:00Z");
const zone = "Africa/Casablanca";

export const tariffOf = (taxIncluded: "YES" | "NO" | "N/A" = "YES"): Tariff =>
  readTariff({
    id: "DC-60",
    currency: "MAD",
    tax_included: taxIncluded,
    elements: [
      {
        price_components: [
          { type: "ENERGY", price: 4.5, vat: taxIncluded === "N/A" ? null : 20, step_size: 1 },
          { type: "PARKING_TIME", price: 60, vat: taxIncluded === "N/A" ? null : 20, step_size: 60 },
        ],
      },
    ],
  });

export function scanView(changes: Partial<ScanView> = {}): ScanView {
  const tariff = changes.tariff ?? tariffOf();
  return {
    locale: "fr",
    qr: "1.barq.k1.cas-dc-01-1.abcdefghijklmnopqrstuvwxyz",
    station: "CAS-DC-01",
    connector: 1,
    standard: "IEC_62196_T2_COMBO",
    power: { maxW: 60_000, kind: "DC" },
    operator: "Barq Démo",
    supportPhone: "+212 5 00 00 00 00",
    location: {
      name: "Parking des Palmiers",
      address: "12 boulevard des Dattiers",
      city: "Casablanca",
      zone,
    },
    tariff,
    labels: {},
    displayOrder: null,
    hold: { amount: "250.00", currency: "MAD" },
    laterMost: { amount: "200.00", currency: "MAD" },
    availability: "free",
    since: now - 12 * minute,
    now,
    others: [
      {
        station: "CAS-DC-01",
        connector: 2,
        qr: "1.barq.k1.cas-dc-01-2.abcdefghijklmnopqrstuvwxyz",
        availability: "free",
      },
      {
        station: "CAS-DC-01",
        connector: 3,
        qr: "1.barq.k1.cas-dc-01-3.abcdefghijklmnopqrstuvwxyz",
        availability: "busy",
      },
    ],
    form: {
      key: "3f0c1f0e-0000-4000-8000-000000000001",
      limit: "",
      limitKind: "amount",
      email: "",
      agreesLater: false,
    },
    closed: null,
    closesSoon: null,
    error: null,
    least: null,
    ...changes,
  };
}

const unsold = {
  endedAt: null,
  meterStop: null,
  stopReason: null,
  idleUntil: null,
  leftAt: null,
  sealed: null,
  captured: null,
  receipt: null,
} as const;

/** A session as it looks in a state, charged by card unless `free`. */
function sessionIn(state: SessionState, changes: Partial<Session> = {}): Session {
  const reached = sessionStates.indexOf(state);
  const began = reached >= sessionStates.indexOf("charging") && state !== "released" && state !== "failed";
  return {
    ...sold,
    ...(state === "settled" ? {} : unsold),
    state,
    since: now - 3 * minute,
    startedAt: began ? now - 42 * minute : null,
    stopEnergyMwh: 55_200_000n,
    ...changes,
  };
}

export function sessionView(
  state: SessionState,
  changes: Partial<SessionPageView> = {},
  own: Partial<Session> = {},
): SessionPageView {
  const session = sessionIn(state, own);
  const began = session.startedAt !== null;
  const receiptOf = state === "settled" ? receipt : null;
  return {
    locale: "fr",
    session,
    place: { name: "Parking des Palmiers", operator: "Barq Démo", supportPhone: "+212 5 00 00 00 00" },
    now,
    energyMwh: began ? 12_345_678n : null,
    cost: began ? { minor: 5556n, currency: "MAD" } : null,
    powerW: state === "charging" ? 48_600 : null,
    asOf: began ? now - 4000 : null,
    isReleasing: false,
    plugBy: state === "held" ? now + 7 * minute : null,
    receipt: receiptOf,
    receiptToken: receiptOf && "eyJ.receipt.token",
    qr: "1.barq.k1.cas-dc-01-1.abcdefghijklmnopqrstuvwxyz",
    ...changes,
  };
}

export const everyLocale: readonly Locale[] = ["fr", "ar", "en"];
