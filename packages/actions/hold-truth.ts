/** The provider's own word on one hold of a session, whether its names were ever learnt or not. */
import type { FurtherHold } from "@barq/domain/further-hold";
import type { Session } from "@barq/domain/session";
import type { HoldRef, HoldTruth } from "@barq/payments/port";
import type { MoneyPorts } from "./ports.ts";

/** `none`: the provider knows of no page that was opened for it. */
export type FoundHold = HoldTruth | { readonly kind: "none" };

/** The provider's names for the session's own hold, as far as they are known. */
export const ownRef = ({ hold }: Session): HoldRef => ({
  page: hold?.page ?? null,
  intent: hold?.intent ?? null,
});

/** The session's own hold, told like a further one. */
export const firstHold = (session: Session): NamedHold => ({
  ...ownRef(session),
  tenant: session.tenant,
  session: session.id,
  n: 1,
  createdAt: session.createdAt,
});

type NamedHold = Pick<FurtherHold, "tenant" | "session" | "n" | "createdAt" | keyof HoldRef>;

/** Read by its names; where the answer that would have told them was lost, found by our own labels. */
export async function holdTruth(ports: MoneyPorts, hold: NamedHold): Promise<FoundHold> {
  const { page, intent } = hold;
  return page !== null || intent !== null ? ports.payments.read({ page, intent }) : findHold(ports, hold);
}

/** By our own labels, whatever names are known. */
export const findHold = (
  ports: MoneyPorts,
  { tenant, session, n, createdAt }: Pick<NamedHold, "tenant" | "session" | "n" | "createdAt">,
): Promise<FoundHold> =>
  ports.payments.find({ tenant, session, hold: n, environment: ports.environment }, createdAt);
