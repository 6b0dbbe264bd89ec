/**
 * The step of an open receivable. Where the driver agreed to it at the start, the card that paid is asked: once, for no more
 * than was agreed, and never while a bank disputes the session. The call is on the receivable before it is made, so that of two
 * workers one calls; no answer is unknown, and nothing is called again before the provider's own list has been looked through.
 * A decline is the end of it: the rest is a person's, and in the end policy's.
 */
import type { Instant } from "@barq/domain/instant";
import { day, hour, minute } from "@barq/domain/instant";
import { startingAccounts, transferEntry } from "@barq/domain/ledger";
import type { Collection, Receivable } from "@barq/domain/receivable";
import { isAsking } from "@barq/domain/receivable";
import type { Session } from "@barq/domain/session";
import { backOffMs, effectKey } from "@barq/domain/session";
import type { CollectionTruth } from "@barq/payments/collecting";
import { receivableKey, workKey } from "@barq/store/keys";
import type { Change, Item } from "@barq/store/port";
import { readReceivable, receivableChange } from "@barq/store/receivable-item";
import { sessionChange } from "@barq/store/session-item";
import { isDisputed } from "./dispute-store.ts";
import { ownRef } from "./hold-truth.ts";
import { appended, journalOf } from "./journal.ts";
import { actRow } from "./person-act.ts";
import type { DeskPorts } from "./ports.ts";
import { giveUpOverdue, rowName } from "./receivables.ts";
import { loadSession } from "./session-store.ts";
import { rowResolved, workItem } from "./work-queue.ts";

/**
 * The provider has forgotten a key by then, and a call under it has long come back or never will: with another attempt's key
 * nothing can be taken that the key of before would still take.
 */
const forgottenMs = day + hour;
/** As long as one call can be under way, and two clocks apart: sooner than this nobody asks again. */
const settledMs = 12 * minute;
/** Within an hour; a person is told, and it goes on. */
const triesUntilTold = 6;
/** Others write the session at the same time: a refund, a dispute. */
const mostRaces = 10;

/** What an open receivable that is due needs: its card is asked, or it is too old. */
export async function advanceReceivable(ports: DeskPorts, item: Item): Promise<void> {
  const receivable = readReceivable(item);
  const { collection } = receivable;
  if (receivable.state !== "open" || (receivable.due ?? 0) > ports.clock()) return;
  if (!collection || !isAsking(receivable)) return giveUpOverdue(ports, receivable);
  const session = await loadSession(ports, receivable.tenant, receivable.session);
  if (collection.attempt > 0) {
    const truth = await look(ports, session);
    if (truth.kind === "unknown") return later(ports, session, receivable, collection);
    if (truth.kind !== "none") return note(ports, session, receivable, collection, truth);
  }
  if (ports.clock() >= receivable.giveUpAt)
    return declined(ports, session, receivable, collection, { code: "never_asked", why: "too_old" });
  // The bank has the money, or may have it: asked again when the dispute may be over.
  if (await isDisputed(ports, session.tenant, session.id)) {
    const due = Math.min(ports.clock() + ports.policy.disputeLookMs, receivable.giveUpAt);
    await ports.store.commit([receivableChange(receivable, { ...receivable, due })]);
    return;
  }
  return ask(ports, session, receivable, collection);
}

const labelsOf = ({ environment }: DeskPorts, { tenant, id, reference }: Session) => ({
  tenant,
  session: id,
  reference,
  environment,
});

const look = (ports: DeskPorts, session: Session): Promise<CollectionTruth> =>
  ports.collecting.findCollection({ labels: labelsOf(ports, session), ref: ownRef(session) });

/** One call, under a key that is on record. */
async function ask(
  ports: DeskPorts,
  session: Session,
  before: Receivable,
  collection: Collection,
): Promise<void> {
  const now = ports.clock();
  const isForgotten = now - (collection.calledAt ?? now) >= forgottenMs;
  const isNew = collection.attempt === 0 || isForgotten;
  const tries = collection.tries + 1;
  const claim: Collection = {
    ...collection,
    attempt: isNew ? collection.attempt + 1 : collection.attempt,
    calledAt: isNew ? now : collection.calledAt,
    tries,
  };
  const claimed = { ...before, collection: claim, due: now + patience(tries) };
  const { written } = await ports.store.commit([
    receivableChange(before, claimed),
    ...told(session, claim, now),
  ]);
  if (!written) return;
  const receivable = { ...claimed, version: before.version + 1 };
  const { attempt, minor } = claim;
  const answer = await ports.collecting.collect({
    key: effectKey(ports.environment, session.id, { name: "collect.1", attempt }),
    labels: { ...labelsOf(ports, session), attempt },
    ref: ownRef(session),
    collectAmount: { minor, currency: session.currency },
    statement: session.reference,
  });
  // Unknown: what was written before the call says when to look.
  if (answer.kind === "unknown") return;
  if (answer.kind === "collected") return note(ports, session, receivable, claim, answer);
  // A no counts only when no earlier call was a yes.
  const truth = tries > 1 || answer.code === "idempotency_error" ? await look(ports, session) : null;
  if (truth?.kind === "unknown") return;
  if (truth?.kind === "collected") return note(ports, session, receivable, claim, truth);
  return declined(ports, session, receivable, claim, answer);
}

