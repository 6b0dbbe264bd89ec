/**
 * The provider's books held against sessions and journal, a day of the operator's legal time after the other. Rows are read
 * as they come and forgotten again; of a day only the names of what was seen are kept, so that what the provider does not
 * list can be asked for by name. A provider that is silent ends it: half a list proves nothing.
 */

import { dayNumberOf, isoDayOf } from "@barq/domain/civil-day";
import type { Instant } from "@barq/domain/instant";
import { day } from "@barq/domain/instant";
import { startOfDay } from "@barq/domain/legal-time";
import type { Money } from "@barq/domain/money";
import type { BookName, SessionBooks, Verdict } from "@barq/domain/reconciliation";
import {
  disputeNotThere,
  intentNotThere,
  judgeDispute,
  judgeIntent,
  judgeLedger,
  judgeMovement,
  judgePayout,
  judgeRefund,
  refundNotThere,
} from "@barq/domain/reconciliation";
import type { ReconciliationResult, Tally } from "@barq/domain/reconciliation-result";
import { createTally } from "@barq/domain/reconciliation-result";
import type { BookRows } from "@barq/payments/provider-books";
import type { Days } from "./books-days.ts";
import { daysOf, zoneOfBooks } from "./books-days.ts";
import type { BooksPorts } from "./ports.ts";
import { readSessionBooks } from "./session-books.ts";
import { sessionsBetween } from "./sessions-of-days.ts";

/** Where it is: for a person who waits. */
export interface Progress {
  readonly day: string;
  readonly daysDone: number;
  readonly days: number;
  readonly objects: number;
}

/** Told of everything that was looked at and matches; `of` where only the misfits of these codes are answered by it. */
export type Fits = (book: BookName, id: string, of?: readonly string[]) => void;

/** How many sessions are read at once. */
const atOnce = 32;

/** @throws Error when the provider does not answer */
export async function reconcile(
  ports: BooksPorts,
  tenant: string,
  period: Days,
  onProgress: (progress: Progress) => void = () => undefined,
  fits: Fits = () => undefined,
): Promise<ReconciliationResult> {
  const days = daysOf(period);
  const zone = await zoneOfBooks(ports, tenant);
  const tally = createTally();
  let objects = 0;
  for (const [daysDone, today] of days.entries()) {
    const tell = (): void => onProgress({ day: today, daysDone, days: days.length, objects });
    tell();
    const next = isoDayOf((dayNumberOf(today) ?? 0) + 1);
    await reconcileDay({
      ports,
      tenant,
      tally,
      fits,
      judged(verdict) {
        tally.add(today, verdict);
        if (verdict.state === "matched") fits(verdict.book, verdict.id);
      },
      day: today,
      from: startOfDay(zone, today),
      to: startOfDay(zone, next),
      count: () => {
        objects++;
        if (objects % 500 === 0) tell();
      },
      seen: { intents: new Set(), refunds: new Set(), disputes: new Set() },
    });
  }
  const { from, to } = period;
  return tally.result({ tenant, environment: ports.environment, time_zone: zone, from, to });
}

interface DayWork {
  readonly ports: BooksPorts;
  readonly tenant: string;
  readonly tally: Tally;
  readonly fits: Fits;
  readonly judged: (verdict: Verdict) => void;
  readonly day: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly count: () => void;
  readonly seen: Readonly<Record<"intents" | "refunds" | "disputes", Set<string>>>;
}

/** Refunds and disputes first: when a session's turn comes it is known which of them the provider has listed. */
async function reconcileDay(work: DayWork): Promise<void> {
  const { tally, judged, day: today, seen } = work;
  await ofOurs(
    work,
    "refunds",
    (row) => row.refundAmount,
    (row, own) => {
      if (row.isReleasedRest) return tally.releasedRest(row.refundAmount);
      if (row.refund !== null) seen.refunds.add(row.refund);
      judged(judgeRefund(row, own));
    },
  );
  await ofOurs(
    work,
    "disputes",
    (row) => row.disputedAmount,
    (row, own) => {
      seen.disputes.add(row.id);
      judged(judgeDispute(row, own));
    },
  );
  await ofOurs(
    work,
    "intents",
    (row) => (row.standing === "captured" ? row.capturedAmount : row.authorisedAmount),
    async (row, own) => {
      seen.intents.add(row.id);
      judged(judgeIntent(row, own));
      if (own?.holds[0]?.intent === row.id) await wholeSession(work, own);
    },
  );
  await sessionsOfTheDay(work);
  await ofOurs(
    work,
    "movements",
    (row) => row.gross,
    (row, own) => {
      tally.move(row);
      judged(judgeMovement(row, own));
    },
  );
  for await (const payout of work.ports.books.list("payouts", work)) {
    let carriedMinor = 0n;
    let carriedCount = 0;
    for await (const { net } of work.ports.books.carriedBy(payout.id)) {
      carriedMinor += net.minor;
      carriedCount++;
    }
    work.count();
    tally.payout(today, payout.id, payout.payoutAmount, carriedMinor, carriedCount);
    judged(judgePayout(payout, carriedMinor));
  }
}

