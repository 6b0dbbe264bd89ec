/**
 * Asking for a refund. The sum of a session's refunds is guarded by the session's version: two people who ask at the same
 * moment never give back more than was captured, one of them wins and the other is told. The same key is the same refund,
 * however many months later.
 */
import { Fault } from "@barq/domain/fault";
import type { Money } from "@barq/domain/money";
import { amountText, cardFloor, parseAmount } from "@barq/domain/money";
import type { Refund, RefundReason } from "@barq/domain/refund";
import type { Session } from "@barq/domain/session";
import { disputedConflict, isDisputed } from "./dispute-store.ts";
import type { ReadPorts } from "./ports.ts";
import { partsFor } from "./refund-holds.ts";
import { beginning, leftOf, newRefund } from "./refund-plan.ts";
import { findRefundById } from "./refund-store.ts";
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
 * Answers the refund, or the first of those that the request is given back in.
 * @throws Fault not_found, state_conflict (not settled, disputed, nothing left, somebody else was first), amount_invalid (garbage,
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
    // The bank has the money or may have it: it would be given back twice. A dispute that comes about after this look writes
    // the session, too. What is on its way already is the provider's to refuse.
    if (await isDisputed(ports, tenant, asked.session)) throw disputedConflict();
    const refunds = await planRefunds(ports, session, asked, { id, fingerprint });
    const answer = await ports.store.commit(beginning(session, refunds, asked.note));
    if (answer.written) return { refund: refunds[0], repeated: false };
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

/** One, or where no hold of the session can give all of it one of each hold, under ids that are the request's own. */
async function planRefunds(
  ports: ReadPorts,
  session: Session,
  asked: RefundAsked,
  named: Pick<Refund, "id" | "fingerprint">,
): Promise<readonly [Refund, ...(readonly Refund[])]> {
  const parts = await partsFor(ports, session, amountAsked(session, asked), leftOf(session));
  const askedMinor = parts.reduce((sum, { refundAmount }) => sum + refundAmount.minor, 0n);
  const [first, ...others] = parts.map((part, n) => {
    // No key of a caller's has a line's end in it.
    const key = `${asked.key}\n${n + 1}`;
    const id = n === 0 ? named.id : ports.identity.refundId({ tenant: session.tenant, key });
    const group = parts.length > 1 ? named.id : null;
    const { reason, who: askedBy } = asked;
    return newRefund(
      ports,
      session,
      { ...named, ...part, id, group, tax: null, reason, askedBy },
      askedMinor,
    );
  });
  if (!first) throw new Error(`a refund of session ${session.id} comes to nothing`);
  return [first, ...others];
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
  const nearest = asked && cardFloor(asked);
  if (asked && nearest?.minor !== asked.minor)
    throw new Fault("amount_invalid", `No card is given ${amountText(asked)} ${currency}.`, { nearest });
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
