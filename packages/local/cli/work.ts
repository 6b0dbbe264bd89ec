/** `barq work`: what a person has to look at, with its next step; `barq work resolve ID` does something about it. */
import { randomUUID } from "node:crypto";
import * as v from "valibot";
import type { Command } from "./command.ts";
import { readWords, tableText, UsageError } from "./command.ts";
import { withProduct } from "./connect.ts";

const amount = v.nullable(v.object({ amount: v.string(), currency: v.string() }));
const row = v.looseObject({
  id: v.string(),
  state: v.string(),
  why: v.string(),
  at: v.string(),
  age_s: v.number(),
  reference: v.nullable(v.string()),
  station: v.nullable(v.string()),
  amount,
  facts: v.record(v.string(), v.string()),
  next_step: v.string(),
  acts: v.array(v.string()),
  resolved: v.nullable(
    v.object({
      at: v.string(),
      by: v.string(),
      act: v.string(),
      reason: v.string(),
      energy_kwh: v.nullable(v.string()),
      amount,
    }),
  ),
});
type Row = v.InferOutput<typeof row>;
const page = v.object({ items: v.array(row), next_cursor: v.nullable(v.string()) });

const options = {
  state: { type: "string", default: "open", value: "STATE", says: "which rows: open or resolved" },
  act: {
    type: "string",
    value: "ACT",
    says: "settle, release, acknowledge, retry, collect, give_up or returned",
  },
  reason: { type: "string", value: "WHY", says: "a code of settle and release, else in your own words" },
  note: { type: "string", value: "TEXT", says: "what else there is to say" },
  reference: { type: "string", value: "TEXT", says: "where the money of collect and returned is found" },
  "meter-start": { type: "string", value: "WH", says: "settle: the register at the start" },
  "meter-stop": { type: "string", value: "WH", says: "settle: the register at the stop" },
  "started-at": {
    type: "string",
    value: "TIME",
    says: "settle: when it began, where the station did not say",
  },
  "ended-at": { type: "string", value: "TIME", says: "settle: when it ended, where the station did not say" },
} as const;

export const workCommand: Command = {
  name: "work",
  usage: "work [ID | resolve ID --act ACT --reason WHY]",
  says: "what a person has to look at, oldest first, with its next step; one row whole; and resolving it",
  options,
  more: [
    "settle is by meter_read, station_log or driver_agreed with a register or a time, or by last_trusted.",
    "Example: barq work resolve ses_abc.meter_missing --act settle --reason meter_read --meter-stop 1250500",
  ],
  async run(words) {
    const { values, positionals } = readWords(words, options, 2);
    const [verb, id] = positionals;
    if (verb === undefined) return list(values.state, values.json === true);
    if (verb !== "resolve" && id === undefined) return show(verb, values.json === true);
    if (verb !== "resolve" || id === undefined)
      throw new UsageError("Say which row is to be resolved: barq work lists them with their ids.");
    const { act, reason } = values;
    if (act === undefined || reason === undefined)
      throw new UsageError("Say what is done (--act) and why (--reason).");
    const told = {
      act,
      reason,
      note: values.note,
      reference: values.reference,
      meter_start_wh: values["meter-start"],
      meter_stop_wh: values["meter-stop"],
      started_at: values["started-at"],
      ended_at: values["ended-at"],
    };
    return withProduct(async (reached) => {
      const path = `/v1/work-queue/${encodeURIComponent(id)}/resolve`;
      const body = await reached.post("operator", path, { body: told, key: randomUUID() });
      console.log(values.json ? JSON.stringify(body) : resolvedText(v.parse(row, body)));
      return 0;
    });
  },
};

/** One row with everything that is known of it, and how it is resolved. */
function show(id: string, isJson: boolean): Promise<number> {
  return withProduct(async (reached) => {
    const body = await reached.get("operator", `/v1/work-queue/${encodeURIComponent(id)}`);
    const one = v.parse(row, body);
    const facts = [
      ["waits", one.resolved ? "resolved" : `${ageText(one.age_s)}, since ${one.at}`],
      ["session", one.reference ?? "-"],
      ["station", one.station ?? "-"],
      ["amount", moneyText(one.amount)],
      ...Object.entries(one.facts).map(([name, fact]) => [name, fact]),
      ["next step", one.next_step],
      ...(one.resolved
        ? [["resolved", `${one.resolved.at} ${one.resolved.act} (${one.resolved.reason})`]]
        : one.acts.map((act) => ["to do it", `barq work resolve ${one.id} --act ${act} --reason WHY`])),
    ];
    const text = facts.map(([name = "", fact = ""]) => `  ${name.padEnd(14)} ${fact}`);
    console.log(isJson ? JSON.stringify(body) : [one.why, ...text].join("\n"));
    return 0;
  });
}

/** All pages: a person who asks wants to see the end of it. */
function list(state: string, isJson: boolean): Promise<number> {
  return withProduct(async (reached) => {
    const items: Row[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query = new URLSearchParams({ state, ...(cursor === "" ? {} : { cursor }) });
      const body: v.InferOutput<typeof page> = v.parse(
        page,
        await reached.get("operator", `/v1/work-queue?${query}`),
      );
      items.push(...body.items);
      cursor = body.next_cursor;
    }
    console.log(isJson ? JSON.stringify({ items, next_cursor: null }) : listText(items, state));
    return 0;
  });
}

function listText(items: readonly Row[], state: string): string {
  if (items.length === 0)
    return state === "open" ? "Nothing waits for a person." : "Nothing was resolved yet.";
  const head = ["waits", "session", "station", "why", "amount", "id", state === "open" ? "acts" : "resolved"];
  const rows = items.map((each) => [
    ageText(each.age_s),
    each.reference ?? "-",
    each.station ?? "-",
    each.why,
    moneyText(each.amount),
    each.id,
    each.resolved ? `${each.resolved.act} ${each.resolved.at}` : each.acts.join(", "),
  ]);
  const steps = [...new Map(items.map(({ why, next_step }) => [why, next_step]))];
  return [
    tableText(head, rows),
    ...(state === "open" ? ["", ...steps.map(([why, step]) => `${why}: ${step}`)] : []),
  ].join("\n");
}

function resolvedText({ why, resolved, id }: Row): string {
  if (!resolved) return `${why}: taken up again (${id})`;
  const { act, reason, energy_kwh: energy, amount: sum } = resolved;
  const outcome = [energy === null ? "" : `${energy} kWh`, sum ? moneyText(sum) : ""].filter(Boolean);
  return `${why}: ${act} (${reason})${outcome.length > 0 ? `, ${outcome.join(", ")}` : ""}`;
}

const moneyText = (sum: v.InferOutput<typeof amount>): string =>
  sum === null ? "-" : `${sum.amount} ${sum.currency}`;

/** "3 d", "5 h", "12 min": how long it waits, in the largest unit that fits. */
function ageText(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  if (hours >= 48) return `${Math.floor(hours / 24)} d`;
  return hours >= 2 ? `${hours} h` : `${Math.floor(seconds / 60)} min`;
}
