/** The door of people at work with money: finance, support and operators look at it, and act on it. */
import { showJournal } from "@barq/actions/show-journal";
import type { Hono } from "hono";
import type { DoorEnv } from "./door.ts";
import { createDoor, part } from "./door.ts";
import { entryJson } from "./journal-view.ts";
import type { DeskDoor } from "./wire.ts";

export function createDeskApp({ ports, who, log }: DeskDoor): Hono<DoorEnv> {
  return createDoor(
    "desk",
    { who, origin: ports.origin, log },
    {
      async showJournal(c, asker) {
        const entries = await showJournal(ports, asker.tenant, part(c, "id"));
        return c.json({ items: entries.map(entryJson), next_cursor: null });
      },
    },
  );
}
