/** What must be so in the end, when nothing goes wrong any more and everybody has had the time to do what was due. */

import { ensureArchived } from "@barq/actions/seal-session";
import { sealedName, sealedParts } from "@barq/actions/sealed-files";
import { isOverIn } from "@barq/actions/session-store";
import type { JournalEntry } from "@barq/domain/ledger";
import { startingAccounts } from "@barq/domain/ledger";
import { isAsking } from "@barq/domain/receivable";
import type { Refund } from "@barq/domain/refund";
import { countsAsRefunded, isOfDeposit } from "@barq/domain/refund";
import type { Session } from "@barq/domain/session";
import { heldOf, isTerminal } from "@barq/domain/session";
import { readFurtherHold } from "@barq/store/further-hold-item";
import { readJournal } from "@barq/store/journal-item";
import {
  connectorKey,
  consentKey,
  counterKey,
  eventsReadKey,
  furtherHoldPrefix,
  numberKey,
  receivableKey,
  refundPrefix,
  sessionPartition,
  workPartition,
} from "@barq/store/keys";
import { readReceivable } from "@barq/store/receivable-item";
import { readRefund } from "@barq/store/refund-item";
import type { ChargingStation, Run } from "./charging-station.ts";
import { mostLaterMinor } from "./driver.ts";
import { identity, kwhMinor, leastMinor, station as stationId, tenant } from "./operator.ts";
import type { Product } from "./product.ts";
import type { Provider } from "./provider.ts";
import { assertCorrections } from "./rest-corrections.ts";
import { assertDisputes } from "./rest-disputes.ts";
import type { Table } from "./table.ts";
import { Violation } from "./turns.ts";
import type { Watch } from "./watch.ts";
import { takenOf } from "./watch.ts";

interface Of {
  readonly table: Table;
  readonly provider: Provider;
  readonly product: Product;
  readonly station: ChargingStation;
  readonly touched: ReadonlySet<string>;
  readonly watch: Watch;
  /** nothing happens any more, and everything that is looked at now and then has been looked at since */
  readonly isLast: boolean;
}

const must = (isSo: boolean, why: () => string): void => {
  if (!isSo) throw new Violation(`at rest: ${why()}`);
};

export async function assertAtRest(of: Of): Promise<void> {
  const { table, watch } = of;
  const sessions = watch.sessions();
  const work = table.items.peekAll(workPartition(tenant));
  const reasons = (id: string): ReadonlySet<unknown> =>
    new Set(work.filter(({ session }) => session === id).map(({ why }) => why));
  for (const session of sessions) {
    assertEnd(session, reasons(session.id));
    assertMoney(of, session, reasons(session.id));
    assertEnergy(of, session);
    await assertCorrections(of, session);
    assertHeard(of.station, session, reasons(session.id));
  }
  assertLocks(of, sessions);
  assertEvents(of);
  assertNumbers(of, sessions);
}

function assertEnd(session: Session, reasons: ReadonlySet<unknown>): void {
  const { id, state } = session;
  must(isTerminal(state) || state === "review", () => `${id} is still ${state}`);
  if (state === "review") must(reasons.size > 0, () => `${id} waits for a person, and nobody is told`);
  if (isTerminal(state))
    must(session.due === null && session.effect === null, () => `${id} is over and still due`);
}

