/**
 * The product as it runs in a schedule: some processes, each with a cache, a policy and a clock of its own, over one store, one
 * provider, one archive, one intake. A process that crashes forgets everything and is started again; whoever had asked it
 * something hears that the connection is gone.
 */
import { advanceFrom } from "@barq/actions/advance-session";
import { createCache } from "@barq/actions/cache";
import { drainIntake } from "@barq/actions/drain-intake";
import type { Policy } from "@barq/actions/policy";
import { startingPolicy } from "@barq/actions/policy";
import type { HookPorts, SagaPorts, StationPorts } from "@barq/actions/ports";
import { sweep, takeUp } from "@barq/actions/sweep";
import { createMemoryArchive } from "@barq/archive/memory";
import { hour, minute, second } from "@barq/domain/instant";
import { createMemoryIntake } from "@barq/intake/memory";
import type { Intake } from "@barq/intake/port";
import type { LinkedStations } from "@barq/stations/linked";
import { createStations } from "@barq/stations/linked";
import { createMemoryStations } from "@barq/stations/memory";
import type { Connections } from "@barq/stations/port";
import { numberOr } from "@barq/store/fields";
import { NewerItem } from "@barq/store/item-format";
import { createMemoryStore } from "@barq/store/memory";
import type { Item } from "@barq/store/port";
import { readSession } from "@barq/store/session-item";
import { isBug } from "./bugs.ts";
import type { Faults } from "./faults.ts";
import type { Network } from "./network.ts";
import { NoAnswer } from "./network.ts";
import type { Version } from "./next-version.ts";
import { nextVersion, thisVersion } from "./next-version.ts";
import { identity, sealer } from "./operator.ts";
import type { Provider } from "./provider.ts";
import type { Choice } from "./seeded-choice.ts";
import type { Table } from "./table.ts";
import type { Life, Turns } from "./turns.ts";
import { Violation } from "./turns.ts";

export type Ports = SagaPorts &
  StationPorts &
  HookPorts & {
    readonly stations: LinkedStations;
    /** an item as the stream tells it, in the words of the process's version */
    readonly understood: (item: Item) => Item;
  };

/** Makes the ports of a process wrong in one way; the product itself stays as it is. */
export type Plant = (ports: Ports, life: Life) => Ports;

interface Process {
  life: Life;
  ports: Ports;
  readonly policy: Policy;
  readonly version: Version;
  readonly skewMs: number;
  readonly asked: Set<(error: Error) => void>;
  /** not before then is it there again */
  downUntil: number;
}

export class ConnectionGone extends NoAnswer {}

export interface Product {
  /** One of the processes is asked. @throws ConnectionGone when it crashes or is down, or whatever the work throws */
  ask<T>(label: string, work: (ports: Ports) => Promise<T>): Promise<T>;
  crash(life: Life): void;
  /** Every process is down for so long. */
  goDown(ms: number): void;
  /** Every process is there again. */
  comeUp(): void;
  /** The table's stream tells that an item was written. */
  wake(item: Item): void;
  /** Takes up what is due, on one of the processes. */
  sweepOnce(): Promise<void>;
  /** Drains the intake until it is told to end. */
  readonly intakeHas: () => boolean;
  drainOnce(): Promise<void>;
  /** a process has a clock ahead or behind */
  readonly hasSkew: boolean;
  /** ports through which nothing waits and nothing goes wrong, to look at what was done */
  readonly calmPorts: SagaPorts;
}

