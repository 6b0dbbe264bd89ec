/** The paper door: documents as PDF. It is a door of its own because the library that writes them is bundled only here. */
import { showReceipt } from "@barq/actions/sealed-session";
import { loadSession } from "@barq/actions/session-store";
import { receiptPdf } from "@barq/documents/receipt-pdf";
import type { Receipt } from "@barq/domain/receipt";
import type { Hono } from "hono";
import type { DoorContext, DoorEnv } from "../api/door.ts";
import { createDoor, part } from "../api/door.ts";
import type { Asker } from "../api/who.ts";
import { assertAccessStands } from "../api/who.ts";
import type { ReadDoor } from "../api/wire.ts";

export function createPaperApp({ ports, who, log }: ReadDoor): Hono<DoorEnv> {
  const answer = async (c: DoorContext, asker: Asker, id: string): Promise<Response> => {
    const session = await loadSession(ports, asker.tenant, id);
    assertAccessStands(asker, session, ports.clock());
    const receipt = await showReceipt(ports, asker.tenant, id);
    // Whoever has a receipt's link sees what was paid, not with which card.
    const shown = asker.kind === "receipt" ? { ...receipt, card: null } : receipt;
    const bytes = await receiptPdf(shown, { locale: session.pinned.locale, origin: ports.origin });
    return c.body(bytes, 200, {
      "content-type": "application/pdf",
      "content-disposition": `inline; filename="${fileName(receipt)}"`,
      "cache-control": "no-store",
    });
  };

  return createDoor(
    "paper",
    { who, origin: ports.origin, log },
    {
      receiptPdf: (c, asker) => answer(c, asker, part(c, "id")),
      receiptPdfByToken: (c, asker) => {
        // The route lets in receipt tokens alone, and each of them stands for one session.
        if (asker.kind !== "receipt") throw new Error("a receipt's address was opened without its token");
        return answer(c, asker, asker.session);
      },
    },
  );
}

/** A name for the driver's disk; nothing in it can end the header or leave the folder. */
const fileName = ({ number, reference }: Receipt): string =>
  `receipt-${(number ?? reference).replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 80)}.pdf`;
