/** A draft becomes a version of its tariff by another person's yes, at once or from an instant on; or it is withdrawn. */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { day, isoText, minute } from "@barq/domain/instant";
import type { TariffDraft } from "@barq/domain/tariff-draft";
import { isAuthor } from "@barq/domain/tariff-draft";
import { keptJson } from "./create-tariff.ts";
import { draftAct, draftChange, loadDraft, notADraft } from "./draft-tariff.ts";
import type { LookedAt } from "./look-at-draft.ts";
import { lookAtDraft } from "./look-at-draft.ts";
import type { ReadPorts } from "./ports.ts";
import { readStanding, versionChanges, withdrawalOf } from "./tariff-row.ts";

/** Processes keep a tariff's row for a minute: what is planned or withdrawn is known everywhere after that. */
const noticeMs = 2 * minute;
/** A price of the year after next is a slip of the pen. */
const furthestMs = 400 * day;

export interface Approval {
  /** opaque */
  readonly who: string;
  /** `seen` of the draft as it was looked at */
  readonly seen: string;
  /** null: when the tariff itself begins, else at once */
  readonly from: Instant | null;
}

/**
 * The same yes again is the same publication.
 * @throws Fault not_found, forbidden (its author), state_conflict (changed since it was looked at, approved by somebody else,
 * withdrawn, another version is planned), tariff_invalid, invalid_request (an instant that is gone, too near or too far)
 */
export async function approveDraft(
  ports: ReadPorts,
  tenant: string,
  id: string,
  { who, seen, from }: Approval,
): Promise<TariffDraft> {
  const looked = await lookAtDraft(ports, tenant, id);
  const { draft, tariff, standing } = looked;
  if (isAuthor(draft, who))
    throw new Fault("forbidden", "Another person than those who wrote this draft has to agree to it.");
  if (draft.state !== "draft") return sameYes(draft, { who, seen, from });
  if (looked.seen !== seen)
    throw new Fault(
      "state_conflict",
      "The draft, or what is sold beside it, was changed after you looked at it. Look at it again.",
      { seen: looked.seen },
    );
  if (!tariff)
    throw new Fault("tariff_invalid", "This draft cannot be sold as it stands.", { errors: looked.wrong });
  const now = ports.clock();
  const inForce = inForceFrom(looked, from, now);
  const json = keptJson(looked.body);
  const { version, changes } = versionChanges(tenant, draft.tariff, standing, { json, from: inForce, now });
  const approved: TariffDraft = {
    ...draft,
    version: draft.version + 1,
    state: "approved",
    approved: { by: who, at: now, seen, from: inForce, version },
  };
  const answer = await ports.store.commit([
    draftChange(draft, approved),
    ...changes,
    draftAct(approved, { at: now, act: "approved", by: who, reason: `in force from ${isoText(inForce)}` }),
  ]);
  ports.cache.drop(`tariff|${tenant}|${draft.tariff}`);
  if (answer.written) return approved;
  const winner = await loadDraft(ports, tenant, id);
  if (winner.state !== "draft") return sameYes(winner, { who, seen, from });
  throw new Fault(
    "state_conflict",
    "The draft, or what is sold beside it, was changed at the same moment. Look at it again.",
  );
}

function sameYes(draft: TariffDraft, { who, seen, from }: Approval): TariffDraft {
  const { approved, state } = draft;
  const isSame =
    state === "approved" &&
    approved?.by === who &&
    approved.seen === seen &&
    (from === null || from === approved.from);
  if (isSame) return draft;
  throw notADraft(draft);
}

/** When the version is sold from: never before the tariff itself begins, nor when it has ended. */
function inForceFrom({ tariff }: LookedAt, asked: Instant | null, now: Instant): Instant {
  const begins = tariff?.validFrom ?? now;
  const from = asked ?? Math.max(begins, now);
  const wrong = (words: string): Fault =>
    new Fault("invalid_request", words, { errors: [{ path: "in_force_from", expected: words }] });
  if (asked !== null && asked < now + noticeMs)
    throw wrong("Name an instant at least two minutes from now, or none: then it is sold at once.");
  if (from > now + furthestMs) throw wrong("Name an instant within the next 400 days.");
  if (from < begins)
    throw wrong(`The tariff begins at ${isoText(begins)}: until then its connectors would have no price.`);
  if (tariff && tariff.validUntil !== null && tariff.validUntil <= from)
    throw wrong(`The tariff ends at ${isoText(tariff.validUntil)}, before it would be in force.`);
  // What begins within the notice begins after it: nobody is sold two prices at one instant.
  return from > now ? Math.max(from, now + noticeMs) : from;
}

/**
 * A draft is given up, or a planned version is planned no more. A repeat changes nothing.
 * @throws Fault not_found, state_conflict (in force, or about to be)
 */
export async function withdrawDraft(
  ports: ReadPorts,
  tenant: string,
  id: string,
  { who, reason }: { readonly who: string; readonly reason: string },
): Promise<TariffDraft> {
  const draft = await loadDraft(ports, tenant, id);
  if (draft.state === "withdrawn") return draft;
  const now = ports.clock();
  const { approved } = draft;
  if (approved && approved.from < now + noticeMs)
    throw new Fault(
      "state_conflict",
      approved.from <= now
        ? "This version is sold already: what replaces it is another version."
        : "This version is in force within two minutes, and cannot be called back any more: what replaces it is another version.",
      { in_force_from: isoText(approved.from) },
    );
  const unplanned =
    approved &&
    withdrawalOf(
      tenant,
      draft.tariff,
      await readStanding(ports, tenant, draft.tariff, now),
      approved.version,
      now,
    );
  const withdrawn: TariffDraft = {
    ...draft,
    version: draft.version + 1,
    state: "withdrawn",
    withdrawn: { by: who, at: now, reason },
  };
  const answer = await ports.store.commit([
    draftChange(draft, withdrawn),
    ...(unplanned ? [unplanned] : []),
    draftAct(withdrawn, { at: now, act: "withdrawn", by: who, reason }),
  ]);
  ports.cache.drop(`tariff|${tenant}|${draft.tariff}`);
  if (answer.written) return withdrawn;
  const winner = await loadDraft(ports, tenant, id);
  if (winner.state === "withdrawn") return winner;
  throw new Fault("state_conflict", "This draft was changed at the same moment. Look at it again.", {
    state: winner.state,
  });
}
