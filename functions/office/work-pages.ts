/** The work queue as a page: what waits, what was resolved, and the acts on it that move no money. */
import { listResolved, listWork, showWork } from "@barq/actions/list-work";
import { readSettings } from "@barq/actions/network";
import { resolveWork } from "@barq/actions/resolve-work";
import type { WorkRow } from "@barq/actions/work-row";
import { zoneOfCountry } from "@barq/domain/legal-time";
import type { WorkRowView } from "@barq/pages/office/work-page";
import { workPage } from "@barq/pages/office/work-page";
import { workForm } from "../api/bodies/work-form.ts";
import type { DoorContext, HandlersOf } from "../api/door.ts";
import { part } from "../api/door.ts";
import { formAnswer } from "../api/form-answer.ts";
import { freshKey } from "../api/fresh-key.ts";
import { bodyLimits, formBody } from "../api/read-body.ts";
import { mayResolve, resolveRequest } from "../api/resolve-request.ts";
import type { Role } from "../api/staff-token.ts";
import type { OfficeDoor } from "../api/wire.ts";
import type { workPageRoutes } from "../api/work-page-routes.ts";
import { placeOf } from "../api/work-view.ts";
import { officeAnswer, officeFrame } from "./office-face.ts";

export function workPages({ ports }: OfficeDoor): HandlersOf<keyof typeof workPageRoutes> {
  return {
    async deskWork(c, asker) {
      const list = c.req.query("list") === "resolved" ? "resolved" : "open";
      const from = placeOf(c.req.query("from"));
      const [page, { operator, country }] = await Promise.all([
        (list === "resolved" ? listResolved : listWork)(ports, asker.tenant, from),
        readSettings(ports, asker.tenant),
      ]);
      const frame = officeFrame(c, asker, operator);
      const { role } = frame;
      return officeAnswer(
        c,
        workPage({
          ...frame,
          now: ports.clock(),
          zone: zoneOfCountry(country) ?? "UTC",
          list,
          rows: page.rows.map((row) => rowView(row, role)),
          next: page.next === null ? null : Buffer.from(page.next).toString("base64url"),
          withMoney: role !== "technician",
          withSessions: role !== "finance",
          freshKey,
        }),
      );
    },
    async workForm(c: DoorContext, asker) {
      // Before the form is judged: what is somebody else's is answered like what does not exist.
      const { id } = await showWork(ports, asker.tenant, part(c, "row"));
      return formAnswer(c, "/desk/work-queue", async () => {
        const { body, raw } = await formBody(c, workForm, bodyLimits.short);
        const { act, reason, key } = body;
        const of = { row: id, key, body: { act, reason }, raw };
        const request = resolveRequest(asker, of, (subject) => ports.identity.hashed(subject));
        await resolveWork(ports, asker.tenant, request);
      });
    },
  };
}

const isHere = (act: string): act is "acknowledge" | "retry" => act === "acknowledge" || act === "retry";

function rowView(row: WorkRow, role: Role): WorkRowView {
  const mine = row.acts.filter((act) => mayResolve(role, act));
  return { ...row, here: mine.filter(isHere), elsewhere: mine.filter((act) => !isHere(act)) };
}
