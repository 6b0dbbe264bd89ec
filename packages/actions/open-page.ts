/** The payment page of a pending session: opened under our key, or found again while it is open. */
import { Fault } from "@barq/domain/fault";
import { minute } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { effectKey } from "@barq/domain/session";
import type { MoneyPorts } from "./ports.ts";
import { writeStep } from "./session-store.ts";

/**
 * The provider keeps a page open for at least half an hour after it is made, which under the same key may be some minutes
 * after the start; ours is ended by ourselves long before.
 */
export const providerPageMs = 45 * minute;

/** Longer than a call to the provider can take, its repeats included. */
export const lastCallMs = minute;

/** The payment page's address (null when the page is no longer open). @throws Fault provider_unavailable */
export async function openPage(
  ports: MoneyPorts,
  session: Session,
): Promise<{ readonly session: Session; readonly paymentUrl: string | null }> {
  const { hold, effect } = session;
  if (!hold) throw new Error("a pending session without a hold has no page");
  if (hold.page !== null) {
    const truth = await ports.payments.read({ page: hold.page, intent: hold.intent });
    return { session, paymentUrl: truth.kind === "open" ? truth.url : null };
  }
  if (!effect) throw new Error("a page that was never opened is still intended");
  // In the last minute nothing is opened any more: whoever ends the session must find every page there is.
  if (ports.clock() >= session.createdAt + ports.policy.pageMs - lastCallMs)
    return { session, paymentUrl: null };
  const opened = await ports.payments.open({
    key: effectKey(ports.environment, session.id, effect),
    labels: {
      tenant: session.tenant,
      session: session.id,
      reference: session.reference,
      hold: 1,
      attempt: effect.attempt,
      environment: ports.environment,
    },
    holdAmount: hold.holdAmount,
    locale: session.pinned.locale,
    description: session.reference,
    statement: session.reference,
    paidUrl: `${ports.origin}/s/${session.id}/paid`,
    abandonedUrl: `${ports.origin}/s/${session.id}`,
    expiresAt: session.createdAt + providerPageMs,
  });
  if (opened.kind === "unknown") {
    // The intent is on record: a repeat under the same key, or the sweeper, finds out what became of it.
    throw new Fault(
      "provider_unavailable",
      "The payment page could not be reached. Please try again in a moment.",
    );
  }
  if (opened.kind === "refused") {
    throw new Error(`the provider refuses a payment page: ${opened.code}`);
  }
  const known = {
    ...session,
    hold: { ...hold, page: opened.ref.page, intent: opened.ref.intent },
    effect: null,
  };
  const written = await writeStep(ports, session, known);
  const { session: current } = written;
  // Somebody else was first: with the same page, or by ending the session, and then nobody may pay on it any more.
  if (current.state !== "failed")
    return { session: current, paymentUrl: current.state === "pending" ? opened.url : null };
  await ports.payments.release({ key: `${ports.environment}#${session.id}#release.1#1`, ref: opened.ref });
  return { session: current, paymentUrl: null };
}
