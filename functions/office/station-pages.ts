/** One station's page, and its forms: what is asked of it, and where it goes. */
import { listLocations } from "@barq/actions/list-network";
import { listPlacements, moveStation } from "@barq/actions/move-station";
import { locationAt, readSettings, readStation } from "@barq/actions/network";
import { noteNetwork } from "@barq/actions/network-row";
import { readWork } from "@barq/actions/note-work";
import { operateStation, operationId } from "@barq/actions/operate-station";
import type { StationShown } from "@barq/actions/show-network";
import { showNetwork } from "@barq/actions/show-network";
import { listActs } from "@barq/actions/station-act";
import { Fault } from "@barq/domain/fault";
import { shownForms } from "@barq/pages/office/station-forms";
import { stationPage } from "@barq/pages/office/station-page";
import type { OperateCommand } from "@barq/stations/port";
import type { InferOutput } from "valibot";
import { moveFormBody, operateFormBody } from "../api/bodies/network-forms.ts";
import type { DoorContext, HandlersOf } from "../api/door.ts";
import { formAnswer } from "../api/form-answer.ts";
import { freshKey } from "../api/fresh-key.ts";
import type { networkPageRoutes } from "../api/network-page-routes.ts";
import { personOf } from "../api/person.ts";
import { bodyLimits, formBody } from "../api/read-body.ts";
import { stationPart } from "../api/station-part.ts";
import type { Asker } from "../api/who.ts";
import type { CommandDoor } from "../api/wire.ts";
import { localInstant, zoneOfOperator } from "./form-values.ts";
import { officeAnswer, officeFrame } from "./office-face.ts";

type StationPageRoutes = Pick<typeof networkPageRoutes, "stationPage" | "operateForm" | "placeForm">;

/** Newest first. */
const mostActs = 12;

/** What a role may ask of a station; the whole list stays with the interface. */
function mayAsk(role: string): readonly (typeof shownForms)[number][] {
  if (role === "support") return ["unlock", "reset"];
  return role === "operator" || role === "technician" ? shownForms : [];
}

const roleOf = (asker: Asker): string => (asker.kind === "staff" ? asker.role : asker.kind);

/** @param request a number of ours that the station repeats. @throws Fault invalid_request */
function commandOf(body: InferOutput<typeof operateFormBody>, request: number): OperateCommand {
  switch (body.kind) {
    case "unlock":
      return { kind: "unlock", connector: Number(body.connector) };
    case "reset":
      return { kind: "reset", how: body.how };
    case "change_availability":
      return {
        kind: "change_availability",
        connector: Number(body.connector),
        operative: body.operative === "yes",
      };
    case "clear_cache":
      return { kind: "clear_cache" };
    case "get_diagnostics":
      if (!URL.canParse(body.to))
        throw new Fault("invalid_request", "The address is none that a station could open.");
      return { kind: "get_diagnostics", request, to: body.to, from: null, until: null };
  }
}

export function stationPages({ ports }: CommandDoor): HandlersOf<keyof StationPageRoutes> {
  /** Before a body is judged: what is somebody else's is answered like what does not exist. @throws Fault not_found */
  const stationIn = async (c: DoorContext, asker: Asker): Promise<string> => {
    const station = stationPart(c);
    if (await readStation(ports, asker.tenant, station)) return station;
    throw new Fault("not_found", "There is no such station.");
  };

  /** A row that was lost is written by whoever looks: else the station says something of itself first. */
  const missedRow = async (tenant: string, station: string): Promise<StationShown | undefined> => {
    await noteNetwork(ports, tenant, station);
    const { rows } = await showNetwork(ports, tenant, { from: station, limit: 1 });
    return rows.find((one) => one.station === station);
  };

  return {
    async stationPage(c, asker) {
      const station = await stationIn(c, asker);
      const { tenant } = asker;
      const role = roleOf(asker);
      const [settings, network, acts, said, placements, locations] = await Promise.all([
        readSettings(ports, tenant),
        showNetwork(ports, tenant, { from: station, limit: 1 }),
        listActs(ports, tenant, station, undefined),
        readWork(ports, tenant, station),
        listPlacements(ports, tenant, station),
        role === "operator" ? listLocations(ports, tenant) : { rows: [] },
      ]);
      const row = network.rows.find((one) => one.station === station) ?? (await missedRow(tenant, station));
      if (!row) throw new Fault("busy", "This station is just being registered. Please look again.");
      const me = personOf(ports.identity, asker);
      const page = stationPage({
        ...officeFrame(c, asker, settings.operator),
        now: ports.clock(),
        zone: row.place?.zone ?? zoneOfOperator(settings.country),
        row,
        operations: acts.rows.slice(0, mostActs).map((act) => ({ ...act, isOwn: act.by === me })),
        said,
        placements,
        mayAsk: mayAsk(role),
        locations: locations.rows.map(({ id, name }) => ({ id, name })),
        newKey: freshKey,
      });
      return officeAnswer(c, page);
    },

    async operateForm(c, asker) {
      const station = await stationIn(c, asker);
      const act = async (): Promise<void> => {
        const { body, raw } = await formBody(c, operateFormBody, bodyLimits.short);
        if (!mayAsk(roleOf(asker)).includes(body.kind))
          throw new Fault("forbidden", "This role does not ask this of a station.");
        const request = ports.identity.smallNumber(operationId(ports, asker.tenant, body.key));
        const done = await operateStation(ports, asker.tenant, {
          station,
          command: commandOf(body, request),
          reason: body.reason,
          actor: personOf(ports.identity, asker),
          session: null,
          inSession: body.kind === "reset" && body.in_session === "yes",
          key: body.key,
          body: raw,
        });
        if (done.state === "offline")
          throw new Fault("station_offline", "The station is not connected, and nothing waits for it.");
      };
      const back = `/desk/stations/${encodeURIComponent(station)}`;
      // Whose session it is nobody is told here; that there is one is why.
      return formAnswer(c, back, act, ({ code, details }) =>
        code === "state_conflict" && details.reference !== undefined ? "session_there" : code,
      );
    },

    async placeForm(c, asker) {
      const station = await stationIn(c, asker);
      return formAnswer(c, `/desk/stations/${encodeURIComponent(station)}`, async () => {
        const { body } = await formBody(c, moveFormBody, bodyLimits.short);
        const [{ country }, place] = await Promise.all([
          readSettings(ports, asker.tenant),
          locationAt(ports, asker.tenant, station, ports.clock()),
        ]);
        await moveStation(ports, asker.tenant, station, {
          location: body.location,
          from: localInstant(place?.zone ?? zoneOfOperator(country), body.from),
          reason: body.reason,
          by: personOf(ports.identity, asker),
        });
      });
    },
  };
}
