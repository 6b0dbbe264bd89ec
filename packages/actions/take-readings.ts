/**
 * MeterValues and StopTransaction: durable first, then acknowledged, and every reading looked at by the guard that stops
 * a session before its limit. What belongs to no session is listed for a person and acknowledged all the same.
 */
import type { Session } from "@barq/domain/session";
import type { StationNews } from "@barq/stations/port";
import { textOr } from "@barq/store/fields";
import { connectorKey, ocppTransactionKey } from "@barq/store/keys";
import { guardLimit } from "./guard-limit.ts";
import type { StationPorts } from "./ports.ts";
import { findSession } from "./session-store.ts";
import { stationWork } from "./work-queue.ts";

type MeterNews = Extract<StationNews, { kind: "metered" | "stopped" }>;

export async function takeReadings(
  ports: StationPorts,
  tenant: string,
  station: string,
  news: MeterNews,
): Promise<void> {
  const now = ports.clock();
  const id = await sessionOf(ports, tenant, station, news);
  if (id === null) {
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
  if (news.kind === "metered") await guardLimit(ports, tenant, id, news.readings);
}

async function sessionOf(
  ports: StationPorts,
  tenant: string,
  station: string,
  news: MeterNews,
): Promise<string | null> {
  if (news.transactionId !== null) {
    const { transactionId } = news;
    const known = await ports.cache.get(`transaction|${tenant}|${station}|${transactionId}`, async () => {
      const [row] = await ports.store.read([ocppTransactionKey(tenant, station, transactionId)], {
        strong: true,
      });
      return row ? (textOr(row, "session") ?? undefined) : undefined;
    });
    if (known !== undefined) return known;
    // An offline start answered with an id of its own (-1): matched by the connector, judged by a person (case 22).
    if (transactionId > 0 || news.kind === "stopped") return null;
  }
  if (news.kind === "stopped" || news.connector === 0) return null;
  const [row] = await ports.store.read([connectorKey(tenant, station, news.connector)], { strong: true });
  const locked = row ? textOr(row, "act") : null;
  const session: Session | undefined =
    locked === null ? undefined : await findSession(ports, tenant, locked, { strong: true });
  return session && (session.state === "charging" || session.state === "stopping") ? session.id : null;
}
