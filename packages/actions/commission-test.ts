/**
 * A free test session on a connector, by the real saga: nothing is held, nothing is owed, and everything else is as with a
 * driver. The meter's display is typed before and after it, and every connector's register is asked for both times.
 */
import { displayMwh } from "@barq/domain/commissioning-test";
import { Fault } from "@barq/domain/fault";
import { isoDay } from "@barq/domain/legal-time";
import type { Session } from "@barq/domain/session";
import { enter } from "@barq/domain/session";
import type { OcpiTariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import { textOr } from "@barq/store/fields";
import { connectorKey, stationKey, tariffVersionKey, workKey } from "@barq/store/keys";
import { sessionItem } from "@barq/store/session-item";
import { askForRegisters } from "./asked-register.ts";
import type { CommissionRecord, Displays, TestRecord } from "./commission-record.ts";
import { assertConnector, changeCommission, ownCommission } from "./commission-record.ts";
import { availabilityOf, connectorStateOf } from "./connector-state.ts";
import type { Place, StationRecord } from "./network.ts";
import { locationAt, readSettings, readStation } from "./network.ts";
import { newSession } from "./plan-start.ts";
import type { CommandPorts, ReadPorts } from "./ports.ts";
import { findSession, isOverIn, writeStep } from "./session-store.ts";
import { stopSession } from "./stop-session.ts";
import { rowResolved } from "./work-queue.ts";

/** Longer than an operator's own id can be, so that no tariff of theirs is ever meant. */
export const testTariff = "barq-free-test-of-a-station-being-commissioned";

interface Asked {
  readonly by: string;
  readonly connector: number;
  readonly display: Displays;
  /** the Idempotency-Key */
  readonly key: string;
}

/** @throws Fault not_found, invalid_request, state_conflict, station_offline, connector_taken, connector_unavailable, busy */
export async function beginTest(
  ports: CommandPorts,
  tenant: string,
  station: string,
  asked: Asked,
): Promise<void> {
  const record = await stationOf(ports, tenant, station);
  const { connector, display } = asked;
  assertConnector(record, connector);
  assertDisplays(record, display, connector);
  const qr = `commissioning|${station}|${connector}`;
  const id = ports.identity.sessionId({ tenant, qr, key: asked.key });
  const begun = await changeCommission(ports, tenant, station, asked.by, async (commission) => {
    const before = commission.tests[`${connector}`];
    if (before?.session === id || (before && (await isRunning(ports, tenant, before.session))))
      return { record: commission, answer: false };
    const place = await placeOfTest(ports, tenant, record, connector);
    const { lockedBy, ...make } = await freeToTest(ports, tenant, station, connector);
    if (before) await closeTest(ports, tenant, before.session, asked.by);
    const pending = newSession(ports, place, { kind: "free" }, { ...request, qr, key: asked.key });
    const now = ports.clock();
    const session = enter(pending, "starting", now, { due: now + ports.policy.plugMs });
    const test = { session: id, at: now, before: display, after: null, afterAt: null, ...make };
    return {
      record: { ...commission, tests: { ...commission.tests, [connector]: test } },
      together: [
        {
          put: sessionItem(session, isoDay(place.location.zone, now)),
          guards: [{ absent: true as const }],
        },
        {
          update: connectorKey(tenant, station, connector),
          set: { act: id },
          guards: [{ field: "act", in: [null, lockedBy] }],
        },
      ],
      answer: true,
    };
  });
  if (begun) await askForRegisters(ports, tenant, record);
}

/** Nobody's limit, and nobody's address: it is asked for by whoever stands there. */
const request = {
  body: null,
  locale: "en",
  limit: null,
  email: null,
  address: "",
  carConfirmed: true,
  device: null,
} as const;

/** @throws Fault state_conflict where no test has begun */
export async function stopTest(
  ports: ReadPorts,
  tenant: string,
  station: string,
  { by, connector }: Pick<Asked, "by" | "connector">,
): Promise<void> {
  const session = await sessionOfTest(ports, tenant, station, by, connector);
  if (isOverIn(session) || session.state === "stopping") return;
  await stopSession(ports, tenant, session.id);
}

/**
 * The display after the test, and the registers once more. What was mistyped is typed again.
 * @throws Fault state_conflict where no test has begun, or energy may still flow
 */
export async function typeDisplay(
  ports: CommandPorts,
  tenant: string,
  station: string,
  { by, connector, display }: Pick<Asked, "by" | "connector" | "display">,
): Promise<void> {
  const record = await stationOf(ports, tenant, station);
  assertConnector(record, connector);
  assertDisplays(record, display, connector);
  const session = await sessionOfTest(ports, tenant, station, by, connector);
  if (!isOverIn(session))
    throw new Fault("state_conflict", "Energy may still flow: stop the test first, then read the display.");
  const isNew = await changeCommission(ports, tenant, station, by, async (commission) => {
    const test = commission.tests[`${connector}`];
    if (!test) return { record: commission, answer: false };
    const same = JSON.stringify(test.after) === JSON.stringify(display);
    if (same) return { record: commission, answer: false };
    const typed = { ...test, after: display, afterAt: ports.clock() };
    return {
      record: {
        ...commission,
        tests: { ...commission.tests, [connector]: typed },
      } satisfies CommissionRecord,
      answer: true,
    };
  });
  if (isNew) await askForRegisters(ports, tenant, record);
}

/** A test whose readings prove nothing would wait for a person's decision about money; there is none, and its finding is kept. */
export async function closeTest(ports: ReadPorts, tenant: string, id: string, by: string): Promise<void> {
  const session = await findSession(ports, tenant, id, { strong: true });
  if (session?.state !== "review" || session.hold !== null) return;
  const [row] = await ports.store.read([workKey(tenant, `${id}#${session.why ?? ""}`)], { strong: true });
  const at = ports.clock();
  const done = { at, actor: by, act: "release", reason: "commissioning", note: null };
  const released = enter(session, "released", at, { due: null, effect: null, why: session.why });
  await writeStep(ports, session, released, row ? rowResolved(tenant, row, done) : []);
}

async function stationOf(ports: ReadPorts, tenant: string, station: string): Promise<StationRecord> {
  const record = await readStation(ports, tenant, station);
  if (!record) throw new Fault("not_found", `There is no station ${station}.`);
  return record;
}

function assertDisplays({ id, connectors }: StationRecord, display: Displays, connector: number): void {
  if (display[`${connector}`] === undefined)
    throw new Fault("invalid_request", `Say what the meter of connector ${connector} shows.`);
  for (const [number, shown] of Object.entries(display)) {
    if (!connectors.some((each) => `${each.number}` === number))
      throw new Fault("not_found", `Station ${id} has no connector ${number}.`);
    if (displayMwh(shown) === undefined)
      throw new Fault("invalid_request", `"${shown}" is no kWh of a display, such as 12.345.`);
  }
}

async function isRunning(ports: ReadPorts, tenant: string, id: string): Promise<boolean> {
  const session = await findSession(ports, tenant, id, { strong: true });
  return session !== undefined && !isOverIn(session);
}

async function sessionOfTest(
  ports: ReadPorts,
  tenant: string,
  station: string,
  by: string,
  connector: number,
): Promise<Session> {
  const { record } = await ownCommission(ports, tenant, station, by);
  const test = record.tests[`${connector}`];
  const session = test && (await findSession(ports, tenant, test.session, { strong: true }));
  if (!session)
    throw new Fault("state_conflict", `No test of connector ${connector} has begun.`, { next: "begin_test" });
  return session;
}

/** The lock of whoever had the connector last and is gone. @throws Fault */
async function freeToTest(
  ports: ReadPorts,
  tenant: string,
  station: string,
  connector: number,
): Promise<{ readonly lockedBy: string | null } & Pick<TestRecord, "serial" | "firmware">> {
  const [meta, row] = await ports.store.read(
    [stationKey(tenant, station), connectorKey(tenant, station, connector)],
    { strong: true },
  );
  const state = connectorStateOf(meta, row);
  const isTaken = state.lockedBy !== null && (await isRunning(ports, tenant, state.lockedBy));
  switch (availabilityOf(state, isTaken)) {
    case "offline":
      throw new Fault("station_offline", "This station is not connected now: wait until it has come back.");
    case "out_of_order":
      throw new Fault("connector_unavailable", "This connector says that it is out of order.");
    case "busy":
      throw new Fault("connector_taken", "A session runs here, or its cable is still in: pull it out first.");
    case "plugged":
    case "free":
      return {
        lockedBy: state.lockedBy,
        serial: meta ? textOr(meta, "serial") : null,
        firmware: meta ? textOr(meta, "firmware") : null,
      };
  }
}

/** As for a driver, at no price: a connector is tested before it has one. */
async function placeOfTest(
  ports: ReadPorts,
  tenant: string,
  station: StationRecord,
  number: number,
): Promise<Place> {
  const connector = station.connectors.find((each) => each.number === number);
  const [location, settings] = await Promise.all([
    locationAt(ports, tenant, station.id, ports.clock()),
    readSettings(ports, tenant),
  ]);
  if (!connector) throw new Fault("not_found", `Station ${station.id} has no connector ${number}.`);
  if (!location) throw new Fault("state_conflict", "This station does not stand at a location now.");
  const { currency } = settings.hold[connector.powerType];
  const source: OcpiTariff = {
    id: testTariff,
    currency,
    tax_included: "YES",
    elements: [{ price_components: [{ type: "FLAT", price: 0, vat: 0, step_size: 0 }] }],
  };
  await ports.store.commit([
    { put: { ...tariffVersionKey(tenant, testTariff, 1), json: JSON.stringify(source), at: ports.clock() } },
  ]);
  return {
    tenant,
    sticker: connector.sticker,
    station,
    connector,
    location,
    tariff: { ...readTariff(source), version: 1 },
    settings,
    policyHold: { minor: 0n, currency },
  };
}