/** The session's own books: its journal, and whatever it says is at the provider and was not listed on this day. */
async function wholeSession(work: DayWork, own: SessionBooks): Promise<void> {
  const { ports, judged, fits, seen } = work;
  const ledger = judgeLedger(own);
  if (ledger) judged(ledger);
  else fits("journal", own.session);
  for (const hold of own.holds) {
    const amiss = seen.intents.has(hold.intent) ? null : await askByName(work, hold.intent);
    if (amiss !== null) judged(intentNotThere(own, hold, amiss));
    // That it is there says nothing of its amount.
    else if (!seen.intents.has(hold.intent)) fits("intents", hold.intent, notThere);
  }
  const intent = own.holds[0]?.intent ?? null;
  for (const refund of own.refunds) {
    const isSent = refund.standing === "pending" || refund.standing === "succeeded";
    if (!isSent || seen.refunds.has(refund.id)) {
      fits("refunds", refund.id);
      continue;
    }
    const truth = await ports.refunds.find({ refund: refund.id, ref: { page: null, intent } });
    if (truth.kind === "none") judged(refundNotThere(own, refund, "refund_not_there"));
    else if (truth.kind === "unknown") judged(refundNotThere(own, refund, "standing_unknown"));
    else fits("refunds", refund.id);
  }
  for (const dispute of own.disputes) {
    if (seen.disputes.has(dispute.id)) continue;
    const truth = await ports.disputes.read(dispute.id);
    if (truth.kind === "none") judged(disputeNotThere(own, dispute));
    else fits("disputes", dispute.id, ["dispute_not_there"]);
  }
}

/** What was missing, and is there when it is asked for by name. */
const notThere = ["intent_not_there", "standing_unknown"] as const;

/**
 * Our sessions of the day whose intents were not among those of the day: made after midnight by a driver who paid late, lost
 * by the list, or not there at all.
 */
async function sessionsOfTheDay(work: DayWork): Promise<void> {
  const late = new Map<string, string>();
  for await (const chunk of inChunks(sessionsBetween(work.ports, work.tenant, work)))
    for (const { id, hold } of chunk)
      if (hold && hold.intent !== null && !work.seen.intents.has(hold.intent)) late.set(hold.intent, id);
  if (late.size === 0) return;
  // A page lives for a day at most: who paid later than midnight is in the next day's list, and judged on that day.
  const next = { from: work.to, to: work.to + day };
  for await (const { id } of work.ports.books.list("intents", next)) late.delete(id);
  for (const [intent, session] of late) {
    const own = await readSessionBooks(work.ports, work.tenant, session);
    const hold = own?.holds.find((one) => one.intent === intent);
    if (!own || !hold) continue;
    work.judged(intentNotThere(own, hold, (await askByName(work, intent)) ?? "intent_not_listed"));
    work.seen.intents.add(intent);
    await wholeSession(work, own);
  }
}

/** null: it is there, whatever the day's list had. */
async function askByName(
  { ports }: DayWork,
  intent: string,
): Promise<"intent_not_there" | "standing_unknown" | null> {
  const truth = await ports.payments.read({ page: null, intent });
  if (truth.kind !== "unknown") return null;
  return truth.why === "resource_missing" ? "intent_not_there" : "standing_unknown";
}

type Ours = Exclude<BookName, "payouts" | "journal">;

/**
 * Every row of a book: ours with the session that its labels name, the provider's own movements as they are, and what is
 * neither as not ours.
 */
async function ofOurs<B extends Ours>(
  work: DayWork,
  book: B,
  amountOf: (row: BookRows[B]) => Money,
  judge: (row: BookRows[B], own: SessionBooks | null) => void | Promise<void>,
): Promise<void> {
  const { ports, tenant, tally, day: today } = work;
  for await (const chunk of inChunks(ports.books.list(book, work))) {
    await Promise.all(
      chunk.map(async (row) => {
        work.count();
        const { session } = row;
        if (row.tenant === tenant && row.environment === ports.environment && session !== null)
          return judge(row, await readSessionBooks(ports, tenant, session));
        // Payouts have a book of their own, and its fees are the provider's: neither belongs to any session.
        if (row.kind === "movement" && (row.type === "payout" || row.type === "fee")) return tally.move(row);
        return tally.notOurs(today, book, row.id, amountOf(row));
      }),
    );
  }
}

async function* inChunks<T>(rows: AsyncIterable<T>): AsyncIterable<readonly T[]> {
  let chunk: T[] = [];
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length < atOnce) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
