/** `barq session REF`: one print of a session's whole story, by its spoken reference or its id. */
import * as v from "valibot";
import type { Command } from "./command.ts";
import { readWords, tableText, UsageError } from "./command.ts";
import type { Reached } from "./connect.ts";
import { withProduct } from "./connect.ts";

const found = v.object({ items: v.array(v.object({ id: v.string() })) });
const amount = v.nullish(v.object({ amount: v.string(), currency: v.string() }));
const story = v.object({
  session: v.object({
    id: v.string(),
    reference: v.string(),
    state: v.string(),
    why: v.nullish(v.string()),
    energy_kwh: v.nullish(v.string()),
    hold: amount,
    cost: amount,
    captured: amount,
    receivable: amount,
    written_off: amount,
    receipt: v.nullish(v.string()),
  }),
  lines: v.array(v.object({ at: v.string(), what: v.string() })),
  readings: v.number(),
  postings: v.array(v.object({ from: v.string(), to: v.string(), amount: v.string() })),
  work: v.array(v.string()),
});

export const sessionCommand: Command = {
  name: "session",
  usage: "session REF",
  says: "the whole story of one session, by its reference or id",
  options: {},
  async run(words) {
    const { values, positionals } = readWords(words, {}, 1);
    const [wanted] = positionals;
    if (wanted === undefined) throw new UsageError("Say which session.");
    return withProduct(async (reached) => {
      const ids = wanted.startsWith("ses_") ? [wanted] : await idsOf(reached, wanted);
      if (ids.length === 0) {
        console.error(`There is no session ${wanted}.`);
        return 1;
      }
      for (const id of ids) {
        const body = await reached.get("support", `/v1/sessions/${id}/story`);
        console.log(values.json ? JSON.stringify(body) : storyText(v.parse(story, body)));
      }
      return 0;
    });
  },
};

/** Two sessions may share their six signs: both are told. */
export async function idsOf(reached: Reached, reference: string): Promise<readonly string[]> {
  const body = await reached.get("support", `/v1/sessions?reference=${encodeURIComponent(reference)}`);
  return v.parse(found, body).items.map(({ id }) => id);
}

/** The one session of that reference or id; else says what there is, and is null. */
export async function oneSession(reached: Reached, wanted: string): Promise<string | null> {
  const ids = wanted.startsWith("ses_") ? [wanted] : await idsOf(reached, wanted);
  const [session, another] = ids;
  if (session !== undefined && another === undefined) return session;
  console.error(
    session === undefined
      ? `There is no session ${wanted}: barq session finds one by its reference or id.`
      : `There is more than one session ${wanted}. Name it by its id: ${ids.join(", ")}.`,
  );
  return null;
}

function storyText({ session, lines, readings, postings, work }: v.InferOutput<typeof story>): string {
  const money = (value: v.InferOutput<typeof amount>): string =>
    value ? `${value.amount} ${value.currency}` : "-";
  const facts = [
    ["state", `${session.state}${session.why ? ` (${session.why})` : ""}`],
    [
      "energy",
      session.energy_kwh ? `${session.energy_kwh} kWh from ${readings} readings` : `${readings} readings`,
    ],
    ["held", money(session.hold)],
    ["cost", money(session.cost)],
    ["captured", money(session.captured)],
    ...(session.receivable ? [["receivable", money(session.receivable)]] : []),
    ...(session.written_off ? [["written off", money(session.written_off)]] : []),
    ["receipt", session.receipt ?? "-"],
    ...work.map((row) => ["work", row]),
  ];
  return [
    `Session ${session.reference}  ${session.id}`,
    ...facts.map(([name = "", value = ""]) => `  ${name.padEnd(11)} ${value}`),
    "",
    ...lines.map(({ at, what }) => `  ${at}  ${what}`),
    ...(postings.length > 0
      ? [
          "",
          tableText(
            ["from", "to", "amount"],
            postings.map(({ from, to, amount: sum }) => [from, to, sum]),
          ),
        ]
      : []),
  ].join("\n");
}