export function createProduct(of: {
  readonly turns: Turns;
  readonly network: Network;
  readonly faults: Faults;
  readonly choice: Choice;
  readonly table: Table;
  readonly provider: Provider;
  readonly connections: Connections;
  readonly plant: Plant | null;
  readonly onAppended: () => void;
  /** the provider's list of events is read now and then */
  readonly readsEvents: boolean;
  /** one of the processes is of the next version of the code */
  readonly isDeploying: boolean;
}): Product {
  const { turns, network, faults, choice, table, provider, plant } = of;
  const archive = createMemoryArchive();
  const intake = createMemoryIntake();
  let waiting = 0;
  let leasedUntil = 0;
  let messages = 0;

  const silence = (): never => {
    throw new NoAnswer("no answer");
  };

  const portsOf = (process: {
    readonly life: Life;
    readonly policy: Policy;
    readonly version: Version;
    readonly skewMs: number;
  }): Ports => {
    const { life, skewMs, version } = process;
    const clock = (): number => turns.now() + skewMs;
    const store = version.over(table.storeOf(life));
    const connections: Connections = {
      post: (connection, frame) =>
        network.call(life, {
          kind: "post",
          label: `post ${frame}`,
          effect: () => of.connections.post(connection, frame),
          silence: () => "unknown",
        }),
    };
    const ownIntake: Intake = {
      append: (record) =>
        network.call(life, {
          kind: "append",
          label: "append",
          effect() {
            waiting++;
            of.onAppended();
            return intake.append(record);
          },
          silence,
        }),
      drain: (take) =>
        intake.drain(async (station, records) => {
          const count = await take(station, records);
          if (life.hasEnded) return 0;
          waiting -= count;
          return count;
        }),
    };
    const ports: Ports = {
      store,
      archive: {
        put: (name, bytes) =>
          network.call(life, {
            kind: "file",
            label: `keep ${name}`,
            effect: () => archive.put(name, bytes),
            silence,
          }),
        get: (name) =>
          network.call(life, {
            kind: "file",
            label: `fetch ${name}`,
            effect: () => archive.get(name),
            silence,
          }),
      },
      ...provider.portOf(life),
      stations: createStations({ store, connections, clock, newMessageId: () => `m${++messages}` }),
      intake: ownIntake,
      clock,
      identity,
      policy: process.policy,
      cache: createCache(clock),
      environment: "test",
      origin: "https://barq.example",
      sealer,
      understood: version.understood,
    };
    return plant ? plant(ports, life) : ports;
  };

  const processOf = (name: string): Process => {
    const own = faults.happens("another version's policy", name === "B" ? 0.3 : 0)
      ? otherPolicy(choice)
      : startingPolicy;
    const policy = of.readsEvents ? { ...own, eventsReadMs: 6 * hour } : own;
    const skewMs = faults.happens("clock ahead or behind", 0.1) ? choice.between(-300, 300) * second : 0;
    const version = name === "B" && of.isDeploying ? nextVersion(choice.chance(0.5)) : thisVersion;
    const life: Life = { name, isNext: version.isNext, hasEnded: false };
    const ports = portsOf({ life, policy, version, skewMs });
    return { life, policy, version, skewMs, ports, asked: new Set(), downUntil: 0 };
  };
  const processes: [Process, Process] = [processOf("A"), processOf("B")];

  const crash = (life: Life): void => {
    const process = processes.find((candidate) => candidate.life === life);
    life.hasEnded = true;
    if (!process) return;
    turns.trace(() => `${life.name} crashes`);
    leasedUntil = Math.min(leasedUntil, turns.now() + minute);
    process.life = { ...life, hasEnded: false };
    process.ports = portsOf(process);
    process.downUntil = Math.max(process.downUntil, turns.now() + choice.between(1, 3000));
    for (const gone of process.asked) gone(new ConnectionGone("the connection is gone"));
    process.asked.clear();
  };

  const ask = <T>(label: string, work: (ports: Ports) => Promise<T>): Promise<T> => {
    const process = choice.pick(processes);
    if (process.downUntil > turns.now()) return Promise.reject(new ConnectionGone("nobody listens"));
    turns.trace(() => `${process.life.name} is asked: ${label}`);
    return new Promise<T>((done, fail) => {
      process.asked.add(fail);
      work(process.ports).then(
        (answer) => {
          process.asked.delete(fail);
          done(answer);
        },
        (error: unknown) => {
          process.asked.delete(fail);
          turns.trace(() => `  ${label}: ${error}`);
          if (error instanceof NewerItem) faults.count("older version leaves a step to a newer one");
          if (isBug(error))
            turns.fail(
              new Violation(`${label} throws: ${error instanceof Error ? error.stack : error}`, {
                cause: error,
              }),
            );
          fail(error);
        },
      );
    });
  };
  const quietly = async (label: string, work: (ports: Ports) => Promise<unknown>): Promise<void> => {
    await ask(label, work).catch(() => {});
  };
  const wakeFor = async (item: Item): Promise<void> => {
    await turns.sleep(choice.chance(0.9) ? choice.between(5, 400) : choice.between(1, 120) * second);
    await quietly("stream", (ports) => onRecord(ports, item));
  };

  const calm = nextVersion(false).over(createMemoryStore(table.items));
  return {
    hasSkew: processes.some(({ skewMs }) => skewMs !== 0),
    calmPorts: {
      store: calm,
      archive,
      payments: provider.twin.payments,
      refunds: provider.twin.refunds,
      collecting: provider.twin.collecting,
      disputes: provider.twin.disputes,
      books: provider.twin.books,
      stations: createMemoryStations(),
      clock: turns.now,
      identity,
      policy: startingPolicy,
      cache: createCache(turns.now),
      environment: "test",
      origin: "https://barq.example",
      sealer,
    },
    ask,
    crash,
    goDown(ms) {
      for (const process of processes) {
        crash(process.life);
        process.downUntil = turns.now() + ms;
      }
    },
    comeUp() {
      for (const process of processes) process.downUntil = 0;
      leasedUntil = Math.min(leasedUntil, turns.now() + minute);
    },
    wake(item) {
      if (item.sk !== "META" && item.sk !== "E") return;
      if (faults.happens("stream record lost", 0.03)) return;
      void wakeFor(item);
      if (faults.happens("stream record twice", 0.03)) void wakeFor(item);
    },
    sweepOnce: () =>
      quietly("sweep", async (ports) => {
        const { failed } = await sweep(ports);
        if (failed.some(({ error }) => error instanceof NewerItem))
          faults.count("older version leaves a step to a newer one");
        const bug = failed.find(({ error }) => isBug(error));
        if (bug)
          turns.fail(
            new Violation(
              `a step of ${bug.key.pk} throws: ${bug.error instanceof Error ? bug.error.stack : bug.error}`,
            ),
          );
      }),
    intakeHas: () => waiting > 0,
    async drainOnce() {
      // One at a time, as a queue with message groups hands them out; a drain that crashed is waited for.
      if (leasedUntil > turns.now()) return;
      leasedUntil = turns.now() + 10 * minute;
      await quietly("drain", drainIntake);
      leasedUntil = 0;
    },
  };
}

/** As the stream's door does (functions/stream/wake.ts), with the item as it was written, however old that is by now. */
async function onRecord(ports: Ports, item: Item): Promise<void> {
  if (item.pk.startsWith("EV#")) {
    if (numberOr(item, "due") !== null) await takeUp(ports, item);
    return;
  }
  if (!item.pk.includes("|S#")) return;
  const session = readSession(ports.understood(item));
  if (session.state === "pending" && (session.due ?? 0) > ports.clock()) return;
  await advanceFrom(ports, session);
}

/** What the next release may be patient with, differently from this one. */
const otherPolicy = (choice: Choice): Policy => ({
  ...startingPolicy,
  pageMs: choice.between(5, 15) * minute,
  plugMs: choice.between(5, 15) * minute,
  startMs: choice.between(1, 4) * minute,
  commandMs: choice.between(10, 60) * second,
  stopMs: choice.between(2, 8) * minute,
  packMs: choice.between(1, 10) * minute,
});
