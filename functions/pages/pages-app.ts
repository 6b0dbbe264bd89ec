/** The door of the pages that only look: the page behind a code, a session with its stop button, a receipt. */
import { readLocation, readSettings, readTariffVersion } from "@barq/actions/network";
import { isReleasing } from "@barq/actions/release-hold";
import { showProof, showReceipt } from "@barq/actions/sealed-session";
import { loadSession } from "@barq/actions/session-store";
import { showSession } from "@barq/actions/show-session";
import { waitsForPlug } from "@barq/actions/start-station";
import { stopSession } from "@barq/actions/stop-session";
import { Fault } from "@barq/domain/fault";
import type { Receipt } from "@barq/domain/receipt";
import type { Session } from "@barq/domain/session";
import { localeNamed } from "@barq/pages/locale";
import { receiptPage } from "@barq/pages/receipt-page";
import { sessionPage } from "@barq/pages/session-page";
import type { Hono } from "hono";
import type { DoorContext, DoorEnv } from "../api/door.ts";
import { createDoor, part } from "../api/door.ts";
import { htmlAnswer } from "../api/html-answer.ts";
import type { Asker } from "../api/who.ts";
import { assertAccessStands } from "../api/who.ts";
import type { PagesDoor } from "../api/wire.ts";
import { pageFace, pageLocale } from "./page-face.ts";
import { emptyForm, scanAnswer } from "./scan-answer.ts";

export function createPagesApp({ ports, who, log, payOrigins }: PagesDoor): Hono<DoorEnv> {
  /** Whose station it is, and who answers the phone. */
  const placeOf = async ({ tenant, pinned }: Session) => {
    const [location, settings] = await Promise.all([
      readLocation(ports, tenant, pinned.location),
      readSettings(ports, tenant),
    ]);
    return {
      name: location?.name ?? pinned.location,
      operator: location?.operator ?? settings.operator,
      supportPhone: location?.supportPhone ?? settings.supportPhone,
      labels: location?.labels ?? {},
    };
  };

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

  const proofAnswer = async (c: DoorContext, session: Session): Promise<Response> =>
    c.json(await showProof(ports, session.tenant, session.id), 200, {
      "content-disposition": `attachment; filename="barq-proof-${session.reference}.json"`,
    });

  return createDoor(
    "pages",
    { who, origin: ports.origin, log, face: pageFace },
    {
      scanPage: (c) =>
        scanAnswer(ports, payOrigins, {
          qr: part(c, "qr"),
          locale: pageLocale(c),
          form: emptyForm(),
          error: c.req.query("error") ?? null,
        }),

      async sessionPage(c, asker) {
        const now = ports.clock();
        const view = await showSession(ports, asker.tenant, part(c, "id"));
        if (!view) throw new Fault("not_found", "There is no such session.");
        const { session } = view;
        assertAccessStands(asker, session, now);
        const [place, receipt, tariff] = await Promise.all([
          placeOf(session),
          receiptOf(session),
          tariffOf(session),
        ]);
        return htmlAnswer(
          sessionPage({
            ...view,
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
        );
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

      async receiptPage(c, asker) {
        const session = await loadSession(ports, asker.tenant, sessionOf(asker));
        // The proof lies at /v1/sessions/{id}/proof for whoever sends the token as a header; a link cannot send one.
        if (c.req.query("part") === "proof") return proofAnswer(c, session);
        const [place, receipt] = await Promise.all([
          placeOf(session),
          showReceipt(ports, session.tenant, session.id),
        ]);
        return htmlAnswer(
          receiptPage({
            locale: pageLocale(c, session.pinned.locale),
            // Whoever has a receipt's link sees what was paid, not with which card.
            receipt: { ...receipt, card: null },
            operator: place.operator,
            supportPhone: place.supportPhone,
            token: part(c, "token"),
          }),
        );
      },
    },
  );
}

/** The route lets in receipt tokens alone, and each of them stands for one session. */
function sessionOf(asker: Asker): string {
  if (asker.kind !== "receipt") throw new Error("a receipt's address was opened without its token");
  return asker.session;
}
