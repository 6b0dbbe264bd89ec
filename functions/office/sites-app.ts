/** The door of people at work who look at the network in a browser: its stations, their alarms, and what is paused. */
import type { Hono } from "hono";
import type { DoorEnv } from "../api/door.ts";
import { createDoor } from "../api/door.ts";
import { networkPageRoutes } from "../api/network-page-routes.ts";
import type { CommandDoor } from "../api/wire.ts";
import { networkPages } from "./network-pages.ts";
import { officeFace } from "./office-face.ts";

export function createSitesApp(wired: CommandDoor): Hono<DoorEnv> {
  const { ports, who, log } = wired;
  return createDoor(
    "sites",
    networkPageRoutes,
    { who, origin: ports.origin, log, face: officeFace },
    networkPages(wired),
  );
}
