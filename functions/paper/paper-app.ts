/**
 * The paper door: stickers as PDF, and receipts, as PDF and as a page for whoever has the link. It is a door of its own because the library that
 * writes PDF is bundled only here; the page is here because API Gateway cannot tell `/r/{token}` from `/r/{token}.pdf`.
 */
import type { Cable } from "@barq/actions/release-cable";
import { cableOf, releaseCable } from "@barq/actions/release-cable";
import { showProof, showReceipt } from "@barq/actions/sealed-session";
import { loadSession } from "@barq/actions/session-store";
import { showCorrections } from "@barq/actions/show-corrections";
import { receiptPdf } from "@barq/documents/receipt-pdf";
import { Fault } from "@barq/domain/fault";
import type { Receipt } from "@barq/domain/receipt";
import type { CableView } from "@barq/pages/cable-card";
import type { Locale } from "@barq/pages/locale";
import { locales } from "@barq/pages/locale";
import { receiptPage } from "@barq/pages/receipt-page";
import type { Hono } from "hono";
import * as v from "valibot";
import type { DoorContext, DoorEnv } from "../api/door.ts";
import { createDoor, part, plainFace } from "../api/door.ts";
import { htmlAnswer } from "../api/html-answer.ts";
import type { Problem } from "../api/problem.ts";
import { bodyLimits, formBody } from "../api/read-body.ts";
import { paperRoutes } from "../api/routes/paper.ts";
import type { Asker } from "../api/who.ts";
import { assertAccessStands } from "../api/who.ts";
import type { CommandDoor } from "../api/wire.ts";
import { pageFace, pageLocale } from "../pages/page-face.ts";
import { placeOfSession } from "../pages/session-place.ts";
import { stickerPapers } from "./sticker-papers.ts";

/** People open a receipt's page; a PDF and the interface are asked for by machines too. */
const face = (c: DoorContext, problem: Problem): Response =>
  /^\/r\/[^/]+(?<!\.pdf)(?:\/cable)?$/.test(c.req.path) ? pageFace(c, problem) : plainFace(c, problem);

/** No driver tries more often, and no number is longer. */
const cableForm = v.object({
  try: v.pipe(v.string(), v.regex(/^[1-9]$/)),
  lang: v.optional(v.picklist(locales)),
});

const cableView = (cable: Cable | null): CableView | null =>
  cable && { state: cable.last?.state ?? null, next: cable.next };

export function createPaperApp(wired: CommandDoor): Hono<DoorEnv> {
  const { ports, who, log } = wired;
  const pdfAnswer = async (c: DoorContext, asker: Asker, id: string): Promise<Response> => {
    const session = await loadSession(ports, asker.tenant, id);
    assertAccessStands(asker, session, ports.clock());
    const receipt = await showReceipt(ports, asker.tenant, id);
    const shown = asker.kind === "receipt" ? withoutCard(receipt) : receipt;
    const bytes = await receiptPdf(shown, {
      locale: localeAsked(c) ?? session.pinned.locale,
      origin: ports.origin,
    });
    return c.body(bytes, 200, {
      "content-type": "application/pdf",
      "content-disposition": `inline; filename="${fileName(receipt)}"`,
      "cache-control": "no-store",
    });
  };

  return createDoor(
    "paper",
    paperRoutes,
    { who, origin: ports.origin, log, face },
    {
      receiptPdf: (c, asker) => pdfAnswer(c, asker, part(c, "id")),
      receiptPdfByToken: (c, asker) => pdfAnswer(c, asker, sessionOf(asker)),

      ...stickerPapers(wired),

      async receiptPage(c, asker) {
        const session = await loadSession(ports, asker.tenant, sessionOf(asker));
        // The proof lies at /v1/sessions/{id}/proof for whoever sends the token as a header; a link cannot send one.
        if (c.req.query("part") === "proof")
          return c.json(await showProof(ports, session.tenant, session.id), 200, {
            "content-disposition": `attachment; filename="barq-proof-${session.reference}.json"`,
          });
        if (c.req.query("part") === "corrected") {
          const shown = await showCorrections(ports, session.tenant, session.id);
          const last = shown.findLast(({ proof }) => proof !== null);
          if (!last?.proof) throw new Fault("not_found", "This session was never corrected.");
          return c.json(last.proof, 200, {
            "content-disposition": `attachment; filename="barq-proof-${session.reference}-corrected.json"`,
          });
        }
        const [place, receipt, cable] = await Promise.all([
          placeOfSession(ports, session),
          showReceipt(ports, session.tenant, session.id),
          cableOf(ports, session),
        ]);
        return htmlAnswer(
          receiptPage({
            locale: pageLocale(c, session.pinned.locale),
            receipt: withoutCard(receipt),
            operator: place.operator,
            supportPhone: place.supportPhone,
            token: part(c, "token"),
            cable: cableView(cable),
          }),
        );
      },
      async releaseCable(c, asker) {
        const session = await loadSession(ports, asker.tenant, sessionOf(asker));
        const { body } = await formBody(c, cableForm, bodyLimits.short);
        try {
          await releaseCable(ports, session, Number(body.try));
        } catch (error) {
          // Too late, or somebody else has come: the page says what can still be done.
          if (!(error instanceof Fault) || error.code !== "state_conflict") throw error;
        }
        const back = `/r/${encodeURIComponent(part(c, "token"))}`;
        return c.redirect(body.lang === undefined ? back : `${back}?lang=${body.lang}`, 303);
      },
    },
  );
}

/** Paper in another language than the driver's: what is asked for and is none is left aside, as on pages. */
const localeAsked = (c: DoorContext): Locale | undefined => {
  const asked = c.req.query("lang");
  return locales.find((locale) => locale === asked);
};

/** Whoever has a receipt's link sees what was paid, not with which card. */
const withoutCard = (receipt: Receipt): Receipt => ({ ...receipt, card: null });

/** The routes of receipts let in receipt tokens alone, and each of them stands for one session. */
function sessionOf(asker: Asker): string {
  if (asker.kind !== "receipt") throw new Error("a receipt's address was opened without its token");
  return asker.session;
}

/** A name for the driver's disk; nothing in it can end the header or leave the folder. */
const fileName = ({ number, reference }: Receipt): string =>
  `receipt-${(number ?? reference).replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 80)}.pdf`;
