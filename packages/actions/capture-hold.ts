/**
 * From settling to settled: exactly the CDR's total is captured, oldest hold first; more than was held only where the driver and
 * the charge allow it (capture-beyond.ts). The rest goes back; settle-difference.ts says how, where the provider takes no parts
 * or cannot hold at all. A silent provider is unknown: the state stays, and the next try first reads the provider's own truth.
 */
import type { FurtherHold } from "@barq/domain/further-hold";
import { enterHold } from "@barq/domain/further-hold";
import type { Session } from "@barq/domain/session";
import { backOffMs, effectKey, enter } from "@barq/domain/session";
import type { HoldRef } from "@barq/payments/port";
import { furtherHoldChange } from "@barq/store/further-hold-item";
import type { Change } from "@barq/store/port";
import { beyondHold } from "./capture-beyond.ts";
import { onRecord } from "./decided.ts";
import { findFurtherHold, furtherHoldsOf, wakeFurtherHolds } from "./further-holds.ts";
import { issueReceipt } from "./issue-receipt.ts";
import type { Journal } from "./journal.ts";
import { journalOf } from "./journal.ts";
import type { MoneyPorts, SagaPorts } from "./ports.ts";
import { returning } from "./return-deposit.ts";
import { ensureArchived } from "./seal-session.ts";
import { writeStep } from "./session-store.ts";
import { askedOf, keptOf, leastTaken, patienceOf, payable, readsFirst } from "./settle-difference.ts";
import { toReview } from "./stop-station.ts";

/** Within some three hours; until then the hold is far from its end. */
const mostTries = 40;

/** The hold that the step is about: the session's own, or a further one with its item. */
interface Captured {
  readonly n: number;
  readonly ref: HoldRef;
  readonly heldMinor: bigint;
  /** what is asked of the provider: what is still owed, as far as this hold goes, or all of it where no part can be taken */
  readonly captureMinor: bigint;
  readonly further: FurtherHold | null;
  /** the session's journal, where it was read beside the capture */
  readonly standing?: Journal;
}

/** `archived`: the sealed files are known to be there, because the step before this one has just written them. */
export async function captureHold(ports: SagaPorts, session: Session, archived: boolean): Promise<Session> {
  const { effect, sealed } = session;
  if (session.state !== "settling" || !sealed) return session;
  if (effect?.name === onRecord.name) return settleOnRecord(ports, session);
  const found = await holdOf(ports, session);
  if (!found || !effect) return toReview(ports, session, "capture_without_hold");
  const beyond = await beyondHold(ports, session, {
    ...found,
    owedMinor: sealed.total - (session.captured ?? 0n),
  });
  if (beyond === "unknown") return later(ports, session, found);
  const of = beyond > found.heldMinor ? { ...found, captureMinor: beyond } : found;
  // Without its proof nothing is taken; but whoever sealed it may be capturing at this moment, so the state stays.
  if (!archived && !(await ensureArchived(ports, session))) return later(ports, session, of, "proof_differs");
  const { capabilities } = ports.payments;
  if (session.tries > 0 || readsFirst(capabilities)) {
    const truth = await ports.payments.read(of.ref);
    if (truth.kind === "captured") return goOn(ports, session, of, truth.capturedAmount.minor);
    // A deposit does not lapse: somebody gave it back at the provider, and a person has to know.
    if (truth.kind === "gone" && !capabilities.hold) return toReview(ports, session, "deposit_gone");
    if (truth.kind === "gone") return goOn(ports, session, of, 0n);
    if (truth.kind === "unknown" || truth.kind === "open") return later(ports, session, of);
    // A deposit was taken when it was paid: to capture it is to decide how much of it is kept.
    if (!capabilities.hold) return goOn(ports, session, of, truth.heldAmount.minor);
    if (session.tries > 1)
      return attempt(ports, { ...session, effect: { ...effect, attempt: effect.attempt + 1 } }, session, of);
  }
  return attempt(ports, session, session, of);
}

/** The money is where it belongs by a person's word: what is on record as captured is booked, and nothing is asked. */
function settleOnRecord(ports: MoneyPorts, session: Session): Promise<Session> {
  const { hold } = session;
  const after = { ...session, hold: hold && { ...hold, stands: false, released: true } };
  return settle(ports, session, after, null, 0n, []);
}

async function holdOf(ports: MoneyPorts, session: Session): Promise<Captured | undefined> {
  const { hold, sealed } = session;
  const n = Number(/^capture\.(\d+)$/.exec(session.effect?.name ?? "")?.[1]);
  if (!hold || !sealed || !(n >= 1)) return undefined;
  const within = (heldMinor: bigint): bigint =>
    askedOf(ports.payments.capabilities, heldMinor, payable(session));
  if (n === 1) {
    const ref = { page: hold.page, intent: hold.intent };
    const heldMinor = hold.holdAmount.minor;
    return { n, ref, heldMinor, captureMinor: within(heldMinor), further: null };
  }
  const further = await findFurtherHold(ports, session.tenant, session.id, n);
  if (!further) return undefined;
  const ref = { page: further.page, intent: further.intent };
  const heldMinor = further.holdAmount.minor;
  return { n, ref, heldMinor, captureMinor: within(heldMinor), further };
}

