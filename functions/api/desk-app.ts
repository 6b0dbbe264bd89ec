/** The door of people at work with money: finance, support and operators look at it, and act on it. */
import {
  askReconciliation,
  listReconciliations,
  readResult,
  showReconciliation,
} from "@barq/actions/reconciliation-run";
import { showJournal } from "@barq/actions/show-journal";
import { Fault } from "@barq/domain/fault";
import type { Hono } from "hono";
import { reconciliationBody } from "./bodies/reconciliation.ts";
import type { DoorContext, DoorEnv } from "./door.ts";
import { createDoor, part } from "./door.ts";
import { keyOf } from "./idempotency-key.ts";
import { entryJson } from "./journal-view.ts";
import { cursorText, pageJson } from "./network-view.ts";
import { bodyLimits, jsonBody } from "./read-body.ts";
import { runJson } from "./reconciliation-view.ts";
import type { DeskDoor } from "./wire.ts";

/** As we make them: anything else is looked up nowhere. @throws Fault not_found */
function reconciliationIn(c: DoorContext): string {
  const id = part(c, "reconciliation");
  if (!/^\d{4}-\d{2}-\d{2}_\d{4}-\d{2}-\d{2}_[a-z0-9]{1,40}$/i.test(id))
    throw new Fault("not_found", "There is no such reconciliation.");
  return id;
}

export function createDeskApp({ ports, who, log }: DeskDoor): Hono<DoorEnv> {
  return createDoor(
    "desk",
    { who, origin: ports.origin, log },
    {
      async showJournal(c, asker) {
        const entries = await showJournal(ports, asker.tenant, part(c, "id"));
        return c.json({ items: entries.map(entryJson), next_cursor: null });
      },
      async askReconciliation(c, asker) {
        const key = keyOf(c);
        const { body } = await jsonBody(c, reconciliationBody, bodyLimits.short);
        const run = await askReconciliation(ports, asker.tenant, { ...body, key });
        return c.json(runJson(run), 202, { location: `/v1/reconciliations/${run.id}` });
      },
      async listReconciliations(c, asker) {
        const from = cursorText(c.req.query("cursor"));
        return c.json(pageJson(await listReconciliations(ports, asker.tenant, from), runJson));
      },
      async showReconciliation(c, asker) {
        const run = await showReconciliation(ports, asker.tenant, reconciliationIn(c));
        return c.json({ ...runJson(run), result: await readResult(ports, asker.tenant, run) });
      },
    },
  );
}
