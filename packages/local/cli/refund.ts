/** `barq refund REF`: gives back what was captured, shows what was given back, and agrees to what waits for a second person. */
import { refundReasons } from "@barq/domain/refund";
import * as v from "valibot";
import type { Command } from "./command.ts";
import { readWords, tableText, UsageError } from "./command.ts";
import { withProduct } from "./connect.ts";
import { oneSession } from "./session.ts";

const refund = v.object({
  id: v.string(),
  state: v.string(),
  amount: v.object({ amount: v.string(), currency: v.string() }),
  reason: v.string(),
  why: v.nullable(v.string()),
  credit_note: v.nullable(v.object({ number: v.string() })),
  group: v.nullable(
    v.object({
      id: v.string(),
      amount: v.object({ amount: v.string(), currency: v.string() }),
      refunds: v.array(
        v.object({
          id: v.string(),
          state: v.string(),
          why: v.nullable(v.string()),
          amount: v.object({ amount: v.string(), currency: v.string() }),
          credit_note: v.nullable(v.string()),
        }),
      ),
    }),
  ),
});
type Row = v.InferOutput<typeof refund>;
const refunds = v.object({ items: v.array(refund) });

const options = {
  reason: { type: "string", value: "CODE", says: `one of ${refundReasons.join(", ")}` },
  amount: { type: "string", value: "X", says: "so much; without it everything that is left" },
  key: { type: "string", value: "K", says: "makes another refund of what was given back before" },
  approve: { type: "string", value: "ID", says: "the second person's yes to a refund that waits" },
} as const;

export const refundCommand: Command = {
  name: "refund",
  usage: "refund REF [--reason CODE [--amount X] [--key K]] | refund --approve ID",
  says: "gives back what was captured; without --reason shows what was given back",
  options,
  more: ["The same command is the same refund, however often it is typed."],
  async run(words) {
    const { values, positionals } = readWords(words, options, 1);
    const [wanted] = positionals;
    const say = (body: unknown, rows: readonly Row[]): number => {
      console.log(values.json ? JSON.stringify(body) : rowsText(rows));
      return 0;
    };
    const { approve } = values;
    if (approve !== undefined) {
      return withProduct(async (reached) => {
        const body = await reached.post("operator", `/v1/refunds/${encodeURIComponent(approve)}/approve`, {});
        return say(body, [v.parse(refund, body)]);
      });
    }
    if (wanted === undefined) throw new UsageError("Say which session.");
    const { reason, amount, key } = values;
    if (reason === undefined && amount !== undefined) throw new UsageError("Say why: --reason CODE.");
    return withProduct(async (reached) => {
      const session = await oneSession(reached, wanted);
      if (session === null) return 1;
      if (reason === undefined) {
        const body = await reached.get("support", `/v1/refunds?session=${encodeURIComponent(session)}`);
        return say(body, v.parse(refunds, body).items);
      }
      // Made of the words themselves: a command that is typed again after a lost answer gives nothing back twice.
      const own = key ?? `barq-refund#${session}#${amount ?? "all"}#${reason}`;
      const asked = { session, reason, ...(amount === undefined ? {} : { amount }) };
      const body = await reached.post("support", "/v1/refunds", { body: asked, key: own });
      return say(body, [v.parse(refund, body)]);
    });
  },
};

function rowsText(rows: readonly Row[]): string {
  if (rows.length === 0) return "Nothing was given back.";
  const table = tableText(
    ["refund", "state", "amount", "currency", "reason", "credit note"],
    linesOf(rows).map(({ id, state, why, amount, reason, note }) => [
      id,
      why === null ? state : `${state} (${why})`,
      amount.amount,
      amount.currency,
      reason,
      note ?? "-",
    ]),
  );
  const waiting = rows.find(({ state }) => state === "asked");
  const groups = [...new Map(rows.flatMap(({ group }) => (group ? [[group.id, group]] : []))).values()];
  return [
    table,
    ...groups.map(
      ({ amount, refunds: parts }) =>
        `${amount.amount} ${amount.currency} was asked for at once and goes back in ${parts.length} parts: the driver paid in so many.`,
    ),
    ...(waiting
      ? [`Somebody else than the one who asked agrees to it: barq refund --approve ${waiting.id}`]
      : []),
  ].join("\n");
}

/** A line for each refund; where the first of several was answered, for those that were asked for with it too. */
function linesOf(rows: readonly Row[]) {
  return rows.flatMap((row) => {
    const own = { ...row, note: row.credit_note?.number ?? null };
    const others = rows.length > 1 ? [] : (row.group?.refunds ?? []).filter(({ id }) => id !== row.id);
    return [own, ...others.map((one) => ({ ...one, reason: row.reason, note: one.credit_note }))];
  });
}
