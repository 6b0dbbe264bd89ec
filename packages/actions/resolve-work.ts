/**
 * A person resolves a row of the work queue. What they do, why, and the row's end are one commit, guarded by the row and by the
 * session: of two who resolve one case one wins, and the other is told how it stands. A repeat under its key changes nothing.
 */
import { Fault } from "@barq/domain/fault";
import { enterHold, isOpenHold } from "@barq/domain/further-hold";
import type { Instant } from "@barq/domain/instant";
import type { Session } from "@barq/domain/session";
import { enter } from "@barq/domain/session";
import { mapOr, text, textOr } from "@barq/store/fields";
import { furtherHoldChange } from "@barq/store/further-hold-item";
import { workPartition } from "@barq/store/keys";
import type { Change, Item, Value } from "@barq/store/port";
import { sessionChange } from "@barq/store/session-item";
import { decidedChange, onRecord, sealing } from "./decided.ts";
import { findFurtherHold, furtherHoldsOf } from "./further-holds.ts";
import { resolvedBy, showWork } from "./list-work.ts";
import type { PersonAct } from "./person-act.ts";
import { actRow, actsOn, isDone, repeatOf } from "./person-act.ts";
import type { ReadPorts } from "./ports.ts";
import { endReceivable } from "./receivables.ts";
import { findSession } from "./session-store.ts";
import type { StatedEvidence } from "./settle-review.ts";
import { decide, knownCost } from "./settle-review.ts";
import type { WorkAct } from "./work-acts.ts";
import { actsFor, isOfReview } from "./work-acts.ts";
import { rowResolved } from "./work-queue.ts";
import type { WorkRow } from "./work-row.ts";
import { openKey, workName } from "./work-row.ts";

export interface ResolveRequest extends PersonAct {
  readonly row: string;
  readonly act: WorkAct;
  /** for `settle` of a session that is not priced yet */
  readonly evidence: StatedEvidence | null;
}

/** The saga writes the session at the same time; each loss is one step of it. */
const mostRaces = 5;

/**
 * The row as it stands afterwards.
 * @throws Fault not_found, state_conflict (somebody else was first, or the act does not fit), unpriceable, invalid_request,
 *   idempotency_key_reused
 */
export async function resolveWork(
  ports: ReadPorts,
  tenant: string,
  request: ResolveRequest,
): Promise<WorkRow> {
  const name = workName(request.row);
  const repeat = repeatOf(ports, await actsOn(ports, tenant, name), request);
  if (repeat)
    return (await resolvedBy(ports, tenant, request.row, repeat)) ?? showWork(ports, tenant, request.row);
  for (let race = 0; race < mostRaces; race++) {
    const [row] = await ports.store.read([openKey(tenant, request.row)], { strong: true });
    if (!row) throw await conflict(ports, tenant, request.row);
    const id = textOr(row, "session");
    const session = id === null ? undefined : await findSession(ports, tenant, id, { strong: true });
    const acts = actsFor(text(row, "why"), session);
    if (!acts.includes(request.act))
      throw new Fault(
        "state_conflict",
        `This cannot be done with it now: ${request.act}. What can be is named in acts.`,
        {
          acts: acts.join(" "),
          ...(session ? { state: session.state } : {}),
        },
      );
    const isOurs =
      request.act === "collect" || request.act === "give_up"
        ? await endReceivable(ports, tenant, id ?? "", {
            kind: request.act === "collect" ? "collected" : "given_up",
            act: request,
          })
        : await commitAct(ports, tenant, request, row, session);
    // A commit that lost may have lost to its own repeat.
    if (isOurs || (await isDone(ports, tenant, name, request))) return showWork(ports, tenant, request.row);
  }
  throw await conflict(ports, tenant, request.row);
}

/** 409 with the row as it is, or not_found where there never was one. */
async function conflict(ports: ReadPorts, tenant: string, row: string): Promise<Fault> {
  const { resolved, sessionState } = await showWork(ports, tenant, row);
  return new Fault(
    "state_conflict",
    "Somebody else has dealt with this in the meantime: look at it again before anything else is done.",
    {
      state: resolved ? "resolved" : "open",
      ...(resolved ? { by: resolved.by, act: resolved.act, since: resolved.at } : {}),
      ...(sessionState === null ? {} : { session_state: sessionState }),
    },
  );
}

/** What an act changes beside the rows that it resolves. */
interface Effects {
  readonly after: Session | undefined;
  readonly changes: readonly Change[];
  /** what it came to: `mwh`, `minor`, `cur` */
  readonly outcome: Readonly<Record<string, string>>;
}

async function commitAct(
  ports: ReadPorts,
  tenant: string,
  request: ResolveRequest,
  row: Item,
  session: Session | undefined,
): Promise<boolean> {
  const at = ports.clock();
  const { after, changes, outcome } = session
    ? await effectsOf(ports, request, session, row, at)
    : unchanged(undefined);
  // A review ends as one: everything that was said of it goes with the act.
  const others =
    session?.state === "review" && after && request.act !== "retry"
      ? await reviewRows(ports, session, row)
      : [];
  const { written } = await ports.store.commit([
    ...(session && after ? [sessionChange(session, after)] : []),
    actRow(ports, tenant, {
      ...request,
      row: row.sk,
      also: others.map(({ sk }) => sk),
      at,
      before: stateOf(session),
      after: { ...stateOf(after ?? session), ...outcome },
    }),
    ...[row, ...others].flatMap((each) => rowResolved(tenant, each, { ...request, at, outcome })),
    ...changes,
  ]);
  return written;
}

