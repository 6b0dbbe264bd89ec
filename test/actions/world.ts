/**
 * A small operator in memory for tests of actions: twins of every port, one clock that the test moves, a DC station with two
 * connectors, and the people around it. `faults` loses any call of a port before or after it was done.
 */
import { createCache } from "@barq/actions/cache";
import { createLocation } from "@barq/actions/create-location";
import { createStation } from "@barq/actions/create-station";
import { createTariff } from "@barq/actions/create-tariff";
import { drainIntake } from "@barq/actions/drain-intake";
import { listWork } from "@barq/actions/list-work";
import type { TenantSettings } from "@barq/actions/network";
import type { StartRequest } from "@barq/actions/plan-start";
import { startingPolicy } from "@barq/actions/policy";
import type { BooksPorts, HookPorts, SagaPorts, StationPorts } from "@barq/actions/ports";
import { sweepBooks } from "@barq/actions/run-reconciliation";
import { findSession } from "@barq/actions/session-store";
import type { Started } from "@barq/actions/start-session";
import { startSession } from "@barq/actions/start-session";
import { sweep, takeUp } from "@barq/actions/sweep";
import { takeNews } from "@barq/actions/take-news";
import { createMemoryArchive } from "@barq/archive/memory";
import type { Instant } from "@barq/domain/instant";
import { minute, second } from "@barq/domain/instant";
import type { JournalEntry } from "@barq/domain/ledger";
import type { Reading } from "@barq/domain/reading";
import type { Session } from "@barq/domain/session";
import { isTerminal } from "@barq/domain/session";
import type { OcpiTariff } from "@barq/domain/tariff";
import { createKeyring } from "@barq/evidence/keyring";
import type { DocumentKey } from "@barq/evidence/seal";
import { sealParts } from "@barq/evidence/seal";
import { createMemoryIntake } from "@barq/intake/memory";
import { createMemoryNotices } from "@barq/notices/memory";
import type { MemoryPayments } from "@barq/payments/memory";
import { createMemoryPayments } from "@barq/payments/memory";
import { cardProvider } from "@barq/payments/memory-abilities";
import type { TwinCard } from "@barq/payments/memory-state";
import type { PaymentCapabilities } from "@barq/payments/port";
import type { MemoryStations } from "@barq/stations/memory";
import { createMemoryStations } from "@barq/stations/memory";
import type { ConnectorStatus, NewsAnswer } from "@barq/stations/port";
import { readJournal } from "@barq/store/journal-item";
import { callKey, sessionPartition, settingsKey, stationKey } from "@barq/store/keys";
import { createMemoryStore } from "@barq/store/memory";
import { createMemoryItems } from "@barq/store/memory-items";
import type { Store } from "@barq/store/port";
import type { JSONWebKeySet } from "jose";
import { exportJWK, generateKeyPair } from "jose";

export const tenant = "barq";
export const startAt: Instant = Date.parse("2026-11-24T09:00:00Z");
export const station = "CAS-DC-01";

export const perKwh: OcpiTariff = {
  id: "KWH",
  currency: "MAD",
  tax_included: "YES",
  elements: [{ price_components: [{ type: "ENERGY", price: 4.5, vat: 20, step_size: 1 }] }],
};
export const free: OcpiTariff = {
  id: "FREE",
  currency: "MAD",
  tax_included: "YES",
  elements: [{ price_components: [{ type: "FLAT", price: 0, vat: 20, step_size: 0 }] }],
};

const settings: TenantSettings = {
  operator: "Barq",
  supportPhone: "+212 5 00 00 00 00",
  legalEntity: { id: "E1", name: "Barq SARL", lines: [] },
  hold: { AC: { amount: "100.00", currency: "MAD" }, DC: { amount: "250.00", currency: "MAD" } },
  country: "MA",
  party: "BRQ",
};

/** A call that is lost: `before` it was done, or `after`, when only the answer is. */
interface Loss {
  readonly call: number;
  readonly where: "before" | "after";
}

export class Lost extends Error {}

type PublishedKey = DocumentKey & { readonly published: JSONWebKeySet };

let documentKey: Promise<PublishedKey> | undefined;
const keyOf = (): Promise<PublishedKey> => {
  documentKey ??= generateKeyPair("ES256").then(async ({ privateKey, publicKey }) => ({
    keyId: "doc-1",
    privateKey,
    published: { keys: [{ ...(await exportJWK(publicKey)), kid: "doc-1", alg: "ES256" }] },
  }));
  return documentKey;
};

export type World = Awaited<ReturnType<typeof createWorld>>;

