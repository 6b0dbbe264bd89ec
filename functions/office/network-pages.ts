/** The pages of whoever runs the network: stations with a map, and alarms. They look, and write nothing. */
import { listAlarms } from "@barq/actions/list-alarms";
import { readSettings } from "@barq/actions/network";
import { mostStations, showNetwork } from "@barq/actions/show-network";
import { alarmsPage } from "@barq/pages/office/alarms-page";
import { isInState, isStationMeant, stationStateNamed } from "@barq/pages/office/station-state";
import { stationsPage } from "@barq/pages/office/stations-page";
import type { HandlersOf } from "../api/door.ts";
import type { networkPageRoutes } from "../api/network-page-routes.ts";
import { cursorText } from "../api/network-view.ts";
import type { CommandDoor } from "../api/wire.ts";
import { zoneOfOperator } from "./form-values.ts";
import { officeAnswer, officeFrame } from "./office-face.ts";
import { pausePages } from "./pause-pages.ts";
import { stationPages } from "./station-pages.ts";

/** A page that a person reads; the map shows all that a read brings. */
const pageSize = 50;

export function networkPages(door: CommandDoor): HandlersOf<keyof typeof networkPageRoutes> {
  const { ports } = door;
  return {
    ...stationPages(door),
    ...pausePages(door),
    async stationsPage(c, asker) {
      const { operator, country } = await readSettings(ports, asker.tenant);
      const from = cursorText(c.req.query("cursor"));
      const text = (c.req.query("find") ?? "").trim().slice(0, 80).toWellFormed();
      const state = stationStateNamed(c.req.query("state"));
      const read = await showNetwork(ports, asker.tenant, { from, limit: mostStations });
      const meant = read.rows.filter(
        (row) => (state === null || isInState(row, state)) && (text === "" || isStationMeant(row, text)),
      );
      const next = meant[pageSize]?.station ?? read.next;
      const page = stationsPage({
        ...officeFrame(c, asker, operator),
        now: ports.clock(),
        zone: zoneOfOperator(country),
        meant,
        rows: meant.slice(0, pageSize),
        text,
        state,
        next: next === null ? null : Buffer.from(next).toString("base64url"),
        isFirst: from === undefined,
      });
      return officeAnswer(c, page);
    },
    async alarmsPage(c, asker) {
      const { operator, country } = await readSettings(ports, asker.tenant);
      const alarms = await listAlarms(ports, asker.tenant);
      const frame = officeFrame(c, asker, operator);
      return officeAnswer(
        c,
        alarmsPage({ ...frame, now: ports.clock(), zone: zoneOfOperator(country), alarms }),
      );
    },
  };
}
