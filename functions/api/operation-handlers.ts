/** What people ask of stations: read, told to one action, and answered with the act as it stands. */
import { readStation } from "@barq/actions/network";
import { readWork } from "@barq/actions/note-work";
import { operateStation, operationId, showAct } from "@barq/actions/operate-station";
import { listActs } from "@barq/actions/station-act";
import { Fault } from "@barq/domain/fault";
import { parseInstant } from "@barq/domain/instant";
import type { OperateCommand } from "@barq/stations/port";
import type { InferOutput } from "valibot";
import { operationBody } from "./bodies/operation.ts";
import type { DoorContext, HandlersOf } from "./door.ts";
import { part } from "./door.ts";
import { keyOf } from "./idempotency-key.ts";
import { pageJson } from "./network-view.ts";
import type { operationRoutes } from "./operation-routes.ts";
import { actJson, operationCursor, workJson } from "./operation-view.ts";
import { bodyLimits, jsonBody } from "./read-body.ts";
import { stationPart } from "./station-part.ts";
import type { Asker } from "./who.ts";
import type { CommandDoor } from "./wire.ts";

type Body = InferOutput<typeof operationBody>;

export function operationHandlers({ ports }: CommandDoor): HandlersOf<keyof typeof operationRoutes> {
  /** Before a body is judged: what is somebody else's is answered like what does not exist. @throws Fault not_found */
  const stationIn = async (c: DoorContext, asker: Asker): Promise<string> => {
    const station = stationPart(c);
    if (!(await readStation(ports, asker.tenant, station)))
      throw new Fault("not_found", "There is no such station.");
    return station;
  };

  return {
    async operateStation(c, asker) {
      if (asker.kind !== "staff") throw new Error("only people at work come to this door");
      const station = await stationIn(c, asker);
      const key = keyOf(c);
      const { body, raw } = await jsonBody(c, operationBody, bodyLimits.short);
      if (asker.role === "support" && body.kind !== "unlock" && body.kind !== "reset")
        throw new Fault(
          "forbidden",
          "Support lets a cable go and restarts a station, and nothing else there.",
        );
      const number = ports.identity.smallNumber(operationId(ports, asker.tenant, key));
      const act = await operateStation(ports, asker.tenant, {
        station,
        command: commandOf(body, number, ports.clock()),
        reason: body.reason,
        actor: ports.identity.hashed(asker.subject),
        session: body.kind === "unlock" ? (body.session ?? null) : null,
        inSession: body.kind === "reset" && body.in_session === true,
        key,
        body: raw,
      });
      return c.json(actJson(act), 202, { location: `/v1/stations/${station}/operations/${act.id}` });
    },
    async listOperations(c, asker) {
      const station = await stationIn(c, asker);
      const from = operationCursor(c.req.query("cursor"));
      const [page, work] = await Promise.all([
        listActs(ports, asker.tenant, station, from),
        readWork(ports, asker.tenant, station),
      ]);
      return c.json({ ...pageJson(page, actJson), ...workJson(work) });
    },
    async showOperation(c, asker) {
      const station = await stationIn(c, asker);
      const id = part(c, "operation");
      if (!/^op_[a-z0-9]{1,40}$/.test(id))
        throw new Fault("not_found", "Nothing was asked of this station under this name.");
      return c.json(actJson(await showAct(ports, asker.tenant, station, id)));
    },
  };
}

/** @param request a number of ours that the station repeats. @throws Fault invalid_request */
function commandOf(body: Body, request: number, now: number): OperateCommand {
  switch (body.kind) {
    case "unlock":
      return { kind: "unlock", connector: body.connector };
    case "reset":
      return { kind: "reset", how: body.how ?? "soft" };
    case "availability":
      return { kind: "change_availability", connector: body.connector ?? 0, operative: body.operative };
    case "clear_cache":
      return { kind: "clear_cache" };
    case "local_list_version":
      return { kind: "get_local_list_version" };
    case "diagnostics":
      return {
        kind: "get_diagnostics",
        request,
        to: addressIn(body.to),
        from: timeIn(body.from),
        until: timeIn(body.until),
      };
    case "firmware":
      return { kind: "update_firmware", request, from: addressIn(body.url), at: timeIn(body.at) ?? now };
    case "local_list":
      return {
        kind: "send_local_list",
        version: body.version,
        update: body.update,
        tokens: body.tokens.map(({ token, accepted, until }) => ({ token, accepted, until: timeIn(until) })),
      };
  }
}

function addressIn(text: string): string {
  if (!URL.canParse(text))
    throw new Fault("invalid_request", "The address is none that a station could open.");
  return text;
}

function timeIn(text: string | undefined): number | null {
  if (text === undefined) return null;
  const at = parseInstant(text);
  if (at === undefined) throw new Fault("invalid_request", "A date and time here is none.");
  return at;
}
