/** How far a station has come: every step with its evidence as it stands now, and what to do next. Looking changes nothing. */
import type { Booted, CommissioningState } from "@barq/domain/commissioning";
import {
  judgeBoot,
  judgePlace,
  judgeProfile,
  judgeSticker,
  nextOf,
  stateOf,
} from "@barq/domain/commissioning";
import { judgeConfiguration, wantedConfiguration } from "@barq/domain/commissioning-configuration";
import type { Finding } from "@barq/domain/commissioning-finding";
import type { Moved, TestEvidence } from "@barq/domain/commissioning-test";
import { judgeTest } from "@barq/domain/commissioning-test";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { quirksOf } from "@barq/domain/quirk-profiles";
import type { Session } from "@barq/domain/session";
import { assignmentAt } from "@barq/domain/sticker";
import { numberOr, textOr } from "@barq/store/fields";
import { stationKey } from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import type { AskedRegister } from "./asked-register.ts";
import { askedRegisters } from "./asked-register.ts";
import { readConfiguration } from "./commission-configure.ts";
import type { CommissionRecord, TestRecord } from "./commission-record.ts";
import { findCommission } from "./commission-record.ts";
import type { LocationRecord, StationRecord } from "./network.ts";
import { locationAt, readStation } from "./network.ts";
import type { ReadPorts } from "./ports.ts";
import { gatherEvidence } from "./price-ended.ts";
import { findSession } from "./session-store.ts";
import { readSticker } from "./sticker-place.ts";

export interface Commissioning {
  readonly station: StationRecord;
  readonly location: LocationRecord | null;
  readonly online: boolean;
  /** null: nobody has begun */
  readonly record: CommissionRecord | null;
  readonly version: number | null;
  readonly state: CommissioningState;
  readonly findings: readonly Finding[];
  readonly next: Finding | null;
  readonly booted: Booted | null;
  /** a password that was changed, and whether the station has come back with it */
  readonly password: { readonly rotatedAt: Instant; readonly isConfirmed: boolean } | null;
}

/** @throws Fault not_found */
export async function lookAtCommissioning(
  ports: ReadPorts,
  tenant: string,
  id: string,
): Promise<Commissioning> {
  const station = await readStation(ports, tenant, id);
  if (!station) throw new Fault("not_found", `There is no station ${id}.`);
  const [loaded, location, registers, [meta]] = await Promise.all([
    findCommission(ports, tenant, id),
    locationAt(ports, tenant, id, ports.clock()),
    askedRegisters(ports, tenant, id),
    ports.store.read([stationKey(tenant, id)], { strong: true }),
  ]);
  const booted = bootedOf(meta);
  const kept = await readConfiguration(ports, tenant, id, booted?.firmware ?? null);
  const record = loaded?.record ?? null;
  const begin: Finding = { step: "boot", connector: null, state: "not_yet", say: "begin", facts: {} };
  const findings = [
    record ? judgeBoot(record.declared, booted) : begin,
    judgePlace(location?.id ?? null),
    judgeProfile(profileOf(meta, booted)),
    ...judgeConfiguration(wantedConfiguration(ports.policy.readingIntervalS), kept),
    ...(await Promise.all(
      station.connectors.map(({ number }) => stickerAt(ports, tenant, station, number, record)),
    )),
    ...(await Promise.all(
      station.connectors.map(({ number }) =>
        testOf(ports, tenant, station, number, testAt(station, number, record, booted), registers),
      ),
    )),
  ];
  const rotatedAt = meta ? numberOr(meta, "passwordAt") : null;
  return {
    station,
    location: location ?? null,
    online: meta !== undefined && textOr(meta, "conn") !== null,
    record,
    version: loaded?.version ?? null,
    state: stateOf(findings),
    findings,
    next: nextOf(findings),
    booted,
    password:
      rotatedAt === null || !meta ? null : { rotatedAt, isConfirmed: textOr(meta, "oldPassword") === null },
  };
}

function bootedOf(meta: Item | undefined): Booted | null {
  if (!meta || numberOr(meta, "bootAt") === null) return null;
  const [vendor, model] = [textOr(meta, "vendor"), textOr(meta, "model")];
  if (vendor === null && model === null) return null;
  return { vendor, model, serial: textOr(meta, "serial"), firmware: textOr(meta, "firmware") };
}

function profileOf(meta: Item | undefined, booted: Booted | null): string | null | undefined {
  const chosen = meta ? textOr(meta, "profile") : null;
  if (chosen !== null) return chosen;
  return booted ? (quirksOf(booted)?.profile ?? null) : undefined;
}

async function stickerAt(
  ports: ReadPorts,
  tenant: string,
  station: StationRecord,
  connector: number,
  record: CommissionRecord | null,
): Promise<Finding> {
  const scanned = record?.stickers[`${connector}`] ?? null;
  const here = { station: station.id, connector };
  if (scanned === null) return judgeSticker(here, null, null, false);
  const printed = await readSticker(ports, tenant, scanned, { strong: true });
  const standing = assignmentAt(printed?.sticker?.assignments ?? [], ports.clock());
  const isRevoked = (printed?.sticker?.revokedAt ?? printed?.batch?.revokedAt ?? null) !== null;
  return judgeSticker(here, scanned, standing ?? null, isRevoked);
}

/** The connector's test, where it is one of this meter and of the station as it is. */
function testAt(
  { connectors }: StationRecord,
  connector: number,
  record: CommissionRecord | null,
  booted: Booted | null,
): TestRecord | undefined {
  const test = record?.tests[`${connector}`];
  const meter = connectors.find((each) => each.number === connector)?.meters?.at(-1);
  if (!test || (meter && meter.from > test.at)) return undefined;
  return test.serial === booted?.serial && test.firmware === booted.firmware ? test : undefined;
}

async function testOf(
  ports: ReadPorts,
  tenant: string,
  station: StationRecord,
  connector: number,
  test: TestRecord | undefined,
  registers: readonly AskedRegister[],
): Promise<Finding> {
  const session = test ? await findSession(ports, tenant, test.session, { strong: true }) : undefined;
  const stage = session ? stageOf(session) : null;
  const evidence =
    session && stage === "ended" ? await gatherEvidence(ports, session, null) : { kind: "none" as const };
  const found: TestEvidence = {
    connector,
    stage,
    why: evidence.kind === "review" ? evidence.why : (session?.why ?? null),
    facts: evidence.kind === "evidence" ? evidence.facts : null,
    displays: station.connectors.map(({ number }) => ({
      connector: number,
      before: test?.before[`${number}`] ?? null,
      after: test?.after?.[`${number}`] ?? null,
    })),
    moved: test ? station.connectors.map(({ number }) => movedAt(number, test, registers)) : [],
  };
  return judgeTest(found);
}

/** From the first register after the test was asked for to the last one after the display was read. */
function movedAt(connector: number, test: TestRecord, registers: readonly AskedRegister[]): Moved {
  const own = registers.filter((each) => each.connector === connector);
  const before = own.find(({ at }) => at >= test.at);
  const after = test.afterAt === null ? undefined : own.find(({ at }) => at >= (test.afterAt ?? at));
  return {
    connector,
    movedMwh: before && after && after !== before ? after.registerMwh - before.registerMwh : null,
  };
}

function stageOf({ state, endedAt }: Session): TestEvidence["stage"] {
  switch (state) {
    case "charging":
      return "charging";
    case "stopping":
    case "ended":
    case "settling":
      return "stopping";
    case "review":
    case "released":
    case "settled":
      return endedAt === null ? "failed" : "ended";
    case "failed":
      return "failed";
    default:
      return "waiting";
  }
}
