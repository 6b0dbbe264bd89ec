/** Everything that lies beside a session, read from one list of its partition: each item by what its key begins with. */
import type { Correction } from "@barq/domain/correction";
import type { Dispute } from "@barq/domain/dispute";
import { freezesMoney } from "@barq/domain/dispute";
import type { FurtherHold } from "@barq/domain/further-hold";
import type { Receivable } from "@barq/domain/receivable";
import type { Refund } from "@barq/domain/refund";
import type { Session } from "@barq/domain/session";
import { readCorrection } from "@barq/store/correction-item";
import { readDispute } from "@barq/store/dispute-item";
import { textOr } from "@barq/store/fields";
import { readFurtherHold } from "@barq/store/further-hold-item";
import { readJournal } from "@barq/store/journal-item";
import {
  auditPrefix,
  consentSort,
  correctionPrefix,
  disputePrefix,
  furtherHoldPrefix,
  journalPrefix,
  receivableSort,
  refundPrefix,
  supportActPrefix,
} from "@barq/store/keys";
import type { Item } from "@barq/store/port";
import { readReceivable } from "@barq/store/receivable-item";
import { readRefund } from "@barq/store/refund-item";
import { readSession } from "@barq/store/session-item";

export interface Beside {
  readonly session: Session | null;
  readonly journal: readonly ReturnType<typeof readJournal>[];
  readonly furtherHolds: readonly FurtherHold[];
  readonly refunds: readonly Refund[];
  readonly corrections: readonly Correction[];
  readonly disputes: readonly Dispute[];
  readonly isDisputed: boolean;
  readonly receivable: Receivable | null;
  readonly consent: Item | null;
  /** masked */
  readonly email: string | null;
  readonly acts: readonly Item[];
  /** the row of the address, where one was given */
  readonly contact: Item | null;
}

export function besideOf(items: readonly Item[]): Beside {
  const under = (prefix: string): readonly Item[] => items.filter(({ sk }) => sk.startsWith(prefix));
  const one = (sort: string): Item | undefined => items.find(({ sk }) => sk === sort);
  const [session, receivable, contact] = [one("META"), one(receivableSort), one("CONTACT")];
  const disputes = under(disputePrefix).map(readDispute);
  const email = contact && textOr(contact, "email");
  return {
    session: session ? readSession(session) : null,
    journal: under(journalPrefix).map(readJournal),
    furtherHolds: under(furtherHoldPrefix).map(readFurtherHold),
    refunds: under(refundPrefix)
      .map(readRefund)
      .toSorted((a, b) => a.askedAt - b.askedAt || a.hold - b.hold),
    corrections: under(correctionPrefix).map(readCorrection),
    disputes,
    isDisputed: disputes.some(freezesMoney),
    receivable: receivable ? readReceivable(receivable) : null,
    consent: one(consentSort) ?? null,
    email: email ? maskedEmail(email) : null,
    acts: [...under(auditPrefix), ...under(supportActPrefix)],
    contact: contact ?? null,
  };
}

/** The first sign and the domain: enough to ask "is it the one at example.com?", and nobody can be written to by it. */
export const maskedEmail = (email: string): string => email.replace(/^(.).*@/u, "$1***@");