/** A lost answer is looked for at once; then there is time for whatever is still under way. */
const patience = (tries: number): number =>
  tries === 1 ? backOffMs(0) : Math.max(settledMs, backOffMs(tries), tries > triesUntilTold ? hour : 0);

async function later(
  ports: DeskPorts,
  session: Session,
  receivable: Receivable,
  collection: Collection,
): Promise<void> {
  const now = ports.clock();
  const tries = collection.tries + 1;
  const after = { ...collection, tries };
  await ports.store.commit([
    receivableChange(receivable, { ...receivable, collection: after, due: now + patience(tries) }),
    ...told(session, after, now),
  ]);
}

const told = (session: Session, { tries }: Collection, now: Instant): readonly Change[] =>
  tries === triesUntilTold ? [workItem(session, "receivable_open", now, { collection: "unclear" })] : [];

const note = (
  ports: DeskPorts,
  session: Session,
  receivable: Receivable,
  collection: Collection,
  truth: Extract<CollectionTruth, { kind: "collected" | "declined" }>,
): Promise<void> =>
  truth.kind === "collected"
    ? collected(ports, session, receivable, collection, truth)
    : declined(ports, session, receivable, collection, truth);

/** Nothing was taken: a person is told why, and may ask the driver. Losing here, somebody else has written the outcome. */
async function declined(
  ports: DeskPorts,
  session: Session,
  receivable: Receivable,
  collection: Collection,
  { code, why }: { readonly code: string; readonly why: string },
): Promise<void> {
  const row = workItem(session, "receivable_open", ports.clock(), { collection: "declined", code, why });
  const after = {
    ...receivable,
    collection: { ...collection, state: "declined" as const, why: code },
    due: receivable.giveUpAt,
  };
  await ports.store.commit([receivableChange(receivable, after), row]);
}

/** Taken: entry, receivable, the row of the queue and what was done, in one commit. What is above the consent stays open. */
async function collected(
  ports: DeskPorts,
  read: Session,
  receivable: Receivable,
  collection: Collection,
  { intent, collectedAmount }: Extract<CollectionTruth, { kind: "collected" }>,
): Promise<void> {
  const { tenant, id } = read;
  const { owed } = receivable;
  const left = owed.minor - collectedAmount.minor;
  if (left < 0n || collectedAmount.currency !== owed.currency)
    throw new Error(`${collectedAmount.minor} were collected for session ${id}, ${owed.minor} were owed`);
  const name = rowName(id);
  let session = read;
  for (let race = 0; race < mostRaces; race++) {
    const now = ports.clock();
    const [standing, [row]] = await Promise.all([
      journalOf(ports, tenant, id),
      ports.store.read([workKey(tenant, name)], { strong: true }),
    ]);
    const { receivable: from, clearing: to } = startingAccounts;
    const entry = transferEntry({
      kind: "collected",
      session: id,
      at: now,
      moved: collectedAmount,
      from,
      to,
    });
    const done = {
      ...collection,
      state: "collected" as const,
      minor: collectedAmount.minor,
      intent,
      collectedAt: now,
    };
    const after: Receivable =
      left > 0n
        ? {
            ...receivable,
            owed: { ...owed, minor: left },
            collection: done,
            due: receivable.giveUpAt,
          }
        : { ...receivable, state: "collected", at: now, collection: done, due: null };
    const outcome = { minor: collectedAmount.minor.toString(), cur: owed.currency };
    const act = {
      actor: "policy",
      act: "collect",
      reason: "agreed_before",
      note: null,
      key: effectKey(ports.environment, id, { name: "collect.1", attempt: collection.attempt }),
      body: null,
    };
    const { written } = await ports.store.commit([
      sessionChange(session, session),
      receivableChange(receivable, after),
      appended(ports, tenant, standing, entry),
      actRow(ports, tenant, {
        ...act,
        row: name,
        at: now,
        before: { st: "open", minor: owed.minor.toString(), cur: owed.currency },
        after: { st: after.state, intent, ...outcome },
      }),
      ...(row && left === 0n ? rowResolved(tenant, row, { ...act, at: now, outcome }) : []),
      ...(left > 0n ? [partly(session, now, left, collectedAmount.minor)] : []),
    ]);
    if (written) return;
    const [item] = await ports.store.read([receivableKey(tenant, id)], { strong: true });
    // Written by a worker that heard the same, or by ourselves under a lost answer.
    if (!item || readReceivable(item).version !== receivable.version) return;
    session = await loadSession(ports, tenant, id);
  }
  throw new Error(`the receivable of session ${id} is never left alone`);
}

/** What the driver did not agree to is asked for by a person. */
const partly = (session: Session, now: Instant, left: bigint, taken: bigint): Change =>
  workItem(session, "receivable_open", now, {
    collection: "in_part",
    taken_minor: taken.toString(),
    open_minor: left.toString(),
  });
