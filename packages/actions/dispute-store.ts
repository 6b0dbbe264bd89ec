/** Finding disputes, whether one of them freezes a session's money, and the row of the work queue that stands for each. */
import type { Dispute } from "@barq/domain/dispute";
import { freezesMoney, isSettled, takesEvidence } from "@barq/domain/dispute";
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import { isoText } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { readDispute } from "@barq/store/dispute-item";
import { text } from "@barq/store/fields";
import { disputeKey, disputePointerKey, disputePrefix, disputesPartition, workKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import { besideSession } from "./beside-session.ts";
import type { Page } from "./page.ts";
import { page } from "./page.ts";
import type { ReadPorts } from "./ports.ts";

type Remembering = Pick<ReadPorts, "store">;

/** Undefined where the session has none of that name. */
export async function findDispute(
  ports: Remembering,
  tenant: string,
  session: string,
  id: string,
): Promise<Dispute | undefined> {
  const [item] = await ports.store.read([disputeKey(tenant, session, id)], { strong: true });
  return item && readDispute(item);
}

/** By the provider's name alone, whatever session it is of. */
async function findDisputeById(ports: Remembering, tenant: string, id: string): Promise<Dispute | undefined> {
  const [place] = await ports.store.read([disputePointerKey(tenant, id)], { strong: true });
  return place && findDispute(ports, tenant, text(place, "session"), id);
}

export const noSuchDispute = (): Fault => new Fault("not_found", "There is no such dispute.");

/** @throws Fault not_found, with the same words for unknown and forbidden */
export async function loadDispute(ports: Remembering, tenant: string, id: string): Promise<Dispute> {
  const dispute = await findDisputeById(ports, tenant, id);
  if (!dispute) throw noSuchDispute();
  return dispute;
}

/** The disputes of a session: there may be several of one hold. */
export async function disputesOf(
  ports: Remembering,
  tenant: string,
  session: string,
): Promise<readonly Dispute[]> {
  return besideSession(ports, tenant, session, disputePrefix, readDispute);
}

/** Whether the session's money is frozen by a bank: nothing is refunded then, and nothing collected a second time. */
export const isDisputed = async (ports: Remembering, tenant: string, session: string): Promise<boolean> =>
  (await disputesOf(ports, tenant, session)).some(freezesMoney);

export const disputedConflict = (): Fault =>
  new Fault(
    "state_conflict",
    "A bank disputes this payment, and nothing is refunded until that is decided: GET /v1/disputes says how it stands.",
    { disputed: true },
  );

/** A page of the tenant's disputes, those whose deadline is nearest first. */
export async function listDisputes(ports: ReadPorts, tenant: string, from?: string): Promise<Page<Dispute>> {
  const places = await page(ports, disputesPartition(tenant), from, (item) =>
    disputeKey(tenant, text(item, "session"), item.sk),
  );
  const items = places.rows.length === 0 ? [] : await ports.store.read(places.rows);
  const disputes = items.flatMap((item) => (item ? [readDispute(item)] : []));
  const last = Number.MAX_SAFE_INTEGER;
  const deadline = (dispute: Dispute): Instant =>
    isSettled(dispute) ? last : takesEvidence(dispute) ? (dispute.evidenceDueBy ?? last) : last;
  return { ...places, rows: disputes.sort((a, b) => deadline(a) - deadline(b) || a.openedAt - b.openedAt) };
}

export type DisputeWork =
  | "dispute_open"
  | "dispute_inquiry"
  | "dispute_lost"
  | "dispute_unclear"
  | "evidence_missing"
  | "evidence_refused";

/** What a person is asked to do about a dispute as it stands; null where nothing is. */
export function workOf(dispute: Dispute): DisputeWork | null {
  if (dispute.standing === "unknown") return "dispute_unclear";
  if (dispute.standing === "lost") return "dispute_lost";
  if (!takesEvidence(dispute)) return null;
  return dispute.standing === "open" ? "dispute_open" : "dispute_inquiry";
}

const workKeyOf = ({ tenant, session, id }: Dispute) => workKey(tenant, `${session}#dispute#${id}`);

/** One row for a dispute: it says what is to be done now, with what is at stake and until when. */
export const disputeWork = (
  session: Session,
  dispute: Dispute,
  why: DisputeWork,
  at: Instant,
  facts: Readonly<Record<string, string>> = {},
): Change => ({
  put: {
    ...workKeyOf(dispute),
    session: session.id,
    reference: session.reference,
    station: session.station,
    connector: session.connector,
    why,
    at,
    facts: {
      dispute: dispute.id,
      amount_minor: dispute.disputedAmount.minor.toString(),
      currency: dispute.disputedAmount.currency,
      said: dispute.said,
      reason: dispute.reason,
      ...(dispute.evidenceDueBy === null ? {} : { due_by: isoText(dispute.evidenceDueBy) }),
      ...facts,
    },
  },
});

/** Nothing is asked of a person any more; the dispute itself stays on record. */
export const disputeWorkDone = (dispute: Dispute): Change => ({ delete: workKeyOf(dispute) });
