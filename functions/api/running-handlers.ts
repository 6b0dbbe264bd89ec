/** The network door for whoever runs the network. */
import { listAlarms } from "@barq/actions/list-alarms";
import { listPlacements, moveStation } from "@barq/actions/move-station";
import { readStation } from "@barq/actions/network";
import type { CloseRequest } from "@barq/actions/pause-starts";
import { closePlaces, findClosure, listClosures, reopenPlaces } from "@barq/actions/pause-starts";
import { reportContinuity } from "@barq/actions/report-continuity";
import { mostStations, showNetwork, sumNetwork } from "@barq/actions/show-network";
import type { Closure, PauseScope, Sentence } from "@barq/domain/closure";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { parseInstant } from "@barq/domain/instant";
import { continuityQuery } from "./bodies/continuity.ts";
import { maintenanceBody, networkQuery, noteBody, pauseBody, placementBody } from "./bodies/running.ts";
import { continuityJson, periodOf } from "./continuity-view.ts";
import type { DoorContext, HandlersOf } from "./door.ts";
import { part } from "./door.ts";
import { keyOf } from "./idempotency-key.ts";
import { cursorText, pageJson } from "./network-view.ts";
import { personOf } from "./person.ts";
import { bodyLimits, bySchema, jsonBody } from "./read-body.ts";
import type { runningRoutes } from "./running-routes.ts";
import { alarmJson, closureJson, networkStationJson, placementJson, summaryJson } from "./running-view.ts";
import { stationPart } from "./station-part.ts";
import type { Asker } from "./who.ts";
import type { CommandDoor } from "./wire.ts";

/** @throws Fault invalid_request */
function instantOf(text: string | undefined): Instant | null {
  if (text === undefined) return null;
  const at = parseInstant(text);
  if (at === undefined) throw new Fault("invalid_request", `${text} is no date and time.`);
  return at;
}

/** @throws Fault invalid_request */
function meant(scope: PauseScope, id: string | undefined): string | null {
  const isOne = scope === "operator" || scope === "provider";
  if (isOne === (id === undefined)) return id ?? null;
  throw new Fault(
    "invalid_request",
    isOne ? `A pause of the ${scope} names no id.` : `Say in id which ${scope} is meant.`,
  );
}

/** Only what was said: for the rest there is a sentence of ours. */
const said = (sentence: { readonly [L in keyof Sentence]?: string | undefined } = {}): Partial<Sentence> => ({
  ...(sentence.ar === undefined ? {} : { ar: sentence.ar }),
  ...(sentence.fr === undefined ? {} : { fr: sentence.fr }),
  ...(sentence.en === undefined ? {} : { en: sentence.en }),
});

export function runningHandlers({ ports }: CommandDoor): HandlersOf<keyof typeof runningRoutes> {
  const personIs = (asker: Asker): string => personOf(ports.identity, asker);

  const close = async (c: DoorContext, asker: Asker, of: Omit<CloseRequest, "by">): Promise<Response> => {
    const record = await closePlaces(ports, asker.tenant, { ...of, by: personIs(asker) });
    return c.json(closureJson(record, ports.clock()), 201);
  };

  /** Before a body is judged: what is somebody else's is answered like what does not exist. @throws Fault not_found */
  const reopen = async (
    c: DoorContext,
    asker: Asker,
    kind: Closure["kind"],
    id: string,
  ): Promise<Response> => {
    if (!/^[a-z2-7]{20}$/.test(id) || !(await findClosure(ports, asker.tenant, kind, id)))
      throw new Fault("not_found", "There is no such pause.");
    const { body } = await jsonBody(c, noteBody, bodyLimits.short);
    const done = await reopenPlaces(ports, asker.tenant, kind, id, { note: body.note, by: personIs(asker) });
    return c.json(closureJson(done, ports.clock()));
  };

  /** @throws Fault not_found */
  const stationIn = async (c: DoorContext, asker: Asker): Promise<string> => {
    const station = stationPart(c);
    if (await readStation(ports, asker.tenant, station)) return station;
    throw new Fault("not_found", `There is no station ${station}.`);
  };

  const list = async (c: DoorContext, asker: Asker, kind: Closure["kind"]): Promise<Response> => {
    const from = cursorText(c.req.query("cursor"));
    const page = await listClosures(ports, asker.tenant, kind, from);
    return c.json(pageJson(page, (record) => closureJson(record, ports.clock())));
  };

  return {
    async reportContinuity(c, asker) {
      const period = periodOf(bySchema(continuityQuery, c.req.query()), ports.clock());
      return c.json(continuityJson(period, await reportContinuity(ports, asker.tenant, period)));
    },
    async showNetwork(c, asker) {
      const { cursor, limit } = bySchema(networkQuery, c.req.query());
      const page = await showNetwork(ports, asker.tenant, {
        from: cursorText(cursor),
        limit: limit === undefined ? mostStations : Number(limit),
      });
      return c.json(pageJson(page, networkStationJson));
    },
    async networkSummary(c, asker) {
      return c.json(summaryJson(await sumNetwork(ports, asker.tenant)));
    },
    async listAlarms(c, asker) {
      const alarms = await listAlarms(ports, asker.tenant);
      return c.json({ items: alarms.map((alarm) => alarmJson(alarm, ports.clock())), next_cursor: null });
    },
    async pauseStarts(c, asker) {
      const key = keyOf(c);
      const { body } = await jsonBody(c, pauseBody, bodyLimits.short);
      const { scope, reason, note, sentence } = body;
      return close(c, asker, {
        ...{ kind: "pause", scope, of: meant(scope, body.id), reason, note, key },
        sentence: said(sentence),
        from: instantOf(body.from),
        until: instantOf(body.until),
      });
    },
    listPauses: (c, asker) => list(c, asker, "pause"),
    resumeStarts: (c, asker) => reopen(c, asker, "pause", part(c, "pause")),
    async planMaintenance(c, asker) {
      const key = keyOf(c);
      const { body } = await jsonBody(c, maintenanceBody, bodyLimits.short);
      const { scope, id: of, note, sentence } = body;
      return close(c, asker, {
        ...{ kind: "maintenance", scope, of, reason: "maintenance", note, key },
        sentence: said(sentence),
        from: instantOf(body.from),
        until: instantOf(body.until),
      });
    },
    listMaintenance: (c, asker) => list(c, asker, "maintenance"),
    cancelMaintenance: (c, asker) => reopen(c, asker, "maintenance", part(c, "window")),
    async moveStation(c, asker) {
      const station = await stationIn(c, asker);
      const { body } = await jsonBody(c, placementBody, bodyLimits.short);
      const placed = await moveStation(ports, asker.tenant, station, {
        location: body.location_id,
        from: instantOf(body.from),
        reason: body.reason,
        by: personIs(asker),
      });
      return c.json({ items: placed.map(placementJson) });
    },
    async listPlacements(c, asker) {
      const station = await stationIn(c, asker);
      const placed = await listPlacements(ports, asker.tenant, station);
      return c.json({ items: placed.map(placementJson) });
    },
  };
}
