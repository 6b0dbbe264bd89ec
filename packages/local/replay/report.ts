/**
 * What a replay came to, each figure held against another that was made on its own: the records, the sessions, the
 * journal, and the provider's own list.
 */
import { readSealed } from "@barq/actions/sealed-session";
import { findSession } from "@barq/actions/session-store";
import { decimalText } from "@barq/domain/decimal";
import type { JournalEntry } from "@barq/domain/ledger";
import { balances } from "@barq/domain/ledger";
import { amountText } from "@barq/domain/money";
import type { Session } from "@barq/domain/session";
import { isTerminal } from "@barq/domain/session";
import { textOr } from "@barq/store/fields";
import { readJournal } from "@barq/store/journal-item";
import { connectorKey, sessionPartition } from "@barq/store/keys";
import * as v from "valibot";
import { tableText } from "../cli/command.ts";
import type { Product } from "../product.ts";
import { localTenant } from "../product.ts";
import type { SessionRecord } from "./record.ts";
import type { Replayed } from "./run.ts";

interface Check {
  readonly name: string;
  readonly one: string;
  readonly other: string;
  readonly good: boolean;
}

interface Report {
  readonly sessions: number;
  readonly byState: Readonly<Record<string, number>>;
  readonly checks: readonly Check[];
  readonly reviews: readonly { readonly record: string; readonly reference: string; readonly why: string }[];
  readonly good: boolean;
}

const standing = v.object({
  intents: v.record(v.string(), v.object({ status: v.string(), amount: v.number(), received: v.number() })),
});

interface Row {
  readonly record: SessionRecord;
  readonly session: Session;
  readonly entries: readonly JournalEntry[];
}

export async function reportOn(
  product: Product,
  replayed: readonly Replayed[],
  stripe: string,
): Promise<Report> {
  const rows: Row[] = [];
  for (const { record, started } of replayed) {
    const session = await findSession(product.ports, localTenant, started.id, { strong: true });
    if (!session) throw new Error(`session ${started.id} is gone`);
    const entries: JournalEntry[] = [];
    for await (const item of product.ports.store.list(sessionPartition(localTenant, session.id), {
      prefix: "L#",
    }))
      entries.push(readJournal(item));
    rows.push({ record, session, entries });
  }
  const answer = await fetch(new URL("/_control", stripe));
  const { intents } = v.parse(standing, await answer.json());
  const provider = rows.map(({ session }) => intents[session.id]);
  const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);
  const priced = rows.filter(({ session }) => session.state === "settled" || session.state === "released");
  const inReview = rows.filter(({ session }) => session.state === "review");
  const currency = rows[0]?.session.currency ?? "MAD";
  const money = (minor: bigint): string => `${amountText({ minor, currency })} ${currency}`;
  const kwh = (wh: bigint): string => `${decimalText(wh, 3)} kWh`;

  const total = sum(priced.map(({ session }) => session.sealed?.total ?? 0n));
  const captured = sum(priced.map(({ session }) => session.captured ?? 0n));
  const writtenOff = sum(priced.map(({ session }) => session.writtenOff ?? 0n));
  const receivable = sum(priced.map(({ session }) => session.receivable ?? 0n));
  const having = (part: (session: Session) => bigint | null): number =>
    priced.filter(({ session }) => (part(session) ?? 0n) > 0n).length;
  const parts = {
    captured: having((session) => session.captured),
    writtenOff: having((session) => session.writtenOff),
    receivable: having((session) => session.receivable),
  };
  const held = sum(rows.map(({ session }) => session.hold?.holdAmount.minor ?? 0n));
  const providerHeld = sum(provider.map((intent) => BigInt(intent?.amount ?? 0)));
  const received = sum(provider.map((intent) => BigInt(intent?.received ?? 0)));
  const openHolds = rows.filter(
    ({ session }, n) => session.state !== "review" && provider[n]?.status === "requires_capture",
  );
  const ledger = [...balances(rows.flatMap(({ entries }) => entries)).entries()];
  const clearing = ledger.filter(([account]) => account.startsWith("5141")).map(([, minor]) => minor);
  const withoutEnergy = rows.filter(({ record }) => record.energyWh === 0n);
  const locked = await stillLocked(product, rows);
  const cdrs = await cdrEnergyWh(product, priced);

  const check = (name: string, one: string, other: string): Check => ({
    name,
    one,
    other,
    good: one === other,
  });
  const checks = [
    check(
      "sessions with a money outcome or in review | all",
      `${priced.length + inReview.length}`,
      `${rows.length}`,
    ),
    check(
      "energy priced | energy delivered (reviews left out)",
      kwh(sum(priced.map(({ session }) => session.sealed?.energyMwh ?? 0n)) / 1000n),
      kwh(sum(priced.map(({ record }) => record.energyWh))),
    ),
    check(
      "energy in the CDRs | energy priced",
      kwh(cdrs),
      kwh(sum(priced.map(({ session }) => session.sealed?.energyMwh ?? 0n)) / 1000n),
    ),
    check(
      `${parts.captured} captured + ${parts.writtenOff} written off + ${parts.receivable} receivable | CDR totals`,
      money(captured + writtenOff + receivable),
      money(total),
    ),
    check("held | held at the provider", money(held), money(providerHeld)),
    check("captured | received at the provider", money(captured), money(received)),
    check("captured | clearing account in the ledger", money(captured), money(sum(clearing))),
    check("the ledger sums to | zero", money(sum(ledger.map(([, minor]) => minor))), money(0n)),
    check("holds that still stand, reviews left out | none", `${openHolds.length}`, "0"),
    check(
      "sessions without energy whose hold is gone, or in review | all of them",
      `${withoutEnergy.filter(({ session }) => session.hold?.released === true || session.state === "review").length}`,
      `${withoutEnergy.length}`,
    ),
    check("connectors still locked by a session that is over | none", `${locked}`, "0"),
  ];
  const byState: Record<string, number> = {};
  for (const { session } of rows) byState[session.state] = (byState[session.state] ?? 0) + 1;
  return {
    sessions: rows.length,
    byState,
    checks,
    reviews: inReview.map(({ record, session }) => ({
      record: record.session,
      reference: session.reference,
      why: session.why ?? "?",
    })),
    good: checks.every((one) => one.good),
  };
}

