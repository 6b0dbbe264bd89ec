/** The payment page of a pending session: opened under our key, or found again while it is open. */
import type { Consent } from "@barq/domain/consent";
import { Fault } from "@barq/domain/fault";
import { minute } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { effectKey, firstRelease } from "@barq/domain/session";
import type { HoldRef } from "@barq/payments/port";
import { findHold, firstHold } from "./hold-truth.ts";
import type { MoneyPorts } from "./ports.ts";
import { writeStep } from "./session-store.ts";

/**
 * The provider keeps a page open for at least half an hour after it is made, which under the same key may be some minutes
 * after the start; ours is ended by ourselves long before.
 */
export const providerPageMs = 45 * minute;

/** Others write the session at the same time: an event, a look, another press. */
const mostRaces = 8;

/** Longer than a call to the provider can take, its repeats included. */
export const lastCallMs = minute;

interface Opening {
  readonly isFirst: boolean;
  /** the provider keeps the card only where the driver agreed */
  readonly consent: Consent | null;
}

interface PageOf {
  readonly session: Session;
  readonly paymentUrl: string | null;
}

/**
 * The payment page's address (null when the page is no longer open). Where the provider knows no keys a repeat would make a
 * second page, so that whoever is not the first looks for what there is (`isFirst`: nobody can have asked before).
 * @throws Fault provider_unavailable
 */
export async function openPage(ports: MoneyPorts, session: Session, of: Opening): Promise<PageOf> {
  const { hold, effect } = session;
  if (!hold) throw new Error("a pending session without a hold has no page");
  if (hold.page !== null) {
    const truth = await ports.payments.read({ page: hold.page, intent: hold.intent });
    return { session, paymentUrl: truth.kind === "open" ? truth.url : null };
  }
  if (!effect) throw new Error("a page that was never opened is still intended");
  if (!of.isFirst && !ports.payments.capabilities.idempotencyKeys) {
    const known = await askFirst(ports, session, effect);
    if (known.kind === "page") return known;
    return openPage(ports, known.session, { ...of, isFirst: true });
  }
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
    ...(of.consent && { savesCard: true }),
    paidUrl: `${ports.origin}/s/${session.id}/paid`,
    abandonedUrl: `${ports.origin}/s/${session.id}`,
    expiresAt: session.createdAt + providerPageMs,
  });
  if (opened.kind === "unknown") {
    // The intent is on record: a repeat under the same key, or the sweeper, finds out what became of it.
    throw unreachable();
  }
  if (opened.kind === "refused") {
    throw new Error(`the provider refuses a payment page: ${opened.code}`);
  }
  const releaseKey = effectKey(ports.environment, session.id, firstRelease);
  const current = await record(ports, session, opened.ref);
  const standing = current.hold?.page ?? opened.ref.page;
  // Without keys somebody else's page is another one: nobody may pay on ours, which is known to nobody else.
  if (current.state === "pending" && standing !== opened.ref.page) {
    await ports.payments.release({ key: releaseKey, ref: opened.ref });
    return openPage(ports, current, { ...of, isFirst: false });
  }
  // Somebody else was first: with the same page, or by ending the session, and then nobody may pay on it any more.
  if (current.state !== "failed")
    return { session: current, paymentUrl: current.state === "pending" ? opened.url : null };
  await ports.payments.release({ key: releaseKey, ref: opened.ref });
  return { session: current, paymentUrl: null };
}

const unreachable = (): Fault =>
  new Fault("provider_unavailable", "The payment page could not be reached. Please try again in a moment.");

/** The page's name on the session; who loses to somebody that has written no page writes again. */
async function record(ports: MoneyPorts, session: Session, { page, intent }: HoldRef): Promise<Session> {
  let current = session;
  for (let race = 0; race < mostRaces && current.hold && current.hold.page === null; race++) {
    const known = { ...current, hold: { ...current.hold, page, intent }, effect: null };
    const written = await writeStep(ports, current, known);
    current = written.session;
    if (written.won || current.state !== "pending" || ports.payments.capabilities.idempotencyKeys) break;
  }
  return current;
}

/**
 * What the provider has of a page that was perhaps opened. Nothing: the next attempt is an intent of its own, so that of two
 * who look at the same time one opens. @throws Fault provider_unavailable while nobody says
 */
async function askFirst(
  ports: MoneyPorts,
  session: Session,
  effect: NonNullable<Session["effect"]>,
): Promise<({ readonly kind: "page" } & PageOf) | { readonly kind: "none"; readonly session: Session }> {
  const truth = await findHold(ports, firstHold(session));
  if (truth.kind === "unknown") throw unreachable();
  if (truth.kind !== "none") {
    const current = await record(ports, session, truth.ref);
    const isPayable = current.state === "pending" && current.hold?.page === truth.ref.page;
    const paymentUrl = isPayable && truth.kind === "open" ? truth.url : null;
    return { kind: "page", session: current, paymentUrl };
  }
  const next = { ...session, effect: { ...effect, attempt: effect.attempt + 1 } };
  const written = await writeStep(ports, session, next);
  // Somebody else is opening it, or has ended the session: whoever asks again finds out.
  if (!written.won) throw unreachable();
  return { kind: "none", session: written.session };
}
