/** What a person did to a session: who and why, in the commit of the act. Who is opaque; nothing personal is kept. */
import type { Instant } from "@barq/domain/instant";
import { auditKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";

export interface Act {
  /** what was done to what, such as `refund_asked#ref_...`; tells acts of one instant apart */
  readonly what: string;
  /** opaque: made from the token's subject */
  readonly who: string;
  /** a stable code */
  readonly why: string;
  readonly at: Instant;
  readonly facts?: Readonly<Record<string, string>>;
}

export const auditAct = (of: { readonly tenant: string; readonly id: string }, act: Act): Change => ({
  put: {
    ...auditKey(of.tenant, of.id, act.at, act.what),
    // The names of person-act.ts: whoever reads what people did reads one shape.
    act: act.what,
    by: act.who,
    reason: act.why,
    at: act.at,
    ...(act.facts ? { facts: act.facts } : {}),
  },
});
