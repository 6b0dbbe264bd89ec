/** A refund that begins: the item as it is first written, and everything that is written with it in one commit. */
import type { Money } from "@barq/domain/money";
import { amountText } from "@barq/domain/money";
import type { Refund } from "@barq/domain/refund";
import { sumOfRefunds } from "@barq/domain/refund";
import type { Session } from "@barq/domain/session";
import type { Change } from "@barq/store/port";
import { sessionChange } from "@barq/store/session-item";
import { auditAct } from "./audit-act.ts";
import { mostAt } from "./policy.ts";
import type { ReadPorts } from "./ports.ts";
import { refundBegun, refundWork } from "./refund-store.ts";

/** What is left to give back of what was captured, with everything that is asked for set aside. */
export const leftOf = ({ captured, refunded, currency }: Session): Money => ({
  minor: (captured ?? 0n) - (refunded ?? 0n),
  currency,
});

type Planned = Pick<
  Refund,
  "id" | "fingerprint" | "refundAmount" | "hold" | "group" | "tax" | "reason" | "askedBy"
>;

/**
 * Approved where one person decides alone, else it waits for another one.
 * @param askedMinor what the request comes to: more than this refund where it is one of several
 */
export function newRefund(
  ports: ReadPorts,
  session: Session,
  planned: Planned,
  askedMinor = planned.refundAmount.minor,
): Refund {
  const now = ports.clock();
  // The limit is for what goes back in all: neither several small refunds nor parts of a large one are a way around it.
  const inAll = (session.refunded ?? 0n) + askedMinor;
  const alone = inAll <= mostAt(ports.policy.refundAlone, session.currency, now);
  return {
    ...planned,
    tenant: session.tenant,
    session: session.id,
    version: 1,
    state: alone ? "approved" : "asked",
    since: now,
    due: alone ? now : now + ports.policy.approvalMs,
    tries: 0,
    askedAt: now,
    approvedBy: null,
    attempt: 0,
    calledAt: null,
    providerId: null,
    why: null,
    creditNote: null,
    entry: null,
  };
}

/**
 * The session with the amount set aside, guarded by its version; the refunds of one request, their places, who asked, and
 * one row for the second person.
 */
export function beginning(
  session: Session,
  refunds: readonly [Refund, ...(readonly Refund[])],
  note: string | null,
): readonly Change[] {
  const [first] = refunds;
  const { minor } = sumOfRefunds(first, refunds);
  const whole: Readonly<Record<string, string>> =
    refunds.length === 1 ? {} : { amount_minor: minor.toString(), refunds: `${refunds.length}` };
  return [
    sessionChange(session, { ...session, refunded: (session.refunded ?? 0n) + minor }),
    ...refunds.flatMap((refund) => asking(session, refund, note)),
    ...(first.state === "asked" ? [refundWork(session, first, "refund_waits", first.askedAt, whole)] : []),
  ];
}

function asking(session: Session, refund: Refund, note: string | null): readonly Change[] {
  const { refundAmount, askedAt: at, askedBy: who, reason: why, id, group } = refund;
  const facts = {
    amount: amountText(refundAmount),
    currency: refundAmount.currency,
    ...(note === null ? {} : { note }),
    ...(group === null ? {} : { group }),
  };
  return [...refundBegun(refund), auditAct(session, { what: `refund_asked#${id}`, who, why, at, facts })];
}
