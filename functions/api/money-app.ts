/** The money door of the API: a start holds money, so it lives apart from what is only looked at. */
import { addHold } from "@barq/actions/add-hold";
import { resolveWork } from "@barq/actions/resolve-work";
import { startSession } from "@barq/actions/start-session";
import { amountOf } from "@barq/domain/money";
import type { Hono } from "hono";
import { addressOf } from "./address.ts";
import { resolveBody } from "./bodies/resolve.ts";
import { moreBody, startBody } from "./bodies/start.ts";
import type { DoorEnv } from "./door.ts";
import { createDoor, part } from "./door.ts";
import { keyOf } from "./idempotency-key.ts";
import { bodyLimits, jsonBody } from "./read-body.ts";
import { resolveRequest } from "./resolve-request.ts";
import { moneyRoutes } from "./routes/money.ts";
import type { MoneyDoor } from "./wire.ts";
import { workJson } from "./work-view.ts";

export function createMoneyApp(door: MoneyDoor): Hono<DoorEnv> {
  const { ports, who, log } = door;
  return createDoor(
    "money",
    moneyRoutes,
    { who, origin: ports.origin, log },
    {
      async addHold(c, asker) {
        const { body } = await jsonBody(c, moreBody, bodyLimits.short);
        const { hold, paymentUrl } = await addHold(ports, asker.tenant, part(c, "id"), body.amount);
        return c.json(
          {
            n: hold.n,
            state: hold.state,
            hold: amountOf(hold.holdAmount),
            payment: paymentUrl === null ? null : { url: paymentUrl },
          },
          201,
        );
      },
      async resolveWork(c, asker) {
        const key = keyOf(c);
        const { body, raw } = await jsonBody(c, resolveBody, bodyLimits.short);
        const of = { row: part(c, "row"), key, body, raw };
        const request = resolveRequest(asker, of, (subject) => ports.identity.hashed(subject));
        return c.json(workJson(ports.clock())(await resolveWork(ports, asker.tenant, request)));
      },
      async startSession(c) {
        const key = keyOf(c);
        const { body, raw } = await jsonBody(c, startBody, bodyLimits.short);
        const { limit } = body;
        const { session, paymentUrl, repeated, consent } = await startSession(ports, {
          qr: body.qr,
          key,
          body: raw,
          locale: body.locale ?? "fr",
          limit:
            limit === undefined
              ? null
              : "amount" in limit
                ? { kind: "amount", text: limit.amount }
                : { kind: "energy", kwhText: limit.energy_kwh },
          email: body.email ?? null,
          consent: body.collect_later
            ? { wording: body.collect_later.wording, mostText: body.collect_later.amount }
            : null,
          address: addressOf(c),
          // Whoever starts through the API stands before the station with an app that has asked.
          carConfirmed: true,
          device: null,
        });
        return c.json(
          {
            id: session.id,
            reference: session.reference,
            state: session.state,
            hold: session.hold && amountOf(session.hold.holdAmount),
            ...(consent && {
              collect_later: {
                wording: consent.wording,
                most: amountOf({ minor: consent.mostMinor, currency: session.currency }),
              },
            }),
            payment: paymentUrl === null ? null : { url: paymentUrl },
            access_token: await who.accessOnStart(session, repeated),
          },
          repeated ? 200 : 201,
          { location: `/v1/sessions/${session.id}` },
        );
      },
    },
  );
}