/** Captured, owed and given up are the sealed total, on the session, on the books and at the provider. */
function assertMoney(
  { table, provider, touched, isLast }: Of,
  session: Session,
  reasons: ReadonlySet<unknown>,
): void {
  const { id, state, sealed } = session;
  const holds = provider.twin.holds().filter(({ labels }) => labels.session === id);
  const { capabilities: can } = provider.twin.payments;
  const takesWhole = !can.hold || !can.partialCapture;
  const refunds = table.items.peekAll(sessionPartition(tenant, id), { prefix: refundPrefix }).map(readRefund);
  const deposits = refunds.filter(isOfDeposit);
  // What was never the session's goes back; where a bank sends that back a person is told, and it is the driver's still.
  const captured = holds.reduce((sum, hold) => sum + takenOf(can, hold), 0n) - sumOf(deposits);
  const sentBack = sumOf(deposits.filter(({ state: end }) => end === "failed"));
  const entries = table.items.peekAll(sessionPartition(tenant, id), { prefix: "L#" }).map(readJournal);
  const on = (account: string): bigint =>
    entries
      .flatMap(({ postings }) => postings)
      .reduce(
        (sum, { from, to, minor }) => sum + (to === account ? minor : from === account ? -minor : 0n),
        0n,
      );
  const books = {
    captured: on(startingAccounts.clearing),
    receivable: on(startingAccounts.receivable),
    writtenOff: on(startingAccounts.writeOff),
    revenue: -on(startingAccounts.revenue),
    tax: -on(startingAccounts.vat),
  };
  const owedToDriver = -on(startingAccounts.deposits);
  const told = `${id} (${state}): ${JSON.stringify({ books, captured, sealed }, (_, value) => (typeof value === "bigint" ? `${value}` : value))}`;
  if (isTerminal(state)) {
    // A deposit is taken; how much of it was kept is held against the session below.
    const standing = holds.filter(({ standing: own }) => (own === "held" && can.hold) || own === "open");
    must(standing.length === 0, () => `${told}: a hold still stands`);
  }
  if (state === "settled") {
    must(sealed !== null && session.receipt !== null, () => `${told}: settled without a CDR or a receipt`);
    const isTold =
      touched.has(id) && [...reasons].some((why) => String(why).startsWith("captured_elsewhere_"));
    must(session.captured === captured || isTold, () => `${told}: it says ${session.captured}`);
  } else if (captured > 0n) {
    must(
      state === "review" ||
        (touched.has(id) && [...reasons].some((why) => String(why).startsWith("captured_elsewhere"))),
      () => `${told}: money was taken, and nobody is told`,
    );
  }
  if (state !== "settled" && state !== "released") {
    assertFurther(table, session, reasons);
    if (can.hold) must(entries.length === 0, () => `${told}: entries of a session that is not settled`);
    else if (state === "failed")
      must(
        owedToDriver === sentBack && books.captured === sentBack,
        () => `${told}: a deposit that did not go back`,
      );
    if (isTerminal(state)) assertRefunds(provider, session, refunds, told);
    return;
  }
  const owed = sealed?.total ?? 0n;
  must(
    (session.captured ?? 0n) + (session.receivable ?? 0n) + (session.writtenOff ?? 0n) === owed,
    () => `${told}: the parts do not sum to the total`,
  );
  const booked = refunds.filter(({ entry }) => entry !== null);
  const collected = assertCollected(table, provider, session, entries, told);
  const undone = booked.filter(({ state: end }) => end === "failed").length;
  must(
    takesWhole ||
      entries.filter(({ kind }) => !kind.startsWith("dispute")).length ===
        (owed > 0n ? 1 : 0) + booked.length + undone + (collected > 0n ? 1 : 0),
    () => `${told}: ${entries.length} entries`,
  );
  must(owedToDriver === sentBack, () => `${told}: ${owedToDriver} is the driver's still`);
  const back = assertRefunds(provider, session, refunds, told);
  const disputed = assertDisputes({ table, provider, isLast }, id);
  must(
    books.captured ===
      (session.captured ?? 0n) + collected - back + sentBack - disputed.withdrawn - disputed.lost &&
      books.receivable === (session.receivable ?? 0n) - collected &&
      books.writtenOff === (session.writtenOff ?? 0n) + disputed.lost &&
      on(startingAccounts.disputed) === disputed.withdrawn,
    () => `${told}: the books say something else than the session`,
  );
  must(
    back > 0n
      ? books.revenue + books.tax === owed - back
      : books.revenue === (sealed?.beforeTax ?? 0n) && books.tax === (sealed?.tax ?? 0n),
    () => `${told}: revenue and tax are not the CDR's`,
  );
  if (
    sealed &&
    state === "settled" &&
    !touched.has(id) &&
    !holds.some(({ standing }) => standing === "lapsed")
  ) {
    const held = heldOf(session)?.minor ?? 0n;
    const missed = (owed < held ? owed : held) - captured;
    // What is left is too little to be taken of a further hold.
    const most = session.further ? leastMinor - 1n : 0n;
    // Beyond what is on record as held, a driver who agreed to it beforehand pays what the charge allows.
    const consent = table.items.peek(consentKey(tenant, id));
    const beyond = consent ? BigInt(String(consent.most)) : 0n;
    must(captured <= owed && missed >= -beyond && missed <= most, () => `${told}: not what is owed`);
  }
  assertFurther(table, session, reasons);
}

