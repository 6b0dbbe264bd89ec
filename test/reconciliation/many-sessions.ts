/**
 * Sessions by the thousand on the twins of store and provider, each settled by the real actions, with the bad days mixed in
 * from a seed: answers of captures that are lost before or after, failures that are kept under keys, people who capture in
 * the dashboard, drivers who never pay, holds that are released or lapse, refunds and refunds that come back.
 */
import { createCache } from "@barq/actions/cache";
import { captureHold } from "@barq/actions/capture-hold";
import { createLocation } from "@barq/actions/create-location";
import { createStation } from "@barq/actions/create-station";
import { createTariff } from "@barq/actions/create-tariff";
import { noteDispute } from "@barq/actions/note-dispute";
import { startingPolicy } from "@barq/actions/policy";
import type { BooksPorts, SagaPorts } from "@barq/actions/ports";
import { advanceRefund } from "@barq/actions/refund-advance";
import { askRefund } from "@barq/actions/refund-ask";
import { findSession, loadSession, writeStep } from "@barq/actions/session-store";
import { createMemoryArchive } from "@barq/archive/memory";
import type { Instant } from "@barq/domain/instant";
import { day, hour, minute, second } from "@barq/domain/instant";
import { isoDay } from "@barq/domain/legal-time";
import { amountText } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import { createKeyring } from "@barq/evidence/keyring";
import { createMemoryPayments } from "@barq/payments/memory";
import { createMemoryStations } from "@barq/stations/memory";
import { refundKey, settingsKey } from "@barq/store/keys";
import { createMemoryStore } from "@barq/store/memory";
import { createMemoryItems } from "@barq/store/memory-items";
import { sessionItem } from "@barq/store/session-item";

export const tenant = "barq";
const station = "CAS-DC-01";
const zone = "Africa/Casablanca";
const currency = "MAD";
/** The 20th of November 2026, at midnight in Casablanca. */
export const startAt: Instant = Date.parse("2026-11-20T00:00:00Z");

