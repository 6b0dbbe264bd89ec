/** `barq correct REF`: asks for a correction of a sealed session, and shows what became of those that were asked for. */
import { createHash } from "node:crypto";
import * as v from "valibot";
import type { Command } from "./command.ts";
import { readWords, tableText, UsageError } from "./command.ts";
import { withProduct } from "./connect.ts";
import { oneSession } from "./session.ts";

const correction = v.object({
  id: v.string(),
  state: v.string(),
  why: v.nullable(v.string()),
  asked_at: v.string(),
  meter_stop: v.nullable(v.string()),
  ended_at: v.nullable(v.string()),
  refund: v.nullable(v.string()),
});
type Row = v.InferOutput<typeof correction>;
const corrections = v.object({ items: v.array(correction) });

const options = {
  "meter-stop": { type: "string", value: "WH", says: "the register at the end as it really was" },
  "ended-at": { type: "string", value: "TIME", says: "when it really ended, such as 2026-11-24T10:00:00Z" },
  late: { type: "boolean", says: "by what the station sent after the CDR was sealed, and nothing else" },
  note: { type: "string", value: "TEXT", says: "what else there is to say; nothing personal" },
  key: { type: "string", value: "K", says: "asks anew for what was asked before" },
} as const;

export const correctCommand: Command = {
  name: "correct",
  usage: "correct REF [--meter-stop WH] [--ended-at TIME] [--late] [--note TEXT] [--key K]",
  says: "a credit CDR and a new one for a sealed session, and the difference back; without facts shows what became of it",
  options,
  more: [
    "Only ever downwards: the driver never pays more afterwards, and a register below what the meter was read at is not taken.",
    "The same command is the same correction, however often it is typed. Above the limit a second person agrees to its refund:",
    "barq refund REF shows it.",
    "Example: barq correct K7M2PQ --meter-stop 1018000 --note 'photo of the display'",
  ],
  async run(words) {
    const { values, positionals } = readWords(words, options, 1);
    const [wanted] = positionals;
    if (wanted === undefined) throw new UsageError("Say which session.");
    const { "meter-stop": meterStop, "ended-at": endedAt, note, late, key } = values;
    const isAsked = meterStop !== undefined || endedAt !== undefined || late === true;
    if (late && (meterStop !== undefined || endedAt !== undefined))
      throw new UsageError("--late stands alone: the facts are those that came late.");
    if (!isAsked && (note !== undefined || key !== undefined))
      throw new UsageError("Say what is known better: --meter-stop, --ended-at or --late.");
    return withProduct(async (reached) => {
      const session = await oneSession(reached, wanted);
      if (session === null) return 1;
      const path = `/v1/sessions/${session}/corrections`;
      if (!isAsked) {
        const body = await reached.get("support", path);
        console.log(values.json ? JSON.stringify(body) : rowsText(v.parse(corrections, body).items));
        return 0;
      }
      const asked = { meter_stop: meterStop, ended_at: endedAt, note };
      // Made of the words themselves: a command that is typed again after a lost answer asks for nothing twice.
      const said = createHash("sha256")
        .update(JSON.stringify([session, asked]))
        .digest("hex");
      const own = key ?? `barq-correct#${said}`;
      const body = await reached.post("operator", path, { body: asked, key: own });
      console.log(values.json ? JSON.stringify(body) : askedText(v.parse(correction, body), wanted));
      return 0;
    });
  },
};

const askedText = (row: Row, wanted: string): string =>
  row.state === "asked"
    ? `Asked for (${row.id}). It is computed and sealed in a moment: barq correct ${wanted} shows what became of it.`
    : rowsText([row]);

const refusals: Readonly<Record<string, string>> = {
  comes_to_the_same: "it comes to the same price",
  would_cost_more: "the driver would pay more, which is never asked for afterwards",
  readings_disagree: "the meter's readings say otherwise, and they are believed before a person is",
  paid_in_several_parts:
    "the driver paid in several parts and none of them can give it all: barq refund gives it back",
  more_than_is_left:
    "less than that is left of what was captured: barq refund shows what went back, and what waits to",
};

function rowsText(rows: readonly Row[]): string {
  if (rows.length === 0)
    return "Nothing was corrected. Say what is known better: --meter-stop, --ended-at or --late.";
  const table = tableText(
    ["correction", "state", "asked at", "register", "ended at", "refund"],
    rows.map(({ id, state, why, asked_at: at, meter_stop: register, ended_at: ended, refund }) => [
      id,
      why === null ? state : `${state} (${why})`,
      at,
      register ?? "-",
      ended ?? "-",
      refund ?? "-",
    ]),
  );
  const whys = [...new Set(rows.flatMap(({ why }) => (why === null ? [] : [why])))];
  return [
    table,
    ...whys.map((why) => `${why}: ${refusals[why] ?? "the facts prove no price; nothing was changed"}`),
  ].join("\n");
}
