/**
 * The door of tariffs that are not sold yet. It tells them in three languages and prices past sessions, for which the network
 * door has no room; it moves no money and says nothing to stations.
 */
import type { Hono } from "hono";
import type { DoorEnv } from "./door.ts";
import { createDoor } from "./door.ts";
import { tariffsRoutes } from "./routes/tariffs.ts";
import { tariffDraftHandlers } from "./tariff-draft-handlers.ts";
import type { ReadDoor } from "./wire.ts";

export const createTariffsApp = ({ ports, who, log }: ReadDoor): Hono<DoorEnv> =>
  createDoor("tariffs", tariffsRoutes, { who, origin: ports.origin, log }, tariffDraftHandlers({ ports }));
