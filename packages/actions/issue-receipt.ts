/**
 * The commit that ends a session's money: the session, its journal entry, and the receipt's number, which is gapless
 * because it is given here and nowhere else. Within a series dates never fall as numbers rise.
 */

import { settlementEntry, startingAccounts } from "@barq/domain/ledger";
import { localParts } from "@barq/domain/legal-time";
import type { Session } from "@barq/domain/session";
import type { Change } from "@barq/store/port";
import type { Journal } from "./journal.ts";
import { appended, journalOf } from "./journal.ts";
import { foresee, mostRaces, nextNumber, sixDigits } from "./numbered-series.ts";
import { owedNothing } from "./owed-nothing.ts";
import type { ReadPorts } from "./ports.ts";
import { receivableOpened } from "./receivables.ts";
import { writeStep } from "./session-store.ts";

interface Books {
  /** what stands in the journal before the price does (a deposit, a dispute of what others captured); read after the session was: whatever is booked later changes its version, and the commit is lost */
  readonly standing?: Journal | undefined;
  /** a deposit was taken and is on the books already */
  readonly isOfDeposit?: boolean;
}

/** `together`: what else must be true when the session is settled. */
export async function issueReceipt(
  ports: ReadPorts,
  before: Session,
  after: Session,
  together: readonly Change[] = [],
  { standing: known, isOfDeposit = false }: Books = {},
): Promise<Session> {
  const { tenant, id, pinned } = before;
  const [counted, standing, owed] = await Promise.all([
    owedNothing(ports, after),
    known ?? (hasPrice(after) ? journalOf(ports, tenant, id) : []),
    receivableOpened(ports, after),
  ]);
  for (let race = 0; race < mostRaces; race++) {
    const year = yearOf(ports, before);
    const { n, changes } = await nextNumber(ports, tenant, seriesOf(before, year), { session: id });
    const receipt = `${pinned.location}-${year}-${sixDigits(n)}`;
    const written = await writeStep(ports, before, { ...after, receipt }, [
      ...changes,
      ...entryOf(ports, after, standing, isOfDeposit),
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

const hasPrice = ({ sealed }: Session): boolean => sealed !== null && sealed.total > 0n;

/** The journal entry of a settlement; a session that costs nothing moves nothing on the books. */
function entryOf(
  ports: ReadPorts,
  session: Session,
  standing: Journal,
  isOfDeposit: boolean,
): readonly Change[] {
  const { sealed, currency } = session;
  if (!sealed || !hasPrice(session)) return [];
  const entry = settlementEntry({
    session: session.id,
    at: session.since,
    beforeTax: { minor: sealed.beforeTax, currency },
    tax: { minor: sealed.tax, currency },
    captured: session.captured ?? 0n,
    receivable: session.receivable ?? 0n,
    writtenOff: session.writtenOff ?? 0n,
    isOfDeposit,
    over: isOfDeposit ? 0n : (session.returned ?? 0n),
    accounts: startingAccounts,
  });
  return [appended(ports, session.tenant, standing, entry)];
}
