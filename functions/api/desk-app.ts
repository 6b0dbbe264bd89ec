/** The door of people at work with money: finance, support and operators look at it, and act on it. */
import { correctSession } from "@barq/actions/correct-session";
import { listDisputes, loadDispute, noSuchDispute } from "@barq/actions/dispute-store";
import { giveEvidence } from "@barq/actions/give-evidence";
import { refundPolicyFor } from "@barq/actions/policy";
import {
  askReconciliation,
  listReconciliations,
  readResult,
  showReconciliation,
} from "@barq/actions/reconciliation-run";
import { advanceRefund } from "@barq/actions/refund-advance";
import { approveRefund } from "@barq/actions/refund-approve";
import { askRefund } from "@barq/actions/refund-ask";
import { listRefunds } from "@barq/actions/refund-list";
import { groupOf, loadRefund, noSuchRefund } from "@barq/actions/refund-store";
import { reportHolds } from "@barq/actions/report-holds";
import { reportMetrics } from "@barq/actions/report-metrics";
import { loadSession } from "@barq/actions/session-store";
import { showCorrections } from "@barq/actions/show-corrections";
import { showJournal } from "@barq/actions/show-journal";
import { releaseForDriver } from "@barq/actions/support-release";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { parseInstant } from "@barq/domain/instant";
import type { Refund } from "@barq/domain/refund";
import type { Hono } from "hono";
import { evidenceBody } from "./bodies/evidence.ts";
import { reconciliationBody } from "./bodies/reconciliation.ts";
import { correctionBody, refundBody, refundsQuery } from "./bodies/refund.ts";
import { actBody } from "./bodies/support.ts";
import { moneyForm } from "./bodies/support-form.ts";
import { failureLine } from "./bug-log.ts";
import { disputeJson } from "./dispute-view.ts";
import type { DoorContext, DoorEnv } from "./door.ts";
import { createDoor, part } from "./door.ts";
import { formAnswer } from "./form-answer.ts";
import { keyOf } from "./idempotency-key.ts";
import { entryJson } from "./journal-view.ts";
import { cursorText, pageJson } from "./network-view.ts";
import { personOf } from "./person.ts";
import { bodyLimits, bySchema, formBody, jsonBody } from "./read-body.ts";
import { runJson } from "./reconciliation-view.ts";
import { correctionJson, refundJson } from "./refund-view.ts";
import { deskRoutes } from "./routes/desk.ts";
import { doneJson } from "./support-done.ts";
import type { Asker } from "./who.ts";
import type { DeskDoor } from "./wire.ts";
import { holdsJson, metricsJson } from "./work-view.ts";

/** As we make them: anything else is looked up nowhere. @throws Fault not_found */
function reconciliationIn(c: DoorContext): string {
  const id = part(c, "reconciliation");
  if (!/^\d{4}-\d{2}-\d{2}_\d{4}-\d{2}-\d{2}_[a-z0-9]{1,40}$/i.test(id))
    throw new Fault("not_found", "There is no such reconciliation.");
  return id;
}

/** As we make them, and somewhat wider: anything else is looked up nowhere. @throws Fault not_found */
function refundIn(c: DoorContext): string {
  const id = part(c, "refund");
  if (!/^ref_[a-z0-9]{1,40}$/.test(id)) throw noSuchRefund();
  return id;
}

/** As providers name them, and somewhat wider. @throws Fault not_found */
function disputeIn(c: DoorContext): string {
  const id = part(c, "dispute");
  if (!/^[A-Za-z0-9_]{1,100}$/.test(id)) throw noSuchDispute();
  return id;
}

/** @throws Fault invalid_request */
function instantOf(text: string): Instant {
  const at = parseInstant(text);
  if (at === undefined)
    throw new Fault("invalid_request", "ended_at is a time such as 2026-11-24T10:00:00Z.");
  return at;
}

