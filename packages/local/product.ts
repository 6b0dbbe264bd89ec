/**
 * The whole product on a laptop: the doors behind HTTP, stations behind WebSockets, the embedded DynamoDB and its stream,
 * intake, archive, sweeper, the payment stand-in and the simulated stations, all on one folder and one Clock.
 */
import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { createServer } from "node:http";
import { join } from "node:path";
import { createCache } from "@barq/actions/cache";
import { hurryEvents } from "@barq/actions/catch-up-events";
import { drainIntake } from "@barq/actions/drain-intake";
import { isAwaited } from "@barq/actions/intake-record";
import { startingPolicy } from "@barq/actions/policy";
import type { BooksPorts, HookPorts, ReadPorts, SagaPorts, StationPorts } from "@barq/actions/ports";
import { sweepBooks } from "@barq/actions/run-reconciliation";
import { sweep } from "@barq/actions/sweep";
import { createFolderArchive } from "@barq/archive/folder";
import { createKeyring } from "@barq/evidence/keyring";
import { sealParts } from "@barq/evidence/seal";
import { failureLine } from "@barq/functions/api/bug-log";
import { createWho } from "@barq/functions/api/who";
import { onStationEvent } from "@barq/functions/ocpp/messages";
import { createFileIntake } from "@barq/intake/file";
import { createStripeAccount } from "@barq/payments/stripe-account";
import { createStations } from "@barq/stations/linked";
import type { Connections } from "@barq/stations/port";
import type { StoreCall } from "@barq/store/dynamo";
import type { Child } from "./child.ts";
import { adoptOrStart } from "./child.ts";
import type { LocalClock } from "./clock.ts";
import { openClock, settleClock } from "./clock.ts";
import { makeFolder } from "./data-folder.ts";
import { createDoorFinder } from "./doors.ts";
import { localIssuer } from "./issuer.ts";
import { startIssuer } from "./issuer-server.ts";
import type { HttpHandler } from "./lambda-http.ts";
import { answerHttp } from "./lambda-http.ts";
import { startOcppServer } from "./ocpp-server.ts";
import { productDoors } from "./product-doors.ts";
import { clearRunning, holdFolder, readRunning, writeAddress, writeRunning } from "./running.ts";
import type { LocalSecrets } from "./secrets.ts";
import { openSecrets } from "./secrets.ts";
import { seedDemo, seedTenant } from "./seed.ts";
import type { Settings } from "./settings.ts";
import { forgetConnections } from "./stale-connections.ts";
import { openStationsFile } from "./stations-file.ts";
import { openStorage } from "./storage.ts";
import { createStreamPump } from "./stream-pump.ts";
import { startRounds } from "./timer.ts";

interface ProductOptions {
  /** told of every call of the store with its write units, for those who count */
  readonly onStoreCall?: (call: StoreCall) => void;
  readonly sweepEveryMs?: number;
  /** a clock of its own instead of the folder's, for a replay */
  readonly clock?: LocalClock;
  /** nothing but the doors over the store: what a command opens when no product runs */
  readonly bare?: boolean;
  /** one line of JSON without personal data; standard error where it is left out */
  readonly log?: (line: string) => void;
}

export interface Product {
  readonly origin: string;
  readonly ocpp: string;
  readonly settings: Settings;
  readonly clock: LocalClock;
  readonly secrets: LocalSecrets;
  readonly ports: SagaPorts & StationPorts;
  /** everything overdue is taken up now, and everything taken in is drained */
  settleDown(): Promise<void>;
  close(): Promise<void>;
}

export const localTenant = "barq";
const drainEveryMs = 1000;
const expireEveryMs = 60_000;