/** A small generator, so that a run can be made again (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export type Town = Awaited<ReturnType<typeof createTown>>;

export async function createTown(seed: number) {
  let now = startAt;
  const clock = (): Instant => now;
  const random = seeded(seed);
  const items = createMemoryItems();
  const store = createMemoryStore(items);
  const provider = createMemoryPayments({ clock });
  const archive = createMemoryArchive();
  const ports: SagaPorts & BooksPorts = {
    store,
    archive,
    payments: provider.payments,
    refunds: provider.refunds,
    collecting: provider.collecting,
    disputes: provider.disputes,
    books: provider.books,
    stations: createMemoryStations(),
    clock,
    identity: createKeyring({
      server: new Uint8Array(32).fill(7),
      qrKeyId: "k1",
      qrKeys: { k1: new Uint8Array(32).fill(9) },
    }),
    policy: startingPolicy,
    cache: createCache(clock),
    environment: "test",
    origin: "https://barq.example",
    sealer: {
      seal: async () => {
        throw new Error("nothing is sealed here: the totals are given");
      },
    },
  };
  const settings = {
    operator: "Barq",
    supportPhone: "+212 5 00 00 00 00",
    legalEntity: { id: "E1", name: "Barq SARL", lines: [] },
    hold: { DC: { amount: "250.00", currency } },
    country: "MA",
    party: "BRQ",
  };
  await store.commit([{ put: { ...settingsKey(tenant, "TENANT"), json: JSON.stringify(settings) } }]);
  await createTariff(ports, tenant, {
    id: "KWH",
    currency,
    tax_included: "YES",
    elements: [{ price_components: [{ type: "ENERGY", price: 4.5, vat: 20, step_size: 1 }] }],
  });
  await createLocation(ports, tenant, {
    id: "CAS-01",
    name: "Parking des Palmiers",
    address: "12 boulevard des Dattiers",
    city: "Casablanca",
    country: "MAR",
    time_zone: zone,
  });
  await createStation(ports, tenant, {
    id: station,
    location_id: "CAS-01",
    evses: [
      {
        uid: "1",
        connectors: [
          {
            id: "1",
            standard: "IEC_62196_T2_COMBO",
            power_type: "DC",
            max_electric_power: 60_000,
            tariff_ids: ["KWH"],
          },
        ],
      },
    ],
  });

  let made = 0;
  const chance = (share: number): boolean => random() < share;
  const between = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));

  /** A session with its page, paid or not; what happened to it follows. */
  const begin = async (): Promise<{ session: Session; page: string }> => {
    const id = `ses_${(++made).toString(36).padStart(8, "0")}`;
    const reference = made.toString(36).toUpperCase().padStart(6, "A");
    const holdAmount = { minor: 25_000n, currency };
    const opened = await provider.payments.open({
      key: `test#${id}#hold.1#1`,
      labels: { tenant, session: id, reference, hold: 1, attempt: 1, environment: "test" },
      holdAmount,
      locale: "fr",
      description: reference,
      statement: reference,
      paidUrl: "https://barq.example/paid",
      abandonedUrl: "https://barq.example/back",
      expiresAt: now + hour,
    });
    if (opened.kind !== "opened") throw new Error(`not opened: ${JSON.stringify(opened)}`);
    const page = opened.ref.page ?? "";
    const session: Session = {
      ...blank,
      id,
      reference,
      createdAt: now,
      since: now,
      hold: { ...blankHold, holdAmount, page },
    };
    await store.commit([{ put: sessionItem(session, isoDay(zone, now)), guards: [{ absent: true }] }]);
    return { session, page };
  };
  const paid = async ({ session, page }: { session: Session; page: string }): Promise<Session> => {
    provider.driver.pay(page);
    const hold = {
      ...(session.hold ?? blankHold),
      intent: `intent_${page}`,
      stands: true,
      captureBefore: now + 7 * day,
    };
    return (await writeStep(ports, session, { ...session, state: "held", hold, heldAt: now })).session;
  };
  const over = async (session: Session, state: "released" | "failed", why: string): Promise<void> => {
    const hold = session.hold && { ...session.hold, stands: false, released: true };
    await writeStep(ports, session, { ...session, state, why, hold, since: now, due: null });
  };

  /** Sealed totals stand in for a price; from here on the real capture does what it does. */
  const settled = async (held: Session, page: string): Promise<Session> => {
    const totalMinor = BigInt(between(600, 24_900));
    const tax = totalMinor / 6n;
    let session = (
      await writeStep(ports, held, {
        ...held,
        state: "settling",
        since: now,
        due: now,
        effect: { name: "capture.1", attempt: 1 },
        sealed: {
          sha256: "0".repeat(64),
          energyMwh: 20_000_000n,
          beforeTax: totalMinor - tax,
          tax,
          total: totalMinor,
        },
      })
    ).session;
    const luck = random();
    if (luck < 0.02) provider.elsewhere.capture(page, totalMinor - BigInt(between(0, 500)));
    else if (luck < 0.04) provider.faults.lapse(page);
    else if (luck < 0.3) {
      const where = (["before", "after", "spent"] as const)[between(0, 2)] ?? "before";
      provider.faults.silence("capture", where);
      if (chance(0.3)) provider.faults.silence("read", "before");
    }
    for (let tries = 0; session.state === "settling" && tries < 20; tries++) {
      now += second;
      session = await captureHold(ports, await loadSession(ports, tenant, session.id), true);
    }
    if (session.state !== "settled") throw new Error(`${session.id} is ${session.state} (${session.why})`);
    return session;
  };

  /** A refund by its own actions; the answer of the provider may be lost, and some come back from the bank. */
  const refunded = async (session: Session): Promise<void> => {
    const { id, captured } = session;
    if (!captured || captured < 200n) return;
    if (chance(0.3)) provider.faults.silence("refund", "after");
    const text = amountText({ minor: captured / 2n, currency });
    const { refund } = await askRefund(ports, tenant, {
      session: id,
      key: `refund of ${id}`,
      body: { session: id },
      amount: { text, currency },
      reason: "station_fault",
      note: null,
      who: "amina",
    });
    const goOn = async (wanted: string): Promise<void> => {
      for (let tries = 0; tries < 10; tries++) {
        const now = await advanceRefund(ports, tenant, id, refund.id);
        if (now?.state === wanted) return;
        town.advance(3 * minute);
      }
      throw new Error(`the refund of ${id} is not ${wanted}`);
    };
    await goOn("given");
    if (!chance(0.2)) return;
    town.advance(8 * minute);
    provider.bank.turnOut(refund.id, "failed");
    // The provider's news wakes it long before its weekly look.
    await store.commit([{ update: refundKey(tenant, id, refund.id), set: { due: now } }]);
    await goOn("failed");
  };

  const town = {
    ports,
    provider,
    items,
    archive,
    store,
    now: clock,
    advance(ms: number): void {
      now += ms;
    },
    session: async (id: string): Promise<Session> => {
      const found = await findSession(ports, tenant, id);
      if (!found) throw new Error(`there is no ${id}`);
      return found;
    },
    /** One that is settled without any fault. */
    async goodSession(): Promise<Session> {
      const begun = await begin();
      now += minute;
      const held = await paid(begun);
      const totalMinor = 9_000n;
      const settling = await writeStep(ports, held, {
        ...held,
        state: "settling",
        since: now,
        due: now,
        effect: { name: "capture.1", attempt: 1 },
        sealed: {
          sha256: "0".repeat(64),
          energyMwh: 20_000_000n,
          beforeTax: 7_500n,
          tax: 1_500n,
          total: totalMinor,
        },
      });
      return captureHold(ports, settling.session, true);
    },
    /** So many sessions, spread over so many days, whatever happens to each. */
    async live(sessions: number, days: number): Promise<void> {
      const stepMs = Math.floor((days * day) / sessions);
      for (let n = 0; n < sessions; n++) {
        const at = startAt + n * stepMs;
        if (at > now) now = at;
        const begun = await begin();
        now += between(1, 20) * second;
        if (chance(0.05)) {
          // A card that is declined leaves an intent that nobody has paid; without one there is none.
          if (chance(0.5)) provider.driver.decline(begun.page);
          await provider.payments.release({
            key: `test#${begun.session.id}#release.1#1`,
            ref: { page: begun.page, intent: null },
          });
          await over(begun.session, "failed", "abandoned");
          continue;
        }
        const held = await paid(begun);
        if (chance(0.05)) {
          await provider.payments.release({
            key: `test#${held.id}#release.1#1`,
            ref: { page: begun.page, intent: null },
          });
          await over(held, "released", "never_plugged");
          continue;
        }
        const session = await settled(held, begun.page);
        if (chance(0.06)) await refunded(session);
        else if (session.captured && chance(0.01)) {
          const dispute = provider.issuer.dispute(begun.page);
          await noteDispute(ports, session, dispute, []);
        }
        if (chance(0.01)) provider.elsewhere.add(stranger(n, now));
      }
      now = Math.max(now, startAt + days * day) + 4 * day;
    },
  };
  return town;
}

