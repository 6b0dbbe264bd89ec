/** The door of people at work with money: finance, support and operators look at it, and act on it. */
import { listDisputes } from "@barq/actions/dispute-store";
import { giveEvidence } from "@barq/actions/give-evidence";
import {
  askReconciliation,
  listReconciliations,
  readResult,
  showReconciliation,
} from "@barq/actions/reconciliation-run";
import { showDispute } from "@barq/actions/show-dispute";
import { showJournal } from "@barq/actions/show-journal";
import { Fault } from "@barq/domain/fault";
import type { Hono } from "hono";
import { evidenceBody } from "./bodies/evidence.ts";
import { reconciliationBody } from "./bodies/reconciliation.ts";
import { disputeJson } from "./dispute-view.ts";
import type { DoorContext, DoorEnv } from "./door.ts";
import { createDoor, part } from "./door.ts";
import { keyOf } from "./idempotency-key.ts";
import { entryJson } from "./journal-view.ts";
import { cursorText, pageJson } from "./network-view.ts";
import { bodyLimits, jsonBody } from "./read-body.ts";
import { runJson } from "./reconciliation-view.ts";
import type { Asker } from "./who.ts";
import type { DeskDoor } from "./wire.ts";

/** As we make them: anything else is looked up nowhere. @throws Fault not_found */
function reconciliationIn(c: DoorContext): string {
  const id = part(c, "reconciliation");
  if (!/^\d{4}-\d{2}-\d{2}_\d{4}-\d{2}-\d{2}_[a-z0-9]{1,40}$/i.test(id))
    throw new Fault("not_found", "There is no such reconciliation.");
  return id;
}

export function createDeskApp({ ports, who, log }: DeskDoor): Hono<DoorEnv> {
  /** Who acts, opaque: made from the token's subject. */
  const actorOf = (asker: Asker): string => {
    if (asker.kind !== "staff") throw new Fault("forbidden", "This token is not for this.");
    return ports.identity.hashed(`staff|${asker.tenant}|${asker.subject}`);
  };

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
      async listDisputes(c, asker) {
        const from = cursorText(c.req.query("cursor"));
        return c.json(pageJson(await listDisputes(ports, asker.tenant, from), disputeJson));
      },
      async showDispute(c, asker) {
        return c.json(disputeJson(await showDispute(ports, asker.tenant, disputeOf(part(c, "dispute")))));
      },
      async giveEvidence(c, asker) {
        // What is somebody else's is not found, whatever else is wrong with the request.
        const { id } = await showDispute(ports, asker.tenant, disputeOf(part(c, "dispute")));
        const key = keyOf(c, "Evidence needs an Idempotency-Key, so that a repeat gives it once.");
        const { body } = await jsonBody(c, evidenceBody, bodyLimits.short);
        const dispute = await giveEvidence(ports, asker.tenant, id, {
          who: actorOf(asker),
          why: body.reason,
          key,
        });
        return c.json(disputeJson(dispute), 202);
      },
    },
  );
}

/** As providers name them, and somewhat wider: keys are made from names, and have their own limits. @throws Fault not_found */
function disputeOf(name: string): string {
  if (!/^[A-Za-z0-9_]{1,100}$/.test(name)) throw new Fault("not_found", "There is no such dispute.");
  return name;
}
