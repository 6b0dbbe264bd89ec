/**
 * Readings packed into items of about a kilobyte, each with the running figures at its end. The CDR is computed from the
 * readings alone; the running figures are for those who look.
 */

import { computeSession } from "@barq/domain/computation";
import { decimalText } from "@barq/domain/decimal";
import { meterMwh, registersMwh } from "@barq/domain/energy-reading";
import type { Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import { scaledValue } from "@barq/domain/reading";
import type { Session } from "@barq/domain/session";
import { bigintOr, bytes, numberOr } from "@barq/store/fields";
import { latePackKey, meterPartition, packKey, packPrefix } from "@barq/store/keys";
import type { StoredReading } from "@barq/store/packs";
import { decodePack, encodePack } from "@barq/store/packs";
import type { Item } from "@barq/store/port";
import { eventReadings, sealedEvidence, statusReading } from "./event-evidence.ts";
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

/** What is known so far, as those who look are told it. */
export interface Running {
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
): Promise<Running> {
  const [first] = readings;
  if (!first) return noRunning;
  const encoded = encodePack(readings);
  const earlier: StoredReading[] = [];
  let last: Item | undefined;
  for await (const pack of ports.store.list(meterPartition(session.tenant, session.id), {
    prefix: packPrefix,
  })) {
    earlier.push(...decodePack(bytes(pack, "z")));
    last = pack;
  }
  const running = await runningAfter(ports, session, runningOf(last), [...earlier, ...readings]);
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
      },
    },
  ]);
  return running;
}

/**
 * By the function that will price the CDR, over all that is known so far: the live figure and the final one differ only by
 * what was not yet metered. While the readings prove nothing the figures stay as they were.
 */
async function runningAfter(
  ports: ReadPorts,
  session: Session,
  before: Running,
  readings: readonly StoredReading[],
): Promise<Running> {
  const { startedAt, pinned } = session;
  const times = readings.map((reading) => reading.at ?? reading.arrivedAt);
  const asOf = times.reduce((a, b) => Math.max(a, b), before.asOf ?? startedAt ?? session.createdAt);
  const powerW = lastPowerW(readings) ?? before.powerW;
  const start = meterMwh(session.meterStart);
  const registers = registersMwh(readings).filter((register) => start !== null && register >= start);
  const highest = registers.reduce((a, b) => (a > b ? a : b), start ?? 0n);
  const energyMwh = start === null || registers.length === 0 ? before.energyMwh : highest - start;
  const tariff = await readTariffVersion(ports, session.tenant, pinned.tariff, pinned.tariffVersion);
  if (!tariff || startedAt === null || asOf < startedAt) return { energyMwh, powerW, asOf, costMinor: null };
  const computed = computeSession({
    tariff,
    zone: pinned.zone,
    facts: {
      startedAt,
      endedAt: asOf,
      meterStart: session.meterStart,
      meterStop: start === null || energyMwh === null ? null : decimalText(start + energyMwh, 3),
      stopReason: null,
      ...sealedEvidence(readings),
      maxPowerW: null,
    },
    leftAt: null,
    waiverFor: () => null,
  });
  const isKnown = computed.kind === "computed";
  return {
    energyMwh: isKnown ? computed.metered.energyMwh : energyMwh,
    powerW,
    asOf,
    costMinor: isKnown ? computed.price.afterTax.minor : before.costMinor,
  };
}

/** Ten megawatts: more is no power that anybody is shown. */
const mostMilliW = 10_000_000_000n;

/** What the last reading of power said, in whole watts. */
function lastPowerW(readings: readonly StoredReading[]): number | null {
  let [powerW, latest]: [number | null, Instant] = [null, Number.NEGATIVE_INFINITY];
  for (const reading of readings) {
    const at = reading.at ?? reading.arrivedAt;
    if (reading.measurand !== "Power.Active.Import" || at < latest) continue;
    const milliW = scaledValue(reading, reading.unit === "kW" ? 6 : 3) ?? -1n;
    if (milliW >= 0n && milliW < mostMilliW) [powerW, latest] = [Number(milliW / 1000n), at];
  }
  return powerW;
}