interface WorldOptions {
  readonly tariff?: OcpiTariff;
  readonly powerW?: number;
  /** what the payment provider can do; as Stripe by default */
  readonly abilities?: PaymentCapabilities;
}

export async function createWorld(options: WorldOptions = {}) {
  const { tariff = perKwh, powerW = 60_000, abilities = cardProvider } = options;
  let now = startAt;
  const clock = (): Instant => now;
  const key = await keyOf();
  const items = createMemoryItems();
  const store = createMemoryStore(items);
  const provider: MemoryPayments = createMemoryPayments({ clock, abilities });
  const hardware: MemoryStations = createMemoryStations();
  const archive = createMemoryArchive();
  const intake = createMemoryIntake();
  const mail = createMemoryNotices();

  let calls = 0;
  let loss: Loss | null = null;
  /** Every call of a port is counted, and one of them may be lost. */
  const through = <T extends object>(port: T, verbs: readonly string[]): T =>
    new Proxy(port, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== "function" || !verbs.includes(String(name))) return member;
        return async (...words: unknown[]) => {
          calls++;
          const own = loss?.call === calls ? loss.where : null;
          if (own === "before") throw new Lost(`${String(name)} was lost`);
          const answer: unknown = await Reflect.apply(member, target, words);
          if (own === "after") throw new Lost(`the answer of ${String(name)} was lost`);
          return answer;
        };
      },
    });

  const ports: Omit<SagaPorts & StationPorts & HookPorts, "books"> & BooksPorts = {
    store: through<Store>(store, ["read", "commit"]),
    archive: through(archive, ["put", "get"]),
    payments: through(provider.payments, ["open", "read", "find", "capture", "release"]),
    refunds: through(provider.refunds, ["refund", "find"]),
    collecting: through(provider.collecting, ["collect", "findCollection"]),
    disputes: through(provider.disputes, ["read", "give"]),
    books: through(provider.books, ["whose"]),
    stations: through(hardware, ["send"]),
    intake: through(intake, ["append"]),
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
    sealer: { seal: (parts) => sealParts(parts, key) },
    mailing: {
      notices: through(mail.notices, ["send"]),
      receiptUrl: async ({ id }) => `https://barq.example/r/${id}.token`,
    },
  };

  await store.commit([{ put: { ...settingsKey(tenant, "TENANT"), json: JSON.stringify(settings) } }]);
  await createTariff(ports, tenant, tariff);
  await createLocation(ports, tenant, {
    id: "CAS-01",
    name: "Parking des Palmiers",
    address: "12 boulevard des Dattiers",
    city: "Casablanca",
    country: "MAR",
    time_zone: "Africa/Casablanca",
  });
  const made = await createStation(ports, tenant, {
    id: station,
    location_id: "CAS-01",
    evses: [1, 2].map((n) => ({
      uid: `${n}`,
      connectors: [
        {
          id: "1",
          standard: "IEC_62196_T2_COMBO",
          power_type: "DC",
          max_electric_power: powerW,
          tariff_ids: [tariff.id],
        },
      ],
    })),
  });
  await store.commit([{ update: stationKey(tenant, station), set: { conn: "c1", bootAt: now } }]);
  const codeOf = (connector: number): string => made.connectors[connector - 1]?.qr ?? "";

  const quietly = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
    }
  };

  const world = {
    ports,
    store,
    /** everything that the store holds */
    items,
    provider,
    hardware,
    archive,
    mail,
    published: key.published,
    tenant,
    codeOf,
    now: clock,
    advance(ms: number): void {
      now += ms;
    },
    /** from here on, the n-th call of a port is lost */
    lose(next: Loss | null): void {
      calls = 0;
      loss = next;
    },
    get calls(): number {
      return calls;
    },
    start(of: Partial<StartRequest> & { readonly connector?: number } = {}): Promise<Started> {
      const { connector = 1, ...rest } = of;
      return startSession(ports, {
        qr: codeOf(connector),
        key: "key-1",
        body: { qr: codeOf(connector) },
        locale: "en",
        limit: null,
        email: null,
        address: "127.0.0.1",
        carConfirmed: true,
        device: null,
        ...rest,
      });
    },
    async session(id: string): Promise<Session> {
      const session = await findSession({ store }, tenant, id);
      if (!session) throw new Error(`there is no session ${id}`);
      return session;
    },
    say: (news: Parameters<typeof takeNews>[3]): Promise<NewsAnswer> =>
      takeNews(ports, tenant, station, news),
    status: (status: ConnectorStatus, connector = 1, at: Instant = now): Promise<NewsAnswer> =>
      takeNews(ports, tenant, station, {
        kind: "connector_status",
        connector,
        status,
        errorCode: "NoError",
        at,
      }),
    async begin(session: string, meterStart = "1000000", connector = 1): Promise<number> {
      const answer = await world.say({
        kind: "started",
        connector,
        token: ports.identity.idTag(session),
        meterStart,
        at: now,
      });
      if (answer.kind !== "started") throw new Error("a start is answered as a start");
      return answer.transactionId;
    },
    meter: (
      transactionId: number,
      wh: number,
      more: Partial<Reading> = {},
      connector = 1,
    ): Promise<NewsAnswer> =>
      world.say({ kind: "metered", connector, transactionId, readings: [register(now, `${wh}`, more)] }),
    stop: (transactionId: number, meterStop: string, reason = "Remote"): Promise<NewsAnswer> =>
      world.say({ kind: "stopped", transactionId, token: null, meterStop, at: now, reason, readings: [] }),
    /** the station's connection is gone */
    goOffline: () => store.commit([{ update: stationKey(tenant, station), set: { conn: null } }]),
    drain: (): Promise<void> => drainIntake(ports),
    sweep: () => sweep(ports),
    sweepBooks: () => sweepBooks(ports),
    /** What the stream, the sweeper and the drain do until nothing is left to be done now; losses are survived. */
    async settleDown(rounds = 6): Promise<void> {
      for (let round = 0; round < rounds; round++) {
        await quietly(() => drainIntake(ports));
        await quietly(async () => {
          const { failed } = await sweep(ports);
          const bug = failed.find(({ error }) => !(error instanceof Lost));
          if (bug) throw bug.error;
        });
      }
    },
    /** Time goes on in steps, and everything that becomes due is done. */
    async pass(ms: number, stepMs = 30 * second): Promise<void> {
      for (let gone = 0; gone < ms; gone += stepMs) {
        now += stepMs;
        await world.settleDown(2);
      }
    },
    async wake(id: string): Promise<void> {
      const [item] = await store.read([{ pk: sessionPartition(tenant, id), sk: "META" }]);
      if (item) await takeUp(ports, item);
    },
    async journal(id: string): Promise<readonly JournalEntry[]> {
      const entries: JournalEntry[] = [];
      for await (const item of store.list(sessionPartition(tenant, id), { prefix: "L#" }))
        entries.push(readJournal(item));
      return entries;
    },
    work: async () => (await listWork(ports, tenant)).rows,
    pendingCall: async () => (await store.read([callKey(tenant, station)]))[0],
    isOver: async (id: string): Promise<boolean> => isTerminal((await world.session(id)).state),
  };
  return world;
}