/** @throws Error in one line for a person: somebody else runs on the folder, the port is taken */
export async function startProduct(settings: Settings, options: ProductOptions = {}): Promise<Product> {
  const { data } = settings;
  const other = readRunning(data);
  if (other) throw new Error(`Barq already runs on ${data} (process ${other.pid}, ${other.http}).`);
  // The port is taken before anything is made: where it is somebody else's, nothing is left behind.
  const server = createServer();
  const port = await listen(server, settings.port);
  try {
    return await startOn(server, port, settings, options);
  } catch (error) {
    server.closeAllConnections();
    server.close();
    throw error;
  }
}

async function startOn(
  server: Server,
  port: number,
  settings: Settings,
  options: ProductOptions,
): Promise<Product> {
  const { data } = settings;
  // Everybody knows the address by now; whoever asks before the doors are there waits for them.
  const doors = Promise.withResolvers<(method: string, path: string) => HttpHandler>();
  server.on("request", (request, response) => {
    doors.promise
      .then((handlerOf) =>
        answerHttp(request, response, { clock: clock.now, forwarded: settings.limits, handlerOf }),
      )
      .catch((error) => {
        report("http")(error);
        response.destroy();
      });
  });
  makeFolder(data);
  if (!options.bare) holdFolder(data);
  // A command that only looks in leaves the folder the time it has.
  if (!options.clock && !options.bare) settleClock(data, settings.clock);
  const clock = options.clock ?? openClock(data);
  const secrets = await openSecrets(data);
  const log = options.log ?? ((line: string) => console.error(line));
  const report = (at: string) => (error: unknown) => log(failureLine(at, error));

  const pump = createStreamPump(() => ports);
  const storage = await openStorage({
    data,
    endpoint: settings.dynamodbEndpoint,
    region: settings.region,
    clock: clock.now,
    onRecords: (records) => pump.push(records),
    onCall: options.onStoreCall,
  });
  const { store } = storage;

  const origin = `http://localhost:${port}`;

  const standIn = settings.stripe || options.bare ? null : await startStandIn(settings, secrets, port);
  const stripe = settings.stripe ?? {
    apiKey: secrets.stripeKey,
    webhookSecret: secrets.webhookSecret,
    apiBase: null,
  };
  const apiBase = standIn ? new URL(`http://127.0.0.1:${standIn.port}`) : stripe.apiBase;

  let intakeWoken = (): void => undefined;
  const intake = await createFileIntake({
    folder: join(data, "intake"),
    onAppended: (record) => {
      if (isAwaited(record)) intakeWoken();
    },
  });
  const connections: { current: Connections | null } = { current: null };
  const stations = createStations({
    store,
    clock: clock.now,
    newMessageId: randomUUID,
    connections: {
      post: async (id, frame) => (connections.current ? connections.current.post(id, frame) : "unknown"),
    },
  });
  const ports: Omit<SagaPorts & StationPorts & HookPorts, "books"> &
    BooksPorts & { stations: typeof stations } = {
    store,
    archive: createFolderArchive(join(data, "archive")),
    clock: clock.now,
    identity: createKeyring(secrets),
    policy: { ...startingPolicy, limitsOnLoopback: settings.limits },
    cache: createCache(clock.now),
    environment: "local",
    origin,
    intake,
    stations,
    sealer: {
      seal: (parts) =>
        sealParts(parts, { keyId: secrets.document.keyId, privateKey: secrets.document.privateKey }),
    },
    ...createStripeAccount({
      apiKey: stripe.apiKey,
      webhookSecret: stripe.webhookSecret,
      ...(apiBase ? { apiBase } : {}),
      clock: clock.now,
      environment: "local",
      beyondHold: settings.beyondHold,
    }),
  };

  const who = createWho({
    origin,
    access: secrets.access,
    receipt: secrets.receipt,
    documents: secrets.document.published,
    staff: localIssuer(secrets.issuer),
    store,
    clock: clock.now,
    receiptTokenMs: ports.policy.receiptTokenMs,
  });
  const issuer = options.bare
    ? null
    : await startIssuer({
        folder: join(data, "issuer"),
        keys: secrets.issuer,
        clock: clock.now,
        tenant: localTenant,
        origin,
      });
  const door = { ports, who, log };
  const payOrigins = [standIn ? `http://localhost:${standIn.port}` : "https://checkout.stripe.com"];
  const handlerOf = createDoorFinder(
    productDoors({ ...door, payOrigins, signIn: issuer?.signIn ?? null }, secrets.document.published),
  );
  doors.resolve(handlerOf);

  // Connections are this process's own: what a killed one left behind is none any more. Before anybody can knock again.
  await forgetConnections(ports, stations, localTenant);
  const ocppServer = startOcppServer({
    server,
    handler: (event) => onStationEvent(ports, event),
  });
  connections.current = ocppServer.connections;

  const drain = startRounds(drainEveryMs, () => drainIntake(ports), report("intake"));
  intakeWoken = drain.wake;
  const sweeper = startRounds(
    options.sweepEveryMs ?? 1000,
    async () => {
      const { failed } = await sweep(ports);
      for (const { error } of failed) report("sweeper")(error);
    },
    report("sweeper"),
  );
  const accountant = startRounds(
    options.sweepEveryMs ?? 1000,
    async () => {
      const { failed } = await sweepBooks(ports);
      for (const { error } of failed) report("books")(error);
    },
    report("books"),
  );
  const expiry = startRounds(
    expireEveryMs,
    async () => void (await storage.server?.expire()),
    report("expiry"),
  );
  if (options.bare) await Promise.all([drain.close(), sweeper.close(), accountant.close(), expiry.close()]);
  else {
    // Nobody knows what the provider said while this folder slept.
    await hurryEvents(ports);
    sweeper.wake();
    drain.wake();
  }
  const ocpp = `ws://localhost:${port}/ocpp`;
  const simulated = options.bare ? null : await populate(ports, settings, `ws://127.0.0.1:${port}/ocpp`);
  writeRunning(data, {
    pid: process.pid,
    http: origin,
    ocpp,
    dynamodb: storage.endpoint,
    stripe: apiBase?.href ?? "https://api.stripe.com",
  });
  if (!options.bare) writeAddress(data, origin);

  return {
    origin,
    ocpp,
    settings,
    clock,
    secrets,
    ports,
    async settleDown() {
      await drain.round();
      await pump.idle();
      await sweeper.round();
      await pump.idle();
    },
    async close() {
      await Promise.all([sweeper.close(), accountant.close(), drain.close(), expiry.close()]);
      ocppServer.close();
      issuer?.close();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
      await pump.idle();
      pump.close();
      await intake.close();
      await storage.close();
      await Promise.all([standIn?.stop(), simulated?.stop()]);
      clearRunning(data);
    },
  };
}

/** The tenant, and by the seed the demo network with its simulated stations. */
async function populate(ports: ReadPorts, settings: Settings, ocpp: string): Promise<Child | null> {
  await seedTenant(ports, localTenant);
  const file = openStationsFile(settings.data, settings.stations);
  if (settings.seed === "demo") await seedDemo(ports, localTenant, file);
  if (file.count === 0 || settings.stations === 0) return null;
  return adoptOrStart(join(import.meta.dirname, "stations", "main.ts"), join(settings.data, "stations"), {
    data: settings.data,
    ocpp,
  });
}

async function startStandIn(settings: Settings, secrets: LocalSecrets, port: number): Promise<Child> {
  return adoptOrStart(join(import.meta.dirname, "stripe", "main.ts"), join(settings.data, "stripe"), {
    port: 0,
    data: settings.data,
    apiKey: secrets.stripeKey,
    webhook: { url: `http://127.0.0.1:${port}/hooks/stripe`, secret: secrets.webhookSecret },
  });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.once("error", (error) =>
      fail(
        "code" in error && error.code === "EADDRINUSE"
          ? new Error(`Port ${port} is taken: set PORT to another one.`)
          : error,
      ),
    );
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      done(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
