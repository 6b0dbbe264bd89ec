/**
 * Asking for a refund. The sum of a session's refunds is guarded by the session's version: two people who ask at the same
 * moment never give back more than was captured, one of them wins and the other is told. The same key is the same refund,
 * however many months later.
 */
import { Fault } from "@barq/domain/fault";
import type { Money } from "@barq/domain/money";
import { amountText, parseAmount } from "@barq/domain/money";
import type { Refund, RefundReason } from "@barq/domain/refund";
import type { Session } from "@barq/domain/session";
import { refundPlaceKey } from "@barq/store/keys";
import { refundItem } from "@barq/store/refund-item";
import { sessionChange } from "@barq/store/session-item";
import { auditAct } from "./audit-act.ts";
import { refundAloneMinor } from "./policy.ts";
import type { ReadPorts } from "./ports.ts";
import { holdFor } from "./refund-holds.ts";
import { findRefundById, refundWork } from "./refund-store.ts";
import { loadSession } from "./session-store.ts";

export interface RefundAsked {
  readonly session: string;
  /** the caller's Idempotency-Key */
  readonly key: string;
  /** the body as it came, for the fingerprint of a repeat */
  readonly body: unknown;
  /** null: everything that is left; without a currency: the session's */
  readonly amount: { readonly text: string; readonly currency: string | null } | null;
  readonly reason: RefundReason;
  /** words for the record, nothing personal; never told to the provider */
  readonly note: string | null;
  /** opaque */
  readonly who: string;
}

/** A session changes for other reasons too, and each of them is one try. */
const mostTries = 8;

/**
 * @throws Fault not_found, state_conflict (not settled, nothing left, somebody else was first), amount_invalid (garbage,
 * zero, negative, other currency, more than is left), idempotency_key_reused
 */
export async function askRefund(
  ports: ReadPorts,
  tenant: string,
  asked: RefundAsked,
): Promise<{ readonly refund: Refund; readonly repeated: boolean }> {
  const id = ports.identity.refundId({ tenant, key: asked.key });
  const fingerprint = ports.identity.fingerprint(asked.body);
  const earlier = await findRefundById(ports, tenant, id);
  if (earlier) return repeat(earlier, fingerprint);
  const first = await loadSession(ports, tenant, asked.session);
  let session = first;
  for (let n = 0; n < mostTries; n++) {
    const refund = await planRefund(ports, session, asked, { id, fingerprint });
    const { refundAmount, askedAt } = refund;
    const after = { ...session, refunded: (session.refunded ?? 0n) + refundAmount.minor };
    const facts = {
      amount: amountText(refundAmount),
      currency: refundAmount.currency,
      ...(asked.note === null ? {} : { note: asked.note }),
    };
    const { who, reason: why } = asked;
    const answer = await ports.store.commit([
      sessionChange(session, after),
      { put: refundItem(refund), guards: [{ absent: true }] },
      { put: { ...refundPlaceKey(tenant, id), session: session.id }, guards: [{ absent: true }] },
      auditAct(session, { what: `refund_asked#${id}`, who, why, at: askedAt, facts }),
      ...(refund.state === "asked" ? [refundWork(session, refund, "refund_waits", askedAt)] : []),
    ]);
    if (answer.written) return { refund, repeated: false };
    const mine = await findRefundById(ports, tenant, id);
    if (mine) return repeat(mine, fingerprint);
    session = await loadSession(ports, tenant, asked.session);
    if (session.refunded !== first.refunded) {
      throw new Fault(
        "state_conflict",
        "Somebody else asked for a refund of this session at the same moment. Look at it, then ask again if it is still needed.",
        { left: leftOf(session) },
      );
    }
  }
  throw new Fault("busy", "This session is being changed. Please try again in a moment.");
}

function repeat(earlier: Refund, fingerprint: string): { refund: Refund; repeated: boolean } {
  if (earlier.fingerprint !== fingerprint)
    throw new Fault("idempotency_key_reused", "This Idempotency-Key was used for another refund.");
  return { refund: earlier, repeated: true };
}

const leftOf = (session: Session): Money => ({
  minor: (session.captured ?? 0n) - (session.refunded ?? 0n),
  currency: session.currency,
});

async function planRefund(
  ports: ReadPorts,
  session: Session,
  asked: RefundAsked,
  named: Pick<Refund, "id" | "fingerprint">,
): Promise<Refund> {
  const now = ports.clock();
  const { hold, refundAmount } = await holdFor(ports, session, amountAsked(session, asked), leftOf(session));
  // The limit is for what goes back in all: several small refunds are no way around it.
  const inAll = (session.refunded ?? 0n) + refundAmount.minor;
  const alone = inAll <= refundAloneMinor(ports.policy, session.currency, now);
  return {
    tenant: session.tenant,
    session: session.id,
    ...named,
    version: 1,
    state: alone ? "approved" : "asked",
    since: now,
    due: alone ? now : now + ports.policy.approvalMs,
    tries: 0,
    refundAmount,
    hold,
    reason: asked.reason,
    askedAt: now,
    askedBy: asked.who,
    approvedBy: null,
    attempt: 0,
    calledAt: null,
    providerId: null,
    why: null,
    creditNote: null,
    entry: null,
  };
}

function amountAsked(session: Session, { amount }: RefundAsked): Money | null {
  const { currency, state } = session;
  if (state !== "settled") {
    const words = "Only what was captured is given back, and this session is not settled.";
    throw new Fault("state_conflict", words, { state });
  }
  const asked = amount && parseAmount(amount.text, amount.currency ?? currency);
  if (asked && asked.currency !== currency)
    throw new Fault("amount_invalid", `This session was paid in ${currency}.`, { currency });
  if (asked && asked.minor <= 0n) throw new Fault("amount_invalid", "A refund is an amount above zero.");
  const left = leftOf(session);
  if (left.minor <= 0n) {
    throw new Fault("state_conflict", "Nothing is left to give back of this session.", {
      captured: { minor: session.captured ?? 0n, currency },
      refunded: { minor: session.refunded ?? 0n, currency },
    });
  }
  if (asked && asked.minor > left.minor)
    throw new Fault("amount_invalid", "This is more than is left of what was captured.", { left });
  return asked;
}
