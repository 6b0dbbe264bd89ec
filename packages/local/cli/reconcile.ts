/** `barq reconcile`: the provider's books held against sessions and journal; exit 0 when every cent fits, 1 when one does not. */
import { zoneOfBooks } from "@barq/actions/books-days";
import { openMisfits } from "@barq/actions/misfit-work";
import { reconcile } from "@barq/actions/reconcile";
import { noteReconciliation } from "@barq/actions/run-reconciliation";
import { dayNumberOf, isoDayOf } from "@barq/domain/civil-day";
import { isoDay } from "@barq/domain/legal-time";
import type { ReconciliationResult } from "@barq/domain/reconciliation-result";
import { localTenant } from "../product.ts";
import type { Command } from "./command.ts";
import { readWords, tableText, UsageError } from "./command.ts";
import { withBooks } from "./connect.ts";
import { progressLine } from "./progress.ts";

const options = {
  day: {
    type: "string",
    value: "DAY",
    says: "one legal day, such as 2026-11-24 (yesterday where nothing is said)",
  },
  from: { type: "string", value: "DAY", says: "the first of several days" },
  to: { type: "string", value: "DAY", says: "the last of them" },
} as const;

export const reconcileCommand: Command = {
  name: "reconcile",
  usage: "reconcile [--day D | --from D --to D]",
  says: "holds the provider's intents, refunds, disputes, movements and payouts against sessions and journal, day by day",
  options,
  more: [
    "Exit 0: everything matches. 1: a row for each thing that does not, with the next step; it waits in the work queue",
    "(barq work) until a person has seen to it, or a later run of its day finds it matched.",
    "The result is kept in the archive under its own hash; the same facts give the same bytes.",
  ],
  async run(words) {
    const { values } = readWords(words, options, 0);
    const line = progressLine();
    return withBooks(async (books) => {
      const { ports } = books;
      const period = periodOf(values, isoDay(await zoneOfBooks(ports, localTenant), ports.clock()));
      const open = await openMisfits(ports, localTenant);
      const result = await reconcile(
        ports,
        localTenant,
        period,
        ({ day, daysDone, days, objects }) => line.show(daysDone / days, `${day}  ${objects} objects`),
        open.fits,
      );
      line.end();
      const { id, sha256, name } = await noteReconciliation(ports, localTenant, result, open);
      if (values.json) console.log(JSON.stringify({ id, sha256, file: name, result }));
      else console.log(reportText(result, name));
      return result.rows_count === 0 ? 0 : 1;
    });
  },
};

/** @throws UsageError for days that do not go together */
function periodOf(
  { day, from, to }: { readonly day?: string; readonly from?: string; readonly to?: string },
  today: string,
): { readonly from: string; readonly to: string } {
  if (day !== undefined && (from !== undefined || to !== undefined))
    throw new UsageError("Say --day, or --from and --to.");
  if ((from === undefined) !== (to === undefined)) throw new UsageError("--from and --to go together.");
  const yesterday = isoDayOf((dayNumberOf(today) ?? 1) - 1);
  return { from: from ?? day ?? yesterday, to: to ?? day ?? yesterday };
}

const words: Readonly<Record<string, string>> = {
  matched: "matched",
  missing_there: "missing there",
  missing_here: "missing here",
  differs: "differs",
};
const nameOf = (book: string): string => (book === "journal" ? "the journal" : book);
const heading = (text: string, table: string): string => `${text}\n${table}`;

/** Counts and sums, what moved, what was exchanged, payouts, and a paragraph for each row that does not match. */
function reportText(result: ReconciliationResult, file: string): string {
  const { from, to, time_zone, environment, sums, movements, exchange, payouts, rows } = result;
  const days = from === to ? from : `${from} to ${to}`;
  return [
    `Reconciliation of ${days} (${time_zone}), environment ${environment}\n`,
    sums.length === 0
      ? "Nothing happened at the provider, and nothing here.\n"
      : tableOf(
          ["book", "state", "count", "there", "here", "currency"],
          sums.map(({ book, state, count, there, here, currency }) => [
            book,
            words[state] ?? state,
            `${count}`,
            there,
            here,
            currency,
          ]),
        ),
    movements.length > 0 &&
      heading(
        "On the account at the provider",
        tableOf(
          ["movement", "count", "gross", "fee", "net", "currency"],
          movements.map(({ type, count, gross, fee, net, currency }) => [
            type.replace("_", " "),
            `${count}`,
            gross,
            fee,
            net,
            currency,
          ]),
        ),
      ),
    ...exchange.map(
      (leg) =>
        `${leg.presented} ${leg.presented_currency} came to ${leg.settled} ${leg.settled_currency} at ${
          leg.least_rate === leg.most_rate ? leg.least_rate : `${leg.least_rate} to ${leg.most_rate}`
        }.\n`,
    ),
    payouts.length > 0 &&
      heading(
        "Payouts to the bank",
        tableOf(
          ["day", "payout", "amount", "carries", "movements", "currency"],
          payouts.map((one) => [
            one.day,
            one.id,
            one.amount,
            one.carried,
            `${one.carried_count}`,
            one.currency,
          ]),
        ),
      ),
    ...result.released_rests.map(
      ({ count, sum, currency }) =>
        `${count} rests of holds, ${sum} ${currency}, are shown as refunds and are none.\n`,
    ),
    result.not_ours_count > 0 &&
      `${result.not_ours_count} objects on this account are not ours; they are in the file.\n`,
    rows.length === 0
      ? "Every object matches. No cent is unexplained."
      : [
          `${result.rows_count} do not match:`,
          ...rows
            .slice(0, 50)
            .map(
              (row) =>
                `\n  ${row.day}  ${row.book === "journal" ? "journal of" : row.book.slice(0, -1)} ${row.id}${row.reference === null ? "" : `, session ${row.reference}`}\n` +
                `    ${words[row.state]}: ${row.there} ${row.currency} there, ${row.here} ${row.currency} here (${row.why})\n` +
                `    ${row.next_step}`,
            ),
          rows.length > 50 ? `\n  and ${result.rows_count - 50} more, in the file.` : "",
          `\nThe first cent that does not fit: ${result.first}`,
          `Unexplained: ${result.unexplained.map(({ book, amount, currency }) => `${amount} ${currency} in ${nameOf(book)}`).join(", ") || "no amount, but standings"}`,
        ].join("\n"),
    `\nKept as archive/${file}`,
  ]
    .filter((part) => part !== false)
    .join("\n");
}

/** Amounts to the right whatever else stands in their columns. */
const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `${tableText(head, rows)}\n`;
