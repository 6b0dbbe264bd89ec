/**
 * What a session owes and nothing could be taken for: an item of its own, open until it is paid, or given up by a person or by
 * policy. Each end is a journal entry, and the row of the work queue goes with it. Where the driver agreed at the start, the
 * card that paid is asked first (collect-receivable.ts), and a person only when it did not pay.
 */
import type { Consent } from "@barq/domain/consent";
import { collectableMinor } from "@barq/domain/consent";
import { Fault } from "@barq/domain/fault";
import { startingAccounts, transferEntry } from "@barq/domain/ledger";
import type { Receivable } from "@barq/domain/receivable";
import { isAsking } from "@barq/domain/receivable";
import type { Session } from "@barq/domain/session";
import { receivableKey, workKey } from "@barq/store/keys";
import type { Change } from "@barq/store/port";
import { readReceivable, receivableChange, receivableItem } from "@barq/store/receivable-item";
import { sessionChange } from "@barq/store/session-item";
import { findConsent } from "./collect-later.ts";
import { isDisputed } from "./dispute-store.ts";
import { appended, journalOf } from "./journal.ts";
import type { PersonAct } from "./person-act.ts";
import { actRow, isDone } from "./person-act.ts";
import type { ReadPorts } from "./ports.ts";
import { loadSession } from "./session-store.ts";
import { rowResolved, workItem } from "./work-queue.ts";

/** The receivable's row in the work queue. */
export const rowName = (session: string): string => `${session}#receivable_open`;

/** What was captured beyond the hold (capture-beyond.ts) was taken by the same consent. */
function leftOf(consent: Consent | null, { captured, hold, further }: Session): Consent | null {
  const beyond = hold && !further ? (captured ?? 0n) - hold.holdAmount.minor : 0n;
  return consent && beyond > 0n ? { ...consent, mostMinor: consent.mostMinor - beyond } : consent;
}

/** What goes into the commit that leaves a receivable. */
export async function receivableOpened(
  ports: Pick<ReadPorts, "policy" | "clock" | "store">,
  session: Session,
): Promise<readonly Change[]> {
  const { tenant, id, receivable, currency } = session;
  if (receivable === null || receivable <= 0n) return [];
  const now = ports.clock();
  // Where somebody cancelled the hold at the provider, a person decides what is still asked for.
  const consent = session.why === "hold_lost" ? null : await findConsent(ports, tenant, id);
  const minor = collectableMinor(leftOf(consent, session), receivable);
  const giveUpAt = now + ports.policy.receivableMs;
  const asking = { attempt: 0, tries: 0, calledAt: null, intent: null, collectedAt: null, why: null };
  const opened: Receivable = {
    tenant,
    session: id,
    version: 1,
    state: "open",
    owed: { minor: receivable, currency },
    at: now,
    giveUpAt,
    due: minor === null ? giveUpAt : now,
    collection: minor === null ? null : { state: "asking", minor, ...asking },
  };
  return [
    { put: receivableItem(opened) },
    // While the card is asked nobody else is: a person has nothing to do yet.
    ...(minor === null ? [workItem(session, "receivable_open", now)] : []),
  ];
}

interface Ending {
  readonly kind: "collected" | "given_up";
  readonly act: PersonAct;
}

/** Others write the session at the same time: a refund, a dispute. */
const mostRaces = 10;

/**
 * The receivable's end, in one commit: entry, item, row of the queue and who did it. Answers whether it was this act that
 * ended it; false where it was over before, or somebody else was first.
 * @throws Fault state_conflict while the card is being asked, or for a collection while a bank disputes the session
 */
export async function endReceivable(
  ports: ReadPorts,
  tenant: string,
  id: string,
  { kind, act }: Ending,
): Promise<boolean> {
  const name = rowName(id);
  for (let race = 0; race < mostRaces; race++) {
    const [session, standing, isFrozen, [item, row]] = await Promise.all([
      loadSession(ports, tenant, id),
      journalOf(ports, tenant, id),
      kind === "collected" ? isDisputed(ports, tenant, id) : false,
      ports.store.read([receivableKey(tenant, id), workKey(tenant, name)], { strong: true }),
    ]);
    const receivable = item && readReceivable(item);
    if (receivable?.state !== "open") return isDone(ports, tenant, name, act);
    if (isAsking(receivable))
      throw new Fault("state_conflict", "The driver's card is being asked for this: wait for its answer.");
    if (isFrozen)
      throw new Fault(
        "state_conflict",
        "A bank disputes this session: nothing more is collected for it until that is decided.",
        {
          disputed: true,
        },
      );
    const now = ports.clock();
    const { receivable: from, clearing, writeOff } = startingAccounts;
    const to = kind === "collected" ? clearing : writeOff;
    const { owed } = receivable;
    const entry = transferEntry({ kind, session: id, at: now, moved: owed, from, to });
    const outcome = { minor: owed.minor.toString(), cur: owed.currency };
    const { written } = await ports.store.commit([
      sessionChange(session, session),
      receivableChange(receivable, { ...receivable, state: kind, at: now, due: null }),
      appended(ports, tenant, standing, entry),
      actRow(ports, tenant, {
        ...act,
        row: name,
        at: now,
        before: { st: "open", ...outcome },
        after: { st: kind },
      }),
      ...(row ? rowResolved(tenant, row, { ...act, at: now, outcome }) : []),
    ]);
    if (written) return true;
  }
  throw new Error(`the receivable of session ${id} is never left alone`);
}

/** A receivable that is overdue by policy is given up, and policy is who did it. */
export async function giveUpOverdue(
  ports: ReadPorts,
  { tenant, session, version }: Receivable,
): Promise<void> {
  const act = {
    actor: "policy",
    act: "give_up",
    reason: "too_old",
    note: null,
    key: `policy|${session}|${version}`,
    body: null,
  };
  await endReceivable(ports, tenant, session, { kind: "given_up", act });
}