async function effectsOf(
  ports: ReadPorts,
  request: ResolveRequest,
  session: Session,
  row: Item,
  at: Instant,
): Promise<Effects> {
  if (request.act === "retry") return unchanged({ ...session, due: at, tries: 0 });
  if (request.act === "returned") {
    const why = text(row, "why");
    const changes = why === "captured_too_much" ? await furtherTaken(ports, session, row) : [];
    return { ...unchanged(returnedElsewhere(session, why, at)), changes };
  }
  if (request.act === "release") return freed(ports, request, session, at);
  return request.act === "settle" ? settled(ports, request, session, at) : unchanged(undefined);
}

const unchanged = (after: Session | undefined): Effects => ({ after, changes: [], outcome: {} });

/** Priced by what the person decided; one that is sealed already is taken up again as it was sealed. */
async function settled(
  ports: ReadPorts,
  { evidence, reason }: ResolveRequest,
  session: Session,
  at: Instant,
): Promise<Effects> {
  if (session.sealed) {
    if (evidence && Object.entries(evidence).some(([name, one]) => name !== "reason" && one !== null))
      throw new Fault("state_conflict", "This session is priced already: no evidence changes that.", {
        state: session.state,
      });
    const effect = await captureOf(ports, session);
    const outcome = { minor: session.sealed.total.toString(), cur: session.currency };
    return {
      after: enter(session, "settling", at, { effect, due: at, tries: 1, why: null }),
      changes: [],
      outcome,
    };
  }
  if (!evidence)
    throw new Fault(
      "invalid_request",
      `"${reason}" is no evidence to settle by: say what it is settled by, or last_trusted.`,
    );
  const { decision, energyMwh, cost } = await decide(ports, session, evidence);
  return {
    after: { ...session, effect: sealing, due: at, tries: 0 },
    changes: [decidedChange(session, decision)],
    outcome: { mwh: energyMwh.toString(), minor: cost.minor.toString(), cur: cost.currency },
  };
}

/**
 * The capture at which the session got stuck. The provider is read before it, and its key is one that no earlier attempt has
 * spent: a version is used once. A hold that is on record as captured is not taken up again.
 */
async function captureOf(ports: ReadPorts, session: Session): Promise<NonNullable<Session["effect"]>> {
  const attempt = session.version;
  if (session.captured === null) return { name: "capture.1", attempt };
  const next = (await furtherHoldsOf(ports, session)).find(({ state }) => state === "held");
  return next ? { name: `capture.${next.n}`, attempt } : onRecord;
}

/** Given free, for a reason of the list in force; what it would have cost is counted where it can be known. */
async function freed(
  ports: ReadPorts,
  { reason }: ResolveRequest,
  session: Session,
  at: Instant,
): Promise<Effects> {
  const codes = ports.policy.freeReasons.findLast(({ from }) => from <= at)?.codes ?? [];
  if (!codes.includes(reason))
    throw new Fault("invalid_request", "A session is given free for one of the reasons in reasons.", {
      reasons: codes.join(" "),
    });
  const cost = await knownCost(ports, session);
  return {
    after: {
      ...session,
      effect: { name: "release.1", attempt: session.version },
      due: at,
      tries: 0,
      why: "given_free",
      ...givenFree(session),
    },
    changes: [],
    outcome: cost ? { minor: cost.minor.toString(), cur: cost.currency } : {},
  };
}

/**
 * The person has given back at the provider what others took: all of it, and the session is released; or what was too much, and
 * it is settled with exactly its total. What is left is for the saga to finish.
 */
function returnedElsewhere(session: Session, why: string, at: Instant): Session {
  const { hold, sealed } = session;
  if (why === "captured_too_much" && sealed)
    return enter(session, "settling", at, { effect: onRecord, due: at, captured: sealed.total, why: null });
  return {
    ...session,
    hold: hold && { ...hold, stands: false, released: true },
    effect: { name: "release.1", attempt: session.version },
    due: at,
    tries: 0,
    why: "given_free",
    ...givenFree(session),
  };
}

/** What was too much was taken of a further hold: what stays of it is what was still owed, and it is over. */
async function furtherTaken(ports: ReadPorts, session: Session, row: Item): Promise<readonly Change[]> {
  const n = Number(mapOr(row, "facts")?.hold ?? 1);
  const hold = n > 1 ? await findFurtherHold(ports, session.tenant, session.id, n) : undefined;
  if (!hold || !session.sealed || !isOpenHold(hold)) return [];
  const captured = session.sealed.total - (session.captured ?? 0n);
  return [furtherHoldChange(hold, enterHold(hold, "captured", { captured }))];
}

/** What is sealed and given free is written off, whole. */
const givenFree = ({ sealed }: Session): Partial<Pick<Session, "captured" | "writtenOff">> =>
  sealed ? { captured: 0n, writtenOff: sealed.total > 0n ? sealed.total : null } : {};

/** The other open rows that say how the review of this session stands. */
async function reviewRows(ports: ReadPorts, session: Session, row: Item): Promise<readonly Item[]> {
  const rows: Item[] = [];
  const own = { prefix: `${session.id}#`, strong: true };
  for await (const item of ports.store.list(workPartition(session.tenant), own))
    if (item.sk !== row.sk && isOfReview(String(item.why))) rows.push(item);
  return rows;
}

function stateOf(session: Session | undefined): Readonly<Record<string, Value>> {
  if (!session) return {};
  const { state, version, why, effect, receivable, writtenOff } = session;
  return {
    st: state,
    v: version,
    ...(why === null ? {} : { why }),
    ...(effect ? { ef: `${effect.name}#${effect.attempt}` } : {}),
    ...(receivable === null ? {} : { rec: receivable.toString() }),
    ...(writtenOff === null ? {} : { wo: writtenOff.toString() }),
  };
}
