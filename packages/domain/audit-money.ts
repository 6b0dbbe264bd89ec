/** I6 and the ledger's side of I1: what a session says of its money, part by part. */
import type { Finding } from "./audit.ts";
import { apartOf, said } from "./audit.ts";
import type { FurtherHold } from "./further-hold.ts";
import type { SessionBooks } from "./reconciliation.ts";
import { judgeLedger } from "./reconciliation.ts";
import type { Session } from "./session.ts";

export function checkMoney(
  session: Session,
  further: readonly FurtherHold[],
  books: Pick<SessionBooks, "refunds" | "entries">,
  /** what its driver agreed to beyond the hold */
  agreedMinor = 0n,
): readonly Finding[] {
  const { currency, hold, sealed, receipt } = session;
  const findings: Finding[] = [];
  const find = (invariant: "I1" | "I6", what: string, one: bigint, other: bigint): void =>
    void findings.push({
      invariant,
      about: session.reference,
      session: session.id,
      what,
      apart: apartOf(one, other, currency),
    });
  const captured = session.captured ?? 0n;
  const byOthers = further.reduce((sum, one) => sum + (one.captured ?? 0n), 0n);
  const gave = [
    ...(hold ? [{ n: 1, heldMinor: hold.holdAmount.minor + agreedMinor, minor: captured - byOthers }] : []),
    ...further.map(({ n, holdAmount, captured: minor }) => ({
      n,
      heldMinor: holdAmount.minor,
      minor: minor ?? 0n,
    })),
  ];
  for (const { n, heldMinor, minor } of gave) {
    if (minor > heldMinor)
      find("I6", `hold ${n} gave ${said(minor, currency)} of ${said(heldMinor, currency)}`, minor, heldMinor);
    if (minor < 0n) find("I6", `the holds gave more than the session took: hold ${n} is negative`, minor, 0n);
  }
  if (!hold && captured > 0n) find("I6", "something was captured without a hold", captured, 0n);
  const refunded = books.refunds.reduce(
    (sum, { standing, refundMinor, isOfDeposit }) =>
      !isOfDeposit && (standing === "pending" || standing === "succeeded") ? sum + refundMinor : sum,
    0n,
  );
  if (refunded > captured)
    find("I6", `refunded ${said(refunded, currency)} of ${said(captured, currency)}`, refunded, captured);
  if (receipt !== null && sealed) {
    const parts = captured + (session.receivable ?? 0n) + (session.writtenOff ?? 0n);
    if (parts !== sealed.total)
      find(
        "I6",
        `captured, receivable and write-off are ${said(parts, currency)}, the CDR ${said(sealed.total, currency)}`,
        parts,
        sealed.total,
      );
  }
  // What is off the books has no entry yet: the ledger is judged once the session's money has ended.
  const ledger = judgeLedger({ ...books, ...bare(session) });
  if (ledger)
    find(
      "I1",
      `the journal says ${said(ledger.here.minor, currency)}, the session ${said(ledger.there.minor, currency)} (${ledger.why})`,
      ledger.here.minor,
      ledger.there.minor,
    );
  return findings;
}

const bare = ({ id, reference, state, currency, captured }: Session) => ({
  session: id,
  reference,
  state,
  currency,
  captured,
  holds: [],
  disputes: [],
});