/** The energy that the sealed CDRs state, in Wh: four decimals of a kWh, read from their text. */
async function cdrEnergyWh(product: Product, rows: readonly Row[]): Promise<bigint> {
  const cdr = v.object({ total_energy: v.number() });
  let all = 0n;
  for (const { session } of rows) {
    const bytes = await readSealed(product.ports, session, "cdr");
    const { total_energy: energy } = v.parse(cdr, JSON.parse(new TextDecoder().decode(bytes)));
    all += BigInt(Math.round(energy * 10_000));
  }
  return all / 10n;
}

async function stillLocked(product: Product, rows: readonly Row[]): Promise<number> {
  const over = new Map(rows.map(({ session }) => [session.id, isTerminal(session.state)]));
  const connectors = new Map(rows.map(({ session }) => [`${session.station}/${session.connector}`, session]));
  let locked = 0;
  for (const { station, connector } of connectors.values()) {
    const [row] = await product.ports.store.read([connectorKey(localTenant, station, connector)], {
      strong: true,
    });
    if (over.get((row && textOr(row, "act")) ?? "")) locked++;
  }
  return locked;
}

export function reportText(report: Report): string {
  const states = Object.entries(report.byState).map(([state, count]) => `${count} ${state}`);
  return [
    `${report.sessions} sessions: ${states.join(", ")}`,
    "",
    tableText(
      ["", "what | what it must equal", "is", "must be"],
      report.checks.map(({ name, one, other, good }) => [good ? "ok" : "NO", name, one, other]),
    ),
    ...(report.reviews.length > 0
      ? [
          "",
          tableText(
            ["record", "session", "in review because"],
            report.reviews.map((row) => [row.record, row.reference, row.why]),
          ),
        ]
      : ["", "No session is in review."]),
  ].join("\n");
}
