/** Drafts of tariffs at their door: written, looked at, compared with the past, approved and withdrawn. */

import { changeDraft, draftTariff, listDrafts, loadDraft, noSuchDraft } from "@barq/actions/draft-tariff";
import { actsOf, lookAtDraft } from "@barq/actions/look-at-draft";
import { readSettings } from "@barq/actions/network";
import type { ReadPorts } from "@barq/actions/ports";
import { approveDraft, withdrawDraft } from "@barq/actions/publish-tariff";
import type { Days } from "@barq/actions/reprice-past";
import { repricePast } from "@barq/actions/reprice-past";
import { dayNumber, dayNumberOf, isoDayOf, lastDayOf } from "@barq/domain/civil-day";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { parseInstant } from "@barq/domain/instant";
import { isoDay, zoneOfCountry } from "@barq/domain/legal-time";
import {
  approveDraftBody,
  changeDraftBody,
  comparisonQuery,
  tariffDraftBody,
  withdrawDraftBody,
} from "./bodies/tariff-draft.ts";
import type { DoorContext } from "./door.ts";
import { part } from "./door.ts";
import { keyOf } from "./idempotency-key.ts";
import { cursorText, pageJson } from "./network-view.ts";
import { personOf } from "./person.ts";
import { bodyLimits, bySchema, jsonBody } from "./read-body.ts";
import { comparisonJson, draftJson, lookedJson, repriceCursorOf } from "./tariff-draft-view.ts";
import type { Asker } from "./who.ts";

/** As we make them: anything else is looked up nowhere. @throws Fault not_found */
export function draftIn(c: DoorContext): string {
  const id = part(c, "draft");
  if (!/^drf_[a-z0-9]{1,40}$/.test(id)) throw noSuchDraft();
  return id;
}

export function tariffDraftHandlers({ ports }: { readonly ports: ReadPorts }) {
  const personIs = (asker: Asker): string => personOf(ports.identity, asker);
  const shown = async (asker: Asker, id: string) => {
    const looked = await lookAtDraft(ports, asker.tenant, id);
    return lookedJson(looked, await actsOf(ports, looked));
  };
  /** Before a body is judged: what is somebody else's is answered like what does not exist. */
  const known = async (c: DoorContext, asker: Asker): Promise<string> =>
    (await loadDraft(ports, asker.tenant, draftIn(c))).id;

  return {
    async draftTariff(c: DoorContext, asker: Asker) {
      const key = keyOf(c);
      const { body } = await jsonBody(c, tariffDraftBody, bodyLimits.long, "tariff_invalid");
      const { draft, repeated } = await draftTariff(ports, asker.tenant, {
        body: body.tariff,
        reason: body.reason,
        who: personIs(asker),
        key,
      });
      const location = `/v1/tariff-drafts/${draft.id}`;
      return c.json(await shown(asker, draft.id), repeated ? 200 : 201, { location });
    },
    async listTariffDrafts(c: DoorContext, asker: Asker) {
      const from = cursorText(c.req.query("cursor"));
      return c.json(pageJson(await listDrafts(ports, asker.tenant, from), draftJson));
    },
    async showTariffDraft(c: DoorContext, asker: Asker) {
      return c.json(await shown(asker, draftIn(c)));
    },
    async changeTariffDraft(c: DoorContext, asker: Asker) {
      const id = await known(c, asker);
      const { body } = await jsonBody(c, changeDraftBody, bodyLimits.long, "tariff_invalid");
      const { tariff, reason, revision } = body;
      await changeDraft(ports, asker.tenant, id, { body: tariff, reason, revision, who: personIs(asker) });
      return c.json(await shown(asker, id));
    },
    async compareTariffDraft(c: DoorContext, asker: Asker) {
      const { tariff, wrong } = await lookAtDraft(ports, asker.tenant, draftIn(c));
      const query = bySchema(comparisonQuery, c.req.query());
      const { country } = await readSettings(ports, asker.tenant);
      const days = daysOf(query, isoDay(zoneOfCountry(country) ?? "UTC", ports.clock()));
      const cursor = repriceCursorOf(query.cursor);
      if (!tariff)
        throw new Fault("tariff_invalid", "This draft prices nothing as it stands.", { errors: wrong });
      const page = await repricePast(ports, asker.tenant, tariff, { days, most: query.most ?? 200, cursor });
      return c.json(comparisonJson(days, tariff.currency, page));
    },
    async approveTariffDraft(c: DoorContext, asker: Asker) {
      const id = await known(c, asker);
      const { body } = await jsonBody(c, approveDraftBody, bodyLimits.short);
      const from = body.in_force_from === undefined ? null : instantOf(body.in_force_from);
      await approveDraft(ports, asker.tenant, id, { who: personIs(asker), seen: body.seen, from });
      return c.json(await shown(asker, id));
    },
    async withdrawTariffDraft(c: DoorContext, asker: Asker) {
      const id = await known(c, asker);
      const { body } = await jsonBody(c, withdrawDraftBody, bodyLimits.short);
      await withdrawDraft(ports, asker.tenant, id, { who: personIs(asker), reason: body.reason });
      return c.json(await shown(asker, id));
    },
  };
}

/** @throws Fault invalid_request */
function instantOf(text: string): Instant {
  const at = parseInstant(text);
  if (at === undefined)
    throw new Fault("invalid_request", "in_force_from is a time such as 2026-12-01T00:00:00Z.");
  return at;
}

/**
 * A month, so many whole days up to yesterday, or the month before this one. Days are those of the stations' clocks.
 * @param today where the operator is at home
 */
export function daysOf(
  { month, days }: { readonly month?: string | undefined; readonly days?: number | undefined },
  today: string,
): Days {
  if (month !== undefined && days !== undefined)
    throw new Fault("invalid_request", "Name a month or a number of days, not both.");
  const yesterday = (dayNumberOf(today) ?? 0) - 1;
  if (days !== undefined) return { from: isoDayOf(yesterday - days + 1), to: isoDayOf(yesterday) };
  const firstOfThis = dayNumberOf(`${today.slice(0, 7)}-01`) ?? 0;
  const [year = 0, of = 0] = (month ?? isoDayOf(firstOfThis - 1)).split("-").map(Number);
  return { from: isoDayOf(dayNumber(year, of, 1)), to: isoDayOf(lastDayOf(year, of)) };
}
