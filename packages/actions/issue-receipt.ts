/**
 * The commit that ends a session's money: the session, its journal entry, and the receipt's number, which is gapless
 * because it is given here and nowhere else. Within a series dates never fall as numbers rise.
 */

import { settlementEntry, startingAccounts } from "@barq/domain/ledger";
import { localParts } from "@barq/domain/legal-time";
import type { Session } from "@barq/domain/session";
import type { Change } from "@barq/store/port";
import type { journalOf } from "./journal.ts";
import { appended } from "./journal.ts";
import { foresee, mostRaces, nextNumber, sixDigits } from "./numbered-series.ts";
import { owedNothing } from "./owed-nothing.ts";
import type { ReadPorts } from "./ports.ts";
import { receivableOpened } from "./receivables.ts";
import { writeStep } from "./session-store.ts";

/** The books of a session of which a deposit was taken: what stands in its journal already. */
export type DepositBooks = Awaited<ReturnType<typeof journalOf>>;

/** `together`: what else must be true when the session is settled. */
export async function issueReceipt(
  ports: ReadPorts,
  before: Session,
  after: Session,
  together: readonly Change[] = [],
  deposit: DepositBooks | null = null,
): Promise<Session> {
  const { tenant, id, pinned } = before;
  const counted = await owedNothing(ports, after);
  const owed = await receivableOpened(ports, after);
  for (let race = 0; race < mostRaces; race++) {
    const year = yearOf(ports, before);
    const { n, changes } = await nextNumber(ports, tenant, seriesOf(before, year), { session: id });
    const receipt = `${pinned.location}-${year}-${sixDigits(n)}`;
    const written = await writeStep(ports, before, { ...after, receipt }, [
      ...changes,
      ...entryOf(ports, after, deposit),
      ...together,
      ...owed,
      ...counted,
    ]);
    // Lost at the number it is somebody else's receipt; lost elsewhere, whoever comes next sees how it stands now.
    const isRace = written.lostAt === 1 || written.lostAt === 2;
    if (written.won || !isRace) return written.session;
  }
  throw new Error(`too many receipts at once in the series of location ${pinned.location}`);
}

const yearOf = (ports: ReadPorts, { pinned }: Session): number => localParts(pinned.zone, ports.clock()).year;
const seriesOf = ({ pinned }: Session, year: number): string =>
  `R-${pinned.legalEntity}-${pinned.location}-${year}`;

/** Reads the counter while something else is being read, so that the settlement's last commit waits for nothing. */
export const foreseeReceipt = (ports: ReadPorts, session: Session): Promise<void> =>
  foresee(ports, session.tenant, seriesOf(session, yearOf(ports, session)));

/** The journal entry of a settlement; a session that costs nothing moves nothing on the books. */
function entryOf(ports: ReadPorts, session: Session, deposit: DepositBooks | null): readonly Change[] {
  const { sealed, currency } = session;
  if (!sealed || sealed.total === 0n) return [];
  const entry = settlementEntry({
    session: session.id,
    at: session.since,
    beforeTax: { minor: sealed.beforeTax, currency },
    tax: { minor: sealed.tax, currency },
    captured: session.captured ?? 0n,
    receivable: session.receivable ?? 0n,
    writtenOff: session.writtenOff ?? 0n,
    isOfDeposit: deposit !== null,
    over: deposit === null ? (session.returned ?? 0n) : 0n,
    accounts: startingAccounts,
  });
  return [appended(ports, session.tenant, deposit ?? [], entry)];
}
