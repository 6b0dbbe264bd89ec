/** The network door: locations, tariffs and stations are made here, and kept. It moves no money. */

import { createLocation } from "@barq/actions/create-location";
import { createStation } from "@barq/actions/create-station";
import { createTariff } from "@barq/actions/create-tariff";
import { exchangeMeter } from "@barq/actions/exchange-meter";
import { noteNetwork } from "@barq/actions/network-row";
import type { Hono } from "hono";
import { locationBody } from "./bodies/location.ts";
import { meterBody, stationBody } from "./bodies/station.ts";
import { tariffBody } from "./bodies/tariff.ts";
import type { DoorEnv } from "./door.ts";
import { createDoor, part } from "./door.ts";
import { createdTariffJson, locationJson, meterJson, stationJson } from "./network-view.ts";
import { bodyLimits, jsonBody } from "./read-body.ts";
import { networkRoutes } from "./routes/network.ts";
import { runningHandlers } from "./running-handlers.ts";
import type { CommandDoor } from "./wire.ts";

export function createNetworkApp(wired: CommandDoor): Hono<DoorEnv> {
  const { ports, who, log } = wired;
  return createDoor(
    "network",
    networkRoutes,
    { who, origin: ports.origin, log },
    {
      ...runningHandlers(wired),
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
        await noteNetwork(ports, asker.tenant, station.id);
        return c.json({ ...stationJson(station, asker.tenant, ports), password }, 201);
      },
      async exchangeMeter(c, asker) {
        const { body } = await jsonBody(c, meterBody, bodyLimits.short);
        const meters = await exchangeMeter(ports, asker.tenant, part(c, "station"), body);
        return c.json({ connector: body.connector, meters: meters.map(meterJson) }, 201);
      },
    },
  );
}
