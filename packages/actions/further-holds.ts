/** Reading and writing further holds: items beside their session, each written under its own version. */
import type { FurtherHold } from "@barq/domain/further-hold";
import type { Money } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import { furtherHoldChange, readFurtherHold } from "@barq/store/further-hold-item";
import { furtherHoldKey, furtherHoldPrefix } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import { besideSession } from "./beside-session.ts";
import type { ReadPorts } from "./ports.ts";
import { writeStep } from "./session-store.ts";

/** In order of their numbers, oldest first. */
export async function furtherHoldsOf(
  ports: Pick<ReadPorts, "store">,
  { tenant, id }: Pick<Session, "tenant" | "id">,
): Promise<readonly FurtherHold[]> {
  return besideSession(ports, tenant, id, furtherHoldPrefix, readFurtherHold);
}

/** Undefined where there is none of that number. */
export async function findFurtherHold(
  ports: Pick<ReadPorts, "store">,
  tenant: string,
  session: string,
  n: number,
): Promise<FurtherHold | undefined> {
  const [item] = await ports.store.read([furtherHoldKey(tenant, session, n)], { strong: true });
  return item && readFurtherHold(item);
}

/** A hold as it is when it is asked for: at a page, or by raising the session's own to a sum. */
export const askedHold = (
  { clock, policy }: Pick<ReadPorts, "clock" | "policy">,
  { tenant, id }: Session,
  n: number,
  holdAmount: Money,
  raiseTo: bigint | null = null,
): FurtherHold => ({
  tenant,
  session: id,
  n,
  version: 1,
  state: raiseTo === null ? "opening" : "raising",
  holdAmount,
  page: null,
  intent: null,
  captureBefore: null,
  createdAt: clock(),
  attempt: 1,
  tries: 0,
  due: clock() + policy.firstLookMs,
  captured: null,
  raiseTo,
});

/** The hold as it stands after the write, and whether it was this write that made it so. */
export async function writeHold(
  ports: Pick<ReadPorts, "store">,
  before: FurtherHold,
  after: FurtherHold,
  together: readonly Change[] = [],
): Promise<{ readonly won: boolean; readonly hold: FurtherHold }> {
  const answer = await ports.store.commit([furtherHoldChange(before, after), ...together]);
  if (answer.written) return { won: true, hold: { ...after, version: before.version + 1 } };
  const current = await findFurtherHold(ports, before.tenant, before.session, before.n);
  return { won: false, hold: current ?? before };
}

/**
 * One commit of the session and its hold, with whatever must be true together. Where somebody wrote the session alone a moment
 * before, what both are now decides: `anew` is asked again. Where they wrote the hold, their step is the one that counts.
 */
export async function writeWithSession<P extends Pick<ReadPorts, "store">>(
  ports: P,
  [session, sessionAfter]: readonly [Session, Session],
  [hold, after]: readonly [FurtherHold, FurtherHold],
  together: readonly Change[],
  anew: (ports: P, hold: FurtherHold) => Promise<FurtherHold>,
): Promise<FurtherHold> {
  const change = furtherHoldChange(hold, after);
  const written = await writeStep(ports, session, sessionAfter, [change, ...together]);
  if (written.won) return { ...after, version: hold.version + 1 };
  const current = await findFurtherHold(ports, hold.tenant, hold.session, hold.n);
  return current && current.version === hold.version ? anew(ports, current) : (current ?? hold);
}

/**
 * What goes into the commit that ends a session's money: every further hold that still stands is due now, and gives itself
 * back. No call where a session never had one.
 */
export async function wakeFurtherHolds(
  ports: Pick<ReadPorts, "store" | "clock">,
  session: Session,
  but: number | null = null,
): Promise<readonly Change[]> {
  if (!session.further) return [];
  const standing = (await furtherHoldsOf(ports, session)).filter(
    ({ state, n }) => state === "held" && n !== but,
  );
  return standing.map((hold) => furtherHoldChange(hold, { ...hold, due: ports.clock() }));
}
