/**
 * An event of the payment provider: verified over the raw body, recorded as received before the 200, and looked at
 * afterwards by whoever is woken. An event that can change nothing any more is recorded as handled at once.
 */
import { Fault } from "@barq/domain/fault";
import { eventReceived, eventWithoutEffect } from "./inbox.ts";
import type { MoneyPorts } from "./ports.ts";
import { hurryRefund } from "./refund-news.ts";
import { findSession } from "./session-store.ts";

/** @throws Fault signature_invalid */
export async function receiveEvent(ports: MoneyPorts, body: string, signature: string | null): Promise<void> {
  const verified = await ports.payments.verifyNews(body, signature);
  if (verified.kind !== "news")
    throw new Fault("signature_invalid", "This event is not signed by the provider, or is too old.");
  const { event, kind, object, tenant, session } = verified.news;
  const now = ports.clock();
  // The names in the metadata only say where to look: there is nothing to hurry but a refund of ours by the provider's name.
  if (kind === "refund" && tenant !== null && session !== null && object !== null)
    await hurryRefund(ports, tenant, session, object);
  if (tenant === null || session === null || kind !== "hold") return;
  // A tenant that metadata names is believed only when the session says the same.
  const known = await findSession(ports, tenant, session, { strong: true });
  if (!known) return;
  const item =
    known.state === "pending" || known.state === "failed"
      ? eventReceived(event, tenant, session, now)
      : eventWithoutEffect(event, now);
  await ports.store.commit([{ put: item, guards: [{ absent: true }] }]);
}