/** What was taken later from a kept card: once, within what its driver agreed to, and on the books as soon as it is known. */
function assertCollected(
  table: Of["table"],
  provider: Provider,
  { id }: Session,
  entries: readonly JournalEntry[],
  told: string,
): bigint {
  const there = provider.twin
    .collections()
    .filter(({ labels, declined }) => labels.session === id && declined === null);
  must(there.length <= 1, () => `${told}: its card was asked ${there.length} times`);
  const taken = there.reduce((sum, { collectAmount }) => sum + collectAmount.minor, 0n);
  must(taken <= mostLaterMinor, () => `${told}: ${taken} taken later`);
  const booked = entries
    .filter(({ kind }) => kind === "collected")
    .reduce((sum, { postings }) => sum + (postings[0]?.minor ?? 0n), 0n);
  const item = table.items.peek(receivableKey(tenant, id));
  const isAsked = item !== undefined && isAsking(readReceivable(item));
  must(
    booked === taken || (isAsked && booked === 0n),
    () => `${told}: ${taken} taken later, ${booked} on the books`,
  );
  return booked;
}

const sumOf = (refunds: readonly Refund[]): bigint =>
  refunds.reduce((sum, { refundAmount }) => sum + refundAmount.minor, 0n);

/** What is on record as given back is what the provider has given back, once each; answers what of it was revenue. */
function assertRefunds(
  provider: Provider,
  session: Session,
  refunds: readonly Refund[],
  told: string,
): bigint {
  const ofRevenue = refunds.filter((refund) => !isOfDeposit(refund));
  const counted = sumOf(ofRevenue.filter(countsAsRefunded));
  must(
    (session.refunded ?? 0n) === counted,
    () => `${told}: ${session.refunded} set aside, ${counted} in refunds`,
  );
  for (const { id, state, due, refundAmount } of refunds) {
    const there = provider.twin
      .all()
      .filter(({ refund, standing }) => refund === id && standing !== "failed");
    const minor = there.reduce((sum, { refundAmount: one }) => sum + one.minor, 0n);
    const isOnBooks = state === "given" || state === "pending";
    // The bank may send it back for a month, and the event of that may be lost: it is looked at again until then.
    const isStillToBeSeen = isOnBooks && there.length === 0 && due !== null;
    must(state !== "sending" && state !== "approved", () => `${told}: the refund ${id} is still ${state}`);
    must(
      isStillToBeSeen || minor === (isOnBooks ? refundAmount.minor : 0n),
      () => `${told}: the refund ${id} is ${state}, and the provider has given back ${minor}`,
    );
  }
  return sumOf(ofRevenue.filter(({ state }) => state === "given" || state === "pending"));
}

/** A further hold has ended with its session. */
function assertFurther(table: Table, session: Session, reasons: ReadonlySet<unknown>): void {
  if (!isTerminal(session.state)) return;
  for (const item of table.items.peekAll(sessionPartition(tenant, session.id), {
    prefix: furtherHoldPrefix,
  })) {
    const { n, state, due } = readFurtherHold(item);
    const isTold = reasons.has(`captured_elsewhere_${n}`);
    must(
      isTold || (due === null && !["opening", "open", "held"].includes(state)),
      () => `hold ${n} of ${session.id} is still ${state}`,
    );
  }
}