export const register = (at: Instant, value: string, more: Partial<Reading> = {}): Reading => ({
  at,
  value,
  measurand: "Energy.Active.Import.Register",
  unit: "Wh",
  context: "Sample.Periodic",
  phase: null,
  location: "Outlet",
  format: "Raw",
  ...more,
});

/** A driver who starts and pays; the hold is on record afterwards. */
export async function paidSession(
  world: World,
  of: Parameters<World["start"]>[0] = {},
  card?: TwinCard,
): Promise<Session> {
  const { session } = await world.start(of);
  const opened = await world.session(session.id);
  world.provider.driver.pay(opened.hold?.page ?? null, card);
  world.advance(11 * second);
  await world.settleDown();
  return world.session(session.id);
}

/** The same with the car plugged in and the transaction begun. */
export async function chargingSession(
  world: World,
  of: Parameters<World["start"]>[0] = {},
  card?: TwinCard,
): Promise<{ readonly session: Session; readonly transactionId: number }> {
  const { connector = 1 } = of ?? {};
  const paid = await paidSession(world, of, card);
  await world.status("Preparing", connector);
  await world.settleDown();
  const transactionId = await world.begin(paid.id, "1000000", connector);
  return { session: await world.session(paid.id), transactionId };
}

/** An hour of charging: a reading every five minutes, so many Wh in all; then the stop. */
export async function chargeAndStop(
  world: World,
  transactionId: number,
  wh: number,
  connector = 1,
): Promise<void> {
  for (let n = 1; n <= 12; n++) {
    world.advance(5 * minute);
    await world.meter(transactionId, 1_000_000 + Math.round((wh * n) / 12), {}, connector);
    await world.settleDown(1);
  }
  await world.stop(transactionId, `${1_000_000 + wh}`);
  await world.status("Finishing", connector);
  await world.settleDown();
  await world.status("Available", connector);
  await world.settleDown();
}
