/**
 * Readings packed into items of about a kilobyte, each with the running figures at its end. The CDR is computed from the
 * readings alone; the running figures are for those who look.
 */

import { meterMwh, registersMwh } from "@barq/domain/energy-reading";
import type { Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import { priceSession } from "@barq/domain/price";
import { scaledValue } from "@barq/domain/reading";
import type { Session } from "@barq/domain/session";
import { bigintOr, numberOr, textOr } from "@barq/store/fields";
import { latePackKey, meterPartition, packKey, packPrefix } from "@barq/store/keys";
import type { StoredReading } from "@barq/store/packs";
import { encodePack } from "@barq/store/packs";
import type { Item } from "@barq/store/port";
import { eventReadings, statusAfter, statusMeasurand, statusReading } from "./event-evidence.ts";
import type { TakenNews } from "./intake-record.ts";
import { readTariffVersion } from "./network.ts";
import type { ReadPorts } from "./ports.ts";

/** As many as fit an item of one write unit. */
export const mostReadings = 60;
/** Far below DynamoDB's 400 KB an item, whatever texts a station sends. */
const mostTextBytes = 100_000;
const keptMs = 90 * day;

/** The readings in packs, in order: as many as fit an item of one write unit, fewer where their texts are long. */
export function packsOf(readings: readonly StoredReading[]): readonly (readonly StoredReading[])[] {
  const packs: StoredReading[][] = [];
  let size = 0;
  for (const reading of readings) {
    const { value, measurand, unit, context, phase, location } = reading;
    const bytesOf = Buffer.byteLength([value, measurand, unit, context, phase, location].join());
    const pack = packs.at(-1);
    if (pack && pack.length < mostReadings && size + bytesOf <= mostTextBytes) {
      pack.push(reading);
      size += bytesOf;
    } else {
      packs.push([reading]);
      size = bytesOf;
    }
  }
  return packs;
}

/** The readings that a piece of news carries. */
export function readingsOf(news: TakenNews["news"], arrivedAt: Instant): readonly StoredReading[] {
  if (news.kind === "transaction") return eventReadings(news, arrivedAt);
  if (news.kind !== "connector_status") return news.readings.map((reading) => ({ ...reading, arrivedAt }));
  return [{ ...statusReading(news.at, news.status), arrivedAt }];
}

interface Running {
  readonly energyMwh: bigint | null;
  readonly costMinor: bigint | null;
  readonly powerW: number | null;
  readonly asOf: Instant | null;
}

const noRunning: Running = { energyMwh: null, costMinor: null, powerW: null, asOf: null };

/** The running figures that a pack carries. */
export function runningOf(pack: Item | undefined): Running {
  if (!pack) return noRunning;
  return {
    energyMwh: bigintOr(pack, "e"),
    costMinor: bigintOr(pack, "c"),
    powerW: numberOr(pack, "p"),
    asOf: numberOr(pack, "t"),
  };
}

export async function writePack(
  ports: ReadPorts,
  session: Session,
  readings: readonly StoredReading[],
  late: boolean,
): Promise<void> {
  const [first] = readings;
  if (!first) return;
  const encoded = encodePack(readings);
  let last: Item | undefined;
  for await (const pack of ports.store.list(meterPartition(session.tenant, session.id), {
    prefix: packPrefix,
    backwards: true,
    limit: 1,
  })) {
    last = pack;
  }
  const running = await runningAfter(ports, session, last, readings);
  const from = first.at ?? first.arrivedAt;
  const keyOf = late ? latePackKey : packKey;
  await ports.store.commit([
    {
      put: {
        ...keyOf(session.tenant, session.id, Math.max(0, from), ports.identity.sha256(encoded).slice(0, 8)),
        z: encoded,
        x: Math.floor((ports.clock() + keptMs) / 1000),
        ...(running.energyMwh === null ? {} : { e: running.energyMwh.toString() }),
        ...(running.costMinor === null ? {} : { c: running.costMinor.toString() }),
        ...(running.powerW === null ? {} : { p: running.powerW }),
        ...(running.asOf === null ? {} : { t: running.asOf }),
        k: running.parkingMs,
        ...(running.status === null ? {} : { s: running.status }),
      },
    },
  ]);
}

interface Tally extends Running {
  readonly parkingMs: number;
  readonly status: string | null;
}

const parks = (status: string | null): boolean => status === "SuspendedEV" || status === "Finishing";
/** Ten megawatts: more is no power that anybody is shown. */
const mostMilliW = 10_000_000_000n;

async function runningAfter(
  ports: ReadPorts,
  session: Session,
  last: Item | undefined,
  readings: readonly StoredReading[],
): Promise<Tally> {
  const before = runningOf(last);
  const start = meterMwh(session.meterStart);
  let { energyMwh, powerW } = before;
  let asOf = before.asOf ?? session.startedAt ?? session.createdAt;
  let parkingMs = last ? (numberOr(last, "k") ?? 0) : 0;
  let status = last ? textOr(last, "s") : null;
  for (const reading of [...readings].sort((a, b) => (a.at ?? a.arrivedAt) - (b.at ?? b.arrivedAt))) {
    const at = reading.at ?? reading.arrivedAt;
    if (at > asOf) {
      if (parks(status)) parkingMs += at - asOf;
      asOf = at;
    }
    if (reading.measurand === statusMeasurand) status = statusAfter(status, reading.value);
    if (reading.measurand === "Power.Active.Import") {
      const milliW = scaledValue(reading, reading.unit === "kW" ? 6 : 3) ?? -1n;
      if (milliW >= 0n && milliW < mostMilliW) powerW = Number(milliW / 1000n);
    }
  }
  for (const register of registersMwh(readings)) {
    if (start === null || register < start) continue;
    if (energyMwh === null || register - start > energyMwh) energyMwh = register - start;
  }
  return {
    energyMwh,
    powerW,
    asOf,
    parkingMs,
    status,
    costMinor: await runningCost(ports, session, energyMwh, asOf, parkingMs),
  };
}

/** By the same function as the CDR, over what is known so far. */
async function runningCost(
  ports: ReadPorts,
  session: Session,
  energyMwh: bigint | null,
  asOf: Instant,
  parkingMs: number,
): Promise<bigint | null> {
  const tariff = await readTariffVersion(
    ports,
    session.tenant,
    session.pinned.tariff,
    session.pinned.tariffVersion,
  );
  if (!tariff || session.startedAt === null || asOf < session.startedAt) return null;
  const chargingEnds = Math.max(session.startedAt, asOf - parkingMs);
  const price = priceSession(tariff, {
    startedAt: session.startedAt,
    endedAt: asOf,
    segments: [
      { from: session.startedAt, to: chargingEnds, kind: "charging", energyMwh: energyMwh ?? 0n },
      { from: chargingEnds, to: asOf, kind: "parking", energyMwh: 0n },
    ],
  });
  return price.afterTax.minor;
}
