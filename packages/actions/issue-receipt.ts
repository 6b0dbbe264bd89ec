/**
 * The commit that ends a session's money: the session, its journal entry, and the receipt's number, which is gapless
 * because it is given here and nowhere else. Within a series dates never fall as numbers rise.
 */

import { settlementEntry, startingAccounts } from "@barq/domain/ledger";
import { localParts } from "@barq/domain/legal-time";
import type { Session } from "@barq/domain/session";
import { numberOr } from "@barq/store/fields";
import { counterKey, numberKey } from "@barq/store/keys";
import type { Change, Key } from "@barq/store/port";
import { appended } from "./journal.ts";
import type { ReadPorts } from "./ports.ts";
import { writeStep } from "./session-store.ts";

/** Others take numbers of the series at the same time; each loss is somebody else's receipt. */
const mostRaces = 50;

/** `together`: what else must be true when the session is settled. */
export async function issueReceipt(
  ports: ReadPorts,
  before: Session,
  after: Session,
  together: readonly Change[] = [],
): Promise<Session> {
  for (let race = 0; race < mostRaces; race++) {
    const { year } = localParts(before.pinned.zone, ports.clock());
    const series = seriesOf(before, year);
    const key = counterKey(before.tenant, series);
    const { used, at } = await lastNumber(ports, key);
    ports.cache.drop(hintOf(key));
    const issuedAt = Math.max(ports.clock(), at);
    const n = (used ?? 0) + 1;
    const receipt = `${before.pinned.location}-${year}-${n.toString().padStart(6, "0")}`;
    const numbered: Change[] = [
      { update: key, set: { n, at: issuedAt }, guards: [{ field: "n", in: [used] }] },
      {
        put: { ...numberKey(before.tenant, series, n), session: before.id, at: issuedAt },
        guards: [{ absent: true }],
      },
    ];
    const written = await writeStep(ports, before, { ...after, receipt }, [
      ...numbered,
      ...entryOf(ports, after),
      ...together,
    ]);
    // Lost at the number it is somebody else's receipt; lost elsewhere, whoever comes next sees how it stands now.
    const isRace = written.lostAt === 1 || written.lostAt === 2;
    if (written.won || !isRace) return written.session;
  }
  throw new Error(`too many receipts at once in the series of location ${before.pinned.location}`);
}

const seriesOf = (session: Session, year: number): string =>
  `R-${session.pinned.legalEntity}-${session.pinned.location}-${year}`;
const hintOf = (key: Key): string => `number|${key.pk}`;

/** The last number of a series, as it was a moment ago: the commit's guard decides, a wrong guess is read again. */
async function lastNumber(
  ports: ReadPorts,
  key: Key,
): Promise<{ readonly used: number | null; readonly at: number }> {
  const read = async (): Promise<{ used: number | null; at: number }> => {
    const [counter] = await ports.store.read([key], { strong: true });
    return { used: counter ? numberOr(counter, "n") : null, at: (counter && numberOr(counter, "at")) ?? 0 };
  };
  return (await ports.cache.get(hintOf(key), read)) ?? read();
}

/** Reads the counter while something else is being read, so that the settlement's last commit waits for nothing. */
export async function foresee(ports: ReadPorts, session: Session): Promise<void> {
  const { year } = localParts(session.pinned.zone, ports.clock());
  const key = counterKey(session.tenant, seriesOf(session, year));
  ports.cache.drop(hintOf(key));
  await lastNumber(ports, key);
}

/** The journal entry of a settlement; a session that costs nothing moves nothing on the books. */
function entryOf(ports: ReadPorts, session: Session): readonly Change[] {
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
    accounts: startingAccounts,
  });
  return [appended(ports, session.tenant, [], entry)];
}
