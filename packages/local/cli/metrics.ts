/** `barq metrics`: whether money is stuck, and whether somebody is trying cards out, in numbers that a person can read. */
import * as v from "valibot";
import type { Command } from "./command.ts";
import { readWords, tableText } from "./command.ts";
import { withProduct } from "./connect.ts";

const amounts = v.array(v.object({ amount: v.string(), currency: v.string() }));
const age = v.nullable(v.number());
const asked = v.object({ from: v.string(), asked: v.number(), failed: v.number(), declined: v.number() });
const metrics = v.object({
  steps: v.object({ waiting: v.number(), overdue: v.number(), oldest_overdue_s: v.number() }),
  holds: v.object({ open: v.number(), amounts, oldest_s: age, first_lapses_at: v.nullable(v.string()) }),
  unbilled: v.object({ sessions: v.number(), energy_kwh: v.string(), sessions_unknown: v.number() }),
  receivables: v.object({ open: v.number(), amounts, oldest_s: age }),
  given_free: v.object({ days: v.number(), sessions: v.number(), amounts }),
  work: v.object({ open: v.number(), oldest_s: age }),
  declines: v.object({
    hours: v.array(asked),
    stickers: v.array(
      v.object({
        ...asked.entries,
        sticker: v.string(),
        station: v.string(),
        connector: v.number(),
        unusual: v.boolean(),
      }),
    ),
  }),
});
type Metrics = v.InferOutput<typeof metrics>;

export const metricsCommand: Command = {
  name: "metrics",
  usage: "metrics",
  says: "whether money is stuck, and how many cards are declined, by the hour and per sticker",
  options: {},
  async run(words) {
    const { values } = readWords(words, {}, 0);
    return withProduct(async (reached) => {
      const body = await reached.get("operator", "/v1/reports/metrics");
      console.log(values.json ? JSON.stringify(body) : metricsText(v.parse(metrics, body)));
      return 0;
    });
  },
};

function metricsText({ steps, holds, unbilled, receivables, given_free, work, declines }: Metrics): string {
  const rows = [
    [
      "overdue steps",
      `${steps.overdue}`,
      steps.overdue > 0 ? `oldest ${ageText(steps.oldest_overdue_s)}` : "",
    ],
    ["steps ahead", `${steps.waiting - steps.overdue}`, ""],
    ["open holds", `${holds.open}`, [sumText(holds.amounts), oldestText(holds.oldest_s), lapsesText(holds)]],
    [
      "sessions without a price",
      `${unbilled.sessions}`,
      unbilled.sessions > 0 ? `${unbilled.energy_kwh} kWh, of ${unbilled.sessions_unknown} not known` : "",
    ],
    ["receivables", `${receivables.open}`, [sumText(receivables.amounts), oldestText(receivables.oldest_s)]],
    [`given free in ${given_free.days} days`, `${given_free.sessions}`, sumText(given_free.amounts)],
    ["rows in the work queue", `${work.open}`, oldestText(work.oldest_s)],
  ].map(([name, count, more]) => [`${name}`, `${count}`, [more].flat().filter(Boolean).join(", ")]);
  return [tableText(["what", "count", ""], rows), "", declinesText(declines)].join("\n");
}

function declinesText({ hours, stickers }: Metrics["declines"]): string {
  const some = hours.filter((one) => one.asked > 0);
  if (some.length === 0) return `No hold was asked for in the last ${hours.length} hours.`;
  const counts = ["asked", "failed", "declined", "share"];
  const rate = (one: v.InferOutput<typeof asked>): readonly string[] => [
    `${one.asked}`,
    `${one.failed}`,
    `${one.declined}`,
    `${Math.round((one.declined * 100) / one.asked)} %`,
  ];
  const byHour = tableText(
    ["holds of the hour from", ...counts],
    some.map((one) => [one.from, ...rate(one)]),
  );
  if (stickers.length === 0) return `${byHour}\nNo card was declined.`;
  const bySticker = tableText(
    ["declined at sticker", "connector", "hour from", ...counts, ""],
    stickers.map((one) => [
      one.sticker,
      `${one.station}/${one.connector}`,
      one.from,
      ...rate(one),
      one.unusual ? "UNUSUAL: somebody may be trying cards out" : "",
    ]),
  );
  return `${byHour}\n\n${bySticker}`;
}

const sumText = (sums: v.InferOutput<typeof amounts>): string =>
  sums.map(({ amount, currency }) => `${amount} ${currency}`).join(" and ");
const oldestText = (seconds: number | null): string => (seconds === null ? "" : `oldest ${ageText(seconds)}`);
const lapsesText = ({ first_lapses_at: at }: Metrics["holds"]): string =>
  at === null ? "" : `the first lapses ${at}`;

/** "3 d", "5 h", "12 min", "40 s": in the largest unit that fits. */
function ageText(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  if (hours >= 48) return `${Math.floor(hours / 24)} d`;
  if (hours >= 2) return `${hours} h`;
  return seconds >= 120 ? `${Math.floor(seconds / 60)} min` : `${seconds} s`;
}
