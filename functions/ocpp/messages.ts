/**
 * The station door: a socket's events in, an answer frame out. It knows no socket: locally it sits behind a WebSocket
 * server, on AWS behind API Gateway's WebSocket events.
 */
import { admitStation, tenantOfStation } from "@barq/actions/admit-station";
import { noteNetwork } from "@barq/actions/network-row";
import { changesNothing } from "@barq/actions/note-state";
import type { StationPorts } from "@barq/actions/ports";
import { resumeStation } from "@barq/actions/resume-station";
import { readLayout } from "@barq/actions/station-layout";
import { takeNews } from "@barq/actions/take-news";
import { takeCommandOutcome } from "@barq/actions/take-outcome";
import { errorFrame, readFrame, resultFrame } from "@barq/stations/frame";
import type { LinkedStations } from "@barq/stations/linked";
import type { CommandOutcome, StationNews } from "@barq/stations/port";
import type { Protocol } from "@barq/stations/protocol-name";
import { codecOf } from "@barq/stations/protocols";

export interface OcppWire extends StationPorts {
  readonly stations: LinkedStations;
}

type StationEvent =
  | {
      readonly kind: "connect";
      readonly station: string;
      readonly password: string;
      readonly connection: string;
      readonly protocol: Protocol;
    }
  | {
      readonly kind: "message";
      readonly station: string;
      readonly connection: string;
      readonly protocol: Protocol;
      readonly body: string;
    }
  | { readonly kind: "disconnect"; readonly station: string; readonly connection: string };

type Message = Extract<StationEvent, { kind: "message" }>;

/** What the door says to an event. `afterwards` is done once the frame is on its way: a station hears its answer first. */
interface StationAnswer {
  readonly accepted: boolean;
  readonly frame: string | null;
  readonly afterwards?: () => Promise<void>;
}

const silent: StationAnswer = { accepted: true, frame: null };

/** @throws Error when a message could not be made durable: it is not acknowledged, and the station sends it again */
export async function onStationEvent(wire: OcppWire, event: StationEvent): Promise<StationAnswer> {
  if (event.kind === "connect") {
    const tenant = await admitStation(wire, event.station, event.password);
    if (tenant === null) return { accepted: false, frame: null };
    await wire.stations.connect(tenant, event.station, event.connection, event.protocol);
    return silent;
  }
  const tenant = await tenantOfStation(wire, event.station);
  if (tenant === null) return { accepted: false, frame: null };
  if (event.kind === "disconnect") {
    await wire.stations.disconnect(tenant, event.station, event.connection);
    await noteNetwork(wire, tenant, event.station);
    return silent;
  }
  const { frame, isShown } = await onMessage(wire, tenant, event);
  return {
    accepted: true,
    frame,
    afterwards: async () => {
      const isFirst = await resumeOnce(wire, tenant, event);
      if (isFirst || isShown) await noteNetwork(wire, tenant, event.station);
    },
  };
}

/** Connections of which this process has seen a message; forgetting them costs a few reads. */
const resumed = new Set<string>();
const mostKept = 50_000;

/** The first message of a connection shows that it carries messages: what waited for the station goes on now. */
async function resumeOnce(
  wire: OcppWire,
  tenant: string,
  { station, connection, protocol }: Message,
): Promise<boolean> {
  if (resumed.has(connection)) return false;
  if (resumed.size >= mostKept) resumed.clear();
  resumed.add(connection);
  await wire.stations.resume(tenant, station, connection, protocol);
  await resumeStation(wire, tenant, station);
  return true;
}

interface Answered {
  readonly frame: string | null;
  /** people who look at the network may see another thing now */
  readonly isShown: boolean;
}

/** A status, a boot, a transaction that begins or ends; never a reading. */
function isShownNews(news: StationNews): boolean {
  if (news.kind === "transaction") return !changesNothing(news);
  // Connector 0 is the station itself, of which no status is kept.
  if (news.kind === "connector_status") return news.connector > 0;
  return news.kind === "booted";
}

async function onMessage(wire: OcppWire, tenant: string, message: Message): Promise<Answered> {
  const { station, connection, protocol, body } = message;
  const codec = codecOf(protocol);
  const frame = readFrame(body, codec.unreadable);
  switch (frame.kind) {
    case "malformed":
      return { frame: frame.answer, isShown: false };
    case "call": {
      const layout = codec.countsEvses ? await readLayout(wire, tenant, station) : [];
      const read = codec.readNews(frame.action, frame.payload, layout);
      if (read.kind === "refused")
        return { frame: errorFrame(frame.id, read.code, read.why), isShown: false };
      const answer = await takeNews(wire, tenant, station, read.news);
      if (read.news.kind === "heartbeat") await wire.stations.confirm(tenant, station, connection, protocol);
      return { frame: resultFrame(frame.id, codec.answerPayload(answer)), isShown: isShownNews(read.news) };
    }
    case "result":
      await answered(wire, tenant, station, frame.id, codec.outcomeOf(frame.payload));
      return { frame: null, isShown: false };
    case "error":
      await answered(wire, tenant, station, frame.id, { kind: "rejected", why: frame.code });
      return { frame: null, isShown: false };
  }
}

async function answered(
  wire: OcppWire,
  tenant: string,
  station: string,
  messageId: string,
  outcome: CommandOutcome,
): Promise<void> {
  const call = await wire.stations.takeOutcome(tenant, station, messageId, outcome);
  if (call) await takeCommandOutcome(wire, tenant, station, call, outcome);
}