export function createDeskApp({ ports, who, log }: DeskDoor): Hono<DoorEnv> {
  const personIs = (asker: Asker): string => personOf(ports.identity, asker);

  /** At once, for whoever waits; what fails here is on record, and the sweeper goes on with it. */
  const sent = async (c: DoorContext, refund: Refund): Promise<Refund> => {
    try {
      return (await advanceRefund(ports, refund.tenant, refund.session, refund.id)) ?? refund;
    } catch (error) {
      const request_id = c.get("requestId");
      (log ?? console.error)(failureLine("desk", error, { method: c.req.method, request_id }));
      return refund;
    }
  };

  /** Each of what was asked for at once, one after the other: the order of their credit notes is that of their holds. */
  const allSent = async (c: DoorContext, refund: Refund) => {
    const group: Refund[] = [];
    for (const one of await groupOf(ports, refund)) group.push(await sent(c, one));
    return refundJson(group.find(({ id }) => id === refund.id) ?? refund, group);
  };

  return createDoor(
    "desk",
    deskRoutes,
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
      async askRefund(c, asker) {
        const key = keyOf(c);
        const { body, raw } = await jsonBody(c, refundBody, bodyLimits.short);
        const { amount } = body;
        const policy = refundPolicyFor(ports.policy, asker.kind === "staff" ? asker.role : "");
        const { refund, repeated } = await askRefund({ ...ports, policy }, asker.tenant, {
          session: body.session,
          key,
          body: raw,
          amount:
            amount === undefined
              ? null
              : typeof amount === "string"
                ? { text: amount, currency: null }
                : { text: amount.amount, currency: amount.currency },
          reason: body.reason,
          note: body.note ?? null,
          who: personIs(asker),
        });
        return c.json(await allSent(c, refund), repeated ? 200 : 201, {
          location: `/v1/refunds/${refund.id}`,
        });
      },
      async supportMoneyForm(c, asker) {
        // Before the form is judged: what is somebody else's is answered like what does not exist.
        const { id } = await loadSession(ports, asker.tenant, part(c, "id"));
        return formAnswer(c, `/desk/sessions/${id}`, async () => {
          const { body } = await formBody(c, moneyForm, bodyLimits.short);
          const role = asker.kind === "staff" ? asker.role : "";
          const mayAct = body.act === "refund" ? role !== "operator" : role !== "finance";
          if (!mayAct) throw new Fault("forbidden", "This role does not do this.");
          const { key } = body;
          const note = body.note.trim() === "" ? null : body.note.trim();
          if (body.act === "release") {
            const act = { session: id, key, actor: personIs(asker), reason: body.reason, note, body };
            await releaseForDriver(ports, asker.tenant, act);
            return;
          }
          // As people here write it: 12,50.
          const amount = body.amount.trim().replace(",", ".");
          const policy = refundPolicyFor(ports.policy, role);
          const { refund } = await askRefund({ ...ports, policy }, asker.tenant, {
            session: id,
            key,
            body,
            amount: amount === "" ? null : { text: amount, currency: null },
            reason: body.reason,
            note,
            who: personIs(asker),
          });
          await allSent(c, refund);
        });
      },
      async releaseForDriver(c, asker) {
        const { id } = await loadSession(ports, asker.tenant, part(c, "id"));
        const key = keyOf(c);
        const { body, raw } = await jsonBody(c, actBody, bodyLimits.short);
        const { reason, note = null } = body;
        const act = { session: id, key, actor: personIs(asker), reason, note, body: raw };
        return c.json(doneJson(await releaseForDriver(ports, asker.tenant, act)));
      },
      async correctSession(c, asker) {
        // Before the body is judged: what is somebody else's is answered like what does not exist.
        const { id } = await loadSession(ports, asker.tenant, part(c, "id"));
        const key = keyOf(c);
        const { body, raw } = await jsonBody(c, correctionBody, bodyLimits.short);
        const { correction } = await correctSession(ports, asker.tenant, {
          session: id,
          key,
          body: raw,
          meterStop: body.meter_stop ?? null,
          endedAt: body.ended_at === undefined ? null : instantOf(body.ended_at),
          note: body.note ?? null,
          who: personIs(asker),
        });
        return c.json(correctionJson({ correction, proof: null, credit: null }), 202);
      },
      async showCorrections(c, asker) {
        const shown = await showCorrections(ports, asker.tenant, part(c, "id"));
        return c.json({ items: shown.map(correctionJson), next_cursor: null });
      },
      async approveRefund(c, asker) {
        const refund = await approveRefund(ports, asker.tenant, refundIn(c), personIs(asker));
        return c.json(await allSent(c, refund));
      },
      async listRefunds(c, asker) {
        const { session } = bySchema(refundsQuery, c.req.query());
        const refunds = await listRefunds(ports, asker.tenant, session);
        const items = refunds.map((refund) =>
          refundJson(
            refund,
            refunds.filter(({ group }) => group === refund.group),
          ),
        );
        return c.json({ items, next_cursor: null });
      },
      async listDisputes(c, asker) {
        const from = cursorText(c.req.query("cursor"));
        return c.json(pageJson(await listDisputes(ports, asker.tenant, from), disputeJson));
      },
      async showDispute(c, asker) {
        return c.json(disputeJson(await loadDispute(ports, asker.tenant, disputeIn(c))));
      },
      async giveEvidence(c, asker) {
        // What is somebody else's is not found, whatever else is wrong with the request.
        const { id } = await loadDispute(ports, asker.tenant, disputeIn(c));
        const key = keyOf(c);
        const { body } = await jsonBody(c, evidenceBody, bodyLimits.short);
        const asked = { who: personIs(asker), why: body.reason, key };
        return c.json(disputeJson(await giveEvidence(ports, asker.tenant, id, asked)), 202);
      },
      async showRefund(c, asker) {
        const refund = await loadRefund(ports, asker.tenant, refundIn(c));
        return c.json(refundJson(refund, await groupOf(ports, refund)));
      },
      async reportHolds(c, asker) {
        return c.json(holdsJson(await reportHolds(ports, asker.tenant), ports.clock()));
      },
      async reportMetrics(c, asker) {
        return c.json(metricsJson(await reportMetrics(ports, asker.tenant)));
      },
    },
  );
}
