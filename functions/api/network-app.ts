/** The network door: locations, tariffs and stations are made here, and kept. It moves no money. */

import { createLocation } from "@barq/actions/create-location";
import { createStation } from "@barq/actions/create-station";
import { createTariff } from "@barq/actions/create-tariff";
import { exchangeMeter } from "@barq/actions/exchange-meter";
import { reportContinuity } from "@barq/actions/report-continuity";
import type { Hono } from "hono";
import { continuityQuery } from "./bodies/continuity.ts";
import { locationBody } from "./bodies/location.ts";
import { meterBody, stationBody } from "./bodies/station.ts";
import { tariffBody } from "./bodies/tariff.ts";
import { continuityJson, periodOf } from "./continuity-view.ts";
import type { DoorEnv } from "./door.ts";
import { createDoor, part } from "./door.ts";
import { createdTariffJson, locationJson, meterJson, stationJson } from "./network-view.ts";
import { operationHandlers } from "./operation-handlers.ts";
import { bodyLimits, bySchema, jsonBody } from "./read-body.ts";
import type { CommandDoor } from "./wire.ts";

export function createNetworkApp(of: CommandDoor): Hono<DoorEnv> {
  const { ports, who, log } = of;
  return createDoor(
    "network",
    { who, origin: ports.origin, log },
    {
      ...operationHandlers(of),
      async reportContinuity(c, asker) {
        const period = periodOf(bySchema(continuityQuery, c.req.query()), ports.clock());
        return c.json(continuityJson(period, await reportContinuity(ports, asker.tenant, period)));
      },
      async createLocation(c, asker) {
        const { body } = await jsonBody(c, locationBody, bodyLimits.short);
        return c.json(locationJson(await createLocation(ports, asker.tenant, body)), 201);
      },
      async createTariff(c, asker) {
        const { body } = await jsonBody(c, tariffBody, bodyLimits.long, "tariff_invalid");
        return c.json(createdTariffJson(await createTariff(ports, asker.tenant, body)), 201);
      },
      async createStation(c, asker) {
        const { body } = await jsonBody(c, stationBody, bodyLimits.short);
        const { station, password } = await createStation(ports, asker.tenant, body);
        return c.json({ ...stationJson(station, asker.tenant, ports.identity), password }, 201);
      },
      async exchangeMeter(c, asker) {
        const { body } = await jsonBody(c, meterBody, bodyLimits.short);
        const meters = await exchangeMeter(ports, asker.tenant, part(c, "station"), body);
        return c.json({ connector: body.connector, meters: meters.map(meterJson) }, 201);
      },
    },
  );
}