/**
 * A new attempt (a key that stored a failure is spent) is written down as an intent before it is made. Where there are no
 * keys every call is: of two workers one calls, and nobody else for as long as the call may be under way.
 */
async function attempt(ports: MoneyPorts, wanted: Session, before: Session, of: Captured): Promise<Session> {
  let session = before;
  const { idempotencyKeys } = ports.payments.capabilities;
  if (wanted.effect?.attempt !== before.effect?.attempt || !idempotencyKeys) {
    const claim = { ...wanted, tries: before.tries + 1, due: ports.clock() + waitMs(ports, before.tries) };
    const written = await writeStep(ports, before, idempotencyKeys ? wanted : claim);
    if (!written.won) return written.session;
    session = written.session;
  }
  const { effect } = session;
  if (!effect) return session;
  // The journal is read beside the call, so that the settlement waits for nothing more.
  const [answer, standing] = await Promise.all([
    ports.payments.capture({
      key: effectKey(ports.environment, session.id, effect),
      ref: of.ref,
      captureAmount: { minor: of.captureMinor, currency: session.currency },
    }),
    journalOf(ports, session.tenant, session.id),
  ]);
  if (answer.kind === "captured")
    return goOn(ports, session, { ...of, standing }, answer.capturedAmount.minor);
  if (answer.kind === "refused" && answer.code === "idempotency_error") {
    return toReview(ports, session, "capture_key_reused");
  }
  return later(ports, session, of);
}

/** One hold is done: the next one takes what is left, or the session is settled. */
async function goOn(ports: MoneyPorts, session: Session, of: Captured, minor: bigint): Promise<Session> {
  const { sealed, hold } = session;
  if (!sealed || !hold) return session;
  const { kept, over } = keptOf(session, minor);
  const captured = (session.captured ?? 0n) + kept;
  if (over > 0n && ports.payments.capabilities.partialCapture)
    return toReview(ports, session, "captured_too_much", {
      captured: (captured + over).toString(),
      hold: `${of.n}`,
    });
  const after = {
    ...session,
    captured,
    returned: over > 0n ? (session.returned ?? 0n) + over : session.returned,
    hold: of.n === 1 ? { ...hold, stands: false, released: true } : hold,
  };
  const done = of.further ? [taken(of.further, kept, minor > 0n)] : [];
  const next = await nextHold(ports, session, of.n, sealed.total - captured);
  if (next === undefined) return settle(ports, session, after, of, over, done);
  const effect = { name: `capture.${next.n}`, attempt: 1 };
  return (await writeStep(ports, session, { ...after, effect, tries: 0, due: ports.clock() }, done)).session;
}

const taken = (hold: FurtherHold, captured: bigint, stood: boolean): Change =>
  furtherHoldChange(hold, enterHold(hold, stood ? "captured" : "lapsed", { captured }));

/** Less than the provider takes is not asked of a further hold. */
async function nextHold(
  ports: MoneyPorts,
  session: Session,
  n: number,
  left: bigint,
): Promise<FurtherHold | undefined> {
  if (!session.further || left < leastTaken(ports.payments, session.currency)) return undefined;
  return (await furtherHoldsOf(ports, session)).find((hold) => hold.n > n && hold.state === "held");
}

/**
 * What was captured is on record; what could not be is a receivable, or a write-off where it is too little to be taken of a
 * further hold that stands: captured + receivable + written off = the CDR's total. What was taken beyond it goes back.
 */
async function settle(
  ports: MoneyPorts,
  session: Session,
  after: Session,
  of: Captured | null,
  over: bigint,
  done: readonly Change[],
): Promise<Session> {
  const left = (session.sealed?.total ?? 0n) - (after.captured ?? 0n);
  // By policy too little to be asked for afterwards, or less than a further hold can be taken for.
  const isTooLittle =
    left < ports.policy.receivableGivenUpMinor ||
    (session.further !== null && left < leastTaken(ports.payments, session.currency));
  const settled = enter(after, "settled", ports.clock(), {
    receivable: left > 0n && !isTooLittle ? left : null,
    writtenOff: left > 0n && isTooLittle ? left : null,
    effect: null,
    due: null,
  });
  const woken = await wakeFurtherHolds(ports, session, of?.n);
  const back = of ? returning(ports, session, of.n, { minor: over, currency: session.currency }) : [];
  return issueReceipt(ports, session, settled, [...done, ...woken, ...back], {
    standing: of?.standing,
    isOfDeposit: !ports.payments.capabilities.hold,
  });
}

const waitMs = (ports: MoneyPorts, tries: number): number =>
  patienceOf(ports.payments.capabilities, backOffMs(tries));

/** Tried again later and later. After that a person looks, unless the provider says that the capture is made. */
async function later(
  ports: MoneyPorts,
  session: Session,
  of: Captured,
  why = "capture_stuck",
): Promise<Session> {
  const tries = session.tries + 1;
  if (tries > mostTries) {
    const truth = await ports.payments.read(of.ref);
    if (truth.kind === "captured") return goOn(ports, session, of, truth.capturedAmount.minor);
    if (truth.kind !== "unknown") return toReview(ports, session, why);
  }
  const after = { ...session, tries, due: ports.clock() + waitMs(ports, tries - 1) };
  return (await writeStep(ports, session, after)).session;
}
