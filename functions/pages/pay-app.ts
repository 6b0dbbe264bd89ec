/**
 * The pages' money door: the page behind a code, its form that starts, and the way back from the payment page. All work
 * without scripts. The page that is only looked at is here too, because it is the same page that a refused start shows again,
 * and because whoever looks at it has warmed the Lambda that the button asks.
 *
 * A start that is refused is answered by the same page again, with the refusal's own status, what was wrong in words, and
 * what the driver had typed. A redirect to `?error=` was rejected: it would lose what was typed, or carry an e-mail
 * address in an address. The page that is shown again has a fresh key, because under the old one lies a session that is
 * over; only where the payment page did not answer the key stays, so that the next press finds that very session.
 */
import { addHold } from "@barq/actions/add-hold";
import { confirmHold } from "@barq/actions/confirm-hold";
import { startSession } from "@barq/actions/start-session";
import { Fault } from "@barq/domain/fault";
import { day } from "@barq/domain/instant";
import type { Amount } from "@barq/domain/money";
import { localeNamed } from "@barq/pages/locale";
import type { Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { record, string } from "valibot";
import { addressOf } from "../api/address.ts";
import { keyPattern, moreForm, startForm } from "../api/bodies/start.ts";
import type { DoorContext, DoorEnv } from "../api/door.ts";
import { accessCookie, createDoor, part } from "../api/door.ts";
import { freshKey } from "../api/fresh-key.ts";
import { problemOf } from "../api/problem.ts";
import { bodyLimits, bySchema, formBody } from "../api/read-body.ts";
import { payRoutes } from "../api/routes/pay.ts";
import type { PayDoor } from "../api/wire.ts";
import { pageFace, pageLocale } from "./page-face.ts";
import { emptyForm, scanAnswer } from "./scan-answer.ts";
import { carConfirmedOf, consentOf, limitOf, typedForm } from "./typed-start.ts";

type Fields = Readonly<Record<string, string>>;

/** As long as an access token can live; it ends by itself a day after the session. */
const cookieS = (7 * day) / 1000;
/** Tells one browser's unpaid starts from another's, for the limits against card testing; it is sent to starts alone. */
const deviceCookie = "barq_device";
const deviceLife = { path: "/q", httpOnly: true, sameSite: "Lax", maxAge: day / 1000 } as const;
const anyFields = record(string(), string());

export function createPayApp({ ports, who, log, payOrigins }: PayDoor): Hono<DoorEnv> {
  const isSecure = ports.origin.startsWith("https:");

  const start = async (c: DoorContext, fields: Fields): Promise<Response> => {
    const form = bySchema(startForm, fields);
    const consent = consentOf(form);
    const asked = {
      qr: part(c, "qr"),
      locale: form.lang ?? pageLocale(c),
      limit: limitOf(form),
      email: form.email ? form.email : null,
      carConfirmed: carConfirmedOf(form),
      ...(consent && { consent }),
    };
    const device = getCookie(c, deviceCookie) ?? freshKey();
    setCookie(c, deviceCookie, device, { ...deviceLife, secure: isSecure });
    const { session, paymentUrl, repeated } = await startSession(ports, {
      ...asked,
      key: form.key,
      body: asked,
      address: addressOf(c),
      device,
    });
    const token = await who.accessOnStart(session, repeated);
    const page = `/s/${session.id}`;
    if (token !== null) {
      // The path is the session's own, so that two sessions on one phone do not take each other's cookie.
      const cookie = { path: page, httpOnly: true, sameSite: "Lax", maxAge: cookieS } as const;
      setCookie(c, accessCookie, token, { ...cookie, secure: isSecure });
    }
    return c.redirect(paymentUrl ?? page, 303);
  };

  const showAgain = (c: DoorContext, fault: Fault, fields: Fields): Promise<Response> => {
    const problem = problemOf(fault, c.get("requestId"));
    const { "content-type": _, ...headers } = problem.headers;
    const keepsKey = fault.code === "provider_unavailable" && keyPattern.test(fields.key ?? "");
    return scanAnswer(ports, payOrigins, {
      qr: part(c, "qr"),
      locale: localeNamed(fields.lang) ?? pageLocale(c),
      form: typedForm(fields, keepsKey ? (fields.key ?? "") : freshKey()),
      error: fault.code,
      least: isAmount(problem.body.least) ? problem.body.least : null,
      status: problem.status,
      headers,
    });
  };

  return createDoor(
    "pay",
    payRoutes,
    { who, origin: ports.origin, log, face: pageFace },
    {
      scanPage: (c) =>
        scanAnswer(ports, payOrigins, {
          qr: part(c, "qr"),
          locale: pageLocale(c),
          form: emptyForm(),
          error: c.req.query("error") ?? null,
        }),

      async startForm(c) {
        let fields: Fields = {};
        try {
          // A card number is refused here already, before anything of it could be shown again.
          fields = (await formBody(c, anyFields, bodyLimits.short)).raw;
          return await start(c, fields);
        } catch (error) {
          if (error instanceof Fault) return showAgain(c, error, fields);
          throw error;
        }
      },
      async moreForm(c, asker) {
        const { body } = await formBody(c, moreForm, bodyLimits.short);
        const id = part(c, "id");
        const { paymentUrl } = await addHold(ports, asker.tenant, id, body.amount);
        return c.redirect(paymentUrl ?? `/s/${id}`, 303);
      },
      async paidReturn(c, asker) {
        const { id } = await confirmHold(ports, asker.tenant, part(c, "id"));
        return c.redirect(`/s/${id}`, 303);
      },
    },
  );
}

const isAmount = (value: unknown): value is Amount =>
  typeof value === "object" && value !== null && "amount" in value && "currency" in value;
