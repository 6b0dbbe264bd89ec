/**
 * What a driver may agree to before the hold (packages/domain/consent.ts), as far as policy and the provider go. It lies in an
 * item beside the session, written with it, because few sessions have one and none ever changes it.
 */
import type { Consent } from "@barq/domain/consent";
import { consentTo } from "@barq/domain/consent";
import type { Money } from "@barq/domain/money";
import { parseAmount } from "@barq/domain/money";
import { bigint, number } from "@barq/store/fields";
import { consentKey, consentSort } from "@barq/store/keys";
import type { Change, Item } from "@barq/store/port";
import { mostAt } from "./policy.ts";
import type { MoneyPorts, ReadPorts } from "./ports.ts";

export interface ConsentAsked {
  readonly wording: number;
  /** the most that the words named, as decimal text of the hold's currency */
  readonly mostText: string;
}

type Needs = Pick<MoneyPorts, "payments" | "policy" | "clock">;

/** The most that is offered beside such a hold; null where the provider keeps no cards, nothing is held, or policy allows none. */
export function collectLaterMost(ports: Needs, hold: Money | null): Money | null {
  if (hold === null || !ports.payments.capabilities.savedCard) return null;
  const policyMinor = mostAt(ports.policy.collectLater, hold.currency, ports.clock());
  const minor = policyMinor < hold.minor ? policyMinor : hold.minor;
  return minor > 0n ? { ...hold, minor } : null;
}

/** What is written of a consent, never more than was offered; null where nothing may be. @throws Fault amount_invalid */
export function agreedConsent(ports: Needs, hold: Money | null, asked: ConsentAsked | null): Consent | null {
  const most = collectLaterMost(ports, hold);
  if (asked === null || hold === null || most === null) return null;
  return consentTo(
    asked.wording,
    parseAmount(asked.mostText, hold.currency).minor,
    most.minor,
    ports.clock(),
  );
}

/** What goes into the commit that makes the session. */
export const consentGiven = (tenant: string, session: string, consent: Consent | null): readonly Change[] =>
  consent === null
    ? []
    : [
        {
          put: {
            ...consentKey(tenant, session),
            w: consent.wording,
            most: consent.mostMinor.toString(),
            at: consent.at,
          },
        },
      ];

/** null where the driver did not agree */
export async function findConsent(
  { store }: Pick<ReadPorts, "store">,
  tenant: string,
  session: string,
): Promise<Consent | null> {
  const [item] = await store.read([consentKey(tenant, session)], { strong: true });
  return agreedIn(item ? [item] : []);
}

/** Among the items beside a session. */
export function agreedIn(items: readonly Item[]): Consent | null {
  const item = items.find(({ sk }) => sk === consentSort);
  if (!item) return null;
  return { wording: number(item, "w"), mostMinor: bigint(item, "most"), at: number(item, "at") };
}
