/** Finding refunds, and the rows of the work queue that stand for them. */
import { Fault } from "@barq/domain/fault";
import type { Instant } from "@barq/domain/instant";
import type { Refund } from "@barq/domain/refund";
import type { Session } from "@barq/domain/session";
import { mapOr, text, textOr } from "@barq/store/fields";
import { refundKey, refundPlaceKey, refundPrefix, workKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import { readRefund, refundChange, refundItem } from "@barq/store/refund-item";
import { besideSession } from "./beside-session.ts";
import type { ReadPorts } from "./ports.ts";
import { rowResolved } from "./work-queue.ts";

type Remembering = Pick<ReadPorts, "store">;

export async function findRefund(
  ports: Remembering,
  tenant: string,
  session: string,
  id: string,
): Promise<Refund | undefined> {
  const [item] = await ports.store.read([refundKey(tenant, session, id)], { strong: true });
  return item && readRefund(item);
}

/** The first write of a refund: its item, and where its id leads, neither of which may be there. */
export const refundBegun = (refund: Refund): readonly Change[] => [
  { put: refundItem(refund), guards: [{ absent: true }] },
  {
    put: { ...refundPlaceKey(refund.tenant, refund.id), session: refund.session },
    guards: [{ absent: true }],
  },
];

/** By its id alone, whatever session it is of. */
export async function findRefundById(
  ports: Remembering,
  tenant: string,
  id: string,
): Promise<Refund | undefined> {
  const [place] = await ports.store.read([refundPlaceKey(tenant, id)], { strong: true });
  return place && findRefund(ports, tenant, text(place, "session"), id);
}

export const noSuchRefund = (): Fault => new Fault("not_found", "There is no such refund.");

/** @throws Fault not_found, with the same words for unknown and forbidden */
export async function loadRefund(ports: Remembering, tenant: string, id: string): Promise<Refund> {
  const refund = await findRefundById(ports, tenant, id);
  if (!refund) throw noSuchRefund();
  return refund;
}

/** The refunds of a session, the oldest first. */
export async function refundsOf(
  ports: Remembering,
  tenant: string,
  session: string,
): Promise<readonly Refund[]> {
  const refunds = await besideSession(ports, tenant, session, refundPrefix, readRefund);
  return refunds.toSorted((a, b) => a.askedAt - b.askedAt || a.hold - b.hold);
}

/** All refunds that were asked for at once with this one, the oldest hold's first; itself alone where it is alone. */
export async function groupOf(ports: Remembering, refund: Refund): Promise<readonly Refund[]> {
  if (refund.group === null) return [refund];
  const all = await refundsOf(ports, refund.tenant, refund.session);
  return all.filter(({ group }) => group === refund.group);
}

/** Writes a step that changes nothing but the refund and its rows; whoever loses reads what the winner wrote. */
export async function writeRefund(
  ports: Remembering,
  before: Refund,
  after: Refund,
  together: readonly Change[] = [],
): Promise<{ readonly won: boolean; readonly refund: Refund }> {
  const answer = await ports.store.commit([refundChange(before, after), ...together]);
  if (answer.written) return { won: true, refund: { ...after, version: before.version + 1 } };
  const current = await findRefund(ports, before.tenant, before.session, before.id);
  if (!current) throw new Error(`the refund ${before.id} is gone`);
  return { won: false, refund: current };
}

type RefundWork =
  | "refund_waits"
  | "refund_refused"
  | "refund_failed"
  | "refund_stuck"
  | "refund_differs"
  | "refund_key_reused";

const workKeyOf = (refund: Refund, why: RefundWork) =>
  workKey(refund.tenant, `${refund.session}#${why}#${refund.id}`);

/** A row of the work queue for one refund: a session may have several that need a person. */
export const refundWork = (
  session: Session,
  refund: Refund,
  why: RefundWork,
  at: Instant,
  facts: Readonly<Record<string, string>> = {},
): Change => ({
  put: {
    ...workKeyOf(refund, why),
    session: session.id,
    reference: session.reference,
    station: session.station,
    connector: session.connector,
    why,
    at,
    facts: {
      refund: refund.id,
      amount_minor: refund.refundAmount.minor.toString(),
      currency: refund.refundAmount.currency,
      ...facts,
    },
  },
});

/** The row has had its person, or its time: it goes to what was resolved, with who and why. */
export async function refundWorkDone(
  ports: Pick<ReadPorts, "store">,
  refund: Refund,
  why: RefundWork,
  done: Omit<Parameters<typeof rowResolved>[2], "reason" | "note" | "outcome">,
): Promise<readonly Change[]> {
  const [row] = await ports.store.read([workKeyOf(refund, why)], { strong: true });
  const { minor, currency } = refund.refundAmount;
  // The row of several refunds says what they come to together.
  const whole = row && textOr(mapOr(row, "facts") ?? {}, "amount_minor");
  const outcome = { minor: whole ?? minor.toString(), cur: currency };
  return row ? rowResolved(refund.tenant, row, { ...done, reason: refund.reason, note: null, outcome }) : [];
}
