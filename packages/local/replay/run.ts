/**
 * Recorded sessions driven through the whole product on a clock that jumps from event to event: OCPP frames in, holds,
 * meter, settlement, ledger out. Nothing is short-cut: every session scans, pays, charges and is settled as a driver's own.
 */

import { setTimeout as pause } from "node:timers/promises";
import { findSession } from "@barq/actions/session-store";
import type { Instant } from "@barq/domain/instant";
import { minute, second } from "@barq/domain/instant";
import type { Amount } from "@barq/domain/money";
import { isTerminal } from "@barq/domain/session";
import type { OcpiTariff } from "@barq/domain/tariff";
import type { LocalClock } from "../clock.ts";
import type { Product } from "../product.ts";
import { localTenant } from "../product.ts";
import type { Started } from "./driver.ts";
import { startAndPay } from "./driver.ts";
import { buildNetwork, connectorsPerStation } from "./network.ts";
import type { SessionRecord } from "./record.ts";
import { fullAt } from "./record.ts";
import type { ReplayStation } from "./station.ts";
import { connectReplayStation } from "./station.ts";

export interface Replayed {
  readonly record: SessionRecord;
  readonly started: Started;
}

interface Step {
  readonly at: Instant;
  /** what ends comes before what begins at the same instant, because a connector is used again */
  readonly rank: number;
  readonly run: () => Promise<void>;
}

/** The other processes of the folder look at a manual clock every 5 ms of real time. */
const othersSeeMs = 8;
const outcomeWaitMs = 20_000;

export async function replay(options: {
  readonly product: Product;
  readonly clock: LocalClock & { move(to: Instant): void };
  readonly records: readonly SessionRecord[];
  readonly tariff: OcpiTariff;
  readonly hold: Amount;
  readonly everyMs: number;
  /** what vehicles take until they are full; null: their energy is spread evenly */
  readonly powerW: number | null;
  readonly onProgress: (done: number, of: number) => void;
}): Promise<readonly Replayed[]> {
  const { product, clock, records } = options;
  const network = await buildNetwork(product.ports, localTenant, records, options.tariff, options.hold);
  const stations = new Map<string, ReplayStation>();
  for (const [id, password] of network.passwords) {
    const endpoint = product.ocpp.replace("localhost", "127.0.0.1");
    stations.set(
      id,
      await connectReplayStation({
        endpoint,
        id,
        password,
        connectors: connectorsPerStation,
        now: clock.now,
        powerW: options.powerW,
      }),
    );
  }
  const stationOf = (record: SessionRecord): ReplayStation => {
    const station = stations.get(record.station);
    if (!station) throw new Error(`there is no station ${record.station}`);
    return station;
  };
  const replayed: Replayed[] = [];

  const begin = async (record: SessionRecord): Promise<void> => {
    await pause(othersSeeMs);
    const station = stationOf(record);
    await station.plug(record.connector, record.startAt);
    const code = network.codes.get(`${record.station}/${record.connector}`) ?? "";
    const started = await startAndPay(product.origin, code, `replay-${record.session}`);
    replayed.push({ record, started });
    await station.started(record);
  };
  const end = async (record: SessionRecord): Promise<void> => {
    await stationOf(record).stop(record);
    const own = replayed.find((one) => one.record === record);
    if (own) await outcome(product, own.started.id);
    options.onProgress(++done, records.length);
  };
  let done = 0;

  const steps: Step[] = records.flatMap((record) => {
    const readings: Step[] = [];
    for (let at = record.startAt + options.everyMs; at < record.endAt; at += options.everyMs) {
      readings.push({ at, rank: 1, run: () => stationOf(record).reading(record, at) });
    }
    const full = fullAt(record, options.powerW);
    if (full !== null) readings.push({ at: full, rank: 1, run: () => stationOf(record).full(record, full) });
    return [
      { at: record.startAt, rank: 2, run: () => begin(record) },
      ...readings,
      { at: record.endAt, rank: record.endAt === record.startAt ? 3 : 0, run: () => end(record) },
    ];
  });
  steps.sort((a, b) => a.at - b.at || a.rank - b.rank);
  try {
    for (const step of steps) {
      clock.move(step.at);
      await step.run();
    }
    // What is left to be done by time alone gets its time.
    for (let turn = 0; turn < 10; turn++) {
      clock.move(clock.now() + (turn < 5 ? 10 * second : minute));
      await product.settleDown();
    }
  } finally {
    await Promise.all([...stations.values()].map((station) => station.close()));
  }
  return replayed;
}

/** Waits until the session's money has an outcome, or a person has it: the next event may be days later. */
async function outcome(product: Product, id: string): Promise<void> {
  const until = process.uptime() * 1000 + outcomeWaitMs;
  while (process.uptime() * 1000 < until) {
    const session = await findSession(product.ports, localTenant, id, { strong: true });
    if (session && (isTerminal(session.state) || session.state === "review")) return;
    await pause(15);
  }
}
