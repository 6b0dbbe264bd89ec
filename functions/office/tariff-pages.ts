/** Tariffs at the desk: what is sold and planned, a draft as a second person looks at it, their yes, and its withdrawal. */
import { listDrafts, loadDraft } from "@barq/actions/draft-tariff";
import { listTariffs } from "@barq/actions/list-network";
import { lookAtDraft } from "@barq/actions/look-at-draft";
import { readSettings } from "@barq/actions/network";
import { approveDraft, withdrawDraft } from "@barq/actions/publish-tariff";
import { repricePast } from "@barq/actions/reprice-past";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { instantOfLocal, isoDay, zoneOfCountry } from "@barq/domain/legal-time";
import type { Tariff } from "@barq/domain/tariff";
import { readTariff } from "@barq/domain/tariff";
import { isAuthor } from "@barq/domain/tariff-draft";
import { draftPage } from "@barq/pages/office/draft-page";
import { tariffsPage } from "@barq/pages/office/tariffs-page";
import { tariffLines } from "@barq/pages/tariff-lines";
import { draftForm } from "../api/bodies/work-form.ts";
import type { HandlersOf } from "../api/door.ts";
import { formAnswer } from "../api/form-answer.ts";
import { cursorText } from "../api/network-view.ts";
import { personOf } from "../api/person.ts";
import { bodyLimits, formBody } from "../api/read-body.ts";
import { daysOf, draftIn } from "../api/tariff-draft-handlers.ts";
import type { Asker } from "../api/who.ts";
import type { OfficeDoor } from "../api/wire.ts";
import type { tariffPageRoutes } from "../api/work-page-routes.ts";
import { officeAnswer, officeFrame } from "./office-face.ts";

/** What a page may be waited for: so many sessions, or one call's questions; the command goes through everything. */
const mostCompared = 200;

const cursorOf = (next: string | null): string | null =>
  next === null ? null : Buffer.from(next).toString("base64url");

export function tariffPages({ ports }: OfficeDoor): HandlersOf<keyof typeof tariffPageRoutes> {
  const personIs = (asker: Asker): string => personOf(ports.identity, asker);

  const compared = async (tenant: string, tariff: Tariff, zone: string) => {
    const days = daysOf({}, isoDay(zone, ports.clock()));
    const of = { days, most: mostCompared, cursor: null };
    const { repriced, next } = await repricePast(ports, tenant, tariff, of);
    return { ...days, repriced, isWhole: next === null };
  };

  return {
    async deskTariffs(c, asker) {
      const [tariffs, drafts, { operator, country }] = await Promise.all([
        listTariffs(ports, asker.tenant, cursorText(c.req.query("from"))),
        listDrafts(ports, asker.tenant, cursorText(c.req.query("drafts"))),
        readSettings(ports, asker.tenant),
      ]);
      const frame = officeFrame(c, asker, operator);
      const page = tariffsPage({
        ...frame,
        now: ports.clock(),
        zone: zoneOfCountry(country) ?? "UTC",
        tariffs: tariffs.rows.map(({ source, version, planned }) => ({
          ...{ id: source.id, version, planned },
          lines: tariffLines({ ...readTariff(source), version }, frame.locale),
        })),
        drafts: drafts.rows.toSorted((a, b) => b.changedAt - a.changedAt),
        nextTariffs: cursorOf(tariffs.next),
        nextDrafts: cursorOf(drafts.next),
      });
      return officeAnswer(c, page);
    },
    async deskDraft(c, asker) {
      const [looked, { operator, country }] = await Promise.all([
        lookAtDraft(ports, asker.tenant, draftIn(c)),
        readSettings(ports, asker.tenant),
      ]);
      const { draft, tariff, wrong, unusual, seen } = looked;
      const zone = zoneOfCountry(country) ?? "UTC";
      const frame = officeFrame(c, asker, operator);
      const page = draftPage({
        ...frame,
        ...{ now: ports.clock(), zone, draft, wrong, unusual, seen },
        lines: tariff && tariffLines(tariff, frame.locale),
        currency: tariff?.currency ?? null,
        // What is withdrawn is compared with nothing any more.
        comparison: tariff && draft.state !== "withdrawn" ? await compared(asker.tenant, tariff, zone) : null,
        mayDecide: frame.role === "operator" || frame.role === "finance",
        isAuthor: isAuthor(draft, personIs(asker)),
        withSessions: frame.role !== "finance",
      });
      return officeAnswer(c, page);
    },
    async draftForm(c, asker) {
      // Before the form is judged: what is somebody else's is answered like what does not exist.
      const { id } = await loadDraft(ports, asker.tenant, draftIn(c));
      return formAnswer(c, `/desk/tariffs/${id}`, async () => {
        const { body } = await formBody(c, draftForm, bodyLimits.short);
        const who = personIs(asker);
        if (body.act === "withdraw")
          return withdrawDraft(ports, asker.tenant, id, { who, reason: body.reason });
        const { country } = await readSettings(ports, asker.tenant);
        const from = body.from === "" ? null : localInstant(body.from, zoneOfCountry(country) ?? "UTC");
        return approveDraft(ports, asker.tenant, id, { who, seen: body.seen, from });
      });
    },
  };
}

/** @throws Fault invalid_request for a time that no clock shows, or that it shows twice */
function localInstant(text: string, zone: string): Instant {
  const [day = "", time = ""] = text.split("T");
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  if (hours > 23 || minutes > 59) throw new Fault("invalid_request", "This is no time of a day.");
  const found = instantOfLocal(zone, day, hours * 60 + minutes);
  if (found.kind !== "one")
    throw new Fault("invalid_request", "The clock is changed then, so that this time is none or two.");
  return found.at;
}