const stranger = (n: number, at: Instant) =>
  ({
    kind: "intent",
    id: `pi_of_somebody_else_${n}`,
    createdAt: at,
    tenant: null,
    session: null,
    environment: null,
    standing: "captured",
    authorisedAmount: { minor: 1_990n, currency: "EUR" },
    capturedAmount: { minor: 1_990n, currency: "EUR" },
    hold: null,
    movement: null,
  }) as const;

const blankHold: NonNullable<Session["hold"]> = {
  holdAmount: { minor: 0n, currency },
  page: null,
  intent: null,
  stands: false,
  captureBefore: null,
  brand: "visa",
  last4: "4242",
  released: false,
};

const blank: Session = {
  tenant,
  id: "",
  version: 1,
  state: "pending",
  reference: "",
  fingerprint: "f",
  station,
  connector: 1,
  currency,
  createdAt: 0,
  pinned: {
    tariff: "KWH",
    tariffVersion: 1,
    location: "CAS-01",
    legalEntity: "E1",
    sticker: "s1",
    locale: "fr",
    zone,
  },
  carConfirmed: true,
  hold: null,
  stopEnergyMwh: null,
  stopAfterMs: null,
  readingIntervalS: 60,
  effect: null,
  due: null,
  tries: 0,
  since: 0,
  heldAt: null,
  transactionId: null,
  startedAt: null,
  meterStart: null,
  endedAt: null,
  meterStop: null,
  stopReason: null,
  idleUntil: null,
  leftAt: null,
  sealed: null,
  captured: null,
  receivable: null,
  writtenOff: null,
  receipt: null,
  why: null,
  further: null,
  device: null,
  refunded: null,
  returned: null,
};