/** What the meter really counted is what is priced, wherever the station could say so in time. */
function assertEnergy({ station, provider }: Of, session: Session): void {
  const { sealed } = session;
  if (!sealed) return;
  const tag = identity.idTag(session.id);
  const own = station.runs.filter(({ token }) => token === tag);
  must(own.filter(({ accepted }) => accepted === true).length <= 1, () => `${session.id} began twice`);
  const run: Run | undefined = own.find(({ transactionId }) => transactionId === session.transactionId);
  if (!run || run.isBroken || run.stopWh === null) return;
  const trueMwh = BigInt(run.stopWh - run.startWh) * 1000n;
  must(
    session.stopReason === "StopMissing" ? sealed.energyMwh <= trueMwh : sealed.energyMwh === trueMwh,
    () => `${session.id}: ${sealed.energyMwh} mWh sealed, ${trueMwh} mWh were drawn`,
  );
  const price = (2n * sealed.energyMwh * kwhMinor + 1_000_000n) / 2_000_000n;
  const isWaived = session.why === "no_energy" || session.why === "time_limit";
  must(
    sealed.total === price || isWaived,
    () => `${session.id}: ${sealed.total} for ${sealed.energyMwh} mWh`,
  );
  // Of a deposit that was taken already any amount may be kept.
  if (session.state === "settled" && provider.twin.payments.capabilities.hold)
    must(sealed.total >= leastMinor, () => `${session.id}: captured below the least`);
}

/** What was acknowledged is not lost: the Stop that the station was answered has ended the session, or a person is told of it. */
function assertHeard(station: ChargingStation, session: Session, reasons: ReadonlySet<unknown>): void {
  const tag = identity.idTag(session.id);
  for (const run of station.runs) {
    if (run.token !== tag || !run.stopHeard || run.accepted !== true) continue;
    if (run.transactionId !== session.transactionId) continue;
    const isKnown = session.meterStop === `${run.stopWh}` || lateStops.some((why) => reasons.has(why));
    must(isKnown, () => `${session.id}: its Stop was acknowledged, and nothing came of it`);
  }
}

const lateStops = ["stop_after_sealing", "stop_after_release", "stop_came_late", "times_missing"];

/** What was sealed can be computed again, and is kept. */
export async function assertSeals(of: Of): Promise<void> {
  for (const session of of.watch.sessions()) if (session.sealed) await assertSealed(of, session);
}

/** Computed again from the same readings, with its files out of sight, the CDR is the same; and its files are there. */
async function assertSealed({ product }: Of, session: Session): Promise<void> {
  const { calmPorts } = product;
  const again = { ...calmPorts, archive: { put: async () => "kept" as const, get: async () => undefined } };
  // A boot that a slow clock dates back into the session is evidence that came too late, and nothing but the archive helps.
  // So are readings of a Stop that comes while the session is closed without it: a person is told of that.
  if (!product.hasSkew && session.stopReason !== "StopMissing")
    must(await ensureArchived(again, session), () => `${session.id}: computed again, its proof is another`);
  if (!isTerminal(session.state)) return;
  const { sha256 } = session.sealed ?? {};
  for (const name of sealedParts.map((part) => sealedName(tenant, session.id, part, sha256 ?? "")))
    must((await calmPorts.archive.get(name)) !== undefined, () => `${session.id}: ${name} is not kept`);
}

function assertLocks({ table, station }: Of, sessions: readonly Session[]): void {
  for (const connector of [1, 2]) {
    const lock = table.items.peek(connectorKey(tenant, stationId, connector));
    const holder = sessions.find(({ id }) => id === lock?.act);
    if (!holder || station.isAwayForEver || station.hasLostStatus) continue;
    must(!isOverIn(holder), () => `${holder.id} is ${holder.state} and has not let its connector go`);
  }
}

function assertEvents({ table }: Of): void {
  for (const item of table.items.all())
    if (item.pk.startsWith("EV#") && item.sk !== eventsReadKey.sk)
      must(item.due === undefined, () => `${item.pk} was never handled`);
}

/** Numbers run from 1 without a gap, each is one session's, and no date falls as they rise. */
function assertNumbers({ table }: Of, sessions: readonly Session[]): void {
  const series = "R-E1-CAS-01-2026";
  const numbered = sessions.filter(({ receipt }) => receipt !== null);
  const used = table.items.peek(counterKey(tenant, series))?.n ?? 0;
  must(used === numbered.length, () => `${numbered.length} receipts and ${used} numbers`);
  for (let n = 1; n <= numbered.length; n++) {
    const row = table.items.peek(numberKey(tenant, series, n));
    const owner = sessions.find(({ id }) => id === row?.session);
    must(
      owner?.receipt === `CAS-01-2026-${`${n}`.padStart(6, "0")}`,
      () => `the number ${n} is ${row?.session ?? "nobody"}'s, who has ${owner?.receipt}`,
    );
  }
}
