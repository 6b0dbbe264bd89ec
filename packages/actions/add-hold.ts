/**
 * The driver adds to what is held while the car charges: a page of its own for a hold of its own. The limits of the session
 * rise when it stands, not before. A press that is repeated finds the page that is open.
 */
import { Fault } from "@barq/domain/fault";
import type { FurtherHold } from "@barq/domain/further-hold";
import { enterHold } from "@barq/domain/further-hold";
import { minute } from "@barq/domain/instant";
import { cardFloor, parseAmount } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import { effectKey } from "@barq/domain/session";
import type { HoldRef } from "@barq/payments/port";
import { furtherHoldPut } from "@barq/store/further-hold-item";
import { askedHold, findFurtherHold, furtherHoldsOf, writeHold } from "./further-holds.ts";
import { findHold } from "./hold-truth.ts";
import { limitsWith } from "./limits-with.ts";
import { lastCallMs, providerPageMs } from "./open-page.ts";
import type { MoneyPorts } from "./ports.ts";
import { advanceRaise, raiseHold } from "./raise-hold.ts";
import { loadSession } from "./session-store.ts";

/** The page is ended by ourselves before the session's own can be; a driver who charges pays at once or not at all. */
export const furtherPageMs = 10 * minute;

/** Others write the hold at the same time: a look, another press. */
const mostRaces = 8;

export interface AddedHold {
  readonly hold: FurtherHold;
  readonly paymentUrl: string | null;
}

/** @throws Fault not_found, amount_invalid, state_conflict, limit_too_small, limit_too_large, provider_unavailable */
export async function addHold(
  ports: MoneyPorts,
  tenant: string,
  id: string,
  amountText: string,
): Promise<AddedHold> {
  const session = await loadSession(ports, tenant, id);
  if (session.state !== "charging" || !session.hold)
    throw new Fault(
      "state_conflict",
      "More can be held only while the car charges: start another session for more energy.",
      {
        state: session.state,
      },
    );
  const more = cardFloor(parseAmount(amountText, session.currency));
  const least = ports.payments.least(session.currency);
  if (more.minor < least.minor)
    throw new Fault("limit_too_small", "So little cannot be held. Add at least the sum in least.", { least });
  const known = await furtherHoldsOf(ports, session);
  const pending = known.find(
    (hold) =>
      (hold.state === "raising" || hold.state === "opening" || hold.state === "open") &&
      hold.holdAmount.minor === more.minor,
  );
  if (pending?.state === "raising") return { hold: await advanceRaise(ports, pending), paymentUrl: null };
  if (pending) return openFurther(ports, session, pending);
  await limitsWith(ports, session, more);
  if (known.length >= ports.policy.furtherHolds)
    throw new Fault(
      "limit_too_large",
      "So many holds are not taken for one session. When it has ended, start another one.",
    );
  const raised = await raiseHold(ports, session, known, more);
  if (raised && raised.state !== "failed") return { hold: raised, paymentUrl: null };
  const asked = askedHold(ports, session, known.length + (raised ? 3 : 2), more);
  const put = await ports.store.commit([furtherHoldPut(asked)]);
  if (put.written) return openFurther(ports, session, asked, true);
  // Two presses at once: the other one took the number.
  const other = await findFurtherHold(ports, tenant, id, asked.n);
  if (!other || other.holdAmount.minor !== more.minor)
    throw new Fault(
      "state_conflict",
      "Another hold is being asked for at this moment. Please try again in a moment.",
    );
  if (other.state === "raising" || other.state === "raised") return { hold: other, paymentUrl: null };
  return openFurther(ports, session, other);
}

/** Opens the page under the hold's own key, or finds the one that is open. */
async function openFurther(
  ports: MoneyPorts,
  session: Session,
  hold: FurtherHold,
  isFirst = false,
): Promise<AddedHold> {
  if (hold.page !== null) {
    const truth = await ports.payments.read({ page: hold.page, intent: hold.intent });
    return { hold, paymentUrl: truth.kind === "open" ? truth.url : null };
  }
  // In the last minute nothing is opened any more: whoever ends the hold must find every page there is.
  if (ports.clock() >= hold.createdAt + furtherPageMs - lastCallMs) return { hold, paymentUrl: null };
  if (!isFirst && !ports.payments.capabilities.idempotencyKeys) return askFirst(ports, session, hold);
  const effect = { name: `hold.${hold.n}`, attempt: 1 };
  const opened = await ports.payments.open({
    key: effectKey(ports.environment, session.id, effect),
    labels: {
      tenant: session.tenant,
      session: session.id,
      reference: session.reference,
      hold: hold.n,
      attempt: effect.attempt,
      environment: ports.environment,
    },
    holdAmount: hold.holdAmount,
    locale: session.pinned.locale,
    description: session.reference,
    statement: session.reference,
    paidUrl: `${ports.origin}/s/${session.id}/paid`,
    abandonedUrl: `${ports.origin}/s/${session.id}`,
    expiresAt: hold.createdAt + providerPageMs,
  });
  if (opened.kind === "unknown") throw unreachable();
  if (opened.kind === "refused") throw new Error(`the provider refuses a payment page: ${opened.code}`);
  const current = await record(ports, hold, opened.ref);
  const isOurs = current.page === opened.ref.page;
  if (current.state === "open" && isOurs) return { hold: current, paymentUrl: opened.url };
  if (current.state === "held" && isOurs) return { hold: current, paymentUrl: null };
  // It was ended meanwhile, or without keys somebody else's page is another one: nobody may pay on a page that nobody watches.
  const release = { name: `release.${hold.n}`, attempt: hold.attempt };
  const key = effectKey(ports.environment, session.id, release);
  await ports.payments.release({ key, ref: opened.ref, pageOnly: true });
  return current.state === "open"
    ? openFurther(ports, session, current)
    : { hold: current, paymentUrl: null };
}

/** The page's name on the hold; who loses to somebody that has written no page writes again. */
async function record(ports: MoneyPorts, hold: FurtherHold, { page, intent }: HoldRef): Promise<FurtherHold> {
  let current = hold;
  for (let race = 0; race < mostRaces && current.state === "opening"; race++) {
    const written = await writeHold(ports, current, enterHold(current, "open", { page, intent }));
    current = written.hold;
    if (written.won || ports.payments.capabilities.idempotencyKeys) break;
  }
  return current;
}

/** A repeat would make a second page: what the provider has is looked for, and where it has nothing one of us opens. */
async function askFirst(ports: MoneyPorts, session: Session, hold: FurtherHold): Promise<AddedHold> {
  const truth = await findHold(ports, hold);
  if (truth.kind === "unknown") throw unreachable();
  if (truth.kind === "none") {
    const written = await writeHold(ports, hold, { ...hold, tries: hold.tries + 1 });
    if (!written.won) throw unreachable();
    return openFurther(ports, session, written.hold, true);
  }
  const current = await record(ports, hold, truth.ref);
  const isPayable = current.state === "open" && current.page === truth.ref.page;
  return { hold: current, paymentUrl: isPayable && truth.kind === "open" ? truth.url : null };
}

const unreachable = (): Fault =>
  new Fault("provider_unavailable", "The payment page could not be reached. Please try again in a moment.");
