/**
 * What a station says, told to the action that deals with it. Start, MeterValues and Stop are always acknowledged once
 * they are durable, whatever we think of them (OCPP 1.6 4.7, 4.8, 4.10): judging comes later.
 */
import type { NewsAnswer, StationNews } from "@barq/stations/port";
import { stationKey } from "@barq/store/keys";
import { answerToken } from "./answer-token.ts";
import { askAgainAfterBoot } from "./commission-again.ts";
import { noteStatus } from "./note-status.ts";
import { noteWork } from "./note-work.ts";
import type { StationPorts } from "./ports.ts";
import { serialChanges } from "./shared-password.ts";
import { bootChange } from "./station-boots.ts";
import { takeReadings } from "./take-readings.ts";
import { takeStart } from "./take-start.ts";
import { takeTransaction } from "./take-transaction.ts";

const heartbeatS = 300;

export async function takeNews(
  ports: StationPorts,
  tenant: string,
  station: string,
  news: StationNews,
): Promise<NewsAnswer> {
  const now = ports.clock();
  switch (news.kind) {
    case "booted": {
      const { vendor, model, serial, firmware } = news;
      const key = stationKey(tenant, station);
      const [meta] = await ports.store.read([key], { strong: true });
      const other = await serialChanges(ports, tenant, station, meta, serial);
      await ports.store.commit([
        { update: key, set: { bootAt: now, vendor, model, serial, firmware, ...other.set } },
        bootChange(tenant, station, now, news),
        ...other.told,
      ]);
      await askAgainAfterBoot(ports, tenant, station, news);
      return { kind: "booted", accepted: true, now, heartbeatS };
    }
    case "heartbeat":
      return { kind: "heartbeat", now };
    case "connector_status":
      await noteStatus(ports, tenant, station, news);
      return { kind: "noted" };
    case "authorize":
      return { kind: "authorize", accepted: await answerToken(ports, tenant, station, news.token) };
    case "started":
      return takeStart(ports, tenant, station, news);
    case "metered":
    case "stopped":
      await takeReadings(ports, tenant, station, news);
      return { kind: "noted" };
    case "transaction":
      return takeTransaction(ports, tenant, station, news);
    case "work":
      await noteWork(ports, tenant, station, news);
      return { kind: "noted" };
    case "notice":
      return { kind: "noted" };
    case "data":
      return { kind: "unknown_vendor" };
  }
}
