/** The door of a session's own page: what it is doing, and its stop button. */

import { moveSession } from "@barq/actions/move-session";
import { readTariffVersion } from "@barq/actions/network";
import { offeredMore } from "@barq/actions/offer-more";
import { otherConnectors } from "@barq/actions/other-connectors";
import { isMovable, isReleasing } from "@barq/actions/release-hold";
import { showReceipt } from "@barq/actions/sealed-session";
import { showSession } from "@barq/actions/show-session";
import { waitsForPlug } from "@barq/actions/start-station";
import { assignmentOfSticker, stickerOfTyped } from "@barq/actions/sticker-place";
import { stopSession } from "@barq/actions/stop-session";
import { Fault } from "@barq/domain/fault";
import type { Receipt } from "@barq/domain/receipt";
import type { Session } from "@barq/domain/session";
import type { CodeTrouble } from "@barq/pages/code-page";
import { codePage } from "@barq/pages/code-page";
import { localeNamed } from "@barq/pages/locale";
import { sessionPage } from "@barq/pages/session-page";
import type { Hono } from "hono";
import { moveForm } from "../api/bodies/start.ts";
import type { DoorEnv } from "../api/door.ts";
import { createDoor, part } from "../api/door.ts";
import { htmlAnswer } from "../api/html-answer.ts";
import { bodyLimits, formBody } from "../api/read-body.ts";
import { pagesRoutes } from "../api/routes/pages.ts";
import { assertAccessStands } from "../api/who.ts";
import type { PagesDoor } from "../api/wire.ts";
import { pageFace, pageLocale } from "./page-face.ts";
import { placeOfSession } from "./session-place.ts";
import { carConfirmedOf } from "./typed-start.ts";

/** Why another connector does not take a hold, where the driver had best look again. */
const notThere: ReadonlySet<string> = new Set([
  "state_conflict",
  "connector_taken",
  "connector_unavailable",
  "station_offline",
  "car_not_confirmed",
  "limit_too_small",
]);

/** What to tell somebody who typed a code that leads nowhere; null for what is no matter of codes. */
function codeTroubleOf(error: unknown): CodeTrouble {
  if (!(error instanceof Fault)) return null;
  if (error.code === "qr_revoked") return "unused";
  const { trouble } = error.details;
  return trouble === "malformed" || trouble === "mistyped" || trouble === "unknown" || trouble === "unused"
    ? trouble
    : null;
}

export function createPagesApp({ ports, who, log, payOrigins }: PagesDoor): Hono<DoorEnv> {
  /** What staying plugged in costs is of interest while it charges and until the cable is out. */
  const tariffOf = async ({ state, idleUntil, tenant, pinned }: Session) =>
    state === "charging" || (state === "ended" && idleUntil !== null)
      ? ((await readTariffVersion(ports, tenant, pinned.tariff, pinned.tariffVersion)) ?? null)
      : null;

  /** A receipt whose proof is being written is not there yet: the page says so, and goes on. */
  const receiptOf = async (session: Session): Promise<Receipt | null> => {
    if (session.receipt === null) return null;
    try {
      return await showReceipt(ports, session.tenant, session.id);
    } catch (error) {
      if (error instanceof Fault && error.code === "receipt_not_ready") return null;
      throw error;
    }
  };

  return createDoor(
    "pages",
    pagesRoutes,
    { who, origin: ports.origin, log, face: pageFace },
    {
      async typedCode(c) {
        const locale = pageLocale(c);
        const typed = c.req.query("code") ?? "";
        if (typed === "") return htmlAnswer(codePage({ locale, typed, trouble: null }));
        try {
          const { tenant, id } = await stickerOfTyped(ports, typed);
          await assignmentOfSticker(ports, tenant, id);
          const address = `/q/${ports.identity.makeQr({ tenant, sticker: id })}`;
          const lang = localeNamed(c.req.query("lang"));
          return c.redirect(lang === undefined ? address : `${address}?lang=${lang}`, 303);
        } catch (error) {
          const trouble = codeTroubleOf(error);
          if (trouble === null) throw error;
          return htmlAnswer(codePage({ locale, typed, trouble }), trouble === "malformed" ? 400 : 404);
        }
      },

      async sessionPage(c, asker) {
        const now = ports.clock();
        const view = await showSession(ports, asker.tenant, part(c, "id"));
        if (!view) throw new Fault("not_found", "There is no such session.");
        const { session } = view;
        assertAccessStands(asker, session, now);
        const [place, receipt, tariff] = await Promise.all([
          placeOfSession(ports, session),
          receiptOf(session),
          tariffOf(session),
        ]);
        const offered = offeredMore(ports, view);
        const others = isMovable(session, now) ? await otherConnectors(ports, session) : null;
        return htmlAnswer(
          sessionPage({
            ...view,
            offered,
            others,
            locale: pageLocale(c, session.pinned.locale),
            place,
            now,
            tariff,
            labels: place.labels,
            isReleasing: isReleasing(session),
            plugBy: waitsForPlug(session) ? session.since + ports.policy.plugMs : null,
            receipt,
            receiptToken: receipt === null ? null : await who.issueReceipt(session),
            qr: ports.identity.makeQr({ tenant: session.tenant, sticker: session.pinned.sticker }),
          }),
          200,
          // The form that adds to the hold leads to the payment page.
          { formTargets: offered.length > 0 ? payOrigins : [] },
        );
      },

      async moveForm(c, asker) {
        const { body } = await formBody(c, moveForm, bodyLimits.short);
        const id = part(c, "id");
        const back = body.lang === undefined ? `/s/${id}` : `/s/${id}?lang=${body.lang}`;
        try {
          const carConfirmed = carConfirmedOf(body);
          await moveSession(ports, asker.tenant, id, { qr: body.qr, carConfirmed });
        } catch (error) {
          // The hold is where it was, and the session's page says so, and what else there is.
          if (!(error instanceof Fault) || !notThere.has(error.code)) throw error;
        }
        return c.redirect(back, 303);
      },

      async stopForm(c, asker) {
        const id = part(c, "id");
        const lang = localeNamed(c.req.query("lang"));
        try {
          await stopSession(ports, asker.tenant, id);
        } catch (error) {
          // Ended in the meantime: there is nothing to refuse, the session's page says how it stands.
          if (!(error instanceof Fault) || error.code !== "state_conflict") throw error;
        }
        return c.redirect(lang === undefined ? `/s/${id}` : `/s/${id}?lang=${lang}`, 303);
      },
    },
  );
}
