/** The read door: sessions to look at and to stop, and what there is of the network. It moves no money. */
import { findSessions } from "@barq/actions/find-sessions";
import { listLocations, listStations, listTariffs } from "@barq/actions/list-network";
import { listResolved, listWork, showWork } from "@barq/actions/list-work";
import { moveSession } from "@barq/actions/move-session";
import { showCdr, showProof, showReceipt } from "@barq/actions/sealed-session";
import { loadSession } from "@barq/actions/session-store";
import { showConnector } from "@barq/actions/show-connector";
import { showSession, viewOf } from "@barq/actions/show-session";
import { stopSession } from "@barq/actions/stop-session";
import { Fault } from "@barq/domain/fault";
import { isoText } from "@barq/domain/instant";
import { isTerminal } from "@barq/domain/session";
import type { Hono } from "hono";
import { searchQuery, workQuery } from "./bodies/search.ts";
import { moveBody } from "./bodies/start.ts";
import { connectorJson } from "./connector-view.ts";
import type { DoorContext, DoorEnv } from "./door.ts";
import { createDoor, part } from "./door.ts";
import { methodsAt } from "./methods-at.ts";
import { cursorText, listedTariffJson, locationJson, pageJson, stationJson } from "./network-view.ts";
import { bodyLimits, bySchema, jsonBody } from "./read-body.ts";
import { readRoutes } from "./routes/read.ts";
import { retryAfter, sessionJson } from "./session-view.ts";
import type { Asker } from "./who.ts";
import { assertAccessStands } from "./who.ts";
import type { ReadDoor } from "./wire.ts";
import { placeOf, workJson } from "./work-view.ts";

const cursorOf = (c: DoorContext): string | undefined => cursorText(c.req.query("cursor"));

/** What was sealed was sealed by us, as an object. */
function objectOf(sealed: unknown): Readonly<Record<string, unknown>> {
  if (typeof sealed !== "object" || sealed === null) throw new Error("a sealed document is no object");
  return { ...sealed };
}

export function createReadApp(door: ReadDoor): Hono<DoorEnv> {
  const { ports, who, log } = door;

  /** The session that the address names, if the token still stands for it. */
  const standing = async (c: DoorContext, asker: Asker) => {
    const session = await loadSession(ports, asker.tenant, part(c, "id"));
    assertAccessStands(asker, session, ports.clock());
    return session;
  };

  return createDoor(
    "read",
    readRoutes,
    { who, origin: ports.origin, log, methodsAt },
    {
      health: (c) => c.json({ status: "ok", time: isoText(ports.clock()) }),
      keys: (c) => c.json(who.published),

      async showConnector(c) {
        return c.json(connectorJson(await showConnector(ports, part(c, "qr")), ports.clock()));
      },
      async showSession(c, asker) {
        const view = await showSession(ports, asker.tenant, part(c, "id"));
        if (!view) throw new Fault("not_found", "There is no such session.");
        assertAccessStands(asker, view.session, ports.clock());
        return c.json(sessionJson(view), 200, retryAfter(view.session.state));
      },
      async stopSession(c, asker) {
        // The good path is one write. Only what is over is read again, because its driver's token may have ended.
        try {
          const { id, state } = await stopSession(ports, asker.tenant, part(c, "id"));
          if (isTerminal(state)) await standing(c, asker);
          return c.json({ id, state }, 202, retryAfter(state));
        } catch (error) {
          if (error instanceof Fault && error.code === "state_conflict") await standing(c, asker);
          throw error;
        }
      },
      async moveSession(c, asker) {
        const { body } = await jsonBody(c, moveBody, bodyLimits.short);
        const moved = await moveSession(ports, asker.tenant, part(c, "id"), {
          qr: body.qr,
          carConfirmed: body.car_confirmed === true,
        });
        return c.json(sessionJson(viewOf(moved, undefined)), 200, retryAfter(moved.state));
      },
      async showCdr(c, asker) {
        const { id } = await standing(c, asker);
        const version = c.req.query("version") ?? "2.3.0";
        if (version !== "2.3.0" && version !== "2.2.1") {
          throw new Fault("invalid_request", "A CDR is answered in version 2.3.0 or 2.2.1.");
        }
        return c.json(objectOf(await showCdr(ports, asker.tenant, id, version)));
      },
      async showReceipt(c, asker) {
        const session = await standing(c, asker);
        const receipt = await showReceipt(ports, asker.tenant, session.id);
        // Whoever has a receipt's link sees what was paid, not with which card.
        if (asker.kind === "receipt") return c.json({ ...receipt, card: null });
        const token = await who.issueReceipt(session);
        return c.json({ ...receipt, receipt_token: token, receipt_url: `${ports.origin}/r/${token}` });
      },
      async showProof(c, asker) {
        const { id } = await standing(c, asker);
        return c.json(await showProof(ports, asker.tenant, id));
      },
      async findSessions(c, asker) {
        const query = bySchema(searchQuery, c.req.query());
        const found = await findSessions(ports, asker.tenant, query);
        return c.json({
          items: found.map((session) => sessionJson(viewOf(session, undefined))),
          next_cursor: null,
        });
      },
      async listWork(c, asker) {
        const { state, cursor } = bySchema(workQuery, c.req.query());
        const list = state === "resolved" ? listResolved : listWork;
        return c.json(pageJson(await list(ports, asker.tenant, placeOf(cursor)), workJson(ports.clock())));
      },
      async showWork(c, asker) {
        return c.json(workJson(ports.clock())(await showWork(ports, asker.tenant, part(c, "row"))));
      },

      async listLocations(c, asker) {
        return c.json(pageJson(await listLocations(ports, asker.tenant, cursorOf(c)), locationJson));
      },
      async listTariffs(c, asker) {
        return c.json(pageJson(await listTariffs(ports, asker.tenant, cursorOf(c)), listedTariffJson));
      },
      async listStations(c, asker) {
        const page = await listStations(ports, asker.tenant, cursorOf(c));
        return c.json(pageJson(page, (station) => stationJson(station, asker.tenant, ports)));
      },
    },
  );
}
