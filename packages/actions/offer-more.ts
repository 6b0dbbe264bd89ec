/** What a driver may add to the hold of a session that charges, once most of what is held is used up. */
import type { Money } from "@barq/domain/money";
import { parseAmount } from "@barq/domain/money";
import { heldOf } from "@barq/domain/session";
import type { ReadPorts } from "./ports.ts";
import type { SessionView } from "./show-session.ts";

/** By the operator's policy; in a currency it does not know, as much again as was held first. Empty below 70 %. */
export function offeredMore(
  { policy }: Pick<ReadPorts, "policy">,
  { session, cost }: Pick<SessionView, "session" | "cost">,
): readonly Money[] {
  const held = heldOf(session);
  if (session.state !== "charging" || !session.hold || !held || !cost || cost.minor * 10n < held.minor * 7n)
    return [];
  const amounts = policy.offeredMore[session.currency];
  return amounts?.map((amount) => parseAmount(amount, session.currency)) ?? [session.hold.holdAmount];
}
