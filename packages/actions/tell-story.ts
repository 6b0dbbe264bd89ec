/** The whole story of one session: its item, its journal, what the connector and the last command say, what it waits for. */

import { kwhText } from "@barq/domain/decimal";
import type { Instant } from "@barq/domain/instant";
import { amountText } from "@barq/domain/money";
import type { Refund } from "@barq/domain/refund";
import type { Session } from "@barq/domain/session";
import { bigintOr, bytes, number, numberOr, text, textOr } from "@barq/store/fields";
import { readJournal } from "@barq/store/journal-item";
import {
  auditPrefix,
  callKey,
  connectorKey,
  meterPartition,
  packPrefix,
  sessionPartition,
  workPartition,
} from "@barq/store/keys";
import { decodePack } from "@barq/store/packs";
import type { Item } from "@barq/store/port";
import { correctionsOf } from "./correct-session.ts";
import { isMeters } from "./event-evidence.ts";
import { furtherHoldsOf } from "./further-holds.ts";
import type { ReadPorts } from "./ports.ts";
import { refundsOf } from "./refund-store.ts";
import { loadSession } from "./session-store.ts";

interface StoryLine {
  readonly at: Instant;
  readonly what: string;
}

export interface Story {
  readonly session: Session;
  readonly lines: readonly StoryLine[];
  readonly readings: number;
  readonly postings: readonly { readonly from: string; readonly to: string; readonly amount: string }[];
  readonly work: readonly string[];
}

/** @throws Fault not_found */
export async function tellStory(ports: ReadPorts, tenant: string, id: string): Promise<Story> {
  const session = await loadSession(ports, tenant, id);
  const lines: StoryLine[] = [];
  const say = (at: Instant | null, what: string): void => {
    if (at !== null) lines.push({ at, what });
  };
  const money = (minor: bigint): string =>
    `${amountText({ minor, currency: session.currency })} ${session.currency}`;
  say(
    session.createdAt,
    `asked for at ${session.station}, connector ${session.connector} (tariff ${session.pinned.tariff} v${session.pinned.tariffVersion}, location ${session.pinned.location})`,
  );
  if (session.hold)
    say(
      session.heldAt,
      `${money(session.hold.holdAmount.minor)} held on ${session.hold.brand ?? "card"} ending ${session.hold.last4 ?? "?"}`,
    );
  for (const further of await furtherHoldsOf(ports, session))
    say(further.createdAt, `${money(further.holdAmount.minor)} more asked to be held (now ${further.state})`);
  say(
    session.startedAt,
    `charging began, register ${session.meterStart ?? "?"} Wh, transaction ${session.transactionId ?? "?"}`,
  );
  const { timely, late, count: readings } = await readingLines(ports, tenant, id);
  lines.push(...timely);
  say(session.endedAt, `ended (${session.stopReason ?? "?"}), register ${session.meterStop ?? "unknown"} Wh`);
  for await (const item of ports.store.list(sessionPartition(tenant, id), { prefix: auditPrefix })) {
    // Refunds, corrections and evidence are told by what became of them.
    if (item.rows === undefined) continue;
    const who = text(item, "by") === "policy" ? "policy" : "a person";
    say(
      number(item, "at"),
      `${who} resolved the work queue by ${text(item, "act")} (${text(item, "reason")})`,
    );
  }
  const postings: { from: string; to: string; amount: string }[] = [];
  for await (const item of ports.store.list(sessionPartition(tenant, id), { prefix: "L#" })) {
    const entry = readJournal(item);
    say(entry.at, `journal entry: ${entry.kind}`);
    for (const posting of entry.postings)
      postings.push({ from: posting.from, to: posting.to, amount: money(posting.minor) });
  }
  say(
    session.since,
    `${session.state}${session.why === null ? "" : ` (${session.why})`}${session.receipt === null ? "" : `, receipt ${session.receipt}`}`,
  );
  lines.push(...late);
  for (const refund of await refundsOf(ports, tenant, id)) {
    const name = `refund of ${money(refund.refundAmount.minor)}`;
    say(refund.askedAt, `${name} asked for (${refund.reason}, ${refund.id})`);
    say(refund.since, `${name} ${refundStory(refund)}`);
  }
  for (const { state, since, askedAt, why, corrected } of await correctionsOf(ports, tenant, id)) {
    say(askedAt, "correction asked for");
    const outcome = corrected === null ? (why ?? "") : `now ${money(corrected.total)}`;
    if (state !== "asked") say(since, `correction ${state} (${outcome})`);
  }
  const [row, call] = await ports.store.read([
    connectorKey(tenant, session.station, session.connector),
    callKey(tenant, session.station),
  ]);
  if (call && textOr(call, "session") === id)
    say(
      number(call, "deadline"),
      `the last moment to answer ${commandOf(call)}; it was ${textOr(call, "outcome") ?? "not answered yet"}`,
    );
  if (session.due !== null)
    say(
      session.due,
      `next step is due${session.effect ? ` (${session.effect.name}, attempt ${session.effect.attempt})` : ""}`,
    );
  const work: string[] = [];
  for await (const item of ports.store.list(workPartition(tenant), { prefix: `${id}#` }))
    work.push(text(item, "why"));
  if (row && textOr(row, "act") === id) work.push("holds the connector's lock");
  // Said in the order in which one follows from the other, which is kept where several share an instant.
  return { session, lines: lines.sort((a, b) => a.at - b.at), readings, postings, work };
}

interface Heard {
  readonly count: number;
  /** null where nothing is proved yet */
  readonly energyMwh: bigint | null;
}

/** One line for all readings that were packed as of an instant; what came after the sealing stands apart. */
async function readingLines(
  ports: ReadPorts,
  tenant: string,
  id: string,
): Promise<{
  readonly timely: readonly StoryLine[];
  readonly late: readonly StoryLine[];
  readonly count: number;
}> {
  const [timely, late] = [new Map<Instant, Heard>(), new Map<Instant, Heard>()];
  let all = 0;
  for await (const pack of ports.store.list(meterPartition(tenant, id))) {
    const count = decodePack(bytes(pack, "z")).filter(isMeters).length;
    const at = numberOr(pack, "t");
    all += count;
    // A connector's state that came alone is no reading.
    if (count === 0 || at === null) continue;
    const heard = text(pack, "sk").startsWith(packPrefix) ? timely : late;
    const before = heard.get(at) ?? { count: 0, energyMwh: null };
    const energyMwh = bigintOr(pack, "e") ?? before.energyMwh;
    const isMore = before.energyMwh === null || (energyMwh !== null && energyMwh > before.energyMwh);
    heard.set(at, { count: before.count + count, energyMwh: isMore ? energyMwh : before.energyMwh });
  }
  return { timely: linesOf(timely, "so far"), late: linesOf(late, "with what came late"), count: all };
}

const linesOf = (heard: ReadonlyMap<Instant, Heard>, when: string): readonly StoryLine[] =>
  [...heard].map(([at, { count, energyMwh }]) => ({
    at,
    what: `${count} ${count === 1 ? "reading" : "readings"}${energyMwh === null ? "" : `, ${kwhText(energyMwh)} kWh ${when}`}`,
  }));

/** How a refund stands, and what stands for it on paper. */
const refundStory = ({ state, why, creditNote }: Refund): string =>
  `${state}${why === null ? "" : ` (${why})`}${creditNote === null ? "" : `, credit note ${creditNote.number}`}`;

function commandOf(call: Item): string {
  const { kind }: { kind: string } = JSON.parse(text(call, "command"));
  return kind;
}
