/**
 * MeterValues and StopTransaction: durable first, then acknowledged, and every reading looked at by the guard that stops
 * a session before its limit. What belongs to no session is listed for a person and acknowledged all the same.
 */
import { showsPower } from "@barq/domain/plausibility";
import type { Session } from "@barq/domain/session";
import type { StationNews } from "@barq/stations/port";
import { textOr } from "@barq/store/fields";
import { connectorKey, ocppTransactionKey } from "@barq/store/keys";
import { noteAskedRegister } from "./asked-register.ts";
import { guardLimit } from "./guard-limit.ts";
import { flowing, noteFlowing } from "./note-flowing.ts";
import type { StationPorts } from "./ports.ts";
import { findSession } from "./session-store.ts";
import { stationWork, toldOnce } from "./work-queue.ts";

type MeterNews = Extract<StationNews, { kind: "metered" | "stopped" }>;

export async function takeReadings(
  ports: StationPorts,
  tenant: string,
  station: string,
  news: MeterNews,
): Promise<void> {
  const now = ports.clock();
  if (news.kind === "metered" && news.readings.some(({ context }) => context === "Trigger"))
    await noteAskedRegister(ports, tenant, station, news);
  const { id, waiting, isNobodys = false } = await sessionOf(ports, tenant, station, news);
  if (id === null) {
    if (news.kind === "metered" && waiting) await noteFlowing(ports, waiting, news);
    if (news.kind === "metered" && isNobodys) await noteUnsold(ports, tenant, station, news);
    // Readings of no session (clock-aligned values, the main meter) are not billing input; a Stop of no session is a person's.
    if (news.kind === "stopped") {
      await ports.store.commit([
        stationWork(tenant, station, `STOP#${news.transactionId}`, "stop_without_session", now, {
          transaction: news.transactionId,
          meterStop: news.meterStop,
          reason: news.reason,
        }),
      ]);
    }
    return;
  }
  await ports.intake.append({ station, arrivedAt: now, body: JSON.stringify({ tenant, session: id, news }) });
  if (news.kind !== "metered") return;
  await guardLimit(ports, tenant, id, isOurs(news.transactionId) ? news.transactionId : null, news.readings);
}

/** A number that can have been given here: all of ours are positive and have 31 bits. -1 and 9223372036854775807 are a station's own. */
const isOurs = (transactionId: number | null): transactionId is number =>
  transactionId !== null && transactionId > 0 && transactionId <= 0x7fff_ffff;

async function sessionOf(
  ports: StationPorts,
  tenant: string,
  station: string,
  news: MeterNews,
): Promise<Found> {
  if (news.transactionId !== null) {
    const { transactionId } = news;
    const known = await ports.cache.get(`transaction|${tenant}|${station}|${transactionId}`, async () => {
      const [row] = await ports.store.read([ocppTransactionKey(tenant, station, transactionId)], {
        strong: true,
      });
      return row ? (textOr(row, "session") ?? undefined) : undefined;
    });
    if (known !== undefined) return { id: known };
  }
  if (news.kind === "stopped" || news.connector === 0) return { id: null };
  const session = await lockingSession(ports, tenant, station, news.connector);
  // An offline start that bears a number of the station's own: matched by the connector, judged by a person (case 22).
  if (!isOurs(news.transactionId) && (session?.state === "charging" || session?.state === "stopping"))
    return { id: session.id };
  return withoutStart(session);
}

interface Found {
  readonly id: string | null;
  /** the session whose start was asked for at this connector, where no Start has come */
  readonly waiting?: Session;
  /** no session has the connector */
  readonly isNobodys?: boolean;
}

/** Readings of a transaction of which we never heard: perhaps that of the session which waits for its Start. */
function withoutStart(session: Session | undefined): Found {
  if (session === undefined) return { id: null, isNobodys: true };
  if (session.state === "starting") return { id: null, waiting: session };
  // A person is looking at it, and needs what still comes.
  return { id: session.state === "review" && session.why === flowing ? session.id : null };
}

/** Power at a connector that no session has: somebody takes energy that nobody pays for, and a person is told once (failure case 24). */
async function noteUnsold(
  ports: StationPorts,
  tenant: string,
  station: string,
  { connector, transactionId, readings }: Extract<MeterNews, { kind: "metered" }>,
): Promise<void> {
  const power = readings.find(showsPower);
  if (!power) return;
  await ports.cache.get(`unsold|${tenant}|${station}|${connector}`, async () => {
    const facts = {
      connector,
      power: `${power.value} ${power.unit ?? "W"}`,
      ...(transactionId === null ? {} : { transaction: transactionId }),
    };
    const row = stationWork(
      tenant,
      station,
      `FLOW#${connector}`,
      "energy_without_session",
      ports.clock(),
      facts,
    );
    const told = await toldOnce(ports, row);
    if (told.length > 0) await ports.store.commit(told);
    return true;
  });
}

async function lockingSession(
  ports: StationPorts,
  tenant: string,
  station: string,
  connector: number,
): Promise<Session | undefined> {
  const [row] = await ports.store.read([connectorKey(tenant, station, connector)], { strong: true });
  const locked = row ? textOr(row, "act") : null;
  return locked === null ? undefined : findSession(ports, tenant, locked, { strong: true });
}
